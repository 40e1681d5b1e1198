import type { ConfigFacts } from "./configEntry.ts";

/** Keys that share a shape: `spark.executorEnv.[Name]`, or everything behind `spark.hadoop.`. */
export interface ConfigFamily {
  readonly name: string;
  readonly facts: ConfigFacts;
}

export interface ConfigFamilies {
  /** The facts of keys that are written out. */
  readonly plain: ReadonlyMap<string, ConfigFacts>;
  /** The most specific family of a key; null when it has none. */
  readonly families: (key: string) => ConfigFamily | null;
  /** Beginnings after which anything may stand. */
  readonly openPrefixes: readonly string[];
}

interface Shape extends ConfigFamily {
  /** Text before the first open part. */
  readonly start: string;
  readonly matches: (key: string) => boolean;
}

/** Parts plain keys from patterns (with their own expression) and beginnings (that end with a dot). */
export function createFamilies(all: ReadonlyMap<string, ConfigFacts>): ConfigFamilies {
  const plain = new Map<string, ConfigFacts>();
  const patterns: Shape[] = [];
  const prefixes: Shape[] = [];
  for (const [name, facts] of all) {
    const pattern = facts.note?.pattern;
    if (pattern !== undefined) {
      const shape = new RegExp(pattern);
      const start = name.split(/[{[*$<]/, 1)[0] ?? name;
      patterns.push({ name, facts, start, matches: (key) => shape.test(key) });
    } else if (name.endsWith(".")) prefixes.push({ name, facts, start: name, matches: () => true });
    else plain.set(name, facts);
  }
  const longestFirst = (a: Shape, b: Shape) =>
    b.start.length - a.start.length || a.name.length - b.name.length;
  const shapes = [...patterns.sort(longestFirst), ...prefixes.sort(longestFirst)];
  return {
    plain,
    families: (key) =>
      shapes.find(
        ({ start, matches }) => key.length > start.length && key.startsWith(start) && matches(key),
      ) ?? null,
    openPrefixes: prefixes.map(({ name }) => name).sort(),
  };
}
