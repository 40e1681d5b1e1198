import { namePart, nameParts, spanOf } from "./names.ts";
import { readPredicate } from "./predicates.ts";
import { readPrimary } from "./primary.ts";
import type { Span, SqlExpression, SqlOperator, SqlSortItem } from "./sqlExpression.ts";
import { childOf, childrenOf, hasToken, type SqlNode, type SqlPart } from "./tree.ts";

/** Reads expressions of one text. `depth` is how many expressions are open around this one. */
export interface ExpressionReader {
  readonly text: string;
  readonly depth: number;
  /** Reads a node of any rule that stands for an expression. */
  readonly read: (node: SqlNode) => SqlExpression;
}

/** Expressions that nest deeper are unknown, so that no text exhausts the stack. */
const deepest = 500;

/** The expression that a node of a text's tree stands for: a `namedExpression`, an `expression`, or one inside. */
export const readExpression = (node: SqlNode, text: string): SqlExpression => readAt(node, text, 0);

function readAt(node: SqlNode, text: string, depth: number): SqlExpression {
  const inner = onlyChild(node);
  if (depth > deepest) return { kind: "unknown", span: spanOf(inner) };
  const reader: ExpressionReader = { text, depth, read: (each) => readAt(each, text, depth + 1) };
  switch (inner.rule) {
    case "singleExpression":
    case "namedExpression":
      return readNamed(inner, reader);
    case "booleanExpression":
      return readBoolean(inner, reader);
    case "valueExpression":
      return readValue(inner, reader);
    case "primaryExpression":
      return readPrimary(inner, reader);
    case "constant":
      return readPrimary({ ...inner, rule: "primaryExpression", children: [inner] }, reader);
    default:
      return { kind: "unknown", span: spanOf(inner) };
  }
}

const wrappers = new Set([
  "expression",
  "namedExpression",
  "booleanExpression",
  "valueExpression",
  "groupByClause",
  "functionArgument",
]);

/** Past rules that only hand on to another one, and past parentheses. */
function onlyChild(node: SqlNode): SqlNode {
  let each = node;
  for (;;) {
    const [first, second] = each.children;
    const [only, rest] = [each.children.length === 1, each.children.length];
    if (only && first?.kind === "node" && wrappers.has(each.rule)) each = first;
    else if (each.rule === "singleExpression" && first?.kind === "node") each = first;
    else if (
      each.rule === "primaryExpression" &&
      rest === 3 &&
      first?.kind === "token" &&
      first.type === "LEFT_PAREN" &&
      second?.kind === "node" &&
      second.rule === "expression"
    )
      each = second;
    else return each;
  }
}

/** With or without an alias. */
function readNamed(node: SqlNode, reader: ExpressionReader): SqlExpression {
  const inner = childOf(node, "expression");
  if (inner === null) return { kind: "unknown", span: spanOf(node) };
  const operand = reader.read(inner);
  const name = childOf(node, "errorCapturingIdentifier", "identifier", "strictIdentifier");
  const list = childOf(node, "identifierList");
  if (name === null && list === null) return operand;
  const names =
    name === null ? (list === null ? [] : nameParts(list, reader.text)) : [namePart(name, reader.text)];
  return { kind: "alias", operand, names, span: spanOf(node) };
}

function readBoolean(node: SqlNode, reader: ExpressionReader): SqlExpression {
  const span = spanOf(node);
  const [first, second] = node.children;
  if (first?.kind === "token") {
    if (first.type === "EXISTS") {
      const query = childOf(node, "query");
      return operation(
        "exists",
        query === null ? [] : [{ kind: "subquery", query, span: spanOf(query) }],
        span,
      );
    }
    return second?.kind === "node"
      ? operation("not", [reader.read(second)], span)
      : { kind: "unknown", span };
  }
  if (second?.kind === "token") return readChain(node, reader, (type) => (type === "AND" ? "and" : "or"));
  if (first?.kind !== "node") return { kind: "unknown", span };
  const value = reader.read(first);
  return second?.kind === "node" && second.rule === "predicate"
    ? readPredicate(value, second, reader)
    : value;
}

const signs: Readonly<Record<string, SqlOperator>> = { MINUS: "negative", PLUS: "positive", TILDE: "~" };
const operators: Readonly<Record<string, SqlOperator>> = {
  PLUS: "+",
  MINUS: "-",
  ASTERISK: "*",
  SLASH: "/",
  PERCENT: "%",
  DIV: "div",
  CONCAT_PIPE: "||",
  AMPERSAND: "&",
  PIPE: "|",
  HAT: "^",
  SHIFT_LEFT: "<<",
  SHIFT_RIGHT: ">>",
  SHIFT_RIGHT_UNSIGNED: ">>>",
  EQ: "==",
  NEQ: "!=",
  NEQJ: "!=",
  LT: "<",
  LTE: "<=",
  GT: ">",
  GTE: ">=",
  NSEQ: "<=>",
};

function readValue(node: SqlNode, reader: ExpressionReader): SqlExpression {
  const [first, second] = node.children;
  if (first?.kind === "token" && second?.kind === "node")
    return operation(signs[first.type] ?? "negative", [reader.read(second)], spanOf(node));
  return readChain(node, reader, (type) => operators[type] ?? "+");
}

/** Operators that take any number of operands. */
const inRows: ReadonlySet<SqlOperator> = new Set(["and", "or", "||"]);

/** `a + b + c`, which nests to the left, without a call for each level. */
function readChain(
  node: SqlNode,
  reader: ExpressionReader,
  operatorOf: (type: string) => SqlOperator,
): SqlExpression {
  const steps: { readonly operator: SqlOperator; readonly right: SqlNode; readonly end: number }[] = [];
  let left: SqlNode = node;
  for (;;) {
    const [first, middle, last] = left.children;
    if (left.rule !== node.rule || first?.kind !== "node" || last?.kind !== "node" || middle === undefined)
      break;
    steps.push({ operator: operatorOf(typeOf(middle)), right: last, end: left.end });
    left = first;
  }
  if (steps.length === 0) return unknownAt(left);
  let result = reader.read(left);
  let nested = 0;
  let row: SqlExpression[] = [];
  for (const [at, { operator, right, end }] of steps.reverse().entries()) {
    const span = { start: node.start, end };
    const operand = reader.read(right);
    if (inRows.has(operator)) {
      row = steps[at - 1]?.operator === operator ? row : [result];
      row.push(operand);
      if (steps[at + 1]?.operator !== operator) result = operation(operator, row, span);
    } else
      result = ++nested > deepest ? { kind: "unknown", span } : operation(operator, [result, operand], span);
  }
  return result;
}

/** The type of an operator's token, also within a rule of its own. */
function typeOf(part: SqlPart): string {
  if (part.kind === "token") return part.type;
  const [first] = part.children;
  return first?.kind === "token" ? first.type : "";
}

const unknownAt = (part: SqlPart): SqlExpression => ({ kind: "unknown", span: spanOf(part) });

export const operation = (
  operator: SqlOperator,
  operands: readonly SqlExpression[],
  span: Span,
): SqlExpression => ({ kind: "operation", operator, operands, span });

/** The entries of an ORDER BY below a node. */
export const readSortItems = (nodes: readonly SqlNode[], reader: ExpressionReader): readonly SqlSortItem[] =>
  nodes.map((node) => {
    const [expression] = childrenOf(node, "expression");
    return {
      expression: expression === undefined ? unknownAt(node) : reader.read(expression),
      descending: hasToken(node, "DESC"),
      nulls: hasToken(node, "FIRST") ? "first" : hasToken(node, "LAST") ? "last" : null,
      span: spanOf(node),
    };
  });
