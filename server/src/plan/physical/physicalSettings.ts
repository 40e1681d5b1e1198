import { sideTable } from "../../syntax/sideTable.ts";
import { flag, setting, type Session } from "../session.ts";

/** The settings that decide about exchanges. */
export interface PhysicalSettings {
  /** Negative where the code does not tell. */
  readonly shufflePartitions: number;
  /** Negative: nothing is broadcast for its size. */
  readonly broadcastThreshold: number;
  /** More than this in a single partition is shuffled before it is joined (from 3.4). */
  readonly maxSinglePartitionBytes: number;
  readonly requireAllKeys: boolean;
  readonly requireAllKeysForJoins: boolean;
  readonly reusesExchanges: boolean;
  readonly prefersSortMerge: boolean;
  /** Unions of frames that lie alike lie so too (from 4.1). */
  readonly keepsUnions: boolean;
  /** pandas frames go to Spark as Arrow batches. */
  readonly usesArrow: boolean;
  readonly adaptive: boolean;
}

const settings = sideTable<Session, PhysicalSettings>();

/** What a session's configuration says of exchanges. */
export function physicalSettings(session: Session): PhysicalSettings {
  const known = settings.get(session);
  if (known) return known;
  const read: PhysicalSettings = {
    shufflePartitions: Number(setting(session, "spark.sql.shuffle.partitions") ?? "-1"),
    broadcastThreshold: bytesOf(setting(session, "spark.sql.autoBroadcastJoinThreshold")) ?? -1,
    maxSinglePartitionBytes: bytesOf(setting(session, "spark.sql.maxSinglePartitionBytes")) ?? Infinity,
    requireAllKeys: flag(session, "spark.sql.requireAllClusterKeysForDistribution") === true,
    requireAllKeysForJoins: flag(session, "spark.sql.requireAllClusterKeysForCoPartition") !== false,
    reusesExchanges: flag(session, "spark.sql.exchange.reuse") !== false,
    prefersSortMerge: flag(session, "spark.sql.join.preferSortMergeJoin") !== false,
    keepsUnions:
      Number(session.version) >= 4.1 && flag(session, "spark.sql.unionOutputPartitioning") === true,
    usesArrow:
      (flag(session, "spark.sql.execution.arrow.pyspark.enabled") ??
        flag(session, "spark.sql.execution.arrow.enabled")) === true,
    adaptive: flag(session, "spark.sql.adaptive.enabled") !== false,
  };
  settings.set(session, read);
  return read;
}

const units: Readonly<Record<string, number>> = { b: 0, k: 10, m: 20, g: 30, t: 40, p: 50 };

/** "10m", "10MB" and "10485760" in bytes; null for what is none. */
export function bytesOf(text: string | null): number | null {
  const parts = /^\s*(-?\d+)\s*([bkmgtp])?b?\s*$/i.exec(text ?? "");
  if (!parts) return null;
  return Number(parts[1]) * 2 ** (units[parts[2]?.toLowerCase() ?? "b"] ?? 0);
}
