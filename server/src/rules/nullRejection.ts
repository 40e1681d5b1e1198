import { columnParts, type ColumnExpression } from "../plan/column.ts";

/** Comparisons, which give null where one side is null: a filter drops the row. */
const comparisons: ReadonlySet<string> = new Set([
  "sql.=",
  "sql.<",
  "sql.<=",
  "sql.>",
  "sql.>=",
  "sql.in",
  "sql.between",
  "sql.like",
  "sql.ilike",
  "sql.rlike",
  "sql.isnotnull",
]);

/** Functions that give null for null, with which columns are compared often. */
const handingOn: ReadonlySet<string> = new Set([
  "Column.cast",
  "sql.date",
  "sql.date_trunc",
  "sql.length",
  "sql.lower",
  "sql.month",
  "sql.to_date",
  "sql.trim",
  "sql.upper",
  "sql.year",
]);

/** The columns, by the last part of their names in lower case, whose nulls a condition in SQL lets through for no row. */
export const nullRejected = (condition: ColumnExpression): ReadonlySet<string> =>
  new Set(rejectedReferences(condition).map((name) => name.split(".").at(-1) ?? name));

/** The same by the names as written, in lower case. */
export function rejectedReferences(condition: ColumnExpression): readonly string[] {
  if (condition.kind !== "call") return [];
  const { args } = condition;
  if (condition.function === "sql.and") return args.flatMap(rejectedReferences);
  if (condition.function === "sql.not") {
    const [inner] = args;
    // NOT of a comparison is null where the comparison is; IS NOT NULL is a function of its own.
    return inner?.kind === "call" && comparisons.has(inner.function) && inner.function !== "sql.isnotnull"
      ? rejectedReferences(inner)
      : [];
  }
  if (!comparisons.has(condition.function)) return [];
  const compared = /^sql\.([=<>]|between)/.test(condition.function) ? args : args.slice(0, 1);
  return compared.flatMap(subjectsOf);
}

/** The columns whose null makes an operand null. */
function subjectsOf(operand: ColumnExpression): readonly string[] {
  if (operand.kind === "reference") return [operand.name.toLowerCase()];
  if (operand.kind !== "call") return [];
  if (handingOn.has(operand.function) || /^sql\.[-+*/%]$/.test(operand.function))
    return columnParts(operand).every(
      (part) => part.kind !== "call" || part === operand || handingOn.has(part.function),
    )
      ? operand.args.flatMap(subjectsOf)
      : [];
  return [];
}
