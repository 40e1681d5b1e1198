import type { BinaryOperator, ComparisonOperator, Expression, Span, UnaryExpression } from "./ast.ts";
import type { ConcreteNode } from "./concreteTree.ts";
import { lowerExpression, lowerOptional } from "./lowerExpression.ts";
import { errorExpression, operandsOf, spanOf, type Lowering } from "./lowering.ts";

/** Lowers `a + b` and its like. */
export function lowerBinary(node: ConcreteNode, lowering: Lowering): Expression {
  const { left, token, right } = infixParts(node, lowering);
  const operator = binaryOperators.get(token?.type ?? "");
  if (operator === undefined) return errorExpression(node, [left, right]);
  return { kind: "Binary", ...spanOf(node), operator, operatorSpan: spanOf(token ?? node), left, right };
}

/** Lowers `a and b`, `a or b`. */
export function lowerBoolean(node: ConcreteNode, lowering: Lowering): Expression {
  const { left, token, right } = infixParts(node, lowering);
  const operator = token?.type === "keyword:or" ? "or" : "and";
  return { kind: "Boolean", ...spanOf(node), operator, operatorSpan: spanOf(token ?? node), left, right };
}

function infixParts(
  node: ConcreteNode,
  lowering: Lowering,
): { left: Expression; token: ConcreteNode | undefined; right: Expression } {
  const token = node.children.find(({ isNamed }) => !isNamed);
  const operands = operandsOf(node);
  return {
    left: lowerOptional(operands[0], node.start, lowering),
    token,
    right: lowerOptional(operands[1], node.end, lowering),
  };
}

/** Lowers `not a`, `-a`. */
export function lowerUnary(
  node: ConcreteNode,
  operator: UnaryExpression["operator"],
  lowering: Lowering,
): UnaryExpression {
  const operand = lowerOptional(operandsOf(node)[0], node.end, lowering);
  return { kind: "Unary", ...spanOf(node), operator, operand };
}

/** Lowers `a < b <= c`. */
export function lowerComparison(node: ConcreteNode, lowering: Lowering): Expression {
  const operators: (Span & { readonly operator: ComparisonOperator })[] = [];
  const operands: Expression[] = [];
  for (const child of node.children) {
    const operator = comparisonOperators.get(child.type);
    if (operator !== undefined) operators.push({ ...spanOf(child), operator });
    else if (child.isNamed && child.type !== "ERROR") operands.push(lowerExpression(child, lowering));
  }
  const [first, ...others] = operands;
  if (first === undefined || others.length !== operators.length) return errorExpression(node, operands);
  return { kind: "Comparison", ...spanOf(node), first, operators, operands: others };
}

/** Binary operators by their token. */
export const binaryOperators: ReadonlyMap<string, BinaryOperator> = new Map(
  (["+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^", "<<", ">>"] as const).map((sign) => [
    sign,
    sign,
  ]),
);

const comparisonOperators: ReadonlyMap<string, ComparisonOperator> = new Map([
  ["==", "=="],
  ["!=", "!="],
  ["<>", "!="],
  ["<", "<"],
  ["<=", "<="],
  [">", ">"],
  [">=", ">="],
  ["keyword:in", "in"],
  ["keyword:not in", "not in"],
  ["keyword:is", "is"],
  ["keyword:is not", "is not"],
]);
