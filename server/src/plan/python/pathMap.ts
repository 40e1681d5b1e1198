/**
 * What a path through the code has bound so far: a map over maps that paths share. A fork costs nothing, and where
 * paths meet only what they have bound since they parted is looked at, however much was there before.
 */
export class PathMap<Key, Value> implements Iterable<readonly [Key, Value]> {
  readonly #own = new Map<Key, Value>();
  readonly #below: PathMap<Key, Value> | null;

  /** A path that goes on from `below`, which nobody changes any more. */
  constructor(below: PathMap<Key, Value> | null = null) {
    this.#below = below;
  }

  static of<Key, Value>(entries: Iterable<readonly [Key, Value]>): PathMap<Key, Value> {
    const map = new PathMap<Key, Value>();
    for (const [key, value] of entries) map.#own.set(key, value);
    return map;
  }

  get isEmpty(): boolean {
    return this.#own.size === 0 && this.#below === null;
  }

  get(key: Key): Value | undefined {
    const value = this.#own.get(key);
    if (value !== undefined) return value;
    for (let layer = this.#below; layer; layer = layer.#below) {
      const earlier = layer.#own.get(key);
      if (earlier !== undefined) return earlier;
    }
    return undefined;
  }

  has(key: Key): boolean {
    return this.get(key) !== undefined;
  }

  set(key: Key, value: Value): void {
    this.#own.set(key, value);
  }

  /** The map for a path that goes on from here. This one is not to be changed any more. */
  fork(): PathMap<Key, Value> {
    return new PathMap(this.#own.size === 0 ? this.#below : this.#flattened());
  }

  /** All entries, in the order in which the keys came. */
  toMap(): Map<Key, Value> {
    if (this.#below === null) return new Map(this.#own);
    const layers: PathMap<Key, Value>[] = [this];
    for (let layer: PathMap<Key, Value> | null = this.#below; layer; layer = layer.#below) layers.push(layer);
    const all = new Map<Key, Value>();
    for (const layer of layers.toReversed()) for (const [key, value] of layer.#own) all.set(key, value);
    return all;
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.toMap().entries();
  }

  keys(): MapIterator<Key> {
    return this.toMap().keys();
  }

  /** Layers grow by half at least from the top down, so that they are few: small ones become part of the next. */
  #flattened(): PathMap<Key, Value> {
    let below = this.#below;
    const parts: PathMap<Key, Value>[] = [this];
    let size = this.#own.size;
    while (below && below.#own.size < 2 * size) {
      parts.push(below);
      size += below.#own.size;
      below = below.#below;
    }
    if (parts.length === 1) return this;
    const whole = new PathMap<Key, Value>(below);
    for (const part of parts.toReversed()) for (const [key, value] of part.#own) whole.#own.set(key, value);
    return whole;
  }

  /** A map that goes on from what several have in common, and the keys that any of them has bound since. */
  static meeting<Key, Value>(
    maps: readonly PathMap<Key, Value>[],
  ): { readonly common: PathMap<Key, Value>; readonly keys: ReadonlySet<Key> } {
    const counts = new Map<PathMap<Key, Value>, number>();
    for (const map of new Set(maps))
      for (let layer: PathMap<Key, Value> | null = map; layer; layer = layer.#below)
        counts.set(layer, (counts.get(layer) ?? 0) + 1);
    const all = new Set(maps).size;
    let common = maps[0] ?? null;
    while (common && counts.get(common) !== all) common = common.#below;
    const keys = new Set<Key>();
    for (const map of maps) {
      const layers: PathMap<Key, Value>[] = [];
      for (let layer: PathMap<Key, Value> | null = map; layer && layer !== common; layer = layer.#below)
        layers.push(layer);
      for (const layer of layers.toReversed()) for (const key of layer.#own.keys()) keys.add(key);
    }
    return { common: common?.fork() ?? new PathMap(), keys };
  }
}
