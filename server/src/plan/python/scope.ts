import { joinValues, unknown, type Value } from "../value.ts";

/** One level of Python names: the module's, a function call's, a class body's. */
export interface Scope {
  names: Map<string, Value>;
  /** Null at the module's level. */
  readonly parent: Scope | null;
}

/**
 * The module's level during one run: what the run has bound so far, over what earlier units left behind. Reads that
 * fall through to those are noted, so that the run's result can be kept until one of them changes. A function made
 * in another unit sees the level of the run that calls it.
 */
export interface ModuleScope extends Scope {
  readonly parent: null;
  readonly base: ReadonlyMap<string, Value>;
  readonly reads: Map<string, Value | undefined>;
}

/** Where a run is. */
interface Place {
  readonly scope: Scope;
  readonly module: ModuleScope;
}

/**
 * Stands for the module's level wherever a scope is kept beyond its run. Names there are always read through the
 * run that asks, so that nothing keeps the values of earlier versions alive.
 */
const moduleLevel: Scope = { names: new Map(), parent: null };

/** A scope inside another. */
export function nestedScope(parent: Scope): Scope {
  return { names: new Map(), parent: closureOf(parent) };
}

/** The scope as functions and classes keep it. */
export function closureOf(scope: Scope): Scope {
  return scope.parent === null ? moduleLevel : scope;
}

/** The value of a name as seen from a scope; undefined when no level binds it. */
export function lookUp(place: Place, name: string, from: Scope | null = place.scope): Value | undefined {
  for (let level = from; level?.parent; level = level.parent) {
    const value = level.names.get(name);
    if (value !== undefined) return value;
  }
  const { names, base, reads } = place.module;
  const own = from === null ? undefined : names.get(name);
  if (own !== undefined) return own;
  const value = base.get(name);
  if (!reads.has(name)) reads.set(name, value);
  return value;
}

/** The value of a name of the module's level. */
export const lookUpModule = (place: Place, name: string): Value | undefined =>
  place.module.names.get(name) ?? lookUp(place, name, null);

/** Runs each arm on its own copy of the scope's names, then joins what they leave; false when no arm reaches its end. */
export function runArms(place: Place, arms: readonly (() => boolean)[]): boolean {
  const { scope } = place;
  const before = scope.names;
  const outcomes: Map<string, Value>[] = [];
  for (const arm of arms) {
    scope.names = new Map(before);
    if (arm()) outcomes.push(scope.names);
  }
  scope.names = joinNames(place, outcomes.length > 0 ? outcomes : [before]);
  return outcomes.length > 0;
}

/** The names after several paths met. A name that only some of them bind holds on the others what it held outside. */
function joinNames(place: Place, outcomes: readonly Map<string, Value>[]): Map<string, Value> {
  const joined = new Map<string, Value>();
  for (const name of new Set(outcomes.flatMap((outcome) => [...outcome.keys()]))) {
    const values = outcomes.map((outcome) => outcome.get(name) ?? lookUp(place, name, place.scope.parent));
    const known = values.filter((value) => value !== undefined);
    const [first = unknown, ...rest] = known;
    joined.set(name, rest.reduce(joinValues, first));
  }
  return joined;
}

/** Binds a name in the innermost scope. */
export function bind(place: Place, name: string, value: Value): void {
  place.scope.names.set(name, value);
}
