import type { SqlQuery } from "../../sql/sqlQuery.ts";
import type { Site } from "../../syntax/module.ts";
import type { ColumnExpression } from "../column.ts";
import type { PlanNode } from "../logicalPlan.ts";
import type { NamedWindows, SiteOf } from "../schema/expressions/sqlColumns.ts";
import type { Session } from "../session.ts";
import type { QueryName, QueryStep, Surroundings } from "./queryStep.ts";

/** What a query is read with. */
export interface QueryContext {
  readonly session: Session;
  /** The statement's text. */
  readonly text: string;
  /** Where pieces of the text stand. */
  readonly siteOf: SiteOf;
  /** The frame that a table's name stands for, in the program; null when the program has made none. */
  readonly tableNamed: (name: string) => PlanNode | null;
  /** Queries by name, of the WITH clauses around. */
  readonly ctes: ReadonlyMap<string, PlanNode>;
  /** What the WINDOW clause of the query at hand names. */
  readonly windows: NamedWindows;
  readonly depth: number;
  /** The frames of each query around a subquery, whose columns it may name; the nearest query first. */
  readonly around: Surroundings;
  /** Hints for joins, by the relation's name in lower case. */
  readonly hints: ReadonlyMap<string, string>;
  /** In a pipe: what comes before. */
  readonly piped: PlanNode | null;
}

/** A context for a statement of its own. */
export const statementContext = (
  given: Pick<QueryContext, "session" | "text" | "siteOf" | "tableNamed">,
): QueryContext => ({
  ...given,
  ctes: new Map(),
  windows: new Map(),
  depth: 0,
  around: [],
  hints: new Map(),
  piped: null,
});

/** A name of the text, placed. */
export const nameIn =
  ({ siteOf }: QueryContext) =>
  ({ text, span }: { readonly text: string; readonly span: SqlQuery["span"] }): QueryName => ({
    text,
    site: siteOf(span),
  });

export interface StepParts {
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
export function queryStep({ session, siteOf, around }: QueryContext, parts: StepParts): PlanNode {
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
    details: {
      ...parts.details,
      ...((parts.query || around.length > 0) && {
        query: { ...parts.query, ...(around.length > 0 && { around }) },
      }),
    },
    args: [],
    builder: [],
    session,
  };
}

/** A part that is not followed. */
export const unknownStep = (context: QueryContext, span: SqlQuery["span"], reason?: string): PlanNode =>
  queryStep(context, {
    operator: "Unknown",
    method: "SQL.Unknown",
    inputs: [],
    span,
    maxRows: null,
    ...(reason !== undefined && { query: { reason } }),
  });

/** A frame that a part of the text may give more columns, or others: a part that the program does not tell. */
export const opened = (context: QueryContext, input: PlanNode, span: SqlQuery["span"]): PlanNode =>
  queryStep(context, { operator: "Unknown", method: "SQL.Open", inputs: [input], span, maxRows: null });

/** One row without columns: what a query without FROM reads. */
export const oneRow = (context: QueryContext, span: SqlQuery["span"]): PlanNode =>
  queryStep(context, { operator: "LocalRelation", method: "SQL.OneRow", inputs: [], span, maxRows: 1 });

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
