export type JoinHint = "broadcast" | "merge" | "shuffle_hash" | "shuffle_replicate_nl";

/** The strategy that a hint asks of a join, in the case it may be written in; null for other hints. */
export const joinHint = (name: string): JoinHint | null => byName.get(name.toLowerCase()) ?? null;

/** JoinStrategyHint of Spark 4.3 lists these names; 3.3 has the same. */
const byName: ReadonlyMap<string, JoinHint> = new Map([
  ["broadcast", "broadcast"],
  ["broadcastjoin", "broadcast"],
  ["mapjoin", "broadcast"],
  ["merge", "merge"],
  ["mergejoin", "merge"],
  ["shuffle_merge", "merge"],
  ["shuffle_hash", "shuffle_hash"],
  ["shuffle_replicate_nl", "shuffle_replicate_nl"],
]);
