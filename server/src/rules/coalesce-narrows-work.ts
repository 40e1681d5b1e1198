import { memberName } from "../catalog/memberName.ts";
import { callEvidence } from "../plan/evidence.ts";
import { isUnbounded, type CallFact } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import type { PhysicalNode } from "../plan/physical/physicalNode.ts";
import { innerPhysicalOf } from "../plan/physical/physicalOf.ts";
import { sparkValue } from "../plan/value.ts";
import { replace } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";

/** More partitions than these keep a usual cluster busy. */
const fewPartitions = 16;

/** `coalesce(n)` behind costly steps that then run in n tasks. */
export const coalesceNarrowsWork = defineRule({
  id: "coalesce-narrows-work",
  summary: "coalesce(n) makes costly steps run in n tasks",
  category: "partitioning",
  severity: "info",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["strict"],
  yieldsTo: ["coalesce-to-one"],
  calls: {
    names: ["DataFrame.coalesce"],
    check(call, { report }) {
      const step = sparkValue(call.result, "DataFrame")?.plan;
      const partitions = step?.details.partitions ?? null;
      if (!step || step.streaming || !isUnbounded(step)) return;
      if (partitions === null || partitions <= 1 || partitions > fewPartitions) return;
      const costly = costlyStep(step);
      if (!costly) return;
      const fix = fixOf(call);
      report({
        site: call.nameSite,
        message: `\`coalesce(${partitions})\` makes all work back to the last shuffle run in ${partitions} tasks, \`${memberName(costly.method)}\` included. \`repartition(${partitions})\` computes in parallel and then brings the rows together.`,
        evidence: callEvidence(call),
        related: [{ site: costly.nameSite, message: `Runs in ${partitions} tasks.` }],
        ...(fix && { fix }),
      });
    },
  },
});

/** The topmost costly step in the stage that a step ends. */
function costlyStep(step: PlanNode): PlanNode | null {
  const seen = new Set<PhysicalNode>([innerPhysicalOf(step)]);
  for (const { node, operator, exchange, inputs } of seen) {
    if (exchange !== null) continue;
    if (costly.test(operator) && node !== step) return node;
    for (const input of inputs) seen.add(input);
  }
  return null;
}

/** Joins, grouping, windows, and Python's work on every row. */
const costly = /Join$|Aggregate$|^Window|Python|Pandas|Arrow|^CartesianProduct$|^Generate$/;

function fixOf({ unit, node }: CallFact): Fix | null {
  if (node.callee.kind !== "Attribute") return null;
  const edit = replace(unit, node.callee.name, "repartition");
  return {
    title: "Repartition instead (one shuffle more, and parallel work)",
    safety: "suggested",
    edits: () => [edit],
  };
}
