import type { ColumnExpression } from "../../column.ts";
import type { PlanNode } from "../../logicalPlan.ts";
import { schemaOf, type NodeAnalysis } from "../../schema/analysis.ts";
import type { ResolutionScope } from "../../schema/resolved.ts";
import { attributesOf, type Attribute } from "../../schema/schema.ts";
import type { Step } from "../../schema/step.ts";
import { keyOf, scopeOn, tokenOf, unnamed, type Key } from "../columnKey.ts";
import type { PhysicalSettings } from "../physicalSettings.ts";
import type { Definition, Definitions, Relation } from "../relation.ts";

/** A step on its way to relations, with what its inputs have become. */
export interface Lowering {
  readonly node: PlanNode;
  readonly analysis: NodeAnalysis;
  /** For the arguments of the call. */
  readonly step: Step;
  readonly inputs: readonly Relation[];
  readonly settings: PhysicalSettings;
}

export type Lower = (lowering: Lowering, input: Relation) => Relation;

/** What expressions on the first input may refer to. */
export const inputScope = ({ node }: Lowering): ResolutionScope => scopeOn(node.inputs[0] ?? node);

/** Expressions on the first input as keys. */
export function keysOf(lowering: Lowering, columns: readonly ColumnExpression[]): readonly Key[] {
  const scope = inputScope(lowering);
  const frame = lowering.node.inputs[0] ?? lowering.node;
  return columns.map((column) => keyOf(column, scope, frame));
}

/** The columns that a step adds to those of its input, or puts in their places, and what they are made of. */
export function definitionsOf(lowering: Lowering, renames = false): Definitions {
  const { node, analysis } = lowering;
  const before = new Set(
    node.inputs.flatMap((input) => attributesOf(schemaOf(input)).map(({ id }) => tokenOf(id))),
  );
  const definitions = new Map<string, Definition>();
  for (const each of attributesOf(analysis.schema)) {
    const token = tokenOf(each.id);
    if (before.has(token) || definitions.has(token)) continue;
    definitions.set(token, definitionOf(each, node, renames));
  }
  return definitions;
}

function definitionOf({ id }: Attribute, node: PlanNode, renames: boolean): Definition {
  const reads = id.reads.map((each) => tokenOf(each.id));
  const { expression } = id;
  let key: Key | null | undefined;
  return {
    reads,
    key() {
      if (key === undefined) {
        const [only] = id.reads;
        if (expression) key = keyOf(expression, scopeOn(node.inputs[0] ?? node), node.inputs[0] ?? node);
        else if (renames && only && id.reads.length === 1)
          key = {
            id: tokenOf(only.id),
            tokens: reads,
            name: only.name,
            foldable: false,
            nullable: only.nullable !== false,
          };
        else key = null;
      }
      return key;
    },
  };
}

/** Calls anywhere in an expression, not those in the windows that other calls go over. */
export function callsIn(
  root: ColumnExpression,
): readonly Extract<ColumnExpression, { readonly kind: "call" }>[] {
  const calls: Extract<ColumnExpression, { readonly kind: "call" }>[] = [];
  // Expressions may share parts: each is looked at once.
  const parts = new Set([root]);
  for (const part of parts) {
    if (part.kind === "call") {
      calls.push(part);
      for (const argument of part.args) parts.add(argument);
    } else if (part.kind === "list") for (const item of part.items) parts.add(item);
    else if (part.kind === "lambda") parts.add(part.body);
  }
  return calls;
}

/** The kinds of Python functions in expressions: "BatchEvalPython", "ArrowEvalPython", or null. */
export function pythonOf(columns: readonly ColumnExpression[]): string | null {
  const forms = columns
    .flatMap(callsIn)
    .filter((call) => call.function === "udf")
    .map((call) => call.udf?.form ?? "row");
  if (forms.length === 0) return null;
  return forms.some((form) => form !== "row") ? "ArrowEvalPython" : "BatchEvalPython";
}

/** The directions of sort expressions, by the Column methods and functions that make them. */
const directions: readonly (readonly [RegExp, string])[] = [
  [/\.desc_nulls_first$/, " DESC NULLS FIRST"],
  [/\.desc(_nulls_last)?$/, " DESC NULLS LAST"],
  [/\.asc_nulls_last$/, " ASC NULLS LAST"],
  [/\.asc(_nulls_first)?$/, " ASC NULLS FIRST"],
];

/** A sort expression's column and direction. */
export function sortPart(expression: ColumnExpression): {
  readonly column: ColumnExpression;
  readonly direction: string;
} {
  const inner = unnamed(expression);
  if (inner.kind === "call")
    for (const [pattern, direction] of directions) {
      const [first] = inner.args;
      if (first && pattern.test(inner.function)) return { column: first, direction };
    }
  return { column: inner, direction: " ASC NULLS FIRST" };
}
