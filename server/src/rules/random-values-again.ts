import { columnParts, type ColumnExpression } from "../plan/column.ts";
import { keptSteps, recomputedSteps } from "../plan/effects.ts";
import { callEvidence } from "../plan/evidence.ts";
import { isUnbounded } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { exchangesOf } from "../plan/physical/exchanges.ts";
import { isRandomSplit } from "./randomSplits.ts";
import { defineRule } from "./rule.ts";

/** Random values or row ids behind a shuffle, which several actions compute: each may see other ones. */
export const randomValuesAgain = defineRule({
  id: "random-values-again",
  summary: "Random values that each action computes anew",
  category: "caching",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  frames(facts, { report }) {
    const again = recomputedSteps(facts);
    if (again.size === 0) return;
    const kept = keptSteps(facts);
    for (const [step, { calls }] of again) {
      const [first] = calls;
      const found = first && !kept.has(step) ? chanceIn(step) : null;
      const [input] = step.inputs;
      if (!found || !first || !input || !isUnbounded(input) || !isReordered(input)) continue;
      report({
        site: found.site,
        message: `\`${found.name}\` goes by the order of rows, which the shuffle before it does not keep: each action that computes it may give a row another value. \`cache()\` the frame, or write it once.`,
        evidence: callEvidence(first),
        related: calls.slice(0, 5).map(({ nameSite }) => ({ site: nameSite, message: "Computed here." })),
      });
    }
  },
});

/** Functions whose values go by the partition and the place in it; their seed is set once, when they are called. */
const byPlace = /^functions\.(rand|randn|uuid|shuffle|monotonically_increasing_id|randstr|uniform)$/;

function chanceIn(step: PlanNode): { name: string; site: ColumnExpression["site"] } | null {
  // `randomSplit()` samples, too, but sorts the rows of each partition first (Dataset.randomSplit of Spark 3.3 to 4.3).
  if (step.method === "DataFrame.sample" && !isRandomSplit(step))
    return { name: "sample()", site: step.nameSite };
  for (const column of step.columns)
    for (const part of columnParts(column))
      if (part.kind === "call" && byPlace.test(part.function))
        return { name: `${part.function.slice("functions.".length)}()`, site: part.site };
  return null;
}

/** Whether rows come out of a shuffle, in whatever order they arrive. */
function isReordered(plan: PlanNode): boolean {
  const { hash, roundRobin } = exchangesOf(plan);
  return hash + roundRobin > 0;
}
