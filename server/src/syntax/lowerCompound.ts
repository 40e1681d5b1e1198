import type {
  ClassStatement,
  ExceptHandler,
  Expression,
  ForStatement,
  FunctionStatement,
  IfStatement,
  Span,
  Statement,
  TryStatement,
  WhileStatement,
  WithStatement,
} from "./ast.ts";
import type { ConcreteNode } from "./concreteTree.ts";
import { lowerArguments, lowerExpression, lowerOperands, lowerOptional } from "./lowerExpression.ts";
import {
  childOf,
  hasChild,
  identifier,
  maxDepth,
  noExpression,
  operandBehind,
  operandsOf,
  type Lowering,
} from "./lowering.ts";
import { lowerParameters } from "./lowerParameters.ts";
import { lowerBody, lowerStatement } from "./lowerStatement.ts";

/** Lowers `if` with its `elif` and `else` clauses. */
export function lowerIf(node: ConcreteNode, lowering: Lowering): IfStatement {
  const elifs = node.children.filter(({ type }) => type === "elif_clause");
  const kept = elifs.slice(0, Math.max(0, maxDepth - lowering.depth));
  let orelse = lowerElse(node, lowering);
  if (kept.length < elifs.length) {
    const start = elifs[kept.length]?.start ?? node.end;
    orelse = [{ kind: "ErrorStatement", start, end: node.end, children: [] }];
  }
  for (const clause of kept.reverse()) orelse = [{ ...lowerBranch(clause, lowering), end: node.end, orelse }];
  return { ...lowerBranch(node, lowering), orelse };
}

function lowerBranch(node: ConcreteNode, lowering: Lowering): Omit<IfStatement, "orelse"> {
  const test = operandsOf(node).find(({ type }) => type !== "block");
  return {
    kind: "If",
    start: node.start,
    end: node.end,
    test: lowerOptional(test, Math.min(node.start + 2, node.end), lowering),
    body: lowerBody(childOf(node, "block"), lowering),
  };
}

function lowerElse(node: ConcreteNode, lowering: Lowering): readonly Statement[] {
  const clause = childOf(node, "else_clause");
  return clause === undefined ? [] : lowerBody(childOf(clause, "block"), lowering);
}

/** Lowers `for`. */
export function lowerFor(node: ConcreteNode, lowering: Lowering): ForStatement {
  return {
    kind: "For",
    start: node.start,
    end: node.end,
    target: lowerOptional(operandBehind(node, "keyword:for"), node.start, lowering),
    iterable: lowerOptional(operandBehind(node, "keyword:in"), node.end, lowering),
    body: lowerBody(childOf(node, "block"), lowering),
    orelse: lowerElse(node, lowering),
    isAsync: hasChild(node, "keyword:async"),
  };
}

/** Lowers `while`. */
export function lowerWhile(node: ConcreteNode, lowering: Lowering): WhileStatement {
  return { ...lowerBranch(node, lowering), kind: "While", orelse: lowerElse(node, lowering) };
}

/** Lowers `try` with its clauses. */
export function lowerTry(node: ConcreteNode, lowering: Lowering): TryStatement {
  const final = childOf(node, "finally_clause");
  return {
    kind: "Try",
    start: node.start,
    end: node.end,
    body: lowerBody(childOf(node, "block"), lowering),
    handlers: node.children
      .filter(({ type }) => type === "except_clause")
      .map((clause) => lowerHandler(clause, lowering)),
    orelse: lowerElse(node, lowering),
    finalizer: final === undefined ? [] : lowerBody(childOf(final, "block"), lowering),
  };
}

function lowerHandler(node: ConcreteNode, lowering: Lowering): ExceptHandler {
  const { start, end } = node;
  const block = childOf(node, "block");
  const alias = operandBehind(node, "keyword:as");
  const types = operandsOf(node).filter((child) => child !== block && child !== alias);
  const [pattern] = types;
  const isPattern = types.length === 1 && pattern?.type === "as_pattern";
  const target = isPattern ? operandBehind(pattern, "keyword:as") : alias;
  const name = target?.type === "as_pattern_target" ? operandsOf(target)[0] : target;
  return {
    start,
    end,
    type: isPattern
      ? lowerOptional(operandsOf(pattern)[0], start, lowering)
      : lowerOperands(types, [], lowering),
    name: target === undefined ? null : identifier(name, target.start, lowering),
    body: lowerBody(block, lowering),
  };
}

/** Lowers `with`; a parenthesised list of items is a list of items. */
export function lowerWith(node: ConcreteNode, lowering: Lowering): WithStatement {
  const clause = childOf(node, "with_clause");
  const items = clause === undefined ? [] : clause.children.filter(({ type }) => type === "with_item");
  return {
    kind: "With",
    start: node.start,
    end: node.end,
    items: items.map((item) => lowerWithItem(item, lowering)),
    body: lowerBody(childOf(node, "block"), lowering),
    isAsync: hasChild(node, "keyword:async"),
  };
}

function lowerWithItem(
  node: ConcreteNode,
  lowering: Lowering,
): Span & { context: Expression; target: Expression | null } {
  let value = operandsOf(node)[0];
  for (let inner = value; inner?.type === "parenthesized_expression";) {
    inner = operandsOf(inner)[0];
    if (inner?.type === "as_pattern") value = inner;
  }
  const { start, end } = value ?? node;
  if (value?.type !== "as_pattern") {
    return {
      start,
      end,
      context: value === undefined ? noExpression(start) : lowerExpression(value, lowering),
      target: null,
    };
  }
  return {
    start,
    end,
    context: lowerOptional(operandsOf(value)[0], start, lowering),
    target: lowerOptional(operandBehind(value, "keyword:as"), end, lowering),
  };
}

/** Lowers `def`; `start` is that of its first decorator. */
export function lowerFunction(
  node: ConcreteNode,
  start: number,
  decorators: readonly Expression[],
  lowering: Lowering,
): FunctionStatement {
  const parameters = childOf(node, "parameters");
  const returns = operandBehind(node, "->");
  return {
    kind: "Function",
    start,
    end: node.end,
    name: identifier(childOf(node, "identifier"), node.start, lowering),
    parameters: parameters === undefined ? [] : lowerParameters(parameters, lowering),
    returns: returns === undefined ? null : lowerExpression(returns, lowering),
    body: lowerBody(childOf(node, "block"), lowering),
    decorators,
    isAsync: hasChild(node, "keyword:async"),
  };
}

/** Lowers `class`; `start` is that of its first decorator. */
export function lowerClass(
  node: ConcreteNode,
  start: number,
  decorators: readonly Expression[],
  lowering: Lowering,
): ClassStatement {
  const list = childOf(node, "argument_list");
  return {
    kind: "Class",
    start,
    end: node.end,
    name: identifier(childOf(node, "identifier"), node.start, lowering),
    args: list === undefined ? [] : lowerArguments(list, lowering),
    body: lowerBody(childOf(node, "block"), lowering),
    decorators,
  };
}

/** Lowers a definition with its decorators; decorators alone are kept as an error. */
export function lowerDecorated(node: ConcreteNode, lowering: Lowering): Statement {
  const decorators = node.children
    .filter(({ type }) => type === "decorator")
    .map((decorator) => lowerOptional(operandsOf(decorator)[0], decorator.end, lowering));
  const definition = operandsOf(node).find(({ type }) => type !== "decorator");
  switch (definition?.type) {
    case "function_definition":
      return lowerFunction(definition, node.start, decorators, lowering);
    case "class_definition":
      return lowerClass(definition, node.start, decorators, lowering);
    default: {
      const rest = definition === undefined ? [] : [lowerStatement(definition, lowering)];
      return { kind: "ErrorStatement", start: node.start, end: node.end, children: [...decorators, ...rest] };
    }
  }
}
