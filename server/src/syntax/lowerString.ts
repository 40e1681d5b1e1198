import type {
  Expression,
  FormattedStringExpression,
  Interpolation,
  Span,
  StringExpression,
  StringPart,
} from "./ast.ts";
import type { ConcreteNode } from "./concreteTree.ts";
import { lowerOperands } from "./lowerExpression.ts";
import { childOf, noExpression, operandsOf, type Lowering } from "./lowering.ts";
import { resolveEscapes, unknownCharacter } from "./stringEscapes.ts";
import { keptList } from "./keptList.ts";

/** Lowers `string` and `concatenated_string`. */
export function lowerString(
  node: ConcreteNode,
  lowering: Lowering,
): StringExpression | FormattedStringExpression {
  const parts =
    node.type === "string"
      ? lowerLiteral(node, lowering)
      : node.children.flatMap((child) => (child.type === "string" ? lowerLiteral(child, lowering) : []));
  const span = { start: node.start, end: node.end };
  const texts = keptList(parts.filter((part) => part.kind === "Text"));
  if (texts.length < parts.length) return { kind: "FormattedString", ...span, parts };
  const isUnknown = texts.some(
    ({ prefix, value }) => prefix.includes("b") || value.includes(unknownCharacter),
  );
  return {
    kind: "String",
    ...span,
    value: isUnknown ? null : texts.map(({ value }) => value).join(""),
    parts: texts,
  };
}

type Part = StringPart | Interpolation;
type Literal = Pick<StringPart, "prefix" | "quote">;

function lowerLiteral(node: ConcreteNode, lowering: Lowering): readonly Part[] {
  const opening = childOf(node, "string_start");
  const start = opening?.start ?? node.start;
  const contentStart = opening?.end ?? start;
  const written = lowering.text.slice(start, contentStart);
  const prefix = /^[a-z]*/iu.exec(written)?.[0] ?? "";
  const literal = { prefix: prefix.toLowerCase(), quote: written.slice(prefix.length) };
  const closing = childOf(node, "string_end");
  // The closing token of a raw string may take backslashes before the quotes along.
  const isClosed = closing !== undefined && closing.end > closing.start;
  const end = isClosed ? Math.max(contentStart, closing.end - literal.quote.length) : node.end;
  const parts = lowerParts(node, { start: contentStart, end }, literal, lowering);
  return parts.length > 0 ? parts : [textPart({ start: contentStart, end: contentStart }, literal, lowering)];
}

/** The holes below `node`, and the texts between them. */
function lowerParts(node: ConcreteNode, span: Span, literal: Literal, lowering: Lowering): readonly Part[] {
  const holes = node.children.filter(({ type }) => type === "interpolation" || type === "format_expression");
  if (holes.length === 0) return span.end > span.start ? [textPart(span, literal, lowering)] : [];
  const parts: Part[] = [];
  let start = span.start;
  for (const child of holes) {
    if (child.start > start) parts.push(textPart({ start, end: child.start }, literal, lowering));
    parts.push(lowerInterpolation(child, literal, lowering));
    start = child.end;
  }
  if (span.end > start) parts.push(textPart({ start, end: span.end }, literal, lowering));
  return parts;
}

function lowerInterpolation(node: ConcreteNode, literal: Literal, lowering: Lowering): Interpolation {
  const conversion = childOf(node, "type_conversion");
  const format = childOf(node, "format_specifier");
  const value: Expression =
    lowerOperands(
      operandsOf(node).filter((child) => child !== conversion && child !== format),
      node.children,
      lowering,
    ) ?? noExpression(Math.min(node.start + 1, node.end));
  return {
    kind: "Interpolation",
    start: node.start,
    end: node.end,
    expression: value,
    conversion: conversion === undefined ? null : lowering.text.slice(conversion.start + 1, conversion.end),
    format:
      format === undefined
        ? []
        : lowerParts(
            format,
            { start: Math.min(format.start + 1, format.end), end: format.end },
            literal,
            lowering,
          ),
  };
}

function textPart(span: Span, { prefix, quote }: Literal, lowering: Lowering): StringPart {
  const written = lowering.text.slice(span.start, span.end);
  return {
    kind: "Text",
    start: span.start,
    end: span.end,
    value: resolveEscapes(written, prefix),
    prefix,
    quote,
  };
}
