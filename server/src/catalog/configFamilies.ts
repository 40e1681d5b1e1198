import type { ConfigFacts } from "./configEntry.ts";

/** Keys that share a shape: `spark.executorEnv.[Name]`, or everything behind `spark.hadoop.`. */
export interface ConfigFamily {
  readonly name: string;
  readonly facts: ConfigFacts;
}

export interface ConfigFamilies {
  /** The most specific family of a key; null when it has none. */
  readonly of: (key: string) => ConfigFamily | null;
  /** Beginnings after which anything may stand. */
  readonly openPrefixes: readonly string[];
}

interface Shape extends ConfigFamily {
  /** Text before the first open part. */
  readonly start: string;
  readonly matches: (key: string) => boolean;
}

/** Where a pattern has its first open part, as in `spark.executorEnv.[Name]`. */
const openPart = /[{[*$<]/;

/** Whether a name in the catalogue stands for many keys: a pattern, or a beginning that ends with a dot. */
export function isFamilyName(name: string): boolean {
  return name.endsWith(".") || openPart.test(name);
}

/** The families among names of the catalogue: patterns, which have their own expression, and beginnings. */
export function createFamilies(
  names: readonly string[],
  factsOf: (name: string) => ConfigFacts | null,
): ConfigFamilies {
  const patterns: Shape[] = [];
  const prefixes: Shape[] = [];
  for (const name of names.filter(isFamilyName)) {
    const facts = factsOf(name);
    const pattern = facts?.note?.pattern;
    if (facts === null) continue;
    if (pattern === undefined) prefixes.push({ name, facts, start: name, matches: () => true });
    else {
      const shape = new RegExp(pattern);
      const start = name.split(openPart, 1)[0] ?? name;
      patterns.push({ name, facts, start, matches: (key) => shape.test(key) });
    }
  }
  const longestFirst = (a: Shape, b: Shape) =>
    b.start.length - a.start.length || a.name.length - b.name.length;
  const shapes = [...patterns.sort(longestFirst), ...prefixes.sort(longestFirst)];
  return {
    of: (key) =>
      shapes.find(
        ({ start, matches }) => key.length > start.length && key.startsWith(start) && matches(key),
      ) ?? null,
    openPrefixes: prefixes.map(({ name }) => name).sort(),
  };
}
