import type { ComparisonExpression, Expression } from "../syntax/ast.ts";
import { isBareLogic, leftmost, rightmost } from "./bareLogic.ts";
import { certainly } from "./columnOperands.ts";
import { insert, outerSpan, siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/**
 * `a > 1 & b`, which Python reads as `a > (1 & b)`, and `a & b > 1`, which it reads as `(a & b) > 1`: whatever types the
 * columns have, a number or a text then stands where Spark wants a boolean (seen on 3.5.9, 4.0.5 and 4.3.0).
 */
export const unparenthesizedComparison = defineRule({
  id: "unparenthesized-comparison",
  summary: "Comparison beside `&` or `|` without parentheses",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "safe",
  profiles: ["relaxed", "recommended", "strict"],
  operations({ operation, node, unit, operands }, { report }) {
    if (operation !== "comparison" || node.kind !== "Comparison" || !isRefused(node)) return;
    // The logic is a Column where one of its sides is; the other side of the comparison may be a literal.
    const [left, right] = [certainly(operands[0], "Column"), certainly(operands[1], "Column")];
    const [last] = node.operands;
    if (!last || (isBareLogic(node.first) && !left) || (isBareLogic(last) && !right)) return;
    const column = left ?? right;
    if (!column) return;
    const meant = { start: outerSpan(rightmost(node.first)).start, end: outerSpan(leftmost(last)).end };
    report({
      site: siteIn(unit, meant),
      message:
        "`&` and `|` bind tighter than comparisons, so that Python puts them together first, and Spark refuses a number or a text in logic. Put the comparison into parentheses.",
      evidence: column.evidence,
      fix: {
        title: "Put the comparison into parentheses",
        safety: "safe",
        edits: () => [insert(unit, meant.start, "("), insert(unit, meant.end, ")")],
      },
    });
  },
});

/** Whether Spark refuses the comparison as Python reads it, or finds no row by it, for any types of the columns. */
function isRefused({ first, operators, operands }: ComparisonExpression): boolean {
  const [operator, ...more] = operators;
  const [last] = operands;
  if (!operator || !last || more.length > 0) return false;
  // `a > 1 & b`: the literal is a side of `&`.
  if (isBareLogic(last)) return isNumber(leftmost(last)) || isNoTruth(leftmost(last));
  // `a & 4 == 4` has nothing in it that could be compared by itself.
  if (!isBareLogic(first) || isLiteral(rightmost(first))) return false;
  // `a & b > 1`: the result of `&` is compared with the literal. Without ANSI mode a boolean may equal 1 and 0.
  if (equality.has(operator.operator)) return isNoTruth(last) || (isNumber(last) && !isBit(last));
  return ordering.has(operator.operator) && (isNumber(last) || isNoTruth(last));
}

const ordering: ReadonlySet<string> = new Set(["<", "<=", ">", ">="]);
const equality: ReadonlySet<string> = new Set(["==", "!="]);

const isNumber = (node: Expression): boolean =>
  node.kind === "Number" ||
  (node.kind === "Unary" && node.operator === "-" && node.operand.kind === "Number");

const isLiteral = (node: Expression): boolean =>
  isNumber(node) || node.kind === "String" || node.kind === "Constant";

/** Texts that Spark casts to a boolean, whatever their case. */
const truths: ReadonlySet<string> = new Set(["t", "true", "y", "yes", "1", "f", "false", "n", "no", "0"]);

/** A text that Spark makes no boolean of. */
const isNoTruth = (node: Expression): boolean =>
  node.kind === "String" && node.value !== null && !truths.has(node.value.trim().toLowerCase());

const isBit = (node: Expression): boolean => node.kind === "Number" && (node.value === 0 || node.value === 1);
