import type { Evaluation } from "../evaluation.ts";
import { joinValues } from "../joinedValues.ts";
import { unknown, type Cell, type Value } from "../value.ts";

export type SequenceValue = Extract<Value, { kind: "sequence" }>;
export type DictValue = Extract<Value, { kind: "dict" }>;

/** What Python's objects that can change hold now, by their cells; what no code has changed is not listed. */
export type Heap = ReadonlyMap<Cell, Value>;

/** A cell for an object that this run makes. */
export function newCell(evaluation: Evaluation): Cell {
  return { run: evaluation.run, order: (evaluation.cells += 1) };
}

const cellOf = (value: Value): Cell | undefined => ("cell" in value ? value.cell : undefined);

/** The object as it is now; what a value says of it may be older. Alternatives are looked at one by one. */
export function fresh(evaluation: Evaluation, value: Value): Value {
  if (value.kind === "union")
    return value.values.some((each) => cellOf(each) !== undefined)
      ? value.values.map((each) => fresh(evaluation, each)).reduce(joinValues)
      : value;
  const cell = cellOf(value);
  if (cell === undefined) return value;
  const own = evaluation.heap.get(cell);
  if (own !== undefined) return own;
  if (cell.run === evaluation.run) return value;
  const { baseCells, cellReads } = evaluation.module;
  const earlier = baseCells.get(cell);
  if (!cellReads.has(cell)) cellReads.set(cell, earlier);
  return earlier ?? value;
}

/** How deep containers in containers are looked at, and how many parts of them. */
const settledDepth = 5;
const settledParts = 3000;

/** The value with all containers inside as they are now, for those who look inside without an evaluation. */
export const settled = (evaluation: Evaluation, value: Value): Value =>
  settledBy((each) => fresh(evaluation, each), value);

/** The same by a function that tells what one object is now. */
export function settledBy(
  now: (value: Value) => Value,
  value: Value,
  depth = 0,
  fuel = { left: settledParts },
): Value {
  const outer = now(value);
  fuel.left -= 1;
  if (depth > settledDepth || fuel.left <= 0) return outer;
  const inside = (each: Value): Value => settledBy(now, each, depth + 1, fuel);
  switch (outer.kind) {
    case "sequence": {
      if (!outer.elements.some(mayHold)) return outer;
      const elements = outer.elements.map(inside);
      return elements.every((each, index) => each === outer.elements[index]) ? outer : { ...outer, elements };
    }
    case "dict": {
      if (!outer.entries.some((entry) => mayHold(entry.value))) return outer;
      const entries = outer.entries.map(({ key, value: held }) => ({ key, value: inside(held) }));
      return entries.every((each, index) => each.value === outer.entries[index]?.value)
        ? outer
        : { ...outer, entries };
    }
    case "instance": {
      if (![...outer.attributes.values()].some(mayHold)) return outer;
      const attributes = new Map([...outer.attributes].map(([name, held]) => [name, inside(held)] as const));
      return [...attributes].every(([name, held]) => held === outer.attributes.get(name))
        ? outer
        : { ...outer, attributes };
    }
    case "union":
      return outer.values.some(mayHold) ? outer.values.map(inside).reduce(joinValues) : outer;
    default:
      return outer;
  }
}

const mayHold = (value: Value): boolean =>
  value.kind === "sequence" || value.kind === "dict" || value.kind === "instance" || value.kind === "union";

/**
 * Changes an object. Where the value may be one of several objects, each of them may have been changed or not.
 * False when the value is no object that we follow.
 */
export function change(evaluation: Evaluation, value: Value, changed: (now: Value) => Value): boolean {
  const now = fresh(evaluation, value);
  const alternatives = now.kind === "union" ? now.values : [now];
  const byCell = new Map<Cell, Value[]>();
  for (const each of alternatives) {
    const cell = cellOf(each);
    if (cell) byCell.set(cell, [...(byCell.get(cell) ?? []), each]);
  }
  for (const [cell, values] of byCell) {
    if (!evaluation.originals.has(cell)) evaluation.originals.set(cell, values.reduce(joinValues));
    const results = values.map(changed);
    evaluation.heap.set(cell, (byCell.size > 1 ? [...values, ...results] : results).reduce(joinValues));
  }
  return byCell.size > 0;
}

/** How many parts a container of containers may have in all before its content counts as unknown. */
const sizeLimit = 100_000;

/** A new list, tuple or set. */
export function sequenceOf(
  evaluation: Evaluation,
  type: SequenceValue["type"],
  elements: readonly Value[],
  exact: boolean,
): SequenceValue {
  const fits = withinSize(elements);
  return {
    kind: "sequence",
    type,
    elements: fits ? elements : elements.slice(-remembered).map(flattened),
    exact: exact && fits,
    ...(type !== "tuple" && { cell: newCell(evaluation) }),
  };
}

/** A new dict. */
export function dictOf(
  evaluation: Evaluation,
  entries: DictValue["entries"],
  exact: boolean,
  factory?: Value,
): DictValue {
  const fits = withinSize(entries.map((entry) => entry.value));
  return {
    kind: "dict",
    entries: fits ? entries : entries.map(({ key, value }) => ({ key, value: flattened(value) })),
    exact: exact && fits,
    ...(factory && { factory }),
    cell: newCell(evaluation),
  };
}

/** How many elements are kept of a container of unknown content. */
const remembered = 50;

/** The container with other content: the same object. Keeps its size within the limits. */
export function withElements(
  sequence: SequenceValue,
  elements: readonly Value[],
  exact: boolean,
): SequenceValue {
  const fits = elements.length <= 5000 && withinSize(elements);
  return {
    ...sequence,
    elements: exact && fits ? elements : elements.slice(-remembered).map(fits ? (each) => each : flattened),
    exact: exact && fits,
  };
}

function withinSize(values: readonly Value[]): boolean {
  if (values.length > sizeLimit) return false;
  if (!values.some((each) => each.kind === "sequence" || each.kind === "dict")) return true;
  let left = sizeLimit;
  const waiting: Value[] = [...values];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    left -= 1;
    if (left <= 0) return false;
    if (value.kind === "sequence") for (const each of value.elements) waiting.push(each);
    if (value.kind === "dict") for (const entry of value.entries) waiting.push(entry.value);
  }
  return true;
}

const flattened = (value: Value): Value =>
  value.kind === "sequence" || value.kind === "dict" ? unknown : value;
