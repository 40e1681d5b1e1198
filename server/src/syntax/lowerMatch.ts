import type { Expression, Identifier, MatchCase, MatchStatement } from "./ast.ts";
import type { ConcreteNode } from "./concreteTree.ts";
import { lowerExpression, lowerOperands, lowerOptional } from "./lowerExpression.ts";
import {
  childOf,
  identifier,
  maxDepth,
  noExpression,
  operandBehind,
  operandsOf,
  type Lowering,
} from "./lowering.ts";
import { lowerBody } from "./lowerStatement.ts";

/** Lowers `match` with its cases. */
export function lowerMatch(node: ConcreteNode, lowering: Lowering): MatchStatement {
  const block = childOf(node, "block");
  const subjects = operandsOf(node).filter((child) => child !== block);
  const head = node.children.slice(0, node.children.findIndex(({ type }) => type === ":") + 1);
  return {
    kind: "Match",
    start: node.start,
    end: node.end,
    subject: lowerOperands(subjects, head, lowering) ?? noExpression(node.start),
    cases: (block?.children ?? [])
      .filter(({ type }) => type === "case_clause")
      .map((clause) => lowerCase(clause, lowering)),
  };
}

interface PatternParts {
  readonly captures: Identifier[];
  readonly values: Expression[];
}

function lowerCase(node: ConcreteNode, lowering: Lowering): MatchCase {
  const parts: PatternParts = { captures: [], values: [] };
  for (const child of node.children) {
    if (child.type === "case_pattern") collect(child, parts, lowering);
  }
  const guard = childOf(node, "if_clause");
  return {
    start: node.start,
    end: node.end,
    ...parts,
    guard: guard === undefined ? null : lowerOptional(operandsOf(guard)[0], guard.end, lowering),
    body: lowerBody(childOf(node, "block"), lowering),
  };
}

function collect(node: ConcreteNode, parts: PatternParts, lowering: Lowering): void {
  if (lowering.depth >= maxDepth) return;
  lowering.depth++;
  collectFrom(node, parts, lowering);
  lowering.depth--;
}

function collectFrom(node: ConcreteNode, parts: PatternParts, lowering: Lowering): void {
  const operands = operandsOf(node);
  switch (node.type) {
    case "dotted_name":
      if (operands.length === 1) capture(operands[0], parts, lowering);
      else parts.values.push(dottedValue(node, lowering));
      return;
    case "splat_pattern":
      capture(operands[0], parts, lowering);
      return;
    case "as_pattern":
      for (const child of operands) {
        if (child.type === "identifier") capture(child, parts, lowering);
        else collect(child, parts, lowering);
      }
      return;
    case "class_pattern":
      for (const child of operands) {
        if (child.type === "dotted_name") parts.values.push(dottedValue(child, lowering));
        else collect(child, parts, lowering);
      }
      return;
    case "keyword_pattern": {
      const value = operandBehind(node, "=");
      if (value !== undefined) collectSimple(value, node, parts, lowering);
      return;
    }
    default:
      for (const child of operands) collectSimple(child, node, parts, lowering);
  }
}

function collectSimple(
  node: ConcreteNode,
  parent: ConcreteNode,
  parts: PatternParts,
  lowering: Lowering,
): void {
  if (!literalTypes.has(node.type)) {
    collect(node, parts, lowering);
    return;
  }
  const value = lowerExpression(node, lowering);
  const sign = parent.children[parent.children.indexOf(node) - 1];
  if (sign?.type !== "-") parts.values.push(value);
  else parts.values.push({ kind: "Unary", start: sign.start, end: node.end, operator: "-", operand: value });
}

const literalTypes = new Set(["string", "concatenated_string", "true", "false", "none", "integer", "float"]);

function capture(node: ConcreteNode | undefined, parts: PatternParts, lowering: Lowering): void {
  if (node === undefined) return;
  const name = identifier(node, node.end, lowering);
  if (name.id !== "_" && name.id !== "") parts.captures.push(name);
}

/** `a.b.C` in a pattern: the attribute it reads. */
function dottedValue(node: ConcreteNode, lowering: Lowering): Expression {
  const [first, ...names] = operandsOf(node);
  let value = lowerOptional(first, node.start, lowering);
  for (const name of names) {
    const attribute = identifier(name, name.end, lowering);
    value = { kind: "Attribute", start: node.start, end: name.end, object: value, name: attribute };
  }
  return value;
}
