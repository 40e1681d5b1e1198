import type { PlanNode } from "../plan/logicalPlan.ts";

/** Whether a step is one of the samples that `randomSplit()` makes: the call itself gives a list of them. */
export const isRandomSplit = ({ method, nameSite: { unit, start, end } }: PlanNode): boolean =>
  method === "DataFrame.sample" && unit.text.slice(start, end) === "randomSplit";
