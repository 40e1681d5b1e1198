import type { Expression, Interpolation, Parameter, Span, Statement, StringPart } from "./ast.ts";
import type { Unit } from "./module.ts";

/** A statement or an expression. Arguments, clauses and parameters are not nodes; what stands in them is. */
export type AstNode = Statement | Expression;

/** The statements and expressions directly below a node, in the order of the text. */
export function childrenOf(node: AstNode): readonly AstNode[] {
  switch (node.kind) {
    case "Name":
    case "String":
    case "Number":
    case "Constant":
    case "Import":
    case "ImportFrom":
    case "Global":
    case "Nonlocal":
    case "Pass":
    case "Break":
    case "Continue":
      return [];
    case "FormattedString":
      return holesOf(node.parts);
    case "Attribute":
      return [node.object];
    case "Call":
      return [node.callee, ...node.args.map(({ value }) => value)];
    case "Subscript":
      return [node.object, ...node.indices];
    case "Slice":
      return present(node.lower, node.upper, node.step);
    case "Unary":
      return [node.operand];
    case "Binary":
    case "Boolean":
      return [node.left, node.right];
    case "Comparison":
      return [node.first, ...node.operands];
    case "Conditional":
      return [node.then, node.test, node.otherwise];
    case "Lambda":
      return [...partsOfParameters(node.parameters), node.body];
    case "List":
    case "Tuple":
    case "Set":
      return node.elements;
    case "Dict":
      return node.entries.flatMap(({ key, value }) => present(key, value));
    case "Comprehension":
      return [
        ...present(node.element, node.value),
        ...node.clauses.flatMap(({ target, iterable, conditions }) => [target, iterable, ...conditions]),
      ];
    case "Starred":
    case "Await":
    case "Expression":
      return [node.value];
    case "Yield":
    case "Return":
      return present(node.value);
    case "NamedExpression":
      return [node.target, node.value];
    case "ErrorExpression":
    case "ErrorStatement":
      return node.children;
    case "Assign":
      return [...node.targets, node.value];
    case "AnnotatedAssign":
      return present(node.target, node.annotation, node.value);
    case "AugmentedAssign":
      return [node.target, node.value];
    case "If":
    case "While":
      return [node.test, ...node.body, ...node.orelse];
    case "For":
      return [node.target, node.iterable, ...node.body, ...node.orelse];
    case "Try":
      return [
        ...node.body,
        ...node.handlers.flatMap(({ type, body }) => [...present(type), ...body]),
        ...node.orelse,
        ...node.finalizer,
      ];
    case "With":
      return [...node.items.flatMap(({ context, target }) => present(context, target)), ...node.body];
    case "Function":
      return [
        ...node.decorators,
        ...partsOfParameters(node.parameters),
        ...present(node.returns),
        ...node.body,
      ];
    case "Class":
      return [...node.decorators, ...node.args.map(({ value }) => value), ...node.body];
    case "Raise":
      return present(node.value, node.cause);
    case "Assert":
      return present(node.test, node.message);
    case "Delete":
      return node.targets;
    case "Match":
      return [
        node.subject,
        ...node.cases.flatMap(({ values, guard, body }) => [...values, ...present(guard), ...body]),
      ];
    case "TypeAlias":
      return [node.value];
  }
}

/** Visits the node and all below it, in the order of the text; `visit` returns false to leave out what is below. */
export function walk(root: AstNode, visit: (node: AstNode) => boolean | undefined): void {
  const pending: AstNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (visit(node) === false) continue;
    const children = childrenOf(node);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child !== undefined) pending.push(child);
    }
  }
}

/** Visits every expression in a node, itself included, in the order of the text, also in nested statements. */
export function walkExpressions(root: AstNode, visit: (expression: Expression) => void): void {
  walk(root, (node) => {
    if (isExpression(node)) visit(node);
    return true;
  });
}

/** Whether a name stands somewhere in a node. */
export function mentions(root: AstNode, name: string): boolean {
  let found = false;
  walk(root, (node) => {
    found ||= node.kind === "Name" && node.id === name;
    return !found;
  });
  return found;
}

/** True for expressions. */
export function isExpression(node: AstNode): node is Expression {
  return expressionKinds.has(node.kind);
}

/**
 * The nodes at an offset of the unit, outermost first: a statement, down to the innermost node around the offset.
 * An offset right behind a node counts as in it, unless another node starts there.
 */
export function nodeAt(unit: Unit, offset: number): readonly AstNode[] {
  const chain: AstNode[] = [];
  let candidates: readonly AstNode[] = unit.body;
  for (;;) {
    const next = candidates.findLast((node) => covers(node, offset));
    if (next === undefined) return chain;
    chain.push(next);
    candidates = childrenOf(next);
  }
}

function covers(node: AstNode, offset: number): boolean {
  const { start, end }: Span = "parens" in node ? node.parens : node;
  return start <= offset && offset <= end;
}

const expressionKinds: ReadonlySet<AstNode["kind"]> = new Set<Expression["kind"]>([
  "Name",
  "String",
  "FormattedString",
  "Number",
  "Constant",
  "Attribute",
  "Call",
  "Subscript",
  "Slice",
  "Unary",
  "Binary",
  "Boolean",
  "Comparison",
  "Conditional",
  "Lambda",
  "List",
  "Tuple",
  "Set",
  "Dict",
  "Comprehension",
  "Starred",
  "Await",
  "Yield",
  "NamedExpression",
  "ErrorExpression",
]);

function present<T>(...nodes: readonly (T | null)[]): readonly T[] {
  return nodes.filter((node) => node !== null);
}

function holesOf(parts: readonly (StringPart | Interpolation)[]): readonly Expression[] {
  const holes: Expression[] = [];
  const pending = [...parts].reverse();
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part.kind !== "Interpolation") continue;
    holes.push(part.expression);
    pending.push(...[...part.format].reverse());
  }
  return holes;
}

function partsOfParameters(parameters: readonly Parameter[]): readonly Expression[] {
  return parameters.flatMap(({ annotation, defaultValue }) => present(annotation, defaultValue));
}
