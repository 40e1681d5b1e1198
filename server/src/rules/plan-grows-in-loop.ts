import { memberName } from "../catalog/memberName.ts";
import { callEvidence } from "../plan/evidence.ts";
import { callsNamed, type CallFact, type ModuleFacts } from "../plan/facts.ts";
import { effectsOf } from "../plan/effects.ts";
import { planNodes } from "../plan/logicalPlan.ts";
import { insert, outerSpan } from "./edits.ts";
import { assignedName, growsByRounds } from "./loopedSteps.ts";
import { defineRule, type Fix } from "./rule.ts";

/** An iteration that puts a join, union or grouping on the last round's plan, and computes it as it goes. */
export const planGrowsInLoop = defineRule({
  id: "plan-grows-in-loop",
  summary: "Plan that grows in each round of an iteration",
  category: "caching",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  yieldsTo: ["union-of-reads-in-loop"],
  frames(facts, { report }) {
    const told = new Set<object>();
    for (const call of callsNamed(facts, growing)) {
      const loop = call.context.loops.at(-1);
      if (!loop || told.has(loop.node) || !growsByRounds(call)) continue;
      if (loop.node.kind !== "While" && !isComputedInside(facts, call)) continue;
      if (callsNamed(facts, cutting).some((each) => isInside(each, loop.node))) continue;
      told.add(loop.node);
      const fix = fixOf(call);
      const isKept = callsNamed(facts, keeping).some((each) => isInside(each, loop.node));
      report({
        site: call.nameSite,
        message: `Every round puts another \`${memberName(call.name)}\` on the plan of ${assignedName(call)}: Spark analyses all rounds again each time${isKept ? ", since a cache keeps rows and no plan" : ", and computes them from the start"}. Cut the plan with \`localCheckpoint()\`.`,
        evidence: callEvidence(call),
        ...(fix && { fix }),
      });
    }
  },
});

/** Steps that shuffle, or double what is below them; chains of projections have rules of their own. */
const growing = [
  "DataFrame.join",
  "DataFrame.crossJoin",
  "DataFrame.union",
  "DataFrame.unionAll",
  "DataFrame.unionByName",
  "DataFrame.distinct",
  "DataFrame.dropDuplicates",
  "DataFrame.subtract",
  "DataFrame.exceptAll",
  "DataFrame.intersect",
  "GroupedData.agg",
  "GroupedData.sum",
  "GroupedData.min",
  "GroupedData.max",
  "GroupedData.count",
];

const keeping = ["DataFrame.cache", "DataFrame.persist"];
const cutting = ["DataFrame.checkpoint", "DataFrame.localCheckpoint"];

const isInside = ({ context }: CallFact, loop: object): boolean =>
  context.loops.some(({ node }) => node === loop);

/** Whether an action in the same loop computes what grows there. */
function isComputedInside(facts: ModuleFacts, { context, node, unit }: CallFact): boolean {
  const loop = context.loops.at(-1)?.node;
  return effectsOf(facts).some(
    ({ kind, call, plan }) =>
      (kind === "action" || kind === "write") &&
      loop !== undefined &&
      isInside(call, loop) &&
      planNodes(plan).some(
        ({ site }) => site.unit === unit && site.start === node.start && site.end === node.end,
      ),
  );
}

/** `df = df.join(…)` → `df = df.join(…).localCheckpoint()`. */
function fixOf({ context: { statement }, node, unit }: CallFact): Fix | null {
  if (statement.kind !== "Assign" || statement.value.kind !== "Call") return null;
  const { value } = statement;
  if (value.start > node.start || value.end < node.end) return null;
  return {
    title: "Checkpoint each round (computes it at once, and keeps it)",
    safety: "suggested",
    edits: () => [insert(unit, outerSpan(value).end, ".localCheckpoint()")],
  };
}
