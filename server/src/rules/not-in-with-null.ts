import type { ColumnExpression } from "../plan/column.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { placeInSql, sqlCallsIn, sqlEvidence } from "../plan/query/sqlSteps.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { nullRejected } from "./nullRejection.ts";
import { defineRule } from "./rule.ts";

/** NOT IN over values of which one may be null: a single null, and no row passes. */
export const notInWithNull = defineRule({
  id: "not-in-with-null",
  summary: "NOT IN over values that may hold null",
  category: "sql",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  frames(facts, context) {
    for (const { args, site, call } of sqlCallsIn(facts, context, negations)) {
      const message = problemOf(args[0]);
      if (message !== null)
        context.report({ site: placeInSql(facts, call, site), message, evidence: sqlEvidence(call) });
    }
  },
});

const negations: ReadonlySet<string> = new Set(["not"]);

function problemOf(inner: ColumnExpression | undefined): string | null {
  if (inner?.kind === "call" && inner.function === "sql.in")
    return inner.args.slice(1).some((each) => each.kind === "literal" && each.value === null)
      ? "With `NULL` among the values `NOT IN` is null or false for every row, so no row passes. Take it out."
      : null;
  if (inner?.kind !== "subquery" || inner.form !== "in") return null;
  const name = nullableColumn(inner.plan);
  return name === null
    ? null
    : `One null in \`${name}\`, and \`NOT IN\` gives no row at all; Spark also has to hand all its values to every task. Use \`NOT EXISTS\`, or add \`WHERE ${name} IS NOT NULL\` in the parentheses.`;
}

/** The plain column that a subquery gives, where nothing keeps its nulls out; else null. */
function nullableColumn(root: PlanNode): string | null {
  const schema = schemaOf(root);
  if (schema.kind === "closed" && schema.attributes.every(({ nullable }) => nullable === false)) return null;
  let node: PlanNode | undefined = root;
  while (node && passing.has(node.operator)) node = node.inputs[0];
  const [given, ...others] = node?.columns ?? [];
  const named = given && plainName(given);
  if (!node || !named || others.length > 0) return null;
  return isKeptFromNull(node, named.toLowerCase()) ? null : named;
}

/** Whether a filter somewhere below drops the nulls of a column that a step hands on, or that is not certain. */
function isKeptFromNull(top: PlanNode, column: string): boolean {
  let name = column;
  for (let node: PlanNode | undefined = top; node; node = node.inputs[0]) {
    if (node.operator === "Relation") return false;
    if (node.operator === "Filter") {
      if (node.columns.some((each) => nullRejected(each).has(name))) return true;
    } else if (node.operator === "Project" || node.operator === "Aggregate") {
      const source = node.columns.map((each) => sourceOf(each, name)).find((each) => each !== null);
      if (source === undefined) return true;
      name = source;
    } else if (!passing.has(node.operator)) return true;
  }
  return true;
}

/** The column below that one of an output has its values from; null for another, and for what is computed. */
function sourceOf(column: ColumnExpression, name: string): string | null {
  if (column.kind === "star") return name;
  const alias = column.kind === "call" && column.function === "Column.alias" ? column.args[1] : undefined;
  const given = plainName(column)?.toLowerCase() ?? null;
  const called = alias?.kind === "literal" ? String(alias.value).toLowerCase() : given;
  return called === name ? given : null;
}

/** The last part of a plain column's name, with or without an alias; null for what is computed. */
function plainName(column: ColumnExpression): string | null {
  const named = column.kind === "call" && column.function === "Column.alias" ? column.args[0] : column;
  return named?.kind === "reference" ? (named.name.split(".").at(-1) ?? null) : null;
}

const passing: ReadonlySet<string> = new Set(["Deduplicate", "Sort", "Limit", "SubqueryAlias", "SqlQuery"]);
