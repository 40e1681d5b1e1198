/**
 * What a path through the code has bound so far: a map over maps that paths share. A fork costs nothing, and where
 * paths meet only what they have bound since they parted is looked at, however much was there before.
 */
export class PathMap<Key, Value> implements Iterable<readonly [Key, Value]> {
  #own = new Map<Key, Value>();
  #below: PathMap<Key, Value> | null;

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
    if (this.#own.size === 0) return new PathMap(this.#below);
    this.#flatten();
    return new PathMap(this);
  }

  /** All entries, in the order in which the keys came. */
  toMap(): Map<Key, Value> {
    return entriesOf(this.#layers().map((layer) => layer.#own));
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.toMap().entries();
  }

  keys(): MapIterator<Key> {
    return this.toMap().keys();
  }

  /** This map and those that it goes on from. */
  #layers(): readonly PathMap<Key, Value>[] {
    const layers: PathMap<Key, Value>[] = [this];
    for (let layer = this.#below; layer; layer = layer.#below) layers.push(layer);
    return layers;
  }

  /** Small layers become part of this one, once and for all paths: each layer is twice as large as those above it. */
  #flatten(): void {
    const layers: PathMap<Key, Value>[] = [this];
    let size = this.#own.size;
    let below = this.#below;
    for (; below && below.#own.size < 2 * size; below = below.#below) {
      layers.push(below);
      size += below.#own.size;
    }
    if (layers.length === 1) return;
    this.#own = entriesOf(layers.map((layer) => layer.#own));
    this.#below = below;
  }

  /** A map that goes on from what several have in common, and the keys that any of them has bound since. */
  static meeting<Key, Value>(
    maps: readonly PathMap<Key, Value>[],
  ): { readonly common: PathMap<Key, Value>; readonly keys: ReadonlySet<Key> } {
    const layers = maps.map((map) => map.#layers());
    const common = layers[0]?.find((layer) => layers.every((each) => each.includes(layer)));
    const keys = new Set<Key>();
    for (const each of layers) {
      const since = common ? each.slice(0, each.indexOf(common)) : each;
      for (const layer of since.toReversed()) for (const key of layer.#own.keys()) keys.add(key);
    }
    return { common: common?.fork() ?? new PathMap(), keys };
  }
}

/** The entries of maps, of which those in front count, in the order in which the keys came. */
function entriesOf<Key, Value>(maps: readonly ReadonlyMap<Key, Value>[]): Map<Key, Value> {
  const all = new Map(maps.at(-1));
  for (const map of maps.slice(0, -1).toReversed()) for (const [key, value] of map) all.set(key, value);
  return all;
}
