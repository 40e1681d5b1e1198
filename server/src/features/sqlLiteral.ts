import type { EmbeddedSql } from "../plan/query/embeddedSql.ts";
import type { FormattedPiece } from "../sql/formatSql.ts";
import type { Span } from "../sql/sqlExpression.ts";
import type { FormattedStringExpression, StringExpression } from "../syntax/ast.ts";
import type { Unit } from "../syntax/module.ts";
import { nodeAt } from "../syntax/walk.ts";

/** A string literal of Python that spells SQL; several pieces where Python joins literals that follow each other. */
export interface SqlLiteral {
  readonly unit: Unit;
  readonly node: StringExpression | FormattedStringExpression | Span;
  readonly pieces: readonly LiteralPiece[];
}

/** One literal: the span of its content. */
export interface LiteralPiece extends Span {
  /** As it is written. */
  readonly prefix: string;
  readonly quote: string;
}

/** The literal around an offset of the unit; null where there is none. */
export function literalAt(unit: Unit, offset: number): SqlLiteral | null {
  const node = nodeAt(unit, offset).find(({ kind }) => kind === "String" || kind === "FormattedString");
  if (node?.kind !== "String" && node?.kind !== "FormattedString") return null;
  const pieces: LiteralPiece[] = [];
  for (const part of node.parts) {
    const last = pieces.at(-1);
    if (last?.end === part.start) {
      pieces[pieces.length - 1] = { ...last, end: part.end };
      continue;
    }
    const before = unit.text.slice(last?.end ?? node.start, part.start);
    const [, prefix = "", quote = ""] = /([A-Za-z]*)("""|'''|"|')$/.exec(before) ?? [];
    pieces.push({ prefix, quote, start: part.start, end: part.end });
  }
  return pieces.length > 0 && pieces.every(({ quote }) => quote !== "") ? { unit, node, pieces } : null;
}

export const isFormatted = ({ prefix }: LiteralPiece): boolean => /[ft]/i.test(prefix);

/** White space as literals spell it. */
const blank = /^(?:\s|\\[ntrf]|\\\r?\n)*$/;

/**
 * Formatted SQL as the literal spells it, holes and escapes included; lines are parted by `lineEnd`. Null where the
 * literal does not spell all of it, or spells more.
 */
export function writeAsSpelt(
  sql: EmbeddedSql,
  literal: SqlLiteral,
  formatted: readonly FormattedPiece[],
  lineEnd: string,
): string | null {
  const spell = speller(sql, literal);
  let result = "";
  let space = "";
  for (const { text, span } of formatted) {
    if (span === null) {
      space = text.replace("\n", lineEnd);
      continue;
    }
    const source = spell(span);
    if (source === null) return null;
    if (source === "") continue;
    const isRecased = text !== sql.text.slice(span.start, span.end);
    result += space + (isRecased ? text : source);
    space = "";
  }
  return spell(null) === "" ? result : null;
}

/**
 * What the literal spells for spans of the SQL, asked for in order; "" for what was told with the span before. Null
 * where it does not spell one, or something but white space was passed over. At the end, null is asked for.
 */
function speller(
  { text, holes, siteOf }: EmbeddedSql,
  { unit, pieces }: SqlLiteral,
): (span: Span | null) => string | null {
  const first = pieces[0]?.start ?? 0;
  const last = pieces.at(-1)?.end ?? 0;
  const placeOf = (offset: number): Span | null => {
    const site = siteOf({ start: offset, end: offset + 1 });
    const isInside =
      site.unit === unit && pieces.some((each) => site.start >= each.start && site.end <= each.end);
    return isInside ? site : null;
  };
  const elsewhere: Span[] = [];
  for (let offset = 0; offset < text.length; offset++)
    if (placeOf(offset) === null) elsewhere.push({ start: offset, end: offset + 1 });
  const merged = mergedSpans([...holes, ...elsewhere]);
  const holeAt = (offset: number): Span | undefined =>
    merged.find(({ start, end }) => start <= offset && (end > offset || (start === end && end === offset)));
  // A hole stands between the characters around it, wherever its value comes from.
  const startOf = (offset: number, hole = holeAt(offset)): number | null => {
    if (hole === undefined) return placeOf(offset)?.start ?? null;
    return hole.start === 0 ? first : (placeOf(hole.start - 1)?.end ?? null);
  };
  const endOf = (offset: number, hole = holeAt(offset - 1)): number | null => {
    if (hole === undefined) return placeOf(offset - 1)?.end ?? null;
    return hole.end >= text.length ? last : (placeOf(hole.end)?.start ?? null);
  };
  const isMixed = pieces.some(isFormatted) && !pieces.every(isFormatted);
  const written = (from: number, until: number): string =>
    pieces
      .map((piece) => {
        const source = unit.text.slice(
          Math.max(from, piece.start),
          Math.max(from, Math.min(until, piece.end)),
        );
        return isMixed && !isFormatted(piece) ? source.replaceAll(/[{}]/g, "$&$&") : source;
      })
      .join("");
  let taken = first;
  const told = new Set<Span>();
  return (span) => {
    const isEmpty = span !== null && span.start === span.end;
    const hole = isEmpty ? holeAt(span.start) : undefined;
    const from = span === null ? last : startOf(span.start, hole ?? holeAt(span.start));
    const until = span === null ? last : endOf(span.end, hole ?? holeAt(span.end - 1));
    if (from === null || until === null) return null;
    if (from > taken && !blank.test(written(taken, from))) return null;
    const source = written(Math.max(from, taken), until).trim();
    const opened = span === null ? undefined : (hole ?? holeAt(span.start));
    // What comes from elsewhere must have a mark here that is kept.
    if (source === "" && opened !== undefined && !told.has(opened)) return null;
    if (opened !== undefined) told.add(opened);
    taken = Math.max(taken, until);
    return source;
  };
}

/** Holes that touch each other as one. */
function mergedSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    if (last !== undefined && last.end >= start)
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else merged.push({ start, end });
  }
  return merged;
}
