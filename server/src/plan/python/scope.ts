import { readOutside, type OutsideReads } from "../moduleExports.ts";
import type { Cell, Value } from "../value.ts";
import { PathMap } from "./pathMap.ts";

/** One level of Python names: the module's, a function call's, a class body's. */
export interface Scope {
  names: PathMap<string, Value>;
  /** Null at the module's level. */
  readonly parent: Scope | null;
  /** Names that `global` and `nonlocal` statements bind elsewhere. */
  outside?: Map<string, "Global" | "Nonlocal">;
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
  readonly baseCells: ReadonlyMap<Cell, Value>;
  readonly cellReads: Map<Cell, Value | undefined>;
  /** The same for names of other modules. */
  readonly outsideReads: OutsideReads;
  /** Stands for this level in all scopes that are kept; see `moduleLevel`. */
  readonly level: Scope;
}

/** Where a run is. */
export interface Place {
  readonly scope: Scope;
  readonly module: ModuleScope;
}

/**
 * What stands for a module's level wherever a scope is kept beyond its run. In the module itself names there are
 * always read through the run that asks, so that nothing keeps the values of earlier versions alive. Other modules
 * read `names`, which is filled when the module is offered to them.
 */
export function moduleLevel(): Scope {
  return { names: new PathMap(), parent: null };
}

/** A scope inside another. */
export function nestedScope(parent: Scope): Scope {
  return { names: new PathMap(), parent: closureOf(parent) };
}

/** The scope as functions and classes keep it. */
export function closureOf(scope: Scope): Scope {
  return "level" in scope ? (scope as ModuleScope).level : scope;
}

/** The module's level that a scope stands in. */
export function rootOf(scope: Scope): Scope {
  let level = closureOf(scope);
  while (level.parent) level = level.parent;
  return level;
}

/** Whether a scope belongs to another module than the one that is being analysed. */
export function isForeign(place: Place, scope: Scope): boolean {
  return rootOf(scope) !== place.module.level;
}

/** The value of a name as seen from a scope; undefined when no level binds it. */
export function lookUp(place: Place, name: string, from: Scope | null = place.scope): Value | undefined {
  let level = from;
  for (; level?.parent; level = level.parent) {
    const value = level.names.get(name);
    if (value !== undefined) return value;
  }
  const { names, base, reads, outsideReads } = place.module;
  if (level !== null && level !== place.module && level !== place.module.level)
    return readOutside(outsideReads, level, name);
  const own = from === null ? undefined : names.get(name);
  if (own !== undefined) return own;
  const value = base.get(name);
  if (!reads.has(name)) reads.set(name, value);
  return value;
}

/** The value of a name of the module's level. */
export const lookUpModule = (place: Place, name: string): Value | undefined =>
  place.module.names.get(name) ?? lookUp(place, name, null);

/** Binds a name in the innermost scope, or where `global` and `nonlocal` say. */
export function bind(place: Place, name: string, value: Value): void {
  const { scope } = place;
  switch (scope.outside?.get(name)) {
    case undefined:
      scope.names.set(name, value);
      return;
    case "Global":
      // A function of another module changes names there, which no other code sees here.
      if (!isForeign(place, scope)) place.module.names.set(name, value);
      return;
    case "Nonlocal":
      for (let level = scope.parent; level?.parent; level = level.parent)
        if (level.names.has(name)) {
          level.names.set(name, value);
          return;
        }
  }
}
