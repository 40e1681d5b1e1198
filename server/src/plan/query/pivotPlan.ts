import type { SqlPivot, SqlUnpivot } from "../../sql/sqlQuery.ts";
import type { ColumnExpression } from "../column.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { writtenName } from "../schema/expressions/nameParts.ts";
import { nameIn, queryStep, type QueryContext } from "./queryContext.ts";
import { columnIn } from "./queryPlan.ts";

/** `PIVOT (sum(x) FOR k IN (1, 2 AS two))`: a column for each value; what is not named groups the rows. */
export function pivotPlan(pivot: SqlPivot, input: PlanNode, context: QueryContext): PlanNode {
  const { aggregates, columns, values, span } = pivot;
  return queryStep(context, {
    operator: "Pivot",
    method: "SQL.Pivot",
    inputs: [input],
    span,
    columns: aggregates.map((each) => columnIn(context, each, [[input]])),
    query: {
      pivot: {
        columns: columns.map(({ text, span: at }): ColumnExpression => ({
          kind: "reference",
          name: writtenName([text]),
          of: null,
          site: context.siteOf(at),
        })),
        values: values.map(({ value, name }) => ({
          value: columnIn(context, value),
          name: name && nameIn(context)(name),
        })),
      },
    },
    maxRows: null,
  });
}

/** `UNPIVOT (v FOR k IN (a, b))`: a row for each of the columns. */
export function unpivotPlan(unpivot: SqlUnpivot, input: PlanNode, context: QueryContext): PlanNode {
  const { values, name, columns, span } = unpivot;
  return queryStep(context, {
    operator: "Generate",
    method: "SQL.Unpivot",
    inputs: [input],
    span,
    query: {
      unpivot: {
        values: values.map(nameIn(context)),
        name: name && nameIn(context)(name),
        columns: columns.map(({ names }) =>
          names.map((parts): ColumnExpression => {
            const [first, last] = [parts[0], parts.at(-1)];
            return {
              kind: "reference",
              name: writtenName(parts.map(({ text }) => text)),
              of: null,
              site: context.siteOf({
                start: first?.span.start ?? span.start,
                end: last?.span.end ?? span.end,
              }),
            };
          }),
        ),
      },
    },
    maxRows: null,
  });
}
