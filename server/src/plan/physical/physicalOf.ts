import { sideTable } from "../../syntax/sideTable.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { relationOf } from "./lowering/relationOf.ts";
import type { PhysicalNode } from "./physicalNode.ts";
import { physicalPlan } from "./planning/physicalPlan.ts";
import { innerDemand, startPlanning, wholeDemand } from "./planning/planning.ts";
import type { Relation } from "./relation.ts";

const nothing: ReadonlySet<PlanNode> = new Set();
const plans = sideTable<PlanNode, PhysicalNode>();

/**
 * The plan that Spark executes for an action on a frame, with adaptive execution off. `kept` are the steps that are
 * cached by then: what is below them has been computed before.
 */
export function physicalOf(plan: PlanNode, kept: ReadonlySet<PlanNode> = nothing): PhysicalNode {
  const known = kept.size === 0 ? plans.get(plan) : undefined;
  if (known) return known;
  const made = physicalPlan(startPlanning(), { relation: relationOf(plan), demand: wholeDemand }, kept);
  if (kept.size === 0) plans.set(plan, made);
  return made;
}

const inner = sideTable<Relation, PhysicalNode>();
const planning = startPlanning();

/** The same in the middle of a plan of which nothing is known: each step once, on its inputs' ones. */
export function innerPhysicalOf(plan: PlanNode): PhysicalNode {
  return physicalPlan(
    planning,
    { relation: relationOf(plan), demand: innerDemand },
    nothing,
    ({ relation }) => inner.get(relation),
    ({ relation }, made) => {
      inner.set(relation, made);
    },
  );
}
