import assert from "node:assert/strict";
import { valuesAtEnd } from "../../../server/src/plan/analyzeModule.ts";
import type { Value } from "../../../server/src/plan/value.ts";
import { evaluated } from "../evaluated.ts";

/** A program and what its names hold at the end: as Python's `repr` where all is known. */
export interface ValueCase {
  readonly name: string;
  readonly program: string;
  readonly expected: Readonly<Record<string, string>>;
}

const header =
  "from pyspark.sql import SparkSession, DataFrame, functions as F\nspark = SparkSession.builder.getOrCreate()\n";

/** One test for each case. */
export function checkValues(cases: readonly ValueCase[]): void {
  for (const { name, program, expected } of cases)
    it(name, () => {
      const values = valuesAtEnd(evaluated(header + program));
      const found = Object.keys(expected).map((each) => {
        const value = values.get(each);
        return [each, value === undefined ? "unbound" : shown(value)];
      });
      assert.deepEqual(Object.fromEntries(found), expected);
    });
}

/**
 * A value for people: what is known as Python writes it, `str`, `int`, `float` and `bool` for unknown content, `…` in
 * containers of unknown length, `a | b` for one of several, and the operators of a DataFrame's plan.
 */
export function shown(value: Value, depth = 0): string {
  if (depth > 6) return "…";
  const inner = (each: Value): string => shown(each, depth + 1);
  switch (value.kind) {
    case "unknown":
      return "?";
    case "none":
      return "None";
    case "string":
      return value.value === null ? (value.constant ? "own str" : "str") : `'${value.value}'`;
    case "number":
      return value.value === null
        ? value.isFloat
          ? "float"
          : "int"
        : value.isFloat && Number.isInteger(value.value)
          ? `${value.value}.0`
          : String(value.value);
    case "boolean":
      return value.value === null ? "bool" : value.value ? "True" : "False";
    case "sequence": {
      const parts = value.elements.map(inner);
      if (!value.exact) parts.push("…");
      const text = parts.join(", ");
      if (value.type === "list") return `[${text}]`;
      return value.type === "set" ? `{${text}}` : parts.length === 1 ? `(${text},)` : `(${text})`;
    }
    case "dict":
      return `{${[...value.entries.map((entry) => `${inner(entry.key)}: ${inner(entry.value)}`), ...(value.exact ? [] : ["…"])].join(", ")}}`;
    case "module":
      return `module ${value.name}`;
    case "api":
      return value.name;
    case "library":
      return value.args.length === 0
        ? value.type
        : `${value.type}(${value.args.map((each) => inner(each.value)).join(", ")})`;
    case "spark":
      return value.plan ? steps(value.plan) : value.type;
    case "function":
      return value.node.kind === "Function" ? `def ${value.node.name.id}` : "lambda";
    case "class":
      return `class ${value.node.name.id}`;
    case "instance":
      return `${value.class.node.name.id}(${[...value.attributes].map(([name, each]) => `${name}=${inner(each)}`).join(", ")})`;
    case "union":
      return value.values.map(inner).toSorted().join(" | ");
    default:
      return value.kind;
  }
}

/** The methods of a chain of steps, from the source on. */
function steps(plan: NonNullable<Extract<Value, { kind: "spark" }>["plan"]>): string {
  const own = plan.method.slice(plan.method.lastIndexOf(".") + 1);
  return plan.inputs.length === 0 ? own : `${plan.inputs.map(steps).join("+")}.${own}`;
}
