import type { Key } from "../columnKey.ts";
import type { Partitioning } from "../partitioning.ts";

/** Where a repartitioning puts rows: by ranges or hashes of keys, or in turns without keys. */
export function target(
  keys: readonly Key[],
  directions: readonly string[],
  partitions: number,
  byRange: boolean,
): Partitioning {
  if (partitions === 1 || (keys.length > 0 && keys.every(({ foldable }) => foldable)))
    return { kind: "single" };
  if (keys.length === 0) return { kind: "roundRobin", partitions };
  const names = keys.map((key) => [key]);
  return byRange
    ? { kind: "range", keys: names, directions, partitions }
    : { kind: "hash", keys: names, partitions };
}
