import { atomic, decimal, unknownType, type DataType } from "../catalog/dataType.ts";
import { intervalLiteral, intervalTypeOf } from "./intervalLiteral.ts";
import { spanOf } from "./names.ts";
import type { SqlExpression, SqlLiteral } from "./sqlExpression.ts";
import { literalText } from "./stringLiteral.ts";
import { parameterNodes, tokensBelow, type SqlNode } from "./tree.ts";

/** A literal, an interval or a parameter: what the rule `constant` reads. */
export function readConstant(node: SqlNode, text: string): SqlExpression {
  const span = spanOf(node);
  const unknown: SqlExpression = { kind: "unknown", span };
  const [first] = node.children;
  if (first === undefined) return unknown;
  const literal = (value: SqlLiteral["value"], dataType: DataType): SqlLiteral => ({
    kind: "literal",
    value,
    dataType,
    span,
  });
  if (first.kind === "token") {
    if (first.type === "NULL") return literal(null, atomic("void"));
    if (first.type === "QUESTION") return { kind: "parameter", name: null, span };
    if (first.type === "COLON")
      return { kind: "parameter", name: text.slice(first.end, node.end).trim(), span };
    return first.type === "STRING_LITERAL" ? literal(textOf(node, text), atomic("string")) : unknown;
  }
  switch (first.rule) {
    case "namedParameterMarker":
    case "parameterMarker":
      return {
        kind: "parameter",
        name: text.slice(first.start, first.end).replace(/^[:?]\s*/, "") || null,
        span,
      };
    case "interval":
      // The value of a parameter is part of the interval, and of the column's name.
      if (parameterNodes(first).length > 0)
        return {
          kind: "cast",
          operand: unknown,
          dataType: intervalLiteral(first, text),
          typeSpan: span,
          isTry: false,
          span,
        };
      return literal(text.slice(node.start, node.end), intervalLiteral(first, text));
    case "number":
      return readNumber(first, text);
    case "booleanValue":
      return literal(/^true$/i.test(text.slice(first.start, first.end)), atomic("boolean"));
    case "stringLit": {
      // Texts and parameters beside each other are one text.
      const parts = (node.children.length > 1 ? node : first).children.filter((each) => each.kind === "node");
      if (parts.length > 1 && parts.some(isParameter))
        return {
          kind: "operation",
          operator: "||",
          operands: parts.map((each) =>
            readConstant({ ...node, ...spanOf(each), children: [{ ...each, rule: "stringLit" }] }, text),
          ),
          span,
        };
      return isParameter(first)
        ? { kind: "parameter", name: text.slice(first.start + 1, first.end) || null, span }
        : literal(textOf(node, text), atomic("string"));
    }
    default: {
      const value = node.children
        .slice(1)
        .map((child) => textOf(child, text))
        .join("");
      return literal(value, typedLiteral(text.slice(first.start, first.end), value));
    }
  }
}

const isParameter = (node: SqlNode): boolean =>
  !tokensBelow(node).some(({ type }) => type === "STRING_LITERAL" || type === "DOUBLEQUOTED_STRING");

/** The text that one literal, or several beside each other, stand for. */
export function textOf(part: SqlNode | SqlNode["children"][number], text: string): string {
  const tokens = tokensBelow(part).filter(
    ({ type }) => type === "STRING_LITERAL" || type === "DOUBLEQUOTED_STRING",
  );
  // Before 4.1 two quotes never stand within one token, so undoubling them changes nothing there.
  return tokens.map(({ start, end }) => literalText(text.slice(start, end), true)).join("");
}

/** The type of `DATE '…'`, `X'…'` and the like. */
function typedLiteral(word: string, value: string): DataType {
  switch (word.toUpperCase()) {
    case "DATE":
      return atomic("date");
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return atomic("timestamp");
    case "TIMESTAMP_NTZ":
      return atomic("timestamp_ntz");
    case "TIME":
      return atomic("time(6)");
    case "INTERVAL":
      return intervalTypeOf([...value.matchAll(/[a-z]+/gi)].map(([unit]) => unit));
    case "X":
      return atomic("binary");
    default:
      return unknownType;
  }
}

const suffixTypes: Readonly<Record<string, string>> = {
  BIGINT_LITERAL: "bigint",
  SMALLINT_LITERAL: "smallint",
  TINYINT_LITERAL: "tinyint",
  DOUBLE_LITERAL: "double",
  FLOAT_LITERAL: "float",
};

/** `1` is int, bigint or decimal by its size, `1.0` decimal(2,1), `1e3` double. */
function readNumber(node: SqlNode, text: string): SqlExpression {
  const span = spanOf(node);
  const token = node.children.at(-1);
  if (token?.kind !== "token" || token.missing === true) return { kind: "unknown", span };
  const sign = node.children.length > 1 ? "-" : "";
  const source = text.slice(token.start, token.end);
  const literal = (value: SqlLiteral["value"], dataType: DataType): SqlLiteral => ({
    kind: "literal",
    value,
    dataType,
    span,
  });
  if (token.type === "INTEGER_VALUE") return literal(exact(sign + source), wholeType(sign + source));
  if (token.type === "EXPONENT_VALUE") return literal(Number(sign + source), atomic("double"));
  if (token.type === "DECIMAL_VALUE") return literal(sign + source, decimalType(source));
  if (token.type === "BIGDECIMAL_LITERAL")
    return literal(sign + source.slice(0, -2), decimalType(source.slice(0, -2)));
  const digits = sign + source.slice(0, -1);
  const name = suffixTypes[token.type];
  if (name === undefined) return { kind: "unknown", span };
  return literal(name === "bigint" ? exact(digits) : Number(digits), atomic(name));
}

/** As a number where a double holds it exactly. */
const exact = (digits: string): number | string =>
  Number.isSafeInteger(Number(digits)) ? Number(digits) : digits;

function wholeType(digits: string): DataType {
  const value = BigInt(digits);
  if (value === BigInt.asIntN(32, value)) return atomic("int");
  if (value === BigInt.asIntN(64, value)) return atomic("bigint");
  return decimal(digits.replace(/^-?0*/, "").length, 0);
}

/** The narrowest decimal that holds a number as it is written: 0.50 is decimal(2,2), 1e3 decimal(4,0). */
function decimalType(source: string): DataType {
  const [mantissa = "", exponent = "0"] = source.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = `${whole}${fraction}`.replace(/^0+(?=.)/, "");
  const scale = fraction.length - Number(exponent);
  if (scale < 0) return decimal(digits.length - scale, 0);
  return decimal(Math.max(digits.length, scale, 1), scale);
}
