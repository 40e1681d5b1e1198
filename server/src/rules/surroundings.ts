import type { CallExpression, Expression, Statement } from "../syntax/ast.ts";
import type { Site, Unit } from "../syntax/module.ts";
import { childrenOf, isExpression, nodeAt, walkExpressions, type AstNode } from "../syntax/walk.ts";
import type { CallFact } from "../plan/facts.ts";
import { planNodes } from "../plan/logicalPlan.ts";

/** The innermost expression of the statement around an expression, or null when it stands in the statement itself. */
export function parentOf(statement: Statement, node: Expression): Expression | null {
  let parent: Expression | null = null;
  let around: AstNode | undefined = statement;
  while (around && around !== node) {
    if (isExpression(around)) parent = around;
    around = childrenOf(around).find((child) => child === node || covers(child, node));
  }
  return around ? parent : null;
}

function covers(outer: AstNode, inner: Expression): boolean {
  return outer.start <= inner.start && outer.end >= inner.end;
}

/** The expression in front of the dot of a method call. */
export function receiverOf(call: CallExpression): Expression | null {
  return call.callee.kind === "Attribute" ? call.callee.object : null;
}

/** The nodes that a call is part of, the nearest first. */
export function nodesAround({ unit, node }: CallFact): readonly AstNode[] {
  const around = nodeAt(unit, node.argumentList.start);
  return around.slice(0, around.indexOf(node)).toReversed();
}

/** The attribute that is asked of a call's result directly: "collect" in `call().collect()`; null for none. */
export function memberBehind(call: CallFact): string | null {
  const { node } = call;
  const [behind] = nodesAround(call);
  return behind?.kind === "Attribute" && behind.object === node ? behind.name.id : null;
}

/** What the user calls the frame a method is called on, in backticks: its variable, else what it is read from; else `words`. */
export function nameOfReceiver(call: CallFact, words: string): string {
  const node = receiverOf(call.node);
  if (node?.kind === "Name") return `\`${node.id}\``;
  const plan = call.receiver?.plan;
  const sources = plan ? planNodes(plan).filter((each) => each.inputs.length === 0) : [];
  const location = sources.length === 1 ? sources[0]?.details.location : null;
  return typeof location === "string" && location.length <= 40 ? `\`${location}\`` : words;
}

/** The call inside an expression that stands at a site: a step further up a chain, or one among the arguments. */
export function callWithin(unit: Unit, root: Expression, site: Site): CallExpression | null {
  if (site.unit !== unit) return null;
  let found: CallExpression | null = null;
  walkExpressions(root, (part) => {
    if (part.kind === "Call" && part.start === site.start && part.end === site.end) found = part;
  });
  return found;
}
