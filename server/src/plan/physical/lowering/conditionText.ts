import { atomic } from "../../../catalog/dataType.ts";
import type { ColumnExpression } from "../../column.ts";
import { unnamed } from "../columnKey.ts";

type Text = Extract<ColumnExpression, { readonly kind: "sql" }>;

/** The conditions that have to hold together: those joined by `&`, or by AND in SQL text, one by one. */
export function conjuncts(condition: ColumnExpression): readonly ColumnExpression[] {
  const waiting = [condition];
  const seen = new Set<ColumnExpression>();
  const found: ColumnExpression[] = [];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    if (seen.has(part)) continue;
    seen.add(part);
    const inner = unnamed(part);
    if (inner.kind === "call" && inner.function === "&") waiting.push(...inner.args.toReversed());
    else if (inner.kind === "sql") found.push(...textConjuncts(inner));
    else found.push(inner);
  }
  return found;
}

function textConjuncts(condition: Text): readonly ColumnExpression[] {
  if (/\b(or|between|case)\b|[()'"]/i.test(condition.text)) return [comparison(condition) ?? condition];
  return condition.text
    .split(/\band\b/i)
    .map((text) => ({ ...condition, text }))
    .map((part) => comparison(part) ?? part);
}

const operators: Readonly<Record<string, string>> = {
  "=": "==",
  "==": "==",
  "<>": "!=",
  "<=>": "Column.eqNullSafe",
};

/** `a = b.c`, `a > 1` and `a is not null` as the calls that they stand for; null for all else. */
function comparison(condition: Text): ColumnExpression | null {
  const { text, site } = condition;
  const notNull = /^\s*(`?[A-Za-z_][\w.]*`?)\s+is\s+not\s+null\s*$/i.exec(text)?.[1];
  if (notNull !== undefined)
    return { kind: "call", function: "Column.isNotNull", args: [reference(notNull, site)], site };
  const parts = /^\s*([\w.`]+)\s*(<=>|<=|>=|<>|!=|==|=|<|>)\s*([\w.`]+|'[^']*'|-?\d+)\s*$/.exec(text);
  const [left, operator, right] = [parts?.[1], parts?.[2], parts?.[3]];
  if (left === undefined || operator === undefined || right === undefined) return null;
  return {
    kind: "call",
    function: operators[operator] ?? operator,
    args: [operand(left, site), operand(right, site)],
    site,
  };
}

const reference = (name: string, site: Text["site"]): ColumnExpression => ({
  kind: "reference",
  name,
  of: null,
  site,
});

function operand(text: string, site: Text["site"]): ColumnExpression {
  if (/^-?\d+$/.test(text)) return { kind: "literal", value: Number(text), dataType: atomic("int"), site };
  if (text.startsWith("'"))
    return { kind: "literal", value: text.slice(1, -1), dataType: atomic("string"), site };
  return reference(text, site);
}
