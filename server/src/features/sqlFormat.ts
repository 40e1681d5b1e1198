import type { TextEdit } from "../analysis/finding.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import { embeddedSqlAt, embeddedSqlIn, type EmbeddedSql } from "../plan/query/embeddedSql.ts";
import { indentationAt, newlineOf, startsLine } from "../rules/edits.ts";
import { formatSql, type SqlStyle } from "../sql/formatSql.ts";
import type { SqlTree } from "../sql/parse.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { isFormatted, literalAt, writeAsSpelt, type SqlLiteral } from "./sqlLiteral.ts";

export type { KeywordCase } from "../sql/formatSql.ts";

/** What formatting gives: edits, none where all is well, or why it is not done, as a sentence. */
export type SqlFormat = { readonly edits: readonly TextEdit[] } | { readonly refusal: string };

/** Formats the SQL that the string at an offset of the document spells; null where no SQL stands. */
export function formatSqlAt(facts: ModuleFacts, offset: number, style: SqlStyle): SqlFormat | null {
  const found = embeddedSqlAt(facts, offset);
  const placed = unitAt(facts.module, offset);
  if (found === null || placed === undefined || found.sql.entry === "tableName") return null;
  const literal = literalAt(placed.unit, offset - placed.offset);
  if (literal === null) return null;
  const obstacle = obstacleTo(found.sql, literal);
  if (obstacle !== null) return { refusal: obstacle };
  const newText = formattedLiteral(found.sql, literal, style, newlineOf(facts.module.text));
  if (newText === null)
    return {
      refusal: "This SQL is put together from several values. Only what one string holds can be formatted.",
    };
  const { unit, node } = literal;
  const range = documentRange(facts.module, { unit, start: node.start, end: node.end });
  const isSame = unit.text.slice(node.start, node.end) === newText;
  return { edits: range === null || isSame ? [] : [{ ...range, newText }] };
}

/** Formats all statements of a document of SQL; those that Spark's parser refuses stay as they are. */
export function formatSqlDocument(facts: ModuleFacts, style: SqlStyle): readonly TextEdit[] {
  const newline = newlineOf(facts.module.text);
  return embeddedSqlIn(facts).flatMap((sql): TextEdit[] => {
    const { unit, start, end } = sql.siteOf({ start: 0, end: sql.text.length });
    const source = unit.text.slice(start, end);
    const [before, behind] = [/^\s*/, /\s*$/].map((blanks) => blanks.exec(source)?.[0].length ?? 0);
    const span = { start: start + (before ?? 0), end: end - (behind ?? 0) };
    const tree = withEmptyHoles(sql);
    const formatted = tree === null ? null : formatSql(tree, style);
    const range = documentRange(facts.module, { unit, ...span });
    if (formatted === null || range === null || span.end <= span.start) return [];
    const pieces = [{ prefix: "", quote: "", start, end }];
    const newText = writeAsSpelt(sql, { unit, node: { start, end }, pieces }, formatted, newline);
    const isSame = newText === null || newText === unit.text.slice(span.start, span.end);
    return isSame ? [] : [{ ...range, newText }];
  });
}

/** Why a literal is not written anew; null when it may be. */
function obstacleTo({ tree }: EmbeddedSql, { unit, node, pieces }: SqlLiteral): string | null {
  const [problem] = tree.problems;
  if (problem !== undefined) return `Spark's parser refuses this SQL: ${problem.message}`;
  if (tree.root === null) return "This SQL is too long to be formatted.";
  const kinds = new Set(pieces.map(({ prefix }) => prefix.toLowerCase().replace(/[ftu]/g, "")));
  if (kinds.size > 1) return "Raw and other strings are joined here. Write them as one string first.";
  const hasComment = unit.comments.some(
    (comment) =>
      comment.start >= node.start &&
      comment.end <= node.end &&
      !pieces.some((piece) => comment.start >= piece.start && comment.end <= piece.end),
  );
  return hasComment ? "Comments stand between the strings that are joined here. Move them first." : null;
}

/** The literal with its SQL laid out; null when the SQL does not come from it alone. */
function formattedLiteral(
  sql: EmbeddedSql,
  literal: SqlLiteral,
  style: SqlStyle,
  newline: string,
): string | null {
  const { unit, node, pieces } = literal;
  const [first] = pieces;
  const tree = withEmptyHoles(sql);
  if (first === undefined || tree === null) return null;
  const written = (width: number, indent: string): string | null => {
    const formatted = formatSql(tree, { ...style, width: Math.max(width, narrowest) });
    return formatted === null ? null : writeAsSpelt(sql, literal, formatted, `\n${indent}`);
  };
  const frame = frameOf(literal);
  const isOneLine = pieces.length > 1 || !unit.text.slice(first.start, first.end).includes("\n");
  if (isOneLine) {
    const start = pieces.length > 1 ? node.start + first.prefix.length + 1 : first.start;
    const line = written(style.width - columnAt(unit.text, start) - 1, "");
    if (line === null) return null;
    if (!line.includes("\n")) return quoted(pieces, line, first.quote);
  }
  const lines = written(style.width - frame.indent.length, frame.indent);
  if (lines === null) return null;
  const content = `\n${frame.indent}${lines}\n${frame.outer}`;
  const inNewline = newline === "\n" ? content : content.replaceAll(/\r?\n/g, newline);
  return quoted(pieces, inNewline, first.quote.length === 3 ? first.quote : '"""');
}

/** Lines are never made narrower, however far they are indented. */
const narrowest = 40;

/** Empty holes are laid out as comments are; null where one is a piece of a word. */
function withEmptyHoles({ tree, holes, text }: EmbeddedSql): SqlTree | null {
  const inTokens = ({ start }: { readonly start: number }): boolean =>
    tree.tokens.some((token) => token.start < start && token.end > start);
  const empty = holes.filter((hole) => hole.start === hole.end && !inTokens(hole));
  if (empty.length === 0) return tree;
  const isParted = empty.every(
    ({ start, end }) => /(?:^|[\s(,;])$/.test(text.slice(0, start)) && /^(?:$|[\s),;])/.test(text.slice(end)),
  );
  if (!isParted) return null;
  const comments = [
    ...tree.comments,
    ...empty.map(({ start, end }) => ({ start, end, unclosed: false })),
  ].sort((left, right) => left.start - right.start);
  return { ...tree, comments };
}

/** How the lines of a literal are indented, and its closing quotes. */
function frameOf({ unit, node, pieces }: SqlLiteral): { readonly indent: string; readonly outer: string } {
  const outer = indentationAt(unit, node.start);
  const unitIndent = outer.includes("\t") ? "\t" : "    ";
  const [first] = pieces;
  const content = first === undefined ? "" : unit.text.slice(first.start, first.end);
  const present = /^[ \t]*\r?\n(?:[ \t]*\r?\n)*([ \t]*)\S/.exec(content)?.[1];
  if (present !== undefined && present.startsWith(outer)) return { indent: present, outer };
  return { indent: startsLine(unit, node.start) ? outer : outer + unitIndent, outer };
}

const columnAt = (text: string, offset: number): number => offset - text.lastIndexOf("\n", offset - 1) - 1;

/** The content between quotes; null where it would end them. */
function quoted(pieces: SqlLiteral["pieces"], content: string, quote: string): string | null {
  const prefix = (pieces.find(isFormatted) ?? pieces[0])?.prefix ?? "";
  if (quote.length === 3 && content.includes(quote)) return null;
  const endsQuote =
    pieces.length > 1 && quote.length === 1 && new RegExp(`(?<!\\\\)(?:\\\\\\\\)*${quote}`).test(content);
  return endsQuote ? null : `${prefix}${quote}${content}${quote}`;
}
