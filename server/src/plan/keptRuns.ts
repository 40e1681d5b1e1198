import type { Unit } from "../syntax/module.ts";
import type { RunResult } from "./evaluation.ts";
import type { Cell, Value } from "./value.ts";

/** The version before: its units in order, and what each of them did. */
export interface EarlierRuns {
  readonly units: readonly Unit[];
  readonly results: ReadonlyMap<Unit, RunResult>;
}

/** What names and objects hold now, as far as the module has run. */
export interface HeldNow {
  readonly names: ReadonlyMap<string, Value>;
  readonly cells: ReadonlyMap<Cell, Value>;
}

/** Which runs of the version before still hold. Units are asked about and noted in their order. */
export interface KeptRuns {
  /** Whether all that a run has read holds what it held then, in front of the unit at this place or behind the last. */
  readonly holds: (result: RunResult, index: number) => boolean;
  /** The unit at this place has run, or its run was kept. */
  readonly note: (index: number, result: RunResult) => void;
}

/**
 * Compares what runs read with what is held now. In front of an edit all is as it was, and behind it all but what the
 * edited units have bound, then and now, until somebody binds it as before: only these names and objects are looked at.
 */
export function keptRuns(earlier: EarlierRuns | null, units: readonly Unit[], now: HeldNow): KeptRuns {
  // A unit that stands in several places has but the result of the last.
  if (earlier === null || earlier.results.size !== earlier.units.length)
    return { holds: (result) => readsHold(result, now), note: () => undefined };
  const { units: old, results } = earlier;
  const front = commonFront(old, units);
  const back = commonBack(old, units, front);
  const changed = new Set<string | Cell>();
  const change = (result: RunResult | undefined): void => {
    for (const name of result?.writes.keys() ?? []) changed.add(name);
    for (const cell of result?.cellWrites.keys() ?? []) changed.add(cell);
  };
  const isEdited = (index: number): boolean => index >= front && index < units.length - back;
  let isBehindEdit = false;
  const reach = (index: number): void => {
    if (isBehindEdit || index < front) return;
    isBehindEdit = true;
    for (const unit of old.slice(front, old.length - back)) change(results.get(unit));
  };
  return {
    holds(result, index) {
      reach(index);
      if (isEdited(index)) return readsHold(result, now);
      for (const key of changed) if (!holdsOne(result, key, now)) return false;
      return true;
    },
    note(index, result) {
      reach(index);
      const unit = units[index];
      const kept = unit && results.get(unit);
      if (result !== kept || isEdited(index)) {
        change(kept);
        change(result);
      } else if (changed.size > 0) {
        for (const name of result.writes.keys()) changed.delete(name);
        for (const cell of result.cellWrites.keys()) changed.delete(cell);
      }
    },
  };
}

function readsHold({ reads, cellReads }: RunResult, { names, cells }: HeldNow): boolean {
  for (const [name, value] of reads) if (names.get(name) !== value) return false;
  for (const [cell, value] of cellReads) if (cells.get(cell) !== value) return false;
  return true;
}

function holdsOne({ reads, cellReads }: RunResult, key: string | Cell, { names, cells }: HeldNow): boolean {
  return typeof key === "string"
    ? !reads.has(key) || reads.get(key) === names.get(key)
    : !cellReads.has(key) || cellReads.get(key) === cells.get(key);
}

function commonFront(old: readonly Unit[], units: readonly Unit[]): number {
  const most = Math.min(old.length, units.length);
  let front = 0;
  while (front < most && old[front] === units[front]) front += 1;
  return front;
}

function commonBack(old: readonly Unit[], units: readonly Unit[], front: number): number {
  const most = Math.min(old.length, units.length) - front;
  let back = 0;
  while (back < most && old[old.length - 1 - back] === units[units.length - 1 - back]) back += 1;
  return back;
}
