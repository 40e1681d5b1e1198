import { columnParts } from "../plan/column.ts";
import { allFacts, callsNamed, type ModuleFacts } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { placeInSql, sqlCallsIn, sqlEvidence } from "../plan/query/sqlSteps.ts";
import { sparkAlternatives } from "../plan/value.ts";
import { defineRule, type RuleContext } from "./rule.ts";

/** The file's name asked for where rows no longer come from a file: behind a shuffle or a join. */
export const inputFileNameLost = defineRule({
  id: "input-file-name-lost",
  summary: "input_file_name() behind a shuffle or a join",
  category: "reading-writing",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, context) {
    reportSql(facts, context);
    if (callsNamed(facts, ["functions.input_file_name"]).length === 0) return;
    for (const fact of allFacts(facts)) {
      if (fact.kind !== "call" || !fact.receiver) continue;
      for (const { type, plan } of sparkAlternatives(fact.result)) {
        const input = plan?.inputs[0];
        if (type !== "DataFrame" || !plan || !input || !asksForName(plan)) continue;
        const loser = loserBelow(input);
        if (loser === null) continue;
        context.report({
          site: fact.nameSite,
          message: messageFor(loser),
          evidence: fact.receiver.evidence,
          related: [{ site: loser.nameSite, message: "The files are lost here." }],
        });
      }
    }
  },
});

/** The same in SQL text. */
function reportSql(facts: ModuleFacts, context: RuleContext): void {
  for (const { site, call, input: frame } of sqlCallsIn(facts, context, sqlNames)) {
    // A grouping evaluates its keys on the rows below.
    const input = frame?.method === "SQL.Aggregate" ? frame.inputs[0] : frame;
    const loser = input ? loserBelow(input) : null;
    if (loser !== null)
      context.report({
        site: placeInSql(facts, call, site),
        message: messageFor(loser),
        evidence: sqlEvidence(call),
        related: [{ site: loser.nameSite, message: "The files are lost here." }],
      });
  }
}

const sqlNames: ReadonlySet<string> = new Set(["input_file_name"]);

const asksForName = ({ columns }: PlanNode): boolean =>
  columns.some((column) =>
    columnParts(column).some((part) => part.kind === "call" && part.function === "functions.input_file_name"),
  );

/** Tried on 3.5 and 4.3: behind these every row has an empty text, and behind joins of files Spark refuses it. */
const losing: ReadonlySet<PlanNode["operator"]> = new Set([
  "Aggregate",
  "Deduplicate",
  "Join",
  "Pivot",
  "RepartitionByExpression",
  "Sort",
]);

const handingOn: ReadonlySet<PlanNode["operator"]> = new Set([
  "Filter",
  "Hint",
  "Project",
  "Sample",
  "SqlQuery",
  "SubqueryAlias",
]);

function loserBelow(input: PlanNode): PlanNode | null {
  for (let node: PlanNode | undefined = input; node; node = node.inputs[0]) {
    const isShuffle = losing.has(node.operator) || node.method === "DataFrame.repartition";
    if (isShuffle) return node.method === "SQL.LocalSort" || !readsFiles(node) ? null : node;
    if (!handingOn.has(node.operator) || node.method === "DataFrame.sortWithinPartitions") return null;
  }
  return null;
}

const readsFiles = (plan: PlanNode): boolean =>
  planNodes(plan).some(({ operator }) => operator === "Relation");

const messageFor = ({ operator }: PlanNode): string =>
  operator === "Join"
    ? "Behind a join `input_file_name()` names no file: Spark refuses it where both sides are files. Ask for it right behind the read, before the join, or take `_metadata.file_path` there."
    : "Behind a shuffle `input_file_name()` is an empty text in every row. Ask for it right behind the read, or take `_metadata.file_path` there.";
