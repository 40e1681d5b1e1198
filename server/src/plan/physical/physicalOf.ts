import { sideTable } from "../../syntax/sideTable.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { relationOf } from "./lowering/relationOf.ts";
import type { PhysicalNode } from "./physicalNode.ts";
import { physicalPlan } from "./planning/physicalPlan.ts";
import { innerDemand, startPlanning, wholeDemand, type Planning } from "./planning/planning.ts";
import type { Relation } from "./relation.ts";

const nothing: ReadonlySet<PlanNode> = new Set();
const plans = sideTable<PlanNode, Planned>();

interface Planned {
  readonly physical: PhysicalNode;
  readonly planning: Planning;
}

/**
 * The plan that Spark executes for an action on a frame, with adaptive execution off. `kept` are the steps that are
 * cached by then: what is below them has been computed before.
 */
export function physicalOf(plan: PlanNode, kept: ReadonlySet<PlanNode> = nothing): PhysicalNode {
  return plannedOf(plan, kept).physical;
}

function plannedOf(plan: PlanNode, kept: ReadonlySet<PlanNode>): Planned {
  const known = kept.size === 0 ? plans.get(plan) : undefined;
  if (known) return known;
  const planning = startPlanning();
  const made = {
    physical: physicalPlan(planning, { relation: relationOf(plan), demand: wholeDemand }, kept),
    planning,
  };
  if (kept.size === 0) plans.set(plan, made);
  return made;
}

/** The same, and behind it the plans of the queries that are run beforehand for one value each. Equal parts of all are run once. */
export function physicalPlansOf(
  plan: PlanNode,
  kept: ReadonlySet<PlanNode> = nothing,
): readonly PhysicalNode[] {
  const { physical, planning } = plannedOf(plan, kept);
  const found = [physical];
  const subqueries = new Set<PlanNode>();
  const seen = new Set<PhysicalNode>([physical]);
  for (const node of seen) {
    if (node.operator === "InMemoryTableScan") continue;
    for (const subquery of node.subqueries) {
      if (subqueries.has(subquery)) continue;
      subqueries.add(subquery);
      const own = physicalPlan(planning, { relation: relationOf(subquery), demand: wholeDemand }, kept);
      found.push(own);
      seen.add(own);
    }
    for (const input of node.inputs) seen.add(input);
  }
  return found;
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
