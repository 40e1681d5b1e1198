import type { ColumnExpression } from "../../column.ts";
import { operatorOf } from "../../conditionOperators.ts";
import { readSql } from "../../schema/expressions/resolveSql.ts";
import type { Session } from "../../session.ts";
import { unnamed } from "../columnKey.ts";

/** The conditions that have to hold together: those joined by `&`, or by AND in SQL text, one by one. */
export function conjuncts(condition: ColumnExpression, session: Session): readonly ColumnExpression[] {
  const waiting = [condition];
  const seen = new Set<ColumnExpression>();
  const found: ColumnExpression[] = [];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    if (seen.has(part)) continue;
    seen.add(part);
    const inner = unnamed(part);
    if (inner.kind === "sql") waiting.push(readSql(inner, session).column);
    else if (inner.kind === "call" && operatorOf(inner) === "&") waiting.push(...inner.args.toReversed());
    else found.push(inner);
  }
  return found;
}
