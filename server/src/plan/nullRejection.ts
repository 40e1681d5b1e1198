import type { ColumnExpression } from "./column.ts";
import { operatorOf } from "./conditionOperators.ts";

/** Conditions that are never true where one of their columns is null, by what `operatorOf` calls them. */
export const nullRejectingConditions: ReadonlySet<string> = new Set([
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "Column.isNotNull",
  "Column.like",
  "Column.ilike",
  "Column.rlike",
  "Column.startswith",
  "Column.endswith",
  "Column.contains",
  "Column.isin",
  "Column.between",
]);

/** What gives null for a null: those of them that do, and what columns are compared with. */
const nullPropagating: ReadonlySet<string> = new Set([
  ...[...nullRejectingConditions].filter((name) => name !== "Column.isNotNull"),
  "+",
  "-",
  "*",
  "/",
  "%",
  "Column.alias",
  "Column.cast",
  "Column.name",
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

/** Of these the first operand alone: another value of the list may be the one that is looked for. */
const byFirst: ReadonlySet<string> = new Set(["Column.alias", "Column.isin", "Column.name"]);

type Reference = Extract<ColumnExpression, { kind: "reference" }>;

/** The references of which a null keeps a condition from being true. */
export function rejectingReferences(condition: ColumnExpression): readonly Reference[] {
  const isTest = condition.kind === "call" && operatorOf(condition) === "Column.isNotNull";
  const found: Reference[] = [];
  // Expressions may share parts: each is looked at once.
  const parts = new Set(isTest ? condition.args : [condition]);
  for (const part of parts) {
    const operator = operatorOf(part);
    if (part.kind === "reference") found.push(part);
    else if (part.kind === "call" && nullPropagating.has(operator))
      for (const operand of byFirst.has(operator) ? part.args.slice(0, 1) : part.args) parts.add(operand);
  }
  return found;
}
