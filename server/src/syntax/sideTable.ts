/** Values that belong to objects without being part of them. */
export interface SideTable<Owner extends object, Value> {
  readonly get: (owner: Owner) => Value | undefined;
  readonly set: (owner: Owner, value: Value) => void;
}

const slot = Symbol();

/** Each table's key, and behind it the value. */
interface Owned {
  [slot]?: unknown[];
}

/**
 * A table whose values live in their owners, unseen by whoever lists or compares their properties. It serves like a
 * WeakMap, except that V8's minor collections take everything an old WeakMap holds for alive: with WeakMaps, whole
 * analyses that nobody needed any more were copied into the old generation, and a fifth of the time went into that.
 * All tables share one property of the owner: with one each, the order in which tables came to an owner gave objects
 * of one kind many shapes, and V8 looked each of them up anew.
 */
export function sideTable<Owner extends object, Value>(): SideTable<Owner, Value> {
  const key = {};
  return {
    get(owner) {
      const held = (owner as Owned)[slot];
      if (held === undefined) return undefined;
      const place = held.indexOf(key);
      return place < 0 ? undefined : (held[place + 1] as Value);
    },
    set(owner, value) {
      const held = (owner as Owned)[slot];
      const place = held?.indexOf(key) ?? -1;
      if (held === undefined) Object.defineProperty(owner, slot, { value: [key, value], writable: true });
      else if (place >= 0) held[place + 1] = value;
      // A list that grows by itself, or by a spread, keeps room for sixteen more.
      else (owner as Owned)[slot] = held.concat([key, value]);
    },
  };
}
