import type { ColumnExpression } from "../../column.ts";
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

/** Operators of SQL by what Python calls them. */
const operators: Readonly<Record<string, string>> = {
  "sql.=": "==",
  "sql.==": "==",
  "sql.<=>": "Column.eqNullSafe",
  "sql.<>": "!=",
  "sql.and": "&",
  "sql.or": "|",
  "sql.not": "~",
  "sql.isnull": "Column.isNull",
  "functions.isnull": "Column.isNull",
  "sql.isnotnull": "Column.isNotNull",
  "functions.isnotnull": "Column.isNotNull",
};

/** What a call does, whether SQL or Python says it: "==", "&", "Column.isNull", "functions.upper". */
export function operatorOf({ function: name }: Extract<ColumnExpression, { kind: "call" }>): string {
  return (Object.hasOwn(operators, name) ? operators[name] : undefined) ?? name.replace(/^sql\.(?=\W)/, "");
}
