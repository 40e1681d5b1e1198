import type { PlanNode } from "../plan/logicalPlan.ts";

/** A side of so few rows multiplies the other without harm: hours of a day, a list of countries. */
const fewRows = 10_000;

/** Whether a side is known to be small, or said to be by a broadcast hint. */
export function isSmall(side: PlanNode): boolean {
  let node: PlanNode | undefined = side;
  while (node) {
    if (node.maxRows !== null && node.maxRows <= fewRows) return true;
    if (node.operator === "Hint" && node.details.hint === "broadcast") return true;
    // Rows that the driver holds, or numbers up to a limit that somebody chose.
    if (node.operator === "LocalRelation" || (node.operator === "Range" && node.maxRows === null))
      return true;
    node = node.inputs.length === 1 ? node.inputs[0] : undefined;
  }
  return false;
}
