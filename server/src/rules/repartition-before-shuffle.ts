import { callEvidence } from "../plan/evidence.ts";
import { callsNamed, type CallFact } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { exchangesAt, keepsExchanges } from "../plan/physical/exchanges.ts";
import { sparkValue } from "../plan/value.ts";
import { allFacts } from "../plan/facts.ts";
import { removeMethodCall } from "./edits.ts";
import { receiverOf } from "./surroundings.ts";
import { defineRule, type Fix } from "./rule.ts";

/** `repartition(n)` right before a step that shuffles the rows once more. */
export const repartitionBeforeShuffle = defineRule({
  id: "repartition-before-shuffle",
  summary: "repartition right before another shuffle",
  category: "partitioning",
  severity: "warning",
  since: "0.1.0",
  fix: "safe",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, { report }) {
    const repartitions = callsNamed(facts, ["DataFrame.repartition"]);
    if (repartitions.length === 0) return;
    const readers = new Map<PlanNode, Set<PlanNode>>();
    const acted = new Set<PlanNode>();
    for (const fact of allFacts(facts)) {
      if (fact.kind !== "call") continue;
      const plan = sparkValue(fact.result)?.plan;
      const own = fact.receiver?.plan;
      if (own && fact.result !== fact.receiver && plan === undefined) acted.add(own);
      for (const input of plan?.inputs ?? [])
        readers.set(input, (readers.get(input) ?? new Set<PlanNode>()).add(plan ?? input));
    }
    for (const call of repartitions) {
      const step = sparkValue(call.result, "DataFrame")?.plan;
      const [reader, ...others] = step ? (readers.get(step) ?? []) : [];
      if (!step || !reader || others.length > 0 || acted.has(step) || step.columns.length > 0) continue;
      if (!shuffling.has(reader.operator) || !shufflesAgain(step, reader)) continue;
      const fix = fixOf(call, reader);
      report({
        site: call.nameSite,
        message: `\`repartition()\` shuffles all rows, and \`${wordFor(reader)}\` behind it shuffles them again in its own way. Leave the first one out.`,
        evidence: callEvidence(call),
        related: [{ site: reader.nameSite, message: "They are shuffled again here." }],
        ...(fix && { fix }),
      });
    }
  },
});

/** Steps whose rows Spark always brings together by key; joins may broadcast. */
const shuffling: ReadonlySet<string> = new Set([
  "Aggregate",
  "Deduplicate",
  "Sort",
  "Repartition",
  "RepartitionByExpression",
]);

function shufflesAgain(step: PlanNode, reader: PlanNode): boolean {
  const own = exchangesAt(reader);
  return (
    own.some(({ exchange }) => exchange === "hash" || exchange === "range") &&
    exchangesAt(step).some(({ exchange }) => exchange === "roundRobin") &&
    keepsExchanges(reader, step)
  );
}

const wordFor = ({ method }: PlanNode): string => {
  const [type = "", name = ""] = method.split(".");
  return type === "GroupedData" ? "groupBy" : name;
};

/** Takes the call out of the chain that goes on with it. */
function fixOf(call: CallFact, reader: PlanNode): Fix | null {
  const removal = removeMethodCall(call.unit, call.node);
  const isChained =
    reader.site.unit === call.unit && reader.site.start <= call.node.start && reader.site.end > call.node.end;
  if (!removal || !isChained || receiverOf(call.node) === null) return null;
  return { title: "Remove the `repartition()`", safety: "safe", edits: () => [removal] };
}
