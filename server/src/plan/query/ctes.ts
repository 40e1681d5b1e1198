import type { SqlCte, SqlQuery } from "../../sql/sqlQuery.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { aliased, nameIn, queryStep, type QueryContext } from "./queryContext.ts";
import { bodyPlan, distinctStep, queryPlan } from "./queryPlan.ts";

/** The context with the queries that WITH names; each sees those before it. */
export const withCtes = (query: Pick<SqlQuery, "ctes" | "recursive">, context: QueryContext): QueryContext =>
  query.ctes.reduce((known, cte) => withCte(cte, query.recursive, known), context);

function withCte(cte: SqlCte, isRecursive: boolean, context: QueryContext): QueryContext {
  const { name, columns, query } = cte;
  const plan = (isRecursive ? recursion(cte, context) : null) ?? queryPlan(query, context);
  const named = aliased(context, plan, name.text, columns.map(nameIn(context)), query.span);
  return { ...context, ctes: new Map(context.ctes).set(name.text.toLowerCase(), named) };
}

/**
 * `anchor UNION ALL step`, where the step reads the query itself: rows of the anchor's columns (from 4.1). Null for a
 * query that is no such thing.
 */
function recursion({ name, columns, query }: SqlCte, outer: QueryContext): PlanNode | null {
  const { body, span } = query;
  if (body.kind !== "setOperation" || body.rest.some(({ operator }) => operator !== "union")) return null;
  const context = withCtes(query, outer);
  const anchor = bodyPlan(body.first, context);
  const loop = queryStep(context, {
    operator: "Unknown",
    method: "SQL.Recursion",
    inputs: [anchor],
    span,
    maxRows: null,
  });
  const self = aliased(context, loop, name.text, columns.map(nameIn(context)), span);
  const inner = { ...context, ctes: new Map(context.ctes).set(name.text.toLowerCase(), self) };
  return body.rest.reduce<PlanNode>((plan, step) => {
    const union = queryStep(context, {
      operator: "Union",
      method: "SQL.RecursiveUnion",
      inputs: [plan, bodyPlan(step.body, inner)],
      span,
      maxRows: null,
    });
    return step.all ? union : distinctStep(context, union, span);
  }, anchor);
}
