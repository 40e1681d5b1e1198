import type { ColumnExpression } from "./column.ts";

/** What conditions are called in SQL and as functions, by what Python's operators and Columns call them. */
const operators: ReadonlyMap<string, string> = new Map([
  ["sql.=", "=="],
  ["sql.<=>", "Column.eqNullSafe"],
  ["sql.<>", "!="],
  ["sql.and", "&"],
  ["sql.or", "|"],
  ["sql.not", "~"],
  ["sql.isnull", "Column.isNull"],
  ["functions.isnull", "Column.isNull"],
  ["sql.isnotnull", "Column.isNotNull"],
  ["functions.isnotnull", "Column.isNotNull"],
  ["sql.in", "Column.isin"],
  ["sql.between", "Column.between"],
  ["sql.like", "Column.like"],
  ["sql.ilike", "Column.ilike"],
  ["sql.rlike", "Column.rlike"],
]);

/** What a call does, whether SQL or Python says it: "==", "&", "Column.isNull", "functions.upper"; "" for what is no call. */
export function operatorOf(column: ColumnExpression): string {
  if (column.kind !== "call") return "";
  const name = column.function;
  return operators.get(name) ?? name.replace(/^sql\.(?=\W)/, "");
}
