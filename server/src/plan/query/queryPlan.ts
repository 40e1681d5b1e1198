import type { SqlExpression } from "../../sql/sqlExpression.ts";
import type {
  SqlBody,
  SqlGrouping,
  SqlOrganization,
  SqlQuery,
  SqlSelect,
  SqlSetOperation,
} from "../../sql/sqlQuery.ts";
import type { Site } from "../../syntax/module.ts";
import type { ColumnExpression } from "../column.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { columnOfSql, sortOfSql, type NamedWindows, type SiteOf } from "../schema/expressions/sqlColumns.ts";
import type { Session } from "../session.ts";
import { hinting, spreading } from "./hints.ts";
import { relationPlan, valuesPlan } from "./relationPlan.ts";
import type { QueryName, QueryStep } from "./queryStep.ts";

/** What a query is read with. */
export interface QueryContext {
  readonly session: Session;
  /** Where pieces of the text stand. */
  readonly siteOf: SiteOf;
  /** The frame that a table's name stands for, in the program; null when the program has made none. */
  readonly tableNamed: (name: string) => PlanNode | null;
  /** Queries by name, of the WITH clauses around. */
  readonly ctes: ReadonlyMap<string, PlanNode>;
  /** What the WINDOW clause of the query at hand names. */
  readonly windows: NamedWindows;
  readonly depth: number;
  /** Hints for joins, by the relation's name in lower case. */
  readonly hints: ReadonlyMap<string, string>;
}

/** Deeper queries are not followed. */
const deepest = 40;

/** The plan of a query, as `spark.sql` makes it. */
export function queryPlan(query: SqlQuery, outer: QueryContext): PlanNode {
  if (outer.depth > deepest) return unknownStep(outer, query.span);
  let context: QueryContext = { ...outer, depth: outer.depth + 1 };
  for (const { name, columns, query: inner } of query.ctes) {
    const plan = query.recursive ? unknownStep(context, inner.span) : queryPlan(inner, context);
    const named = aliased(context, plan, name.text, columns.map(nameIn(context)), inner.span);
    context = { ...context, ctes: new Map(context.ctes).set(name.text.toLowerCase(), named) };
  }
  return organized(context, bodyPlan(query.body, context), query.organization);
}

/** A name of the text, placed. */
export const nameIn =
  ({ siteOf }: QueryContext) =>
  ({ text, span }: { readonly text: string; readonly span: SqlQuery["span"] }): QueryName => ({
    text,
    site: siteOf(span),
  });

interface StepParts {
  readonly operator: PlanNode["operator"];
  /** "SQL.Project", by which the schema is worked out. */
  readonly method: string;
  readonly inputs: readonly PlanNode[];
  readonly span: SqlQuery["span"];
  readonly columns?: readonly ColumnExpression[];
  readonly details?: PlanNode["details"];
  readonly query?: QueryStep;
  /** Where it is not that of the first input. */
  readonly maxRows?: number | null;
}

/** A step of a query. */
export function queryStep({ session, siteOf }: QueryContext, parts: StepParts): PlanNode {
  const site: Site = siteOf(parts.span);
  const { inputs, operator } = parts;
  return {
    operator,
    method: parts.method,
    inputs,
    site,
    nameSite: site,
    streaming: inputs.some((input) => input.streaming),
    outside:
      inputs.some((input) => input.outside) ||
      (inputs.length === 0 && (operator === "Relation" || operator === "Unknown")),
    maxRows: parts.maxRows === undefined ? (inputs[0]?.maxRows ?? null) : parts.maxRows,
    columns: parts.columns ?? [],
    details: { ...parts.details, ...(parts.query && { query: parts.query }) },
    args: [],
    builder: [],
    session,
  };
}

/** A part that is not followed. */
export const unknownStep = (context: QueryContext, span: SqlQuery["span"]): PlanNode =>
  queryStep(context, { operator: "Unknown", method: "SQL.Unknown", inputs: [], span, maxRows: null });

/** A frame under a name, as tables, CTEs and subqueries have one. */
export const aliased = (
  context: QueryContext,
  plan: PlanNode,
  name: string,
  columns: readonly QueryName[],
  span: SqlQuery["span"],
): PlanNode =>
  queryStep(context, {
    operator: "SubqueryAlias",
    method: "SQL.SubqueryAlias",
    inputs: [plan],
    span,
    query: { alias: { name, columns } },
  });

/** An expression of the query as a column expression. */
export const columnIn = (context: QueryContext, expression: SqlExpression): ColumnExpression =>
  columnOfSql(expression, context.siteOf, context.windows);

function bodyPlan(body: SqlBody, context: QueryContext): PlanNode {
  switch (body.kind) {
    case "select":
      return selectPlan(body, context);
    case "setOperation":
      return setPlan(body, context);
    case "values":
      return valuesPlan(body, context);
    case "table":
      return relationPlan({ ...body, alias: null, sampled: false }, context);
    case "query":
      return queryPlan(body, context);
    default:
      return unknownStep(context, body.span);
  }
}

function setPlan({ first, rest, span }: SqlSetOperation, context: QueryContext): PlanNode {
  return rest.reduce(
    (left, { operator, all, body }) => {
      const right = bodyPlan(body, context);
      const sum = left.maxRows === null || right.maxRows === null ? null : left.maxRows + right.maxRows;
      const step = queryStep(context, {
        operator: operator === "union" ? "Union" : "SetOperation",
        method: `SQL.${operator}`,
        inputs: [left, right],
        span,
        maxRows: operator === "union" ? sum : left.maxRows,
      });
      return all ? step : distinctStep(context, step, span);
    },
    bodyPlan(first, context),
  );
}

const distinctStep = (context: QueryContext, input: PlanNode, span: SqlQuery["span"]): PlanNode =>
  queryStep(context, { operator: "Deduplicate", method: "SQL.Distinct", inputs: [input], span });

function selectPlan(select: SqlSelect, outer: QueryContext): PlanNode {
  const { from, where, groupBy, having, items, distinct, qualify, windows, hints, span } = select;
  const context = { ...outer, ...hinting(hints), windows: named(windows) };
  let plan = from
    ? relationPlan(from, context)
    : queryStep(context, { operator: "LocalRelation", method: "SQL.OneRow", inputs: [], span, maxRows: 1 });
  if (where)
    plan = queryStep(context, {
      operator: "Filter",
      method: "SQL.Filter",
      inputs: [plan],
      span: where.span,
      columns: [columnIn(context, where)],
    });
  const columns = items.map((item) => columnIn(context, item));
  const keys = groupBy && groupingKeys(groupBy, items, context);
  if (groupBy !== null || having || aggregatesIn(columns, context))
    plan = queryStep(context, {
      operator: "Aggregate",
      method: "SQL.Aggregate",
      inputs: [plan],
      span,
      columns,
      query: { keys: keys ?? [], severalSets: groupBy?.some(({ kind }) => kind !== "expression") === true },
      maxRows: groupBy === null || groupBy.length === 0 ? 1 : plan.maxRows,
    });
  else
    plan = queryStep(context, { operator: "Project", method: "SQL.Project", inputs: [plan], span, columns });
  // What HAVING and QUALIFY ask for may stand in no column of the output.
  for (const condition of [having, qualify])
    if (condition)
      plan = queryStep(context, {
        operator: "Filter",
        method: "SQL.Having",
        inputs: [plan],
        span: condition.span,
      });
  const result = distinct ? distinctStep(context, plan, span) : plan;
  return hints.reduce((input, hint) => spreading(input, hint, context), result);
}

const named = (windows: SqlSelect["windows"]): NamedWindows =>
  new Map(windows.map(({ name, window }) => [name.text.toLowerCase(), window]));

/** The keys of GROUP BY; a number or an alias stands for an item of the list. */
function groupingKeys(
  groupBy: readonly SqlGrouping[],
  items: readonly SqlExpression[],
  context: QueryContext,
): readonly ColumnExpression[] {
  return groupBy.flatMap(({ sets }) =>
    sets.flatMap((set) =>
      set.map((key): ColumnExpression => {
        const ordinal =
          key.kind === "literal" && typeof key.value === "number" ? items[key.value - 1] : undefined;
        const column = columnIn(context, ordinal ?? key);
        return column.kind === "call" && column.function === "Column.alias"
          ? (column.args[0] ?? column)
          : column;
      }),
    ),
  );
}

/** Whether a list aggregates without GROUP BY. */
function aggregatesIn(columns: readonly ColumnExpression[], { session }: QueryContext): boolean {
  const { sqlFunctions } = session.catalog;
  const waiting = [...columns];
  for (const part of waiting) {
    if (part.kind !== "call" || part.function === "Column.over") continue;
    const [space, name = ""] = part.function.split(".");
    if (space === "distinct") return true;
    if (space === "sql" && sqlFunctions.find(name, session.version)?.kind === "aggregate") return true;
    waiting.push(...part.args);
  }
  return false;
}

function organized(context: QueryContext, plan: PlanNode, organization: SqlOrganization): PlanNode {
  const { order, sort, distribute, cluster, windows, limit, offset, span } = organization;
  let result = plan;
  const placed = named(windows);
  if (distribute.length > 0 || cluster.length > 0)
    result = queryStep(context, {
      operator: "RepartitionByExpression",
      method: "SQL.Repartition",
      inputs: [result],
      span,
      columns: [...distribute, ...cluster].map((each) => columnIn(context, each)),
    });
  const sorts = [
    ...(order.length > 0 ? order : sort).map((item) => sortOfSql(item, context.siteOf, placed)),
    ...cluster.map((each) => columnIn(context, each)),
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
    const count = limit?.kind === "literal" && typeof limit.value === "number" ? limit.value : null;
    const bound =
      limit === null
        ? result.maxRows
        : Math.min(count ?? unknownLimit, result.maxRows ?? Number.MAX_SAFE_INTEGER);
    result = queryStep(context, {
      operator: "Limit",
      method: "SQL.Limit",
      inputs: [result],
      span,
      query: { count: limit === null ? Infinity : count },
      maxRows: bound,
    });
  }
  return result;
}

/** A limit that the text does not tell still is one that somebody chose. */
const unknownLimit = 1_000_000;
