import type { Expression } from "./ast.ts";
import type { ConcreteNode } from "./concreteTree.ts";
import { lowerExpression, lowerOptional } from "./lowerExpression.ts";
import { childOf, identifier, operandsOf, type Lowering } from "./lowering.ts";

/** `list[int]` in an annotation: a Subscript, as it is everywhere else. */
export function lowerGenericType(node: ConcreteNode, lowering: Lowering): Expression {
  const [object] = operandsOf(node);
  const parameters = childOf(node, "type_parameter");
  return {
    kind: "Subscript",
    start: node.start,
    end: node.end,
    object: lowerOptional(object, node.start, lowering),
    indices:
      parameters === undefined ? [] : operandsOf(parameters).map((type) => lowerExpression(type, lowering)),
  };
}

/** `int | None` in an annotation. */
export function lowerUnionType(node: ConcreteNode, lowering: Lowering): Expression {
  const [left, right] = operandsOf(node);
  const sign = childOf(node, "|") ?? node;
  return {
    kind: "Binary",
    start: node.start,
    end: node.end,
    operator: "|",
    operatorSpan: { start: sign.start, end: sign.end },
    left: lowerOptional(left, node.start, lowering),
    right: lowerOptional(right, node.end, lowering),
  };
}

/** `a[b].c` in an annotation. */
export function lowerMemberType(node: ConcreteNode, lowering: Lowering): Expression {
  const [object, name] = operandsOf(node);
  return {
    kind: "Attribute",
    start: node.start,
    end: node.end,
    object: lowerOptional(object, node.start, lowering),
    name: identifier(name, node.end, lowering),
  };
}
