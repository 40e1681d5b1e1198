import type { Key } from "../columnKey.ts";
import type { Partitioning } from "../partitioning.ts";

/** Where a repartitioning by keys puts rows: constants put all into one partition. */
export const clusteredTarget = (keys: readonly Key[], partitions: number): Partitioning =>
  partitions === 1 || keys.every(({ foldable }) => foldable)
    ? { kind: "single" }
    : { kind: "hash", keys: keys.map((key) => [key]), partitions };
