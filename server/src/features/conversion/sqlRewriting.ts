import type { SqlExpression, SqlSortItem, SqlWindow } from "../../sql/sqlExpression.ts";

/** An expression whose parts are replaced, from the outside in, where `change` gives another. */
export function rewritten(
  expression: SqlExpression,
  change: (part: SqlExpression) => SqlExpression | null,
): SqlExpression {
  const changed = change(expression);
  if (changed !== null) return changed;
  const inner = <Part extends SqlExpression | null>(part: Part): Part | SqlExpression =>
    part === null ? part : rewritten(part, change);
  const all = (parts: readonly SqlExpression[]): readonly SqlExpression[] =>
    parts.map((part) => rewritten(part, change));
  const sorts = (items: readonly SqlSortItem[]): readonly SqlSortItem[] =>
    items.map((item) => ({ ...item, expression: rewritten(item.expression, change) }));
  const window = (over: SqlWindow | null): SqlWindow | null =>
    over && { ...over, partition: all(over.partition), order: sorts(over.order) };
  switch (expression.kind) {
    case "call":
      return {
        ...expression,
        args: all(expression.args),
        filter: inner(expression.filter),
        within: sorts(expression.within),
        over: window(expression.over),
      };
    case "cast":
    case "field":
    case "alias":
      return { ...expression, operand: rewritten(expression.operand, change) };
    case "operation":
      return { ...expression, operands: all(expression.operands) };
    case "case":
      return {
        ...expression,
        subject: inner(expression.subject),
        branches: expression.branches.map(({ when, then }) => ({
          when: rewritten(when, change),
          then: rewritten(then, change),
        })),
        otherwise: inner(expression.otherwise),
      };
    case "subscript":
      return {
        ...expression,
        operand: rewritten(expression.operand, change),
        index: rewritten(expression.index, change),
      };
    case "tuple":
      return { ...expression, items: all(expression.items) };
    default:
      return expression;
  }
}

/** Whether a part is one that `is` looks for; parts of subqueries and lambdas are not looked at. */
export function someExpression(expression: SqlExpression, is: (part: SqlExpression) => boolean): boolean {
  let found = false;
  rewritten(expression, (part) => {
    found ||= is(part);
    return found ? part : null;
  });
  return found;
}

/** A text that equal expressions share, wherever they stand; names count without regard to case and qualifiers. */
export const expressionKey = (expression: SqlExpression): string =>
  JSON.stringify(expression, (key, value: unknown) => {
    if (key === "span" || key === "typeSpan") return undefined;
    if (key === "parts" && Array.isArray(value)) {
      const last: unknown = value.at(-1);
      const text = typeof last === "object" && last !== null && "text" in last ? String(last.text) : "";
      return text.toLowerCase();
    }
    if (key === "name" && Array.isArray(value))
      return value.map((part: { readonly text?: string }) => part.text?.toLowerCase());
    return value;
  });
