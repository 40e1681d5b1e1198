import { columnParts, type ColumnExpression } from "../plan/column.ts";
import { callEvidence } from "../plan/evidence.ts";
import { allFacts, callsNamed, type CallFact, type Fact, type ModuleFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { placeInSql, sqlColumnsIn, sqlEvidence } from "../plan/query/sqlSteps.ts";
import { sparkAlternatives } from "../plan/value.ts";
import type { Site } from "../syntax/module.ts";
import { functionOver, isOfOneSeries } from "./oneSeries.ts";
import { bringsAllRows } from "./rowCount.ts";
import { defineRule, type RuleContext } from "./rule.ts";

/** What starts the definition of a window. */
const makerNames = ["Window.partitionBy", "Window.orderBy", "Window.rowsBetween", "Window.rangeBetween"];

/** A window over all rows: they meet in one partition. */
export const windowWithoutPartition = defineRule({
  id: "window-without-partition",
  summary: "Window without partitionBy: one task for all rows",
  category: "partitioning",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, context) {
    reportSql(facts, context);
    const makers = new Map<Site, CallFact>();
    const overs: { readonly call: CallFact; readonly maker: CallFact }[] = [];
    for (const fact of callsNamed(facts, makerNames))
      if (fact.result.kind === "spark") makers.set(fact.result.evidence.site, fact);
    for (const fact of callsNamed(facts, ["Column.over"])) {
      const windows = sparkAlternatives(fact.args[0]?.value ?? { kind: "unknown" });
      // Where one way of the program partitions, it is meant to.
      if (windows.some((window) => window.state?.called.includes("partitionBy"))) continue;
      for (const window of windows) {
        const maker = makers.get(window.evidence.site);
        if (maker && window.state?.called.includes("partitionBy") === false)
          overs.push({ call: fact, maker });
      }
    }
    if (overs.length === 0) return;
    const inputs = inputsByColumn(allFacts(facts));
    for (const { call, maker } of overs) {
      const column = call.result.kind === "spark" ? call.result.column : null;
      const frames = column ? (inputs.get(column) ?? []) : [];
      if (!column || !frames.some((frame) => bringsAllRows(frame) && !isOfOneSeries(column, frame))) continue;
      context.report({
        site: maker.nameSite,
        message: `A window without \`partitionBy\` brings all rows into one partition, where a single task handles them. Add \`partitionBy\`, or ${instead.get(functionOver(column)) ?? "aggregate first"}.`,
        evidence: callEvidence(call),
        related: [{ site: call.nameSite, message: "Used here." }],
      });
    }
  },
});

/** `OVER (ORDER BY …)` in SQL text. */
function reportSql(facts: ModuleFacts, context: RuleContext): void {
  for (const { column, call, input } of sqlColumnsIn(facts, context))
    for (const part of columnParts(column)) {
      if (part.kind !== "call" || part.function !== "Column.over" || !bringsAllRows(input)) continue;
      const window = part.args[1];
      if (window?.kind !== "window" || window.partition.length > 0 || isOfOneSeries(part, input)) continue;
      context.report({
        site: placeInSql(facts, call, window.site),
        message: `A window without \`PARTITION BY\` brings all rows into one partition, where a single task handles them. Add \`PARTITION BY\`, or ${instead.get(functionOver(part)) ?? "aggregate first"}.`,
        evidence: sqlEvidence(call),
      });
    }
}

const borders = "take the borders from `approxQuantile()`";

/** What does without the window, by what is computed over it. */
const instead: ReadonlyMap<string, string> = new Map([
  ["row_number", "take `monotonically_increasing_id()` where any unique number will do"],
  ["rank", "sort and `limit` where the first are enough"],
  ["dense_rank", "sort and `limit` where the first are enough"],
  ["percent_rank", borders],
  ["cume_dist", borders],
  ["ntile", borders],
]);

/** The frames that each column expression is computed on. */
function inputsByColumn(facts: Iterable<Fact>): ReadonlyMap<ColumnExpression, readonly PlanNode[]> {
  const inputs = new Map<ColumnExpression, PlanNode[]>();
  for (const fact of facts) {
    if (fact.kind !== "call" || fact.result.kind !== "spark" || fact.result.type !== "DataFrame") continue;
    const plan = fact.result.plan;
    const input = plan?.inputs[0];
    if (!plan || !input) continue;
    for (const part of plan.columns.flatMap(columnParts)) {
      const known = inputs.get(part);
      if (known) known.push(input);
      else inputs.set(part, [input]);
    }
  }
  return inputs;
}
