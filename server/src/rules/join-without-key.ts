import { columnParts, type ColumnExpression } from "../plan/column.ts";
import { callEvidence } from "../plan/evidence.ts";
import { argument, type CallFact } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { innerPhysicalOf } from "../plan/physical/physicalOf.ts";
import type { PhysicalNode } from "../plan/physical/physicalNode.ts";
import { placeInSql, sqlEvidence } from "../plan/query/sqlSteps.ts";
import { siteIn } from "./edits.ts";
import { callsInEveryWay } from "./everyWay.ts";
import { isSmall } from "./smallSide.ts";
import { sqlPairings } from "./sqlJoins.ts";
import { defineRule } from "./rule.ts";

/** A join whose condition sets no columns of both sides equal: Spark compares every pair of rows. */
export const joinWithoutKey = defineRule({
  id: "join-without-key",
  summary: "Join condition that sets no columns equal",
  category: "joins",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  yieldsTo: ["ambiguous-column", "constant-condition"],
  frames(facts, { report }) {
    for (const call of callsInEveryWay(facts, ["DataFrame.join"], isWithoutKey)) {
      const on = argument(call, 1, "on");
      if (!on) continue;
      report({
        site: siteIn(call.unit, on.node),
        message:
          "This condition sets no columns of the two sides equal, so Spark compares every row of one with every row of the other. Add an equality, or broadcast the smaller side.",
        evidence: callEvidence(call),
      });
    }
    for (const { join, call, condition } of sqlPairings(facts))
      if (condition === "unequal")
        report({
          site: placeInSql(facts, call, join.columns[0]?.site ?? join.site),
          message:
            "This condition sets no columns of the two sides equal, so Spark compares every row of one with every row of the other. Add an equality, or a `BROADCAST` hint for the smaller side.",
          evidence: sqlEvidence(call),
        });
  },
});

function isWithoutKey({ result }: CallFact): boolean {
  const join = result.kind === "spark" ? result.plan : null;
  if (join?.operator !== "Join" || join.details.hasCondition !== true || join.streaming) return false;
  if (join.details.joinType === null || join.details.joinType === "cross") return false;
  if (join.inputs.length < 2 || join.inputs.some(isSmall)) return false;
  const isKnown = join.columns.every((column) => columnParts(column).every(isFollowed));
  return isKnown && join.columns.some((column) => column.kind === "call") && comparesAllPairs(join);
}

/** What a UDF of one side gives may be a key: Spark computes it first. */
const isFollowed = (part: ColumnExpression): boolean =>
  !/^(unknown|sql|lambda)$/.test(part.kind) && !(part.kind === "call" && part.function === "udf");

function comparesAllPairs(join: PlanNode): boolean {
  const seen = new Set<PhysicalNode>([innerPhysicalOf(join)]);
  for (const { node, operator, inputs } of seen) {
    if (node !== join) continue;
    if (operator === "CartesianProduct" || operator === "BroadcastNestedLoopJoin") return true;
    for (const input of inputs) seen.add(input);
  }
  return false;
}
