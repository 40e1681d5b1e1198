import type { Expression, SubscriptExpression } from "../../syntax/ast.ts";
import { indexedSpark } from "./attributes.ts";
import { apply } from "./calls.ts";
import { entryOf, setEntry } from "./dicts.ts";
import { frameClass } from "../conventions/schemaFrames.ts";
import type { Evaluation } from "../evaluation.ts";
import { sequenceOf } from "./heap.ts";
import { elementsNow, exactElements } from "./iteration.ts";
import { libraryElement } from "./libraryValues.ts";
import { text } from "./text.ts";
import { isConstant, numberOf } from "./truth.ts";
import { joinValues, unknown, type Value } from "../value.ts";

/** `object[indices]`. */
export function indexed(
  evaluation: Evaluation,
  object: Value,
  indices: readonly Value[],
  node: SubscriptExpression,
): Value {
  const index = indices[0] ?? unknown;
  switch (object.kind) {
    case "union": {
      const some = object.values.filter((each) => each.kind !== "none");
      return (some.length > 0 ? some : object.values)
        .map((each) => indexed(evaluation, each, indices, node))
        .reduce(joinValues);
    }
    case "spark":
      return indexedSpark(evaluation, object, index, node);
    case "sequence":
      return elementAt(evaluation, object, index);
    case "dict":
      return entryAt(evaluation, object, index, node);
    case "string":
      return characterAt(object, index);
    case "library":
      return libraryElement(object);
    case "instance": {
      if (object.class.form === "namedTuple")
        return elementAt(
          evaluation,
          sequenceOf(evaluation, "tuple", exactElements(evaluation, object) ?? [], true),
          index,
        );
      const method = object.class.members.get("__getitem__");
      if (method?.kind !== "function") return unknown;
      return apply(evaluation, { ...method, self: object }, [index], callOf(node));
    }
    case "api":
      return frameClass(object.name, index, node) ?? unknown;
    case "class":
      // `Color["RED"]`; else a generic type.
      return object.form === "enum" && index.kind === "string" && index.value !== null
        ? (object.members.get(index.value) ?? unknown)
        : object;
    default:
      return unknown;
  }
}

const callOf = (node: SubscriptExpression): Extract<Expression, { kind: "Call" }> => ({
  kind: "Call",
  callee: node,
  args: [],
  argumentList: node,
  start: node.start,
  end: node.end,
});

type SliceValue = Extract<Value, { kind: "library" }>;
type SequenceValue = Extract<Value, { kind: "sequence" }>;

/** Whether an index is a slice, as the evaluation of `a:b` gives it. */
export const isSlice = (value: Value): value is SliceValue =>
  value.kind === "library" && value.type === "builtins.slice";

function elementAt(evaluation: Evaluation, list: SequenceValue, index: Value): Value {
  if (isSlice(index)) {
    const elements = list.exact && list.type !== "set" ? sliced(list.elements, index) : null;
    return sequenceOf(evaluation, list.type, elements ?? list.elements, elements !== null);
  }
  const place = numberOf(index);
  return place !== null && list.exact ? (list.elements.at(place) ?? unknown) : elementsNow(evaluation, list);
}

function characterAt(value: Extract<Value, { kind: "string" }>, index: Value): Value {
  const characters = value.value === null ? null : Array.from(value.value);
  if (isSlice(index))
    return text((characters === null ? null : sliced(characters, index))?.join("") ?? null, value.constant);
  const place = numberOf(index);
  return text(characters === null || place === null ? null : (characters.at(place) ?? null), value.constant);
}

/** `elements[lower:upper:step]`; null when a bound is not known. */
export function sliced<T>(elements: readonly T[], { args }: SliceValue): T[] | null {
  const bounds = args.map(({ value }) => (value.kind === "none" ? undefined : numberOf(value)));
  if (bounds.includes(null)) return null;
  const [lower, upper, step = 1] = bounds.map((each) => each ?? undefined);
  if (step === 0) return null;
  if (step === 1) return elements.slice(lower, upper);
  const size = elements.length;
  const clamp = (bound: number, least: number, most: number): number =>
    Math.min(Math.max(bound < 0 ? bound + size : bound, least), most);
  const result: T[] = [];
  const [from, to] =
    step > 0
      ? [clamp(lower ?? 0, 0, size), clamp(upper ?? size, 0, size)]
      : [
          lower === undefined ? size - 1 : clamp(lower, -1, size - 1),
          upper === undefined ? -1 : clamp(upper, -1, size - 1),
        ];
  for (let place = from; step > 0 ? place < to : place > to; place += step)
    result.push(...elements.slice(place, place + 1));
  return result;
}

function entryAt(
  evaluation: Evaluation,
  dict: Extract<Value, { kind: "dict" }>,
  key: Value,
  node: SubscriptExpression,
): Value {
  const value = entryOf(dict, key);
  if (value === null || (value.kind === "unknown" && dict.factory)) {
    if (!dict.factory) return unknown;
    const made = apply(evaluation, dict.factory, [], callOf(node));
    if (isConstant(key)) setEntry(evaluation, dict, key, made);
    return made;
  }
  if (value.kind !== "unknown" || isConstant(key)) return value;
  const values = dict.entries.map((entry) => entry.value);
  return values.length === 0 ? unknown : values.reduce(joinValues);
}
