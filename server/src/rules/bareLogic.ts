import type { BinaryExpression, Expression } from "../syntax/ast.ts";

/** `a & b` and `a | b` without parentheses around them: beside a comparison they are its operand. */
export const isBareLogic = (node: Expression): node is BinaryExpression =>
  node.kind === "Binary" && !node.parens && (node.operator === "&" || node.operator === "|");

/** What stands leftmost in a chain of `&` and `|` without parentheses; anything else is its own. */
export const leftmost = (node: Expression): Expression => (isBareLogic(node) ? leftmost(node.left) : node);

/** What stands rightmost in it. */
export const rightmost = (node: Expression): Expression => (isBareLogic(node) ? rightmost(node.right) : node);
