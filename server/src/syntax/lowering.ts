import type { ErrorExpression, Expression, Identifier, Span } from "./ast.ts";
import type { ConcreteNode } from "./concreteTree.ts";

/** What lowering one unit carries along. */
export interface Lowering {
  readonly text: string;
  /** Levels of the tree above the current node. */
  depth: number;
  /** Where the text is not Python beyond what the parser found. */
  readonly errors: Span[];
}

/**
 * The deepest tree that lowering builds; what lies deeper becomes an ErrorExpression or ErrorStatement without
 * children. Readers may therefore recurse. A chained call takes two levels.
 */
export const maxDepth = 1000;

/** The children that stand for something: no punctuation, no errors. */
export function operandsOf(node: ConcreteNode): readonly ConcreteNode[] {
  return node.children.filter((child) => child.isNamed && child.type !== "ERROR");
}

/** The first child of a type. */
export function childOf(node: ConcreteNode, type: string): ConcreteNode | undefined {
  return node.children.find((child) => child.type === type);
}

/** The first operand behind the first token of that type. */
export function operandBehind(node: ConcreteNode, token: string): ConcreteNode | undefined {
  const index = node.children.findIndex((child) => child.type === token);
  return index < 0
    ? undefined
    : node.children.find((child, place) => place > index && child.isNamed && child.type !== "ERROR");
}

/** True when the node has such a child. */
export function hasChild(node: ConcreteNode, type: string): boolean {
  return node.children.some((child) => child.type === type);
}

/** The node as a name; empty where the parser had to invent it. */
export function identifier(node: ConcreteNode | undefined, fallback: number, lowering: Lowering): Identifier {
  if (node === undefined) return { start: fallback, end: fallback, id: "" };
  return { start: node.start, end: node.end, id: lowering.text.slice(node.start, node.end) };
}

/** An expression that is not there. */
export function noExpression(offset: number): ErrorExpression {
  return { kind: "ErrorExpression", start: offset, end: offset, children: [] };
}

/** Text that is no expression. */
export function errorExpression(span: Span, children: readonly Expression[]): ErrorExpression {
  return { kind: "ErrorExpression", start: span.start, end: span.end, children };
}

/** The place of a node, without the node. */
export function spanOf({ start, end }: Span): Span {
  return { start, end };
}
