import type { SqlExpression } from "../../sql/sqlExpression.ts";
import type { SqlGrouping, SqlSelect } from "../../sql/sqlQuery.ts";
import type { ColumnExpression } from "../column.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { flag } from "../session.ts";
import { hinting, spreading } from "./hints.ts";
import { oneRow, opened, queryStep, type QueryContext } from "./queryContext.ts";
import { columnIn, distinctStep, windowsNamed } from "./queryPlan.ts";
import type { GroupingKey, Surroundings } from "./queryStep.ts";
import { relationPlan } from "./relationPlan.ts";

/** `SELECT … FROM … WHERE … GROUP BY … HAVING … QUALIFY …` */
export function selectPlan(select: SqlSelect, outer: QueryContext): PlanNode {
  const { from, where, groupBy, having, items, distinct, qualify, windows, hints, span } = select;
  const context = { ...outer, ...hinting(hints), windows: windowsNamed(windows) };
  const read = from ? relationPlan(from, context) : oneRow(context, span);
  const { hasLooseClauses = false, looseIn } = context.siteOf;
  // Behind items that are not told, FROM may stand as well.
  const isLoose = hasLooseClauses || (from === null && looseIn?.(span) === true);
  const source = filtered(isLoose ? opened(context, read, span) : read, where, context);
  const frames: Surroundings = [[source]];
  const listed = { start: span.start, end: from?.span.start ?? span.end };
  const columns: readonly ColumnExpression[] = [
    ...items.map((item) => columnIn(context, item, frames)),
    ...(context.siteOf.looseIn?.(listed) === true
      ? [{ kind: "unknown", site: context.siteOf(listed) } as const]
      : []),
  ];
  const condition = having && columnIn(context, having, frames);
  const isPlain =
    groupBy === null && flag(context.session, "spark.sql.legacy.parser.havingWithoutGroupByAsWhere");
  let plan =
    groupBy !== null || (having && isPlain === false) || aggregatesIn(columns, context)
      ? aggregated(context, { source, groupBy: groupBy ?? [], columns, span })
      : queryStep(context, {
          operator: "Project",
          method: "SQL.Project",
          inputs: [source],
          span,
          columns,
        });
  if (having && condition) plan = conditioned(plan, condition, having, context);
  if (qualify) plan = conditioned(plan, columnIn(context, qualify, [[plan], [source]]), qualify, context);
  const result = distinct ? distinctStep(context, plan, span) : plan;
  return hints.reduce((input, hint) => spreading(input, hint, context), result);
}

/** The rows that a condition lets through; all without one. */
export function filtered(source: PlanNode, where: SqlExpression | null, context: QueryContext): PlanNode {
  if (where === null) return source;
  return queryStep(context, {
    operator: "Filter",
    method: "SQL.Filter",
    inputs: [source],
    span: where.span,
    columns: [columnIn(context, where, [[source]])],
  });
}

/** HAVING and QUALIFY: what they name may stand in no column of the output. */
const conditioned = (
  input: PlanNode,
  condition: ColumnExpression,
  { span }: SqlExpression,
  context: QueryContext,
): PlanNode =>
  queryStep(context, {
    operator: "Filter",
    method: "SQL.Having",
    inputs: [input],
    span,
    columns: [condition],
  });

interface Aggregation {
  readonly source: PlanNode;
  readonly groupBy: readonly SqlGrouping[];
  readonly columns: readonly ColumnExpression[];
  readonly span: SqlSelect["span"];
  /** "SQL.Aggregate" unless told. */
  readonly method?: string;
}

/** Rows for groups; the columns may name the keys. */
export function aggregated(
  context: QueryContext,
  { source, groupBy, columns, span, method = "SQL.Aggregate" }: Aggregation,
): PlanNode {
  return queryStep(context, {
    operator: "Aggregate",
    method,
    inputs: [source],
    span,
    columns,
    query: { grouping: [...groupingKeys(groupBy, context, [[source]]), ...looseKeys(context, span)] },
    maxRows: groupBy.length === 0 ? 1 : source.maxRows,
  });
}

/** What else the rows may be grouped by, where a part of the text is not told. */
const looseKeys = (context: QueryContext, span: SqlSelect["span"]): readonly GroupingKey[] =>
  context.siteOf.hasLooseClauses === true
    ? [{ column: { kind: "unknown", site: context.siteOf(span) }, isInAll: true, kind: "expression" }]
    : [];

/** The keys of GROUP BY as written: numbers, aliases and ALL stand for what the list tells. */
function groupingKeys(
  groupBy: readonly SqlGrouping[],
  context: QueryContext,
  frames: Surroundings,
): readonly GroupingKey[] {
  return groupBy.flatMap(({ kind, sets, listed = [] }) => {
    const isInAll = (key: SqlExpression): boolean =>
      kind === "expression" ||
      (kind === "sets" &&
        sets.every((set) => set.some((each) => textOf(context, each) === textOf(context, key))));
    return [...sets, listed].flatMap((set) =>
      set.map((key) => ({ column: columnIn(context, key, frames), isInAll: isInAll(key), kind })),
    );
  });
}

const textOf = ({ text }: QueryContext, { span }: SqlExpression): string =>
  text.slice(span.start, span.end).toLowerCase();

/** Whether a list aggregates without GROUP BY. */
export function aggregatesIn(columns: readonly ColumnExpression[], { session }: QueryContext): boolean {
  const { sqlFunctions } = session.catalog;
  const waiting = [...columns];
  for (const part of waiting) {
    if (part.kind !== "call") continue;
    if (part.function === "Column.over") {
      // What a window's function takes may aggregate: sum(sum(x)) OVER (…).
      const [over, window] = part.args;
      waiting.push(...takenBy(over));
      if (window?.kind === "window") waiting.push(...window.partition, ...window.order);
      continue;
    }
    const [space, name = ""] = part.function.split(".");
    if (space === "distinct") return true;
    if (space === "sql" && sqlFunctions.find(name, session.version)?.kind === "aggregate") return true;
    waiting.push(...part.args);
  }
  return false;
}

/** What a window's function takes, with what stands behind it in FILTER and WITHIN GROUP. */
function takenBy(call: ColumnExpression | undefined): readonly ColumnExpression[] {
  if (call?.kind !== "call") return [];
  const [inner, ...rest] = call.args;
  const isBehind = call.function === "sql.filter where" || call.function === "sql.within group";
  return isBehind ? [...takenBy(inner), ...rest] : call.args;
}
