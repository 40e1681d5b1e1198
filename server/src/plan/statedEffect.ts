import type { Operation } from "../catalog/operations.ts";
import type { PlanNode } from "./logicalPlan.ts";

/**
 * What a call does by naming it: a statement in SQL text (`CACHE TABLE t`, `SET key = value`), or a method of the
 * catalogue (`spark.catalog.cacheTable("t")`), or to the frame that it is given (`estimator.fit(frame)`).
 */
export interface StatedEffect {
  readonly effect: NonNullable<Operation["effect"]>;
  /** The table, view or configuration; null where none is named, or the code does not tell. */
  readonly name: string | null;
  /** The frame behind it, where the program itself has put one there; for writes the query's. */
  readonly plan: PlanNode | null;
  /** It computes the frame at once, as `CACHE TABLE` does without LAZY. */
  readonly computes: boolean;
  /** How often it computes the frame, where that is not once. */
  readonly passes?: number;
  /** What further statements of the same text do, in order. */
  readonly others?: readonly StatedEffect[];
}

/** All that a call states, in order; nothing for a call that states nothing. */
export const statedEffects = (states: StatedEffect | undefined): readonly StatedEffect[] =>
  states ? [states, ...(states.others ?? [])] : [];
