import type { PlanNode } from "../logicalPlan.ts";
import type { Partitioning } from "./partitioning.ts";

/** How an exchange hands rows to partitions. */
export type ExchangeKind = "hash" | "range" | "single" | "roundRobin" | "broadcast";

/** How many exchanges of each kind a plan has. */
export type ExchangeCounts = Readonly<Record<ExchangeKind, number>>;

/** An operator of the plan that Spark executes, as its planner makes it with adaptive execution off. */
export interface PhysicalNode {
  /** Spark's name: "SortMergeJoin", "Exchange", "HashAggregate". */
  readonly operator: string;
  /** For people: keys, columns, numbers. Empty where there is nothing to say. */
  readonly details: string;
  readonly inputs: readonly PhysicalNode[];
  /** The logical step that asks for it; for exchanges the step whose rows have to meet. */
  readonly node: PlanNode;
  /** Null for all that is no exchange. */
  readonly exchange: ExchangeKind | null;
  /** What holds of the output's partitions, all at once: behind a join both sides' keys. Empty: nothing is known. */
  readonly partitioning: readonly Partitioning[];
  /** What adaptive execution may make of it, or null. */
  readonly adaptive: string | null;
  /** What the choice rests on though the code does not tell, such as the size of a file; null where all is known. */
  readonly assumes: string | null;
  /** Equal numbers within one plan mean equal computations, of which Spark runs one (ReuseExchange). */
  readonly identity: number;
  /** Queries that are run beforehand for one value each, for the operator's expressions. */
  readonly subqueries: readonly PlanNode[];
  /** Tokens of the output's columns in order; null where they are not known. */
  readonly output: readonly string[] | null;
}

/** No exchange of any kind. */
export const noExchanges: ExchangeCounts = { hash: 0, range: 0, single: 0, roundRobin: 0, broadcast: 0 };
