import type { Span } from "../../sql/sqlExpression.ts";
import type { Site, Unit } from "../../syntax/module.ts";
import type { PutText } from "../strings/textOrigin.ts";
import type { Spelling } from "../strings/placedText.ts";

/** A run of SQL text that comes from one place of the program. */
export interface SqlPiece extends Span {
  readonly site: Site;
  /** The place spells it one to one. */
  readonly exact: boolean;
  readonly spelling: Spelling | null;
  /** The expressions that put the piece there, the outermost first. */
  readonly puts: readonly PutText[];
}

/** Where the pieces of a text stand, and how text is written there. */
export interface SqlPlaces {
  readonly siteOf: (span: Span) => Site;
  readonly exactSiteOf: (span: Span) => Site | null;
  readonly offsetAt: (unit: Unit, offset: number) => number | null;
  readonly spelt: (sql: string, at: Span) => string | null;
}

/** The places of a text whose pieces tile it; `whole` stands for what has no place of its own. */
export function placesOf(pieces: readonly SqlPiece[], whole: Site): SqlPlaces {
  return {
    siteOf: (span) => exactSiteOf(pieces, span) ?? nearSiteOf(pieces, span) ?? whole,
    exactSiteOf: (span) => exactSiteOf(pieces, span),
    offsetAt: (unit, offset) => offsetAt(pieces, unit, offset),
    spelt(sql, at) {
      const piece = pieceAround(pieces, at);
      if (piece === null || exactSiteOf(pieces, at) === null) return null;
      return piece.spelling === null ? sql : spelt(sql, piece.spelling);
    },
  };
}

/** The pieces that a span touches; for an empty one, the exact piece around it or the one at its side. */
function piecesIn(pieces: readonly SqlPiece[], { start, end }: Span): readonly SqlPiece[] {
  const first = firstBehind(pieces, start);
  if (start === end) {
    const [before, at] = [pieces[first - 1], pieces[first]];
    const beside = [at, before].filter(
      (piece): piece is SqlPiece => piece !== undefined && piece.start <= start && piece.end >= start,
    );
    const best = beside.find(({ exact }) => exact) ?? beside[0];
    return best ? [best] : [];
  }
  const found: SqlPiece[] = [];
  for (let index = first; index < pieces.length; index += 1) {
    const piece = pieces[index];
    if (piece === undefined || piece.start >= end) break;
    if (piece.end > piece.start) found.push(piece);
  }
  return found;
}

const pieceAround = (pieces: readonly SqlPiece[], span: Span): SqlPiece | null =>
  piecesIn(pieces, span)[0] ?? null;

/** The index of the first piece that ends behind an offset. */
function firstBehind(pieces: readonly SqlPiece[], offset: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

const within = ({ start, end, site }: SqlPiece, span: Span): Site => ({
  unit: site.unit,
  start: site.start + Math.max(0, span.start - start),
  end: site.end - Math.max(0, end - span.end),
});

function exactSiteOf(pieces: readonly SqlPiece[], span: Span): Site | null {
  const found = piecesIn(pieces, span);
  const sites = found.map((piece) => within(piece, span));
  const [first] = sites;
  if (first === undefined || !found.every(({ exact }) => exact)) return null;
  let { end } = first;
  for (const site of sites.slice(1)) {
    if (site.unit !== first.unit || site.start !== end) return null;
    ({ end } = site);
  }
  return { ...first, end };
}

/** From the first place to the last, as seen from where the pieces come together; null where they are not in order. */
function nearSiteOf(pieces: readonly SqlPiece[], span: Span): Site | null {
  const found = piecesIn(pieces, span);
  const [first] = found;
  if (first === undefined) return null;
  // What one expression puts there as a whole is looked at inside of it; what several put, as these expressions.
  const isShared = (depth: number): boolean => {
    const outer = first.puts[depth];
    return outer !== undefined && found.every(({ puts }) => puts[depth] === outer);
  };
  let depth = 0;
  while (isShared(depth)) depth += 1;
  const sites = found.map(
    (piece) => piece.puts[depth]?.site ?? (piece.exact ? within(piece, span) : piece.site),
  );
  const [start, ...others] = sites;
  if (start === undefined) return null;
  let last = start;
  for (const site of others) {
    if (site.unit !== start.unit || site.start < last.start) return first.puts[0]?.site ?? null;
    last = site.end > last.end ? site : last;
  }
  return { ...start, end: last.end };
}

function offsetAt(pieces: readonly SqlPiece[], unit: Unit, offset: number): number | null {
  let beside: number | null = null;
  for (const { site, exact, start, end, spelling } of pieces) {
    if (site.unit !== unit || offset < site.start || offset > site.end || spelling === null) continue;
    if (exact && offset < site.end) return start + offset - site.start;
    if (offset === site.start) beside ??= start;
    else beside = offset === site.end ? end : (beside ?? start);
  }
  return beside;
}

/** How text is written in a literal; null where it cannot be. */
function spelt(sql: string, { prefix, quote, doubled }: Spelling): string | null {
  let text = sql;
  if (doubled.includes("braces")) text = text.replaceAll(/[{}]/g, "$&$&");
  if (doubled.includes("percent")) text = text.replaceAll("%", "%%");
  if (prefix.includes("f") || prefix.includes("t")) text = text.replaceAll(/[{}]/g, "$&$&");
  const isLong = quote.length === 3;
  if (quote === "") return text;
  const mark = quote.charAt(0);
  if (prefix.includes("r"))
    return text.includes(mark) || text.endsWith("\\") || (!isLong && text.includes("\n")) ? null : text;
  text = text.replaceAll("\\", "\\\\").replaceAll(mark, `\\${mark}`);
  return isLong ? text : text.replaceAll("\n", "\\n");
}
