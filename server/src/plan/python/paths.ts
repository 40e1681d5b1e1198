import type { Evaluation } from "../evaluation.ts";
import { joinValues, sameValue, widened } from "../joinedValues.ts";
import { isLasting } from "../spark/tableNames.ts";
import { unknown, type Cell, type Value } from "../value.ts";
import { PathMap } from "./pathMap.ts";
import { lookUp, type Scope } from "./scope.ts";

/** What a path through the code leaves behind: names at all levels in sight, and objects that have changed. */
export interface State {
  readonly levels: readonly Scope[];
  /** For each level. */
  readonly names: readonly PathMap<string, Value>[];
  readonly heap: PathMap<Cell, Value>;
}

/** What the path that is being followed has left behind so far; it goes on without changing that. */
export function capture(evaluation: Evaluation): State {
  const levels: Scope[] = [];
  for (let level = evaluation.scope; level.parent; level = level.parent) levels.push(level);
  levels.push(evaluation.module);
  const state = { levels, names: levels.map((level) => level.names), heap: evaluation.heap };
  enter(evaluation, state);
  return state;
}

/** Goes on from a state; what follows does not change it. */
export function enter(evaluation: Evaluation, state: State): void {
  state.levels.forEach((level, index) => {
    level.names = state.names[index]?.fork() ?? level.names;
  });
  evaluation.heap = state.heap.fork();
}

/** Runs each arm on its own copy of the state, then goes on from what they leave; false when no arm reaches its end. */
export function runArms(evaluation: Evaluation, arms: readonly (() => boolean)[]): boolean {
  const before = capture(evaluation);
  const since = evaluation.cells;
  const outcomes: State[] = [];
  for (const arm of arms) {
    enter(evaluation, before);
    if (arm()) outcomes.push(capture(evaluation));
  }
  if (outcomes.length === 0) enter(evaluation, before);
  else meet(evaluation, outcomes, since);
  return outcomes.length > 0;
}

/**
 * Goes on from what any number of rounds of a loop may leave, from the states before and after one round. Whether
 * that is more than before, frames aside: those grow with every round.
 */
export function meetWidened(evaluation: Evaluation, before: State, after: State, since: number): boolean {
  let changed = false;
  const join = (left: Value, right: Value): Value => {
    const value = widened(left, right);
    changed ||= !onlyFrames(value) && !sameValue(value, left);
    return value;
  };
  before.levels.forEach((level, index) => {
    const maps = [before, after].map((state) => state.names[index]).filter((names) => names !== undefined);
    level.names = joinNames(evaluation, level, maps, join);
  });
  evaluation.heap = joinHeaps(evaluation, [before.heap, after.heap], since, join);
  return changed;
}

const onlyFrames = (value: Value): boolean =>
  value.kind === "spark" || (value.kind === "union" && value.values.every(onlyFrames));

/** Goes on from where several paths meet. `since`: objects made later than that exist on one path only. */
export function meet(evaluation: Evaluation, states: readonly State[], since: number): void {
  const [first, ...others] = states;
  if (!first) return;
  if (others.length === 0) {
    enter(evaluation, first);
    return;
  }
  first.levels.forEach((level, index) => {
    const maps = states.map((state) => state.names[index]).filter((names) => names !== undefined);
    level.names = joinNames(evaluation, level, maps);
  });
  evaluation.heap = joinHeaps(
    evaluation,
    states.map((state) => state.heap),
    since,
  );
}

/**
 * The names after several paths met. A name that only some of them bind holds on the others what it held outside; a
 * table may have been there before the program, with any columns.
 */
function joinNames(
  evaluation: Evaluation,
  level: Scope,
  outcomes: readonly PathMap<string, Value>[],
  join: typeof joinValues = joinValues,
): PathMap<string, Value> {
  const { common, keys } = PathMap.meeting(outcomes);
  for (const name of keys) {
    let value: Value | undefined;
    for (const outcome of outcomes) {
      const one =
        outcome.get(name) ??
        lookUp(evaluation, name, level.parent) ??
        (isLasting(name) ? unknown : undefined);
      if (one !== undefined && one !== value) value = value === undefined ? one : join(value, one);
    }
    if (value !== undefined) common.set(name, value);
  }
  return common;
}

function joinHeaps(
  evaluation: Evaluation,
  heaps: readonly PathMap<Cell, Value>[],
  since: number,
  join: typeof joinValues = joinValues,
): PathMap<Cell, Value> {
  const { common, keys } = PathMap.meeting(heaps);
  for (const cell of keys) {
    const isLater = cell.run === evaluation.run && cell.order > since;
    let value: Value | undefined;
    for (const heap of heaps) {
      const one = heap.get(cell) ?? (isLater ? undefined : evaluation.originals.get(cell));
      if (one !== undefined && one !== value) value = value === undefined ? one : join(value, one);
    }
    if (value !== undefined) common.set(cell, value);
  }
  return common;
}
