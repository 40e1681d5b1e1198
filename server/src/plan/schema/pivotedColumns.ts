import { kindOf } from "../../catalog/dataType.ts";
import type { ColumnExpression } from "../column.ts";
import type { QueryName } from "../query/queryStep.ts";
import type { Resolved } from "./resolved.ts";
import { attribute, type Attribute } from "./schema.ts";

/** Where all values are of these types, groups are made first and spread then, which leaves nulls (PivotFirst, 3.3 to 4.3). */
export const isPivotedFirst = /^(tinyint|smallint|int|bigint|float|double|decimal|boolean)$/;

/** Whether an aggregate has a value for no rows, as counts and collections have. */
export function alwaysThere(aggregate: ColumnExpression): boolean {
  const call =
    aggregate.kind === "call" && aggregate.function === "Column.alias" ? aggregate.args[0] : aggregate;
  return (
    call?.kind === "call" &&
    /^(functions|sql|distinct)\.(count\w*|collect_(list|set)|array_agg|approx_count_distinct)$/.test(
      call.function,
    )
  );
}

/** The columns that PIVOT in SQL text makes: a value each, or a value and an aggregate; null where a name is not known. */
export function pivotedColumns(
  values: readonly { readonly value: Resolved; readonly name: QueryName | null }[],
  aggregates: readonly Resolved[],
): readonly Attribute[] | null {
  const made = aggregates.flatMap((each) => each.columns.map((column) => ({ column, each })));
  const byNumbers = made.every(({ column }) => isPivotedFirst.test(kindOf(column.dataType)));
  const columns: Attribute[] = [];
  for (const { value, name } of values) {
    const front = name?.text ?? valueName(value.expression);
    if (front === null) return null;
    for (const { column, each } of made) {
      if (column.name === null && made.length > 1) return null;
      columns.push(
        attribute(
          {
            name: made.length === 1 ? front : `${front}_${column.name ?? ""}`,
            dataType: column.dataType,
            nullable: byNumbers || !alwaysThere(each.expression),
          },
          { origin: name?.site ?? value.expression.site, expression: each.expression, reads: each.reads },
        ),
      );
    }
  }
  return columns;
}

/** A value as text: `{a, 1}` for several; null for what Spark writes in ways of its own. */
function valueName(expression: ColumnExpression): string | null {
  if (expression.kind === "call" && expression.function === "sql.tuple") {
    const parts = expression.args.map(valueName);
    return parts.includes(null) ? null : `{${parts.join(", ")}}`;
  }
  if (expression.kind !== "literal") return null;
  const kind = kindOf(expression.dataType);
  return written.has(kind) ? String(expression.value) : null;
}

/** Kinds whose literals Spark writes as the text has them. */
const written: ReadonlySet<string> = new Set(
  "boolean tinyint smallint int bigint decimal string date void".split(" "),
);
