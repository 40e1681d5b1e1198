import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import { memberName } from "../catalog/memberName.ts";
import { callIn, callsNamed, type CallFact, type UnitFacts } from "../plan/facts.ts";
import { sparkValue } from "../plan/value.ts";
import type { Expression, Statement, TryStatement } from "../syntax/ast.ts";
import { walk, walkExpressions } from "../syntax/walk.ts";
import { defineRule } from "./rule.ts";
import { sparkAttributes } from "./sparkAttributes.ts";

/** Spark Connect looks up what a frame names when something asks for it: a `try` around the naming is in vain. */
export const lateErrorNotCaught = defineRule({
  id: "late-error-not-caught",
  summary: "`try` around what Spark Connect looks up later",
  category: "configuration",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  module(facts, { catalog, report }) {
    const { text } = facts.module;
    if (!text.includes(".remote(") || !text.includes("except")) return;
    const [remote] = callsNamed(facts, ["Builder.remote"]);
    if (remote === undefined) return;
    for (const unit of facts.units)
      for (const statement of unit.unit.body)
        walk(statement, (node) => {
          const call = node.kind === "Try" && triesToName(node, unit, catalog.api);
          if (call)
            report({
              site: call.nameSite,
              message: `Over Spark Connect \`${memberName(call.name)}()\` raises nothing: Spark looks at it when the frame is used, outside of this \`try\`. ${remedy(call)}.`,
              evidence: sparkValue(call.result)?.evidence ?? [],
              related: [
                { site: remote.nameSite, message: "Here the program becomes a client of Spark Connect." },
              ],
            });
          return true;
        });
  },
});

const remedy = ({ name }: CallFact): string =>
  name.endsWith(".table")
    ? "Ask `spark.catalog.tableExists()` instead, or for the frame's `schema` in here"
    : "Ask for the frame's `schema` in here as well";

/** The call that makes the frame, where a `try` does nothing but make one and waits for Spark's errors. */
function triesToName({ body, handlers }: TryStatement, unit: UnitFacts, api: ApiCatalog): CallFact | null {
  const [statement, ...others] = body;
  if (!statement || others.length > 0 || !handlers.some(({ type }) => waitsForSpark(type))) return null;
  const value = valueOf(statement);
  if (value?.kind !== "Call") return null;
  const calls: (CallFact | null)[] = [];
  const called = new Set<Expression>();
  let looks = false;
  walkExpressions(value, (node) => {
    // Until 4.2 the client looks at `frame["name"]` and `frame.name` at once.
    looks ||= node.kind === "Subscript";
    if (node.kind !== "Call") return;
    called.add(node.callee);
    calls.push(callIn(unit, node));
  });
  looks ||= sparkAttributes(unit, value).some(
    ({ node, object }) => object.type === "DataFrame" && !called.has(node),
  );
  if (looks || !calls.every((call) => call !== null && isNaming(call, api))) return null;
  return calls[0] ?? null;
}

const valueOf = (statement: Statement): Expression | null =>
  statement.kind === "Assign" || statement.kind === "Expression" || statement.kind === "Return"
    ? statement.value
    : null;

function waitsForSpark(type: Expression | null): boolean {
  if (type === null) return true;
  let found = false;
  walkExpressions(type, (node) => {
    const name = node.kind === "Name" ? node.id : node.kind === "Attribute" ? node.name.id : "";
    found ||= /^(AnalysisException|(PySpark|Base)?Exception)$/.test(name);
  });
  return found;
}

/**
 * Whether a call only writes down what shall be done. Asked of Spark 4.0 and 4.3 over Connect, and of 3.4 and 3.5
 * without a server: tables, files and steps are, `spark.sql` is looked at once, and `createDataFrame` looks at its rows.
 */
function isNaming({ name, result }: CallFact, api: ApiCatalog): boolean {
  if (name.startsWith("functions.")) return true;
  if (/^DataFrameReader\.(format|options?|table|load|parquet|orc|json|csv|text)$/.test(name)) return true;
  if (name === "SparkSession.table") return true;
  const operation = name.startsWith("DataFrame.") ? api.operationNamed(name) : null;
  return (
    operation !== null &&
    operation.effect === undefined &&
    operation.eager === undefined &&
    sparkValue(result, "DataFrame") !== null
  );
}
