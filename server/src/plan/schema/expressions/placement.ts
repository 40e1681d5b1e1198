import { kindOf } from "../../../catalog/dataType.ts";
import { simpleString } from "../../../catalog/dataTypeText.ts";
import { columnParts, type ColumnExpression } from "../../column.ts";
import type { Problem, Resolved } from "../resolved.ts";
import { otherProblem, typeMismatch } from "./problems.ts";

/** What a clause with a condition refuses of it: values that are no condition, aggregates and windows. */
export function conditionProblems(
  condition: Resolved,
  refuses: { readonly aggregates: boolean; readonly windows: boolean },
): readonly Problem[] {
  const { expression, columns, aggregates, generates, problems } = condition;
  if (problems.length > 0) return [];
  const { site } = expression;
  const type = columns[0]?.dataType;
  const kind = type === undefined ? "unknown" : kindOf(type);
  if (generates)
    return [otherProblem("UNSUPPORTED_GENERATOR.OUTSIDE_SELECT", "", "a condition cannot make rows", site)];
  // An aggregate over columns of a query around belongs to that.
  if (refuses.aggregates && aggregates && condition.outerReads.length === 0)
    return [
      otherProblem("INVALID_WHERE_CONDITION", "", "WHERE comes before aggregates; HAVING takes them", site),
    ];
  if (refuses.windows && hasWindow(expression))
    return [
      otherProblem(
        "WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE",
        "",
        "WHERE comes before windows; QUALIFY or a query around takes them",
        site,
      ),
    ];
  if (type === undefined || kind === "boolean" || kind === "void" || kind === "unknown") return [];
  return [
    typeMismatch(
      "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN",
      simpleString(type),
      `a filter takes a condition, and this is ${simpleString(type)}`,
      site,
    ),
  ];
}

/** Whether a function goes over a window. */
export const hasWindow = (expression: ColumnExpression): boolean =>
  columnParts(expression).some((part) => part.kind === "call" && part.function === "Column.over");
