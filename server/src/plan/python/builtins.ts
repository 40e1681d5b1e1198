import type { CallExpression } from "../../syntax/ast.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { elementsOf } from "./iteration.ts";
import { columnOf } from "../spark/columnArguments.ts";
import { columnValue } from "../spark/spark.ts";
import { callFunction } from "./userFunctions.ts";
import { joinValues, sparkValue, unknown, type Value } from "../value.ts";

/** What Python's own functions make of the values that we follow. */
export function builtinCall(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const first = args[0]?.value ?? unknown;
  switch (name) {
    case "list":
    case "tuple":
    case "sorted":
    case "reversed":
    case "set":
      return first.kind === "sequence"
        ? { ...first, exact: first.exact && name !== "set" && name !== "sorted" && name !== "reversed" }
        : {
            kind: "sequence",
            type: "list",
            elements: args.length === 0 ? [] : [elementsOf(first)],
            exact: args.length === 0,
          };
    case "dict":
      return {
        kind: "dict",
        entries: args.flatMap((each) =>
          each.name === null
            ? []
            : [{ key: { kind: "string", value: each.name, constant: true } as const, value: each.value }],
        ),
        exact: args.every((each) => each.name !== null),
      };
    case "range":
      return rangeOf(args);
    case "str":
      if (first.kind === "string") return first;
      return { kind: "string", value: null, constant: first.kind === "number" || first.kind === "boolean" };
    case "int":
    case "float":
    case "len":
    case "round":
    case "abs":
      return columnOf(first)
        ? unknown
        : { kind: "number", value: first.kind === "number" && name === "int" ? first.value : null };
    case "zip":
      return {
        kind: "sequence",
        type: "list",
        elements: [tuple(args.map((each) => elementsOf(each.value)))],
        exact: false,
      };
    case "enumerate":
      return {
        kind: "sequence",
        type: "list",
        elements: [tuple([{ kind: "number", value: null }, elementsOf(first)])],
        exact: false,
      };
    case "sum":
      return summed(evaluation, args, node);
    case "reduce":
      return reduced(evaluation, args);
    case "next":
    case "min":
    case "max":
      return args.length === 1 ? elementsOf(first) : unknown;
    case "getattr":
      return unknown;
    default:
      return unknown;
  }
}

const tuple = (elements: readonly Value[]): Value => ({
  kind: "sequence",
  type: "tuple",
  elements,
  exact: true,
});

function rangeOf(args: readonly BoundArgument[]): Value {
  const numbers = args.map(({ value }) => (value.kind === "number" ? value.value : null));
  const [start, stop] = numbers.length === 1 ? [0, numbers[0]] : numbers;
  const size = typeof start === "number" && typeof stop === "number" ? stop - start : Number.NaN;
  const exact = numbers.length < 3 && size >= 0 && size <= 64;
  const elements: Value[] = exact
    ? Array.from({ length: size }, (_, index) => ({ kind: "number", value: (start ?? 0) + index }))
    : [{ kind: "number", value: null }];
  return { kind: "sequence", type: "list", elements, exact };
}

/** `sum(columns)` adds Columns with `+`. */
function summed(evaluation: Evaluation, args: readonly BoundArgument[], node: CallExpression): Value {
  const element = columnOf(elementsOf(args[0]?.value ?? unknown));
  if (!element) return { kind: "number", value: null };
  const site = siteOf(evaluation, node);
  return columnValue(element.evidence, {
    kind: "call",
    function: "+",
    args: element.column ? [element.column] : [],
    site,
  });
}

/** `functools.reduce(function, items, initial)`: like a loop, one silent call, then one on what that may have made. */
export function reduced(evaluation: Evaluation, args: readonly BoundArgument[]): Value {
  const [callee, items, initial] = args;
  if (!items) return unknown;
  const element = elementsOf(items.value);
  const start = initial ? initial.value : element;
  if (callee?.value.kind !== "function") return sparkValue(start) ? start : unknown;
  const { value: fn } = callee;
  const call = (gathered: Value): Value =>
    callFunction(evaluation, fn, [
      { ...items, value: gathered },
      { ...items, value: element },
    ]);
  evaluation.silent += 1;
  const first = call(start);
  evaluation.silent -= 1;
  return joinValues(start, call(joinValues(start, first)));
}
