import type { DataType } from "../../catalog/dataType.ts";
import type { NamePart, SqlExpression } from "../../sql/sqlExpression.ts";
import type { SqlStatement } from "../../sql/sqlStatement.ts";
import type { SqlColumnDefinition } from "../../sql/tableDefinitions.ts";
import { timestampType } from "../session.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { withCtes } from "./ctes.ts";
import { aliased, nameIn, oneRow, queryStep, type QueryContext } from "./queryContext.ts";
import { columnIn, queryPlan } from "./queryPlan.ts";
import type { StoredTable } from "./queryStep.ts";
import { relationPlan } from "./relationPlan.ts";

type Insert = Extract<SqlStatement, { kind: "insert" }>;
type Change = Extract<SqlStatement, { kind: "change" }>;

/** The parts of a name as one text. */
export const nameText = (parts: readonly NamePart[]): string => parts.map(({ text }) => text).join(".");

/** Columns that DDL defines, placed. */
export const definedColumns = (
  context: QueryContext,
  columns: readonly SqlColumnDefinition[],
): NonNullable<StoredTable["defined"]> =>
  columns.map(({ name, dataType }) => ({
    ...nameIn(context)(name),
    dataType: isTimestamp(dataType) ? timestampType(context.session) : dataType,
  }));

const isTimestamp = (type: DataType): boolean => type.type === "atomic" && type.name === "timestamp";

/** A view: a query under the names given for its columns. */
export function viewPlan(
  context: QueryContext,
  { name, columns, query, span }: Extract<SqlStatement, { kind: "createView" }>,
): PlanNode | null {
  if (query === null) return null;
  const plan = queryPlan(query, context);
  if (columns.length === 0) return plan;
  const view = aliased(context, plan, nameText(name.slice(-1)), columns.map(nameIn(context)), span);
  return { ...view, method: "SQL.View" };
}

/** What INSERT writes, compared with the table's columns. */
export function insertPlan(context: QueryContext, statement: Insert): PlanNode | null {
  const { table, columns, fixed, byName, ctes, query, where, span } = statement;
  if (query === null) return null;
  const inner = withCtes({ ctes, recursive: false }, context);
  const place = nameIn(context);
  return queryStep(context, {
    operator: "Unknown",
    method: "SQL.Insert",
    inputs: [queryPlan(query, inner)],
    span,
    query: {
      insert: {
        table: context.tableNamed(nameText(table)),
        columns: columns.map(place),
        fixed: fixed.map(place),
        byName,
        ...(where && { where: columnIn(inner, where) }),
      },
    },
  });
}

/** The rows that UPDATE, DELETE and MERGE change, and those that they read. */
export function changePlan(context: QueryContext, change: Change): PlanNode {
  const { table, alias, source, targets, values, span } = change;
  const target = relationPlan({ kind: "table", name: table, alias, sampled: false, span }, context);
  const inputs = source === null ? [target] : [target, relationPlan(source, context)];
  const frames = { target: inputs.slice(0, 1), source: inputs.slice(1), both: inputs };
  const column = (value: SqlExpression, of: keyof typeof frames) => columnIn(context, value, [frames[of]]);
  return queryStep(context, {
    operator: "Unknown",
    method: "SQL.Change",
    inputs,
    span,
    query: {
      change: {
        target: [
          ...targets.map((each) => column(each, "target")),
          ...values.filter(({ of }) => of === "target").map(({ value }) => column(value, "target")),
        ],
        source: values.filter(({ of }) => of === "source").map(({ value }) => column(value, "source")),
        both: values.filter(({ of }) => of === "both").map(({ value }) => column(value, "both")),
      },
    },
    maxRows: null,
  });
}

/** Values that stand on no rows: what variables start with, and conditions of scripts. */
export const valuesPlan = (values: readonly SqlExpression[], context: QueryContext): PlanNode => {
  const span = values[0]?.span ?? { start: 0, end: 0 };
  return queryStep(context, {
    operator: "Project",
    method: "SQL.Project",
    inputs: [oneRow(context, span)],
    span,
    columns: values.map((each) => columnIn(context, each)),
  });
};
