import type { Key } from "./columnKey.ts";

/** One key by all the names that it has: a column and its aliases. Never empty. */
type KeyNames = readonly Key[];

/** How the rows of an operator lie in partitions (Catalyst's Partitioning). Partition counts that the code does not tell are negative and equal to themselves only. */
export type Partitioning =
  | { readonly kind: "single" }
  | { readonly kind: "hash"; readonly keys: readonly KeyNames[]; readonly partitions: number }
  | {
      readonly kind: "range";
      readonly keys: readonly KeyNames[];
      /** For each key " ASC NULLS FIRST" and the like. */
      readonly directions: readonly string[];
      readonly partitions: number;
    }
  /** Anywhere: equal rows may be apart. */
  | { readonly kind: "roundRobin"; readonly partitions: number };

/** An expression to sort by. */
export interface SortKey {
  readonly key: Key;
  readonly direction: string;
}

/** What an operator asks of its input (Catalyst's Distribution). */
export type Distribution =
  | { readonly kind: "any" }
  /** All rows in one partition. */
  | { readonly kind: "all" }
  /** Rows with equal keys in one partition. `allColumns`: the keys are all columns, known or not. */
  | { readonly kind: "clustered"; readonly keys: readonly Key[]; readonly allColumns: boolean }
  | { readonly kind: "ordered"; readonly order: readonly SortKey[] };

const partitionsOf = (partitioning: Partitioning): number =>
  partitioning.kind === "single" ? 1 : partitioning.partitions;

/** How many partitions there are; null where nothing is known. */
export const partitionCount = ([first]: readonly Partitioning[]): number | null =>
  first ? partitionsOf(first) : null;

/** Whether a partitioning already is what is asked for (Partitioning.satisfies, 4.3). */
export function satisfies(
  partitioning: Partitioning,
  distribution: Distribution,
  requireAllKeys: boolean,
): boolean {
  if (distribution.kind === "any" || partitioning.kind === "single") return true;
  if (distribution.kind === "all") return partitionsOf(partitioning) === 1;
  if (partitioning.kind === "roundRobin") return false;
  if (distribution.kind === "clustered") {
    const { keys, allColumns } = distribution;
    if (allColumns && partitioning.keys.every(([key]) => key?.tokens.length === 1)) return !requireAllKeys;
    return requireAllKeys
      ? partitioning.keys.length === keys.length &&
          partitioning.keys.every((each, index) => each.some(({ id }) => id === keys[index]?.id))
      : partitioning.keys.every((each) => each.some(({ id }) => keys.some((key) => key.id === id)));
  }
  if (partitioning.kind !== "range") return false;
  const shared = Math.min(partitioning.keys.length, distribution.order.length);
  return distribution.order
    .slice(0, shared)
    .every(
      ({ key, direction }, index) =>
        direction === partitioning.directions[index] &&
        partitioning.keys[index]?.some(({ id }) => id === key.id) === true,
    );
}

/** What a projection does to the columns. */
interface Renaming {
  /** Other names of a key, by its id. */
  readonly aliases: ReadonlyMap<string, readonly Key[]>;
  /** Whether a column is still there. */
  readonly keeps: (token: string) => boolean;
}

/** How many names of one key, and how many partitionings of one step, are followed: joins of joins double them. */
const mostAlternatives = 32;

const distinctKeys = (keys: KeyNames): KeyNames =>
  [...new Map(keys.map((key) => [key.id, key])).values()].slice(0, mostAlternatives);

/** What is left of partitionings behind a projection: keys live on under their aliases (AliasAwareOutputExpression). */
export function renamed(
  partitionings: readonly Partitioning[],
  { aliases, keeps }: Renaming,
): readonly Partitioning[] {
  return partitionings.slice(0, mostAlternatives).flatMap((partitioning): readonly Partitioning[] => {
    if (partitioning.kind === "single" || partitioning.kind === "roundRobin") return [partitioning];
    const keys: KeyNames[] = [];
    for (const names of partitioning.keys) {
      const found = distinctKeys([
        ...names.filter((key) => key.tokens.every(keeps)),
        ...names.flatMap((key) => aliases.get(key.id) ?? underAliases(key, { aliases, keeps })),
      ]);
      if (found.length === 0) break;
      keys.push(found);
    }
    if (keys.length === partitioning.keys.length) return [{ ...partitioning, keys }];
    return [{ kind: "roundRobin", partitions: partitioning.partitions }];
  });
}

/** An expression on columns that have got other names. */
function underAliases(key: Key, { aliases, keeps }: Renaming): KeyNames {
  if (key.tokens.length === 0 || key.id === key.tokens[0] || key.tokens.every(keeps)) return [];
  const moved = new Map(
    key.tokens.flatMap((token) => {
      const to = keeps(token) ? token : aliases.get(token)?.[0]?.id;
      return to === undefined ? [] : [[token, to]];
    }),
  );
  if (key.tokens.some((token) => !moved.has(token))) return [];
  const id = key.id.replaceAll(/#[^(),\s]+/g, (token) => moved.get(token) ?? token);
  return [{ ...key, id, tokens: key.tokens.map((token) => moved.get(token) ?? token) }];
}

/** "hashpartitioning(k, 200)", as Spark writes it. */
export function partitioningText(partitioning: Partitioning): string {
  if (partitioning.kind === "single") return "SinglePartition";
  const count = partitioning.partitions < 0 ? "?" : String(partitioning.partitions);
  if (partitioning.kind === "roundRobin") return `RoundRobinPartitioning(${count})`;
  const keys = partitioning.keys.map(
    ([key], index) =>
      `${key?.name ?? ""}${partitioning.kind === "range" ? (partitioning.directions[index] ?? "") : ""}`,
  );
  return `${partitioning.kind}partitioning(${[...keys, count].join(", ")})`;
}
