import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { dictOfEntries, entriesOfPairs, entryOf, merged, withEntry, withoutEntry } from "./dicts.ts";
import {
  change,
  fresh,
  newCell,
  sequenceOf,
  withElements,
  type DictValue,
  type SequenceValue,
} from "./heap.ts";
import { elementsNow, exactElements, joinAll } from "./iteration.ts";
import { sorted, type Apply } from "./sorting.ts";
import { equals, isConstant, numberOf } from "./truth.ts";
import { joinValues, unknown, type Value } from "../value.ts";

const none: Value = { kind: "none" };

/** A method of a list, tuple, set or dict. Alternatives are looked at one by one, and each object changes once. */
export function containerMethod(
  evaluation: Evaluation,
  receiver: Value,
  method: string,
  args: readonly BoundArgument[],
  apply: Apply,
): Value {
  const now = fresh(evaluation, receiver);
  const alternatives = (now.kind === "union" ? now.values : [now]).filter(
    (each) => each.kind === "sequence" || each.kind === "dict",
  );
  const [first = unknown, ...rest] = alternatives.map((each) =>
    each.kind === "sequence"
      ? sequenceResult(evaluation, each, method, args)
      : dictResult(evaluation, each, method, args),
  );
  if (mutators.has(method))
    change(evaluation, now, (each) =>
      each.kind === "sequence"
        ? changedSequence(evaluation, each, method, args, apply)
        : each.kind === "dict"
          ? changedDict(evaluation, each, method, args)
          : each,
    );
  return rest.reduce(joinValues, first);
}

/** Methods that change the container. */
export const mutators: ReadonlySet<string> = new Set(
  "append add extend insert remove discard pop clear sort reverse update intersection_update difference_update setdefault popitem".split(
    " ",
  ),
);

function sequenceResult(
  evaluation: Evaluation,
  list: SequenceValue,
  method: string,
  args: readonly BoundArgument[],
): Value {
  const [first = unknown] = args.map((each) => each.value);
  switch (method) {
    case "pop": {
      const index = args.length === 0 ? -1 : numberOf(first);
      return (list.exact && index !== null ? list.elements.at(index) : null) ?? elementsNow(evaluation, list);
    }
    case "copy":
      return sequenceOf(evaluation, list.type, list.elements, list.exact);
    case "index": {
      const same = list.elements.map((each) => equals(each, first));
      const place = same.indexOf(true);
      const value = list.exact && place >= 0 && !same.slice(0, place).includes(null) ? place : null;
      return { kind: "number", value };
    }
    case "count":
      return {
        kind: "number",
        value:
          list.exact && list.elements.every(isConstant) && isConstant(first)
            ? list.elements.filter((each) => equals(each, first) === true).length
            : null,
      };
    case "union":
      return args.reduce<SequenceValue>(
        (made, { value }) => united(evaluation, made, value),
        sequenceOf(evaluation, "set", list.elements, list.exact),
      );
    case "intersection":
      return kept(evaluation, list, first, true);
    case "difference":
      return kept(evaluation, list, first, false);
    case "issubset":
    case "issuperset":
    case "isdisjoint":
      return { kind: "boolean", value: null };
    default:
      return mutators.has(method) ? none : unknown;
  }
}

function changedSequence(
  evaluation: Evaluation,
  list: SequenceValue,
  method: string,
  args: readonly BoundArgument[],
  apply: Apply,
): Value {
  const [first = unknown, second = unknown] = args.map((each) => each.value);
  const { elements, exact } = list;
  switch (method) {
    case "append":
      return withElements(list, [...elements, first], exact);
    case "add":
      return united(evaluation, list, sequenceOf(evaluation, "tuple", [first], true));
    case "update":
      return args.reduce<SequenceValue>((made, { value }) => united(evaluation, made, value), list);
    case "extend":
      return extended(evaluation, list, first);
    case "insert": {
      const index = numberOf(first);
      if (index === null) return withElements(list, [...elements, second], false);
      return withElements(list, elements.toSpliced(index, 0, second), exact);
    }
    case "remove":
    case "discard": {
      const same = elements.map((each) => equals(each, first));
      const place = same.indexOf(true);
      if (place < 0) return exact && !same.includes(null) ? list : withElements(list, elements, false);
      return withElements(list, elements.toSpliced(place, 1), exact && !same.slice(0, place).includes(null));
    }
    case "pop": {
      const index = args.length === 0 ? -1 : numberOf(first);
      if (!exact || index === null || list.type === "set") return withElements(list, elements, false);
      return withElements(list, elements.toSpliced(index, 1), true);
    }
    case "clear":
      return withElements(list, [], true);
    case "reverse":
      return withElements(list, elements.toReversed(), exact);
    case "sort": {
      const ordered = exact ? sorted(elements, args, apply) : null;
      return withElements(list, ordered ?? elements, ordered !== null);
    }
    default:
      return withElements(list, elements, false);
  }
}

/** `list + other`, `list.extend(other)`. */
export function extended(evaluation: Evaluation, list: SequenceValue, other: Value): SequenceValue {
  const more = exactElements(evaluation, other);
  return more === null
    ? withElements(list, [...list.elements, elementsNow(evaluation, other)], false)
    : withElements(list, [...list.elements, ...more], list.exact);
}

/** The set with the elements of another container. */
export function united(evaluation: Evaluation, set: SequenceValue, other: Value): SequenceValue {
  const now = fresh(evaluation, other);
  const more = now.kind === "sequence" && now.exact ? now.elements : exactElements(evaluation, now);
  if (more === null) return withElements(set, [...set.elements, elementsNow(evaluation, now)], false);
  const elements = [...set.elements];
  let certain = set.exact;
  for (const value of more) {
    const same = elements.map((each) => equals(each, value));
    if (same.includes(true)) continue;
    if (same.includes(null)) certain = false;
    elements.push(value);
  }
  return withElements(set, elements, certain);
}

/** The elements that another container has too, or that it does not have. */
export function kept(
  evaluation: Evaluation,
  set: SequenceValue,
  other: Value,
  shared: boolean,
): SequenceValue {
  const now = fresh(evaluation, other);
  const others = now.kind === "sequence" && now.exact ? now.elements : exactElements(evaluation, now);
  const type = set.type;
  if (others === null || !set.exact || !set.elements.every(isConstant) || !others.every(isConstant))
    return sequenceOf(evaluation, type, set.elements, false);
  const elements = set.elements.filter(
    (value) => others.some((each) => equals(each, value) === true) === shared,
  );
  return sequenceOf(evaluation, type, elements, true);
}

function dictResult(
  evaluation: Evaluation,
  dict: DictValue,
  method: string,
  args: readonly BoundArgument[],
): Value {
  const [key = unknown, fallback] = args.map((each) => each.value);
  const list = (elements: readonly Value[]): Value => sequenceOf(evaluation, "list", elements, dict.exact);
  switch (method) {
    case "values":
      return list(dict.entries.map((entry) => entry.value));
    case "keys":
      return list(dict.entries.map((entry) => entry.key));
    case "items":
      return list(
        dict.entries.map((entry) => sequenceOf(evaluation, "tuple", [entry.key, entry.value], true)),
      );
    case "get":
      return entryOf(dict, key) ?? fallback ?? none;
    case "pop":
    case "setdefault":
      return entryOf(dict, key) ?? fallback ?? (method === "pop" ? unknown : none);
    case "popitem":
      return sequenceOf(
        evaluation,
        "tuple",
        [joinAll(dict.entries.map((entry) => entry.key)), joinAll(dict.entries.map((entry) => entry.value))],
        true,
      );
    case "copy":
      return { ...dict, cell: newCell(evaluation) };
    default:
      return mutators.has(method) ? none : unknown;
  }
}

function changedDict(
  evaluation: Evaluation,
  dict: DictValue,
  method: string,
  args: readonly BoundArgument[],
): Value {
  const [key = unknown, fallback = none] = args.map((each) => each.value);
  switch (method) {
    case "update":
      return args.reduce((made, { name, unpack, value }): DictValue => {
        if (name !== null) return withEntry(made, { kind: "string", value: name, constant: true }, value);
        const now = fresh(evaluation, value);
        if (now.kind === "dict") return merged(made, now);
        const entries = unpack === "" ? entriesOfPairs(evaluation, now) : null;
        return entries === null
          ? { ...made, exact: false }
          : merged(made, dictOfEntries(evaluation, entries, true));
      }, dict);
    case "setdefault":
      return entryOf(dict, key) === null
        ? withEntry(dict, key, fallback)
        : dict.exact
          ? dict
          : withEntry(dict, key, entryOf(dict, key) ?? fallback);
    case "pop":
      return withoutEntry(dict, key);
    case "clear":
      return { ...dict, entries: [], exact: true };
    default:
      return { ...dict, exact: false };
  }
}
