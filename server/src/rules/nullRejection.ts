import type { ColumnExpression } from "../plan/column.ts";
import { operatorOf } from "../plan/conditionOperators.ts";
import { nullRejectingConditions, rejectingReferences } from "../plan/nullRejection.ts";

/** The columns, by the last part of their names in lower case, whose nulls a condition in SQL lets through for no row. */
export const nullRejected = (condition: ColumnExpression): ReadonlySet<string> =>
  new Set(rejectedReferences(condition).map((name) => name.split(".").at(-1) ?? name));

/** The same by the names as written, in lower case. */
export function rejectedReferences(condition: ColumnExpression): readonly string[] {
  if (condition.kind !== "call") return [];
  const operator = operatorOf(condition);
  if (operator === "&") return condition.args.flatMap(rejectedReferences);
  if (operator === "~") {
    // NOT of a comparison is null where the comparison is; IS NOT NULL is a function of its own.
    const inner = condition.args.filter((each) => operatorOf(each) !== "Column.isNotNull");
    return inner.flatMap((each) => (isComparison(each) ? rejectedReferences(each) : []));
  }
  return isComparison(condition) ? rejectingReferences(condition).map(({ name }) => name.toLowerCase()) : [];
}

const isComparison = (column: ColumnExpression): boolean => nullRejectingConditions.has(operatorOf(column));
