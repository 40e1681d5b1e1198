import { unknownType } from "../../catalog/dataType.ts";
import type { ColumnExpression } from "../column.ts";
import type { ResolutionScope, Resolved } from "./resolved.ts";

/** What an expression means on the columns of a scope. */
export function resolveColumn(expression: ColumnExpression, scope: ResolutionScope): Resolved {
  const column = { name: null, dataType: unknownType, nullable: null, attribute: null, nameSite: null };
  return {
    expression,
    columns: [column],
    open: scope.open,
    reads: [],
    aggregates: false,
    generates: false,
    problems: [],
  };
}
