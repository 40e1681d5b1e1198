import type { PlanNode } from "../plan/logicalPlan.ts";

/** The nearest sort below a step by way of steps that keep the order of rows, of which `keeps` may refuse more; null for none. */
export function sortBelow(
  { inputs: [input] }: PlanNode,
  keeps: (step: PlanNode) => boolean = () => true,
): PlanNode | null {
  for (let step = input; step; step = step.inputs[0]) {
    if (step.operator === "Sort") return step;
    if (!keeping.has(step.operator) || step.inputs.length !== 1 || !keeps(step)) return null;
  }
  return null;
}

const keeping: ReadonlySet<PlanNode["operator"]> = new Set(["Filter", "Hint", "Project", "SubqueryAlias"]);
