import type { ColumnExpression } from "../plan/column.ts";
import type { Value } from "../plan/value.ts";

/** `None`, or `lit(None)`, cast to some type or not. */
export function isNullValue(value: Value): boolean {
  return value.kind === "none" || (value.kind === "spark" && isNullLiteral(value.column));
}

/** A column that is nothing but null. */
export function isNullLiteral(column: ColumnExpression | null | undefined): boolean {
  if (column?.kind === "literal") return column.value === null;
  if (column?.kind !== "call") return false;
  return /^(functions\.lit|Column\.(cast|astype))$/.test(column.function) && isNullLiteral(column.args[0]);
}
