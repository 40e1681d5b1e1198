import type { CallExpression } from "../../syntax/ast.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { columnExpression, columnOf } from "../spark/columnArguments.ts";
import { columnValue } from "../spark/spark.ts";
import { dictOfEntries, entriesOfPairs } from "./dicts.ts";
import { binaryOperation } from "./operators.ts";
import { applier } from "./calls.ts";
import { fresh, sequenceOf } from "./heap.ts";
import { elementsNow, exactElements } from "./iteration.ts";
import { hasType, ownTypes, typeNames } from "./narrowing.ts";
import { numberBuiltin } from "./numberBuiltins.ts";
import { sequenceBuiltin } from "./sequenceBuiltins.ts";
import { translationTable } from "./stringMethods.ts";
import { isOwnText, representation, text, textOfValue, formatted } from "./text.ts";
import { truthOf } from "./truth.ts";
import { joinValues, unknown, type Value } from "../value.ts";

/** The names of Python's own functions and types that we know something of. */
export const builtinNames: ReadonlySet<string> = new Set(
  `len str int float bool range list dict set frozenset tuple zip enumerate sorted reversed sum min max abs round print
  getattr hasattr setattr isinstance map filter any all iter next super type open format repr input vars locals globals divmod pow
  callable id hash ord chr bytes bytearray object reduce property staticmethod classmethod Exception ValueError`.split(
    /\s+/,
  ),
);

/** What Python's own functions make of the values that we follow. */
export function builtinCall(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const first = fresh(evaluation, args[0]?.value ?? unknown);
  const result = sequenceBuiltin(evaluation, name, args, node) ?? numberBuiltin(evaluation, name, args);
  if (result !== null) return result;
  switch (name) {
    case "dict":
      return dictCall(evaluation, args);
    case "str": {
      if (args.length === 0) return text("", true);
      if (first.kind === "string" && !first.member) return first;
      return text(textOfValue(first), isOwnText(first));
    }
    case "dict.fromkeys": {
      const value: Value = args[1]?.value ?? { kind: "none" };
      const keys = exactElements(evaluation, first);
      return dictOfEntries(
        evaluation,
        (keys ?? [elementsNow(evaluation, first)]).map((key) => ({ key, value })),
        keys !== null,
      );
    }
    case "str.maketrans":
      return translationTable(evaluation, args);
    case "repr":
      return text(representation(first), isOwnText(first));
    case "format": {
      const specification = args[1]?.value;
      return text(
        specification === undefined
          ? textOfValue(first)
          : specification.kind === "string" && specification.value !== null
            ? formatted(first, specification.value, null)
            : null,
        isOwnText(first),
      );
    }
    case "locals":
    case "globals":
      return { kind: "library", type: `builtins.${name}`, args: [] };
    case "vars":
      return args.length === 0 ? { kind: "library", type: "builtins.locals", args: [] } : unknown;
    case "bool":
      return {
        kind: "boolean",
        value: args.length === 0 ? false : truthOf(first),
      };
    case "isinstance": {
      const names = typeNames(evaluation, args[1]?.value ?? unknown);
      return {
        kind: "boolean",
        value: names === null ? null : hasType(first, names),
      };
    }
    case "callable":
      return {
        kind: "boolean",
        value: /^(function|method|ownMethod|class)$/.test(first.kind) ? true : null,
      };
    case "hasattr":
      return { kind: "boolean", value: null };
    case "sum":
      return summed(evaluation, args, node);
    case "reduce":
      return reduced(evaluation, args, node);
    case "type":
      return typeOfValue(first);
    case "input":
      return text(null, false);
    case "open":
      return { kind: "library", type: "io.TextIOWrapper", args };
    case "bytes":
    case "bytearray":
      return { kind: "library", type: `builtins.${name}`, args };
    case "print":
    case "setattr":
      return { kind: "none" };
    default:
      return unknown;
  }
}

/** What `type(value)` gives. */
function typeOfValue(value: Value): Value {
  if (value.kind === "instance") return value.class;
  const [own] = ownTypes(value) ?? [];
  if (own === undefined || value.kind === "none") return unknown;
  if (value.kind !== "spark") return { kind: "api", name: `builtins.${own}` };
  return value.data?.kind === "type" ? { kind: "api", name: `pyspark.sql.types.${own}` } : unknown;
}

function dictCall(evaluation: Evaluation, args: readonly BoundArgument[]): Value {
  let exact = true;
  const entries = args.flatMap(({ name, unpack, value }) => {
    if (name !== null) return [{ key: text(name, true), value }];
    const pairs = entriesOfPairs(evaluation, value);
    if (pairs === null) {
      exact = false;
      const now = fresh(evaluation, value);
      return now.kind === "dict" ? now.entries : [];
    }
    return unpack === "*" ? [] : pairs;
  });
  return dictOfEntries(evaluation, entries, exact);
}

/** `sum(columns)` adds Columns with `+`, from 0 on. */
function summed(evaluation: Evaluation, args: readonly BoundArgument[], node: CallExpression): Value {
  const [items, start] = args;
  const iterable = items?.value ?? unknown;
  const elements = exactElements(evaluation, iterable);
  if (elements !== null)
    return elements.reduce<Value>(
      (total, element) => binaryOperation(evaluation, "+", total, element, node),
      start?.value ?? { kind: "number", value: 0 },
    );
  const element = columnOf(elementsNow(evaluation, iterable));
  if (!element) return { kind: "number", value: null };
  const site = siteOf(evaluation, node);
  return columnValue(element.evidence, {
    kind: "call",
    function: "+",
    args: [{ kind: "unknown", site }, columnExpression(element, site)],
    site,
  });
}

/**
 * `functools.reduce(function, items, initial)`: one call after the other where the items are known, else like a
 * loop: one silent call, then one on what that may have made.
 */
export function reduced(evaluation: Evaluation, args: readonly BoundArgument[], node: CallExpression): Value {
  const [callee, items, initial] = args;
  if (!items || !callee) return unknown;
  const apply = applier(evaluation, node);
  const elements = exactElements(evaluation, items.value);
  if (elements !== null && elements.length <= maximalRounds && evaluation.roundSteps > 0) {
    const [first, ...rest] = initial ? [initial.value, ...elements] : elements;
    const before = evaluation.steps;
    evaluation.rounds ??= new Map();
    const result = rest.reduce<Value>(
      (gathered, element) => apply(callee.value, [gathered, element]),
      first ?? unknown,
    );
    evaluation.roundSteps -= before - evaluation.steps;
    return result;
  }
  const element = elementsNow(evaluation, items.value);
  const start = initial ? initial.value : element;
  evaluation.silent += 1;
  const once = apply(callee.value, [start, element]);
  evaluation.silent -= 1;
  return joinValues(start, apply(callee.value, [joinValues(start, once), element]));
}

/** How many rounds a reduction is followed one by one. */
const maximalRounds = 256;

/** A list of what a function makes of each element; exact where the elements are. */
export function mapped(evaluation: Evaluation, args: readonly BoundArgument[], node: CallExpression): Value {
  const [callee, ...iterables] = args;
  if (!callee) return unknown;
  const apply = applier(evaluation, node);
  const columns = iterables.map(({ value }) => exactElements(evaluation, value));
  const length = Math.min(...columns.map((each) => each?.length ?? Infinity));
  if (columns.length === 0 || columns.includes(null) || length > maximalRounds) {
    const element = apply(
      callee.value,
      iterables.map(({ value }) => elementsNow(evaluation, value)),
    );
    return sequenceOf(evaluation, "list", [element], false);
  }
  const elements = Array.from({ length }, (_, index) =>
    apply(
      callee.value,
      columns.map((column) => column?.[index] ?? unknown),
    ),
  );
  return sequenceOf(evaluation, "list", elements, true);
}
