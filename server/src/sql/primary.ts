import { atomic, unknownType } from "../catalog/dataType.ts";
import { parseDataType } from "../catalog/dataTypeText.ts";
import { readCall, specialCall } from "./calls.ts";
import type { ExpressionReader } from "./expression.ts";
import { readConstant } from "./literals.ts";
import { namedParts, namePart, nameParts, spanOf } from "./names.ts";
import type { NamePart, SqlCall, SqlCast, SqlExpression } from "./sqlExpression.ts";
import { childOf, childrenOf, hasToken, type SqlNode } from "./tree.ts";

/** What the rule `primaryExpression` reads: operands of all operators. */
export function readPrimary(node: SqlNode, reader: ExpressionReader): SqlExpression {
  const span = spanOf(node);
  const [first] = node.children;
  if (first === undefined) return { kind: "unknown", span };
  if (first.kind === "token")
    switch (first.type) {
      case "CASE":
        return readCase(node, reader);
      case "CAST":
      case "TRY_CAST":
        return readCast(node, childOf(node, "expression"), first.type === "TRY_CAST", reader);
      case "ASTERISK":
        return { kind: "star", qualifier: [], except: exceptOf(node, reader.text), span };
      case "LEFT_PAREN":
        return readParentheses(node, reader);
      default:
        return specialCall(node, first, reader);
    }
  switch (first.rule) {
    case "primaryExpression":
      return readPostfix(node, first, reader);
    case "constant":
      return readConstant(first, reader.text);
    case "qualifiedName":
      return {
        kind: "star",
        qualifier: nameParts(first, reader.text),
        except: exceptOf(node, reader.text),
        span,
      };
    case "functionName":
      if (node.named !== undefined) return { kind: "name", parts: namedParts(node.named, node), span };
      return readCall(node, first, reader);
    case "identifier": {
      const body = childOf(node, "expression");
      if (body !== null)
        return { kind: "lambda", parameters: [namePart(first, reader.text)], body: reader.read(body), span };
      return { kind: "name", parts: [namePart(first, reader.text)], span };
    }
    default:
      return { kind: "unknown", span };
  }
}

function exceptOf(node: SqlNode, text: string): readonly (readonly NamePart[])[] {
  const list = childOf(node, "exceptClause");
  const names = list === null ? null : childOf(list, "multipartIdentifierList");
  return names === null ? [] : childrenOf(names, "multipartIdentifier").map((each) => nameParts(each, text));
}

/** What follows an operand: a type, a path, a subscript, a field. Chains nest to the left. */
function readPostfix(node: SqlNode, first: SqlNode, reader: ExpressionReader): SqlExpression {
  const chain: SqlNode[] = [node];
  let base = first;
  for (;;) {
    const [inner] = base.children;
    if (inner?.kind !== "node" || inner.rule !== "primaryExpression") break;
    chain.push(base);
    base = inner;
  }
  let result = reader.read(base);
  for (const each of chain.reverse()) result = withPostfix(result, each, reader);
  return result;
}

function withPostfix(operand: SqlExpression, node: SqlNode, reader: ExpressionReader): SqlExpression {
  const span = spanOf(node);
  const { text } = reader;
  if (hasToken(node, "DOUBLE_COLON")) return readCast(node, operand, false, reader);
  const identifier = childOf(node, "identifier");
  if (identifier !== null && hasToken(node, "DOT")) {
    const name = namePart(identifier, text);
    return operand.kind === "name" && operand.span.end === lastEnd(operand.parts)
      ? { kind: "name", parts: [...operand.parts, name], span }
      : { kind: "field", operand, name, span };
  }
  const index = childOf(node, "valueExpression");
  if (index !== null) return { kind: "subscript", operand, index: reader.read(index), span };
  const path = childOf(node, "semiStructuredExtractionPath") ?? identifier;
  const isCollate = path === null;
  const last = node.children.at(-1);
  const written = text.slice(last?.start, last?.end);
  const argument = isCollate ? nameText(childOf(node, "collateClause"), text) : `$.${written}`;
  const call: SqlCall = {
    kind: "call",
    name: [{ text: isCollate ? "collate" : "variant_get", span: { start: operand.span.end, end: node.end } }],
    args: [
      operand,
      {
        kind: "literal",
        value: argument,
        dataType: atomic("string"),
        span: last === undefined ? span : spanOf(last),
      },
    ],
    argNames: [null, null],
    distinct: false,
    filter: null,
    nulls: null,
    within: [],
    over: null,
    span,
  };
  const name = isCollate ? null : lastName(written);
  const at = last === undefined ? span : spanOf(last);
  return name === null ? call : { kind: "alias", operand: call, names: [{ text: name, span: at }], span };
}

/** What Spark calls the value at a path: by the last name in it, whatever index comes behind (4.0 to 4.2). */
function lastName(path: string): string | null {
  const names = [...path.matchAll(/\[\s*'([^']*)'\s*\]|\[\s*"([^"]*)"\s*\]|`([^`]*)`|([A-Za-z_]\w*)/g)];
  const [, single, double, quoted, plain] = names.at(-1) ?? [];
  return single ?? double ?? quoted?.split(".").at(-1) ?? plain ?? null;
}

const lastEnd = (parts: readonly NamePart[]): number => parts.at(-1)?.span.end ?? -1;

const nameText = (node: SqlNode | null, text: string): string =>
  node === null
    ? ""
    : nameParts(node, text)
        .map((part) => part.text)
        .join(".");

function readCast(
  node: SqlNode,
  operand: SqlNode | SqlExpression | null,
  isTry: boolean,
  reader: ExpressionReader,
): SqlExpression {
  const span = spanOf(node);
  const type = childOf(node, "dataType");
  if (operand === null || type === null) return { kind: "unknown", span };
  const cast: SqlCast = {
    kind: "cast",
    operand: operand.kind === "node" ? reader.read(operand) : operand,
    dataType: parseDataType(reader.text.slice(type.start, type.end)) ?? unknownType,
    typeSpan: spanOf(type),
    isTry,
    span,
  };
  return cast;
}

function readCase(node: SqlNode, reader: ExpressionReader): SqlExpression {
  const clauses = childrenOf(node, "whenClause");
  const others = childrenOf(node, "expression");
  const hasElse = hasToken(node, "ELSE");
  const subject = others.length > (hasElse ? 1 : 0) ? others[0] : undefined;
  const otherwise = hasElse ? others.at(-1) : undefined;
  return {
    kind: "case",
    subject: subject === undefined ? null : reader.read(subject),
    branches: clauses.map((clause) => {
      const [when, then] = childrenOf(clause, "expression");
      const unknown: SqlExpression = { kind: "unknown", span: spanOf(clause) };
      return {
        when: when === undefined ? unknown : reader.read(when),
        then: then === undefined ? unknown : reader.read(then),
      };
    }),
    otherwise: otherwise === undefined ? null : reader.read(otherwise),
    span: spanOf(node),
  };
}

/** A subquery, a tuple, a lambda's parameters, or parentheses around one expression. */
function readParentheses(node: SqlNode, reader: ExpressionReader): SqlExpression {
  const span = spanOf(node);
  const query = childOf(node, "query");
  if (query !== null) return { kind: "subquery", query, span };
  const items = childrenOf(node, "namedExpression");
  if (items.length > 0) return { kind: "tuple", items: items.map(reader.read), span };
  const parameters = childrenOf(node, "identifier").map((each) => namePart(each, reader.text));
  const inner = childOf(node, "expression");
  if (inner === null) return { kind: "unknown", span };
  if (hasToken(node, "ARROW")) return { kind: "lambda", parameters, body: reader.read(inner), span };
  return reader.read(inner);
}
