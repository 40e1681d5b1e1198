import type { CallExpression } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { mapped } from "./builtins.ts";
import { applier } from "./calls.ts";
import { united } from "./containerMethods.ts";
import { change, fresh, sequenceOf, withElements, type SequenceValue } from "./heap.ts";
import { elementsNow, exactElements, joinAll } from "./iteration.ts";
import { sorted } from "./sorting.ts";
import { isConstant, numberOf, orderOf, truthOf } from "./truth.ts";
import { unknown, type Value } from "../value.ts";

/** Python's own functions that make sequences, or look at them; null for all others. */
export function sequenceBuiltin(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value | null {
  const iterable = args[0]?.value ?? unknown;
  const list = (elements: readonly Value[], exact: boolean, type: SequenceValue["type"] = "list"): Value =>
    sequenceOf(evaluation, type, elements, exact);
  const inexact = (element: Value, type: SequenceValue["type"] = "list"): Value =>
    list([element], false, type);
  switch (name) {
    case "list":
    case "tuple":
    case "iter": {
      if (args.length === 0) return list([], true, name === "tuple" ? "tuple" : "list");
      const elements = exactElements(evaluation, iterable);
      const type = name === "tuple" ? "tuple" : "list";
      return elements === null ? copied(evaluation, iterable, type) : list(elements, true, type);
    }
    case "set":
    case "frozenset":
      return args.length === 0
        ? list([], true, "set")
        : united(evaluation, sequenceOf(evaluation, "set", [], true), iterable);
    case "sorted": {
      const now = fresh(evaluation, iterable);
      const all = now.kind === "sequence" && now.exact ? now.elements : exactElements(evaluation, now);
      const ordered = all === null ? null : sorted(all, args.slice(1), applier(evaluation, node));
      return ordered === null ? copied(evaluation, iterable, "list") : list(ordered, true);
    }
    case "reversed": {
      const elements = exactElements(evaluation, iterable);
      return elements === null ? copied(evaluation, iterable, "list") : list(elements.toReversed(), true);
    }
    case "range":
      return rangeOf(evaluation, args);
    case "zip": {
      if (args.some((each) => each.unpack !== "")) return zipUnpacked(evaluation, args);
      const columns = args.filter((each) => each.name === null);
      const exact = columns.map((each) => exactElements(evaluation, each.value));
      if (exact.includes(null) || columns.length === 0)
        return inexact(
          list(
            columns.map((each) => elementsNow(evaluation, each.value)),
            true,
            "tuple",
          ),
        );
      return zipped(
        evaluation,
        exact.map((each) => each ?? []),
      );
    }
    case "enumerate": {
      const start = args[1] === undefined ? 0 : numberOf(args[1].value);
      const elements = exactElements(evaluation, iterable);
      if (elements === null || start === null)
        return inexact(
          list([{ kind: "number", value: null }, elementsNow(evaluation, iterable)], true, "tuple"),
        );
      return list(
        elements.map((element, index) =>
          list([{ kind: "number", value: start + index }, element], true, "tuple"),
        ),
        true,
      );
    }
    case "map":
      return mapped(evaluation, args, node);
    case "filter": {
      const [callee, items] = args;
      const elements = items ? exactElements(evaluation, items.value) : null;
      if (!callee || !items || elements === null) return copied(evaluation, items?.value ?? unknown, "list");
      const apply = applier(evaluation, node);
      const truths = elements.map((each) =>
        truthOf(callee.value.kind === "none" ? each : apply(callee.value, [each])),
      );
      const kept = elements.filter((_, index) => truths[index] !== false);
      return list(kept, !truths.includes(null));
    }
    case "next": {
      const elements = exactElements(evaluation, iterable);
      // Only iterators may stand here: what they have given is gone.
      change(evaluation, iterable, (now) =>
        now.kind === "sequence" && now.exact ? withElements(now, now.elements.slice(1), true) : now,
      );
      return (
        elements?.[0] ??
        (args.length > 1 && elements !== null
          ? (args[1]?.value ?? unknown)
          : elementsNow(evaluation, iterable))
      );
    }
    case "any":
    case "all": {
      const elements = exactElements(evaluation, iterable);
      const truths = elements?.map(truthOf) ?? [null];
      const decisive = name === "any";
      return {
        kind: "boolean",
        value: truths.includes(decisive) ? decisive : truths.includes(null) ? null : !decisive,
      };
    }
    case "min":
    case "max":
      return extreme(evaluation, name, args, node);
    default:
      return null;
  }
}

function copied(evaluation: Evaluation, iterable: Value, type: SequenceValue["type"]): Value {
  const now = fresh(evaluation, iterable);
  const elements =
    now.kind === "sequence"
      ? now.elements
      : now.kind === "dict"
        ? now.entries.map((entry) => entry.key)
        : [elementsNow(evaluation, now)];
  return sequenceOf(evaluation, type, elements, false);
}

function zipped(evaluation: Evaluation, columns: readonly (readonly Value[])[]): Value {
  const length = Math.min(...columns.map((each) => each.length));
  const rows = Array.from({ length }, (_, index) =>
    sequenceOf(
      evaluation,
      "tuple",
      columns.map((column) => column[index] ?? unknown),
      true,
    ),
  );
  return sequenceOf(evaluation, "list", rows, true);
}

/** `zip(*rows)`. */
function zipUnpacked(evaluation: Evaluation, args: readonly BoundArgument[]): Value {
  const [only, ...others] = args;
  const rows =
    only && others.length === 0 && only.unpack === "*" ? exactElements(evaluation, only.value) : null;
  const columns = rows?.map((row) => exactElements(evaluation, row)) ?? [null];
  if (rows === null || rows.length === 0 || columns.includes(null))
    return sequenceOf(evaluation, "list", [unknown], false);
  return zipped(
    evaluation,
    columns.map((each) => each ?? []),
  );
}

/** How many numbers of a range are listed. */
const maximalRange = 1024;

function rangeOf(evaluation: Evaluation, args: readonly BoundArgument[]): Value {
  const numbers = args.map(({ value }) => numberOf(value));
  const [start, stop, step = 1] = numbers.length === 1 ? [0, numbers[0]] : numbers;
  const open: Value = sequenceOf(evaluation, "list", [{ kind: "number", value: null }], false);
  if (typeof start !== "number" || typeof stop !== "number" || typeof step !== "number" || step === 0)
    return open;
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (!(length <= maximalRange)) return open;
  const elements = Array.from({ length }, (_, index): Value => ({
    kind: "number",
    value: start + index * step,
  }));
  return sequenceOf(evaluation, "list", elements, true);
}

function extreme(
  evaluation: Evaluation,
  name: "min" | "max",
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const positional = args.filter((each) => each.name === null);
  const key = args.find((each) => each.name === "key")?.value;
  const [only] = positional;
  const elements =
    positional.length === 1 && only
      ? exactElements(evaluation, only.value)
      : positional.map((each) => each.value);
  if (elements === null) return elementsNow(evaluation, only?.value ?? unknown);
  const [first, ...rest] = elements;
  if (first === undefined) return args.find((each) => each.name === "default")?.value ?? unknown;
  const apply = applier(evaluation, node);
  const keyOf = (value: Value): Value => (key === undefined ? value : apply(key, [value]));
  let best = { value: first, key: keyOf(first) };
  for (const value of rest) {
    const candidate = { value, key: keyOf(value) };
    const order = orderOf(candidate.key, best.key);
    if (order === null || !isConstant(best.key)) return joinAll(elements);
    if (name === "min" ? order < 0 : order > 0) best = candidate;
  }
  return best.value;
}
