import { memberName } from "../catalog/memberName.ts";
import { fileConventions } from "../plan/conventions/fileConventions.ts";
import { isBareSql } from "../plan/conventions/sqlStatementText.ts";
import { callEvidence } from "../plan/evidence.ts";
import { allFacts, type CallFact } from "../plan/facts.ts";
import { isOfUntoldKind } from "../plan/spark/untoldStatements.ts";
import { sparkAlternatives } from "../plan/value.ts";
import { insert } from "./edits.ts";
import { isTrial } from "./expectedErrors.ts";
import { defineRule, type Fix } from "./rule.ts";
import { receiverOf } from "./surroundings.ts";
import type { Expression } from "../syntax/ast.ts";

/** A step, a Column or a half-made writer as a statement: nothing is done with it. */
export const unusedTransformation = defineRule({
  id: "unused-transformation",
  summary: "Result of a transformation is thrown away",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  yieldsTo: ["argument-count"],
  frames(facts, { report, catalog }) {
    const { isNotebook } = fileConventions(facts.module, facts.imports);
    const seen = new Set<CallFact["node"]>();
    for (const call of allFacts(facts)) {
      if (call.kind !== "call" || call.used || seen.has(call.node)) continue;
      const made = madeBy(call);
      if (made === null || catalog.api.operationNamed(call.name)?.effect !== undefined) continue;
      // A notebook shows what stands last in a cell.
      if (isNotebook && call.context.function === null) continue;
      if (isTrial(call.unit, call.context) || isKeptWriter(made, call)) continue;
      seen.add(call.node);
      const fix = made === "frame" ? assignFix(call) : null;
      report({
        site: call.nameSite,
        message: messages[made](memberName(call.name)),
        evidence: callEvidence(call),
        ...(fix && { fix }),
      });
    }
  },
});

const messages = {
  frame: (method: string): string =>
    `\`${method}()\` gives a new DataFrame and leaves the old one as it is; nobody takes the new one. Assign it to a name.`,
  groups: (method: string): string =>
    `\`${method}()\` only groups; nobody aggregates. Go on with \`agg()\` or \`count()\`.`,
  column: (method: string): string =>
    `\`${method}()\` gives a new Column and changes nothing; nobody takes it. Assign it to a name.`,
  query: (): string =>
    "Spark only plans this query: nothing computes it, and nobody takes its rows. Assign it to a name, or end with an action.",
  writer: (): string =>
    "Nothing is written: the writer is set up, but nobody saves. End with `save()`, `parquet()` or the like.",
  stream: (): string => "No stream starts: the writer is set up, but nobody starts it. End with `start()`.",
} as const;

/** What the call makes that does nothing by itself; null for what may do something. */
function madeBy({ name, receiver, result, node, args: [text] }: CallFact): keyof typeof messages | null {
  const type = sparkAlternatives(result)[0]?.type;
  if (!receiver || sparkAlternatives(result).length === 0) return null;
  // A function of the user's may do anything.
  if (name === "DataFrame.transform" || /^DataFrame\.(foreach|observe)/.test(name)) return null;
  if (name === "SparkSession.sql")
    return isQuery(result) && !isBareSql(node) && !(text && isOfUntoldKind(text.value)) ? "query" : null;
  if (type === "DataFrame")
    return /^(DataFrame|GroupedData|DataFrameNaFunctions)\./.test(name) ? "frame" : null;
  if (type === "GroupedData") return "groups";
  if (type === "Column") return name.startsWith("Column.") ? "column" : null;
  if (type === "DataFrameWriter" || type === "DataFrameWriterV2") return "writer";
  return type === "DataStreamWriter" ? "stream" : null;
}

/** Writers change themselves and hand themselves on: what is told to one that has a name is there when it saves. */
const isKeptWriter = (made: keyof typeof messages, { node }: CallFact): boolean =>
  (made === "writer" || made === "stream") && receiverOf(node)?.kind === "Name";

/** Whether SQL text only asks for rows, as far as it is told. */
function isQuery(result: CallFact["result"]): boolean {
  const query = sparkAlternatives(result).map(({ plan }) =>
    plan?.operator === "SqlQuery" ? plan.inputs[0] : null,
  );
  return (
    query.length > 0 && query.every((each) => each && each.operator !== "Unknown" && !each.details.states)
  );
}

/** `df.filter(…)` → `df = df.filter(…)`, where the chain starts with a name of the same block. */
function assignFix({ node, unit, context }: CallFact): Fix | null {
  let root: Expression | null = node;
  while (root?.kind === "Call") root = receiverOf(root);
  if (root?.kind !== "Name" || node.parens || context.statement.start !== node.start) return null;
  const { id } = root;
  return {
    title: `Assign it to \`${id}\``,
    safety: "suggested",
    edits: () => [insert(unit, node.start, `${id} = `)],
  };
}
