import { readQuery } from "../../sql/query.ts";
import type { SqlExpression } from "../../sql/sqlExpression.ts";
import type { SqlBody, SqlOrganization, SqlQuery, SqlSelect, SqlSetStep } from "../../sql/sqlQuery.ts";
import type { ColumnExpression } from "../column.ts";
import type { PlanNode } from "../logicalPlan.ts";
import {
  columnOfSql,
  sortOfSql,
  type NamedWindows,
  type QueryParts,
} from "../schema/expressions/sqlColumns.ts";
import { withCtes } from "./ctes.ts";
import { pipePlan } from "./pipePlan.ts";
import { nameIn, queryStep, unknownStep, type QueryContext } from "./queryContext.ts";
import type { Surroundings } from "./queryStep.ts";
import { relationPlan, valuesPlan } from "./relationPlan.ts";
import { selectPlan } from "./selectPlan.ts";

/** Deeper queries are not followed. */
const deepest = 40;

/** The plan of a query, as `spark.sql` makes it. */
export function queryPlan(query: SqlQuery, outer: QueryContext): PlanNode {
  if (outer.depth > deepest) return unknownStep(outer, query.span);
  const context = withCtes(query, { ...outer, depth: outer.depth + 1 });
  return organized(context, bodyPlan(query.body, context), query.organization);
}

/** An expression of the query as a column expression. `frames` are what subqueries in it may name columns of. */
export const columnIn = (
  context: QueryContext,
  expression: SqlExpression,
  frames: Surroundings = [],
): ColumnExpression => columnOfSql(expression, context.siteOf, partsAround(context, frames));

/** What expressions take from their query: its windows, and the plans of the subqueries in them. */
function partsAround(context: QueryContext, frames: Surroundings): QueryParts {
  const { text, windows, around } = context;
  return {
    windows,
    planOf: (query) =>
      queryPlan(readQuery(query, text), {
        ...context,
        windows: new Map(),
        hints: new Map(),
        around: [...frames, ...around],
      }),
  };
}

/** The plan of a query without what stands around its body. */
export function bodyPlan(body: SqlBody, context: QueryContext): PlanNode {
  switch (body.kind) {
    case "select":
      return selectPlan(body, context);
    case "setOperation":
      return body.rest.reduce(
        (left, step) => setStep(left, step, body.span, context),
        bodyPlan(body.first, context),
      );
    case "transform":
      return queryStep(context, {
        operator: "Unknown",
        method: "SQL.Transform",
        inputs: [selectPlan(body.input, context)],
        span: body.span,
        query: {
          written:
            body.columns?.map(({ name, dataType }) => ({ ...nameIn(context)(name), dataType })) ?? null,
        },
        maxRows: null,
      });
    case "values":
      return valuesPlan(body, context);
    case "table":
      return relationPlan({ ...body, alias: null, sampled: false }, context);
    case "query":
      return queryPlan(body, context);
    case "pipe":
      return pipePlan(body, context);
    default:
      return unknownStep(context, body.span);
  }
}

/** A set operation on what stands before it. */
export function setStep(
  left: PlanNode,
  { operator, all, body }: SqlSetStep,
  span: SqlQuery["span"],
  context: QueryContext,
): PlanNode {
  const right = bodyPlan(body, context);
  const sum = left.maxRows === null || right.maxRows === null ? null : left.maxRows + right.maxRows;
  const step = queryStep(context, {
    operator: operator === "union" ? "Union" : "SetOperation",
    method: operator !== "union" && all ? `SQL.${operator}All` : `SQL.${operator}`,
    inputs: [left, right],
    span,
    maxRows: operator === "union" ? sum : left.maxRows,
  });
  return all ? step : distinctStep(context, step, span);
}

/** Rows without duplicates. */
export const distinctStep = (context: QueryContext, input: PlanNode, span: SqlQuery["span"]): PlanNode =>
  queryStep(context, { operator: "Deduplicate", method: "SQL.Distinct", inputs: [input], span });

/** The windows of a WINDOW clause by name. */
export const windowsNamed = (windows: SqlSelect["windows"]): NamedWindows =>
  new Map(windows.map(({ name, window }) => [name.text.toLowerCase(), window]));

/** A body with what orders, spreads and cuts its rows. */
export function organized(context: QueryContext, plan: PlanNode, organization: SqlOrganization): PlanNode {
  const { order, sort, distribute, cluster, limit, offset, span } = organization;
  let result = plan;
  const named = { ...context, windows: windowsNamed(organization.windows) };
  const column = (each: SqlExpression): ColumnExpression => columnIn(named, each, [[result]]);
  if (distribute.length > 0 || cluster.length > 0)
    result = queryStep(context, {
      operator: "RepartitionByExpression",
      method: "SQL.Repartition",
      inputs: [result],
      span,
      columns: [...distribute, ...cluster].map(column),
    });
  const parts = partsAround(named, [[result]]);
  const sorts = [
    ...(order.length > 0 ? order : sort).map((item) => sortOfSql(item, context.siteOf, parts)),
    ...cluster.map(column),
  ];
  if (sorts.length > 0)
    result = queryStep(context, {
      operator: "Sort",
      method: order.length > 0 ? "SQL.Sort" : "SQL.LocalSort",
      inputs: [result],
      span,
      columns: sorts,
    });
  if (limit || offset) {
    const bound = limit?.kind === "parameter" ? column(limit) : limit;
    const count = bound?.kind === "literal" && typeof bound.value === "number" ? bound.value : null;
    const most =
      limit === null
        ? result.maxRows
        : Math.min(count ?? unknownLimit, result.maxRows ?? Number.MAX_SAFE_INTEGER);
    result = queryStep(context, {
      operator: "Limit",
      method: "SQL.Limit",
      inputs: [result],
      span,
      query: { count: limit === null ? Infinity : count },
      maxRows: most,
    });
  }
  return result;
}

/** A limit that the text does not tell still is one that somebody chose. */
const unknownLimit = 1_000_000;
