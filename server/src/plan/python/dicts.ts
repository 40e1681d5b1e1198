import type { Evaluation } from "../evaluation.ts";
import { change, dictOf, fresh, type DictValue } from "./heap.ts";
import { exactElements } from "./iteration.ts";
import { equals, isConstant } from "./truth.ts";
import { joinValues, unknown, type Value } from "../value.ts";

type Entries = DictValue["entries"];

/** How many entries are compared with a key; behind them the dict counts as not known in full. */
const maximalEntries = 2000;

/** The value for a key: null when the key is certainly not there. */
export function entryOf(dict: DictValue, key: Value): Value | null {
  let found: Value | null = null;
  let certain = false;
  for (let index = dict.entries.length - 1; index >= 0; index -= 1) {
    const entry = dict.entries[index];
    const same = entry ? equals(entry.key, key) : false;
    if (!entry || same === false) continue;
    found = found === null ? entry.value : joinValues(found, entry.value);
    if (same === true) {
      certain = true;
      break;
    }
  }
  if (found !== null) return certain || !dict.exact ? found : joinValues(found, unknown);
  return dict.exact && isConstant(key) ? null : unknown;
}

/** The dict with one more entry, or with a new value for a key that it has. */
export function withEntry(dict: DictValue, key: Value, value: Value): DictValue {
  if (!isConstant(key) || dict.entries.length > maximalEntries)
    return {
      ...dict,
      entries: [...dict.entries, { key, value }].slice(-maximalEntries),
      exact: false,
    };
  const place = dict.entries.findIndex((entry) => equals(entry.key, key) === true);
  const isOpen = dict.entries.some((entry) => equals(entry.key, key) === null);
  // In a dict that is not known in full, a key that may be the same stays in front.
  if (place < 0 || isOpen) return { ...dict, entries: [...dict.entries, { key, value }] };
  return {
    ...dict,
    entries: dict.entries.map((entry, index) => (index === place ? { key, value } : entry)),
  };
}

/** The dict without a key. */
export function withoutEntry(dict: DictValue, key: Value): DictValue {
  if (!isConstant(key)) return { ...dict, exact: false };
  return {
    ...dict,
    entries: dict.entries.filter((entry) => equals(entry.key, key) !== true),
  };
}

/** The dict with the entries of another one: `update`, `|`, `{**a, **b}`. */
export function merged(dict: DictValue, other: Value): DictValue {
  if (other.kind !== "dict") return { ...dict, exact: false };
  const all = other.entries.reduce((made, { key, value }) => withEntry(made, key, value), dict);
  return { ...all, exact: all.exact && other.exact };
}

/** The entries that `dict(pairs)` makes; null when the code does not tell them all. */
export function entriesOfPairs(evaluation: Evaluation, pairs: Value): Entries | null {
  const now = fresh(evaluation, pairs);
  if (now.kind === "dict") return now.exact ? now.entries : null;
  const elements = exactElements(evaluation, now);
  if (elements === null) return null;
  const entries: { key: Value; value: Value }[] = [];
  for (const element of elements) {
    const parts = exactElements(evaluation, element);
    const [key, value] = parts ?? [];
    if (parts?.length !== 2 || !key || !value) return null;
    entries.push({ key, value });
  }
  return entries;
}

/** A dict from entries in which a later key replaces an earlier equal one. */
export function dictOfEntries(
  evaluation: Evaluation,
  entries: Entries,
  exact: boolean,
  factory?: Value,
): DictValue {
  const empty = dictOf(evaluation, [], true, factory);
  const made =
    entries.length > maximalEntries
      ? { ...empty, entries, exact: false }
      : entries.reduce((dict, { key, value }) => withEntry(dict, key, value), empty);
  return { ...made, exact: made.exact && exact };
}

/** Sets an entry of the dict that a value stands for. */
export function setEntry(evaluation: Evaluation, dict: Value, key: Value, value: Value): boolean {
  return change(evaluation, dict, (now) => (now.kind === "dict" ? withEntry(now, key, value) : now));
}
