import { memberName } from "../catalog/memberName.ts";
import { columnParts } from "../plan/column.ts";
import { fileConventions } from "../plan/conventions/fileConventions.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { callsNamed } from "../plan/facts.ts";
import { isTrial } from "./expectedErrors.ts";
import { frameUses } from "./frameUses.ts";
import { isPlain } from "./plainFunctions.ts";
import { removeStatement } from "./statementEdits.ts";
import { defineRule } from "./rule.ts";

/** Spark computes a frame, and nobody looks at what comes out. */
export const unusedAction = defineRule({
  id: "unused-action",
  summary: "Result of an action is thrown away",
  category: "driver-memory",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  yieldsTo: ["action-in-pipeline"],
  frames(facts, { report, catalog }) {
    const { isNotebook } = fileConventions(facts.module, facts.imports);
    const kept = new Set(frameUses(facts, catalog.api).keepings.map(({ plan }) => plan));
    for (const call of callsNamed(facts, names)) {
      const plan = call.receiver?.plan;
      if (call.used || !plan || plan.streaming) continue;
      if (isNotebook && call.context.function === null) continue;
      if (isTrial(call.unit, call.context)) continue;
      // It fills a cache, or something in the plan does more than compute.
      if (planNodes(plan).some((node) => kept.has(node) || hasSideEffects(node))) continue;
      const method = memberName(call.name);
      report({
        site: call.nameSite,
        message: `\`${method}()\` runs a job here, and nobody takes its result. Leave it out, or use what it gives.`,
        evidence: call.receiver.evidence,
        fix: {
          title: `Remove the call of \`${method}()\``,
          safety: "suggested",
          edits: () => [removeStatement(call.unit, call.context)],
        },
      });
    }
  },
});

const names = [
  "count",
  "collect",
  "toPandas",
  "take",
  "first",
  "head",
  "tail",
  "isEmpty",
  "toLocalIterator",
].map((method) => `DataFrame.${method}`);

/** Python, and assertions about the data. */
const doesMore = /^udf$|(?:^|\.)(?:assert_true|raise_error)$/;

/** Python in the plan may count, print or store; a parameter may be anything, a cached frame too. */
function hasSideEffects({ operator, method, columns }: PlanNode): boolean {
  if (
    operator === "MapInPython" ||
    operator === "Unknown" ||
    operator === "Parameter" ||
    operator === "Either"
  )
    return true;
  if (method === "DataFrame.observe") return true;
  return columns.some((column) =>
    columnParts(column).some(
      (part) =>
        part.kind === "call" &&
        doesMore.test(part.function) &&
        !(part.udf?.function && isPlain(part.udf.function.node)),
    ),
  );
}
