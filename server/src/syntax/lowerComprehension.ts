import type { ComprehensionClause, ComprehensionExpression } from "./ast.ts";
import type { ConcreteNode } from "./concreteTree.ts";
import { lowerOperands, lowerOptional } from "./lowerExpression.ts";
import { hasChild, noExpression, operandBehind, operandsOf, spanOf, type Lowering } from "./lowering.ts";

/** Lowers `[x for y in z if w]` in any of its brackets, and generators. */
export function lowerComprehension(node: ConcreteNode, lowering: Lowering): ComprehensionExpression {
  const clauses: ComprehensionClause[] = [];
  for (const child of node.children) {
    if (child.type === "for_in_clause") clauses.push(lowerForClause(child, lowering));
    const clause = clauses.at(-1);
    if (child.type !== "if_clause" || clause === undefined) continue;
    const condition = lowerOptional(operandsOf(child)[0], child.end, lowering);
    clauses[clauses.length - 1] = {
      ...clause,
      end: child.end,
      conditions: [...clause.conditions, condition],
    };
  }
  const body = operandsOf(node)[0];
  const pair = body?.type === "pair" ? body : undefined;
  return {
    kind: "Comprehension",
    ...spanOf(node),
    form: comprehensionForms[node.type] ?? "generator",
    element: lowerOptional(pair === undefined ? body : operandsOf(pair)[0], node.start, lowering),
    value: pair === undefined ? null : lowerOptional(operandBehind(pair, ":"), pair.end, lowering),
    clauses,
  };
}

function lowerForClause(node: ConcreteNode, lowering: Lowering): ComprehensionClause {
  const marker = node.children.findIndex(({ type }) => type === "keyword:in");
  const behind = marker < 0 ? [] : node.children.slice(marker + 1);
  const iterables = behind.filter(({ isNamed, type }) => isNamed && type !== "ERROR");
  return {
    ...spanOf(node),
    target: lowerOptional(operandBehind(node, "keyword:for"), node.start, lowering),
    iterable: lowerOperands(iterables, behind, lowering) ?? noExpression(node.end),
    conditions: [],
    isAsync: hasChild(node, "keyword:async"),
  };
}

const comprehensionForms: Readonly<Record<string, ComprehensionExpression["form"]>> = {
  list_comprehension: "list",
  set_comprehension: "set",
  dictionary_comprehension: "dict",
};
