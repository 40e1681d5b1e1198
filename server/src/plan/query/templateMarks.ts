import { flag, type Session } from "../session.ts";
import type { PlacedText, TextPiece } from "../strings/placedText.ts";

/** A piece of SQL text before its holes are filled. */
export interface MarkedPiece extends TextPiece {
  /** A mark of a template, or an expression of unknown value. */
  readonly isHole: boolean;
}

export interface MarkedText {
  readonly text: string;
  readonly pieces: readonly MarkedPiece[];
}

/**
 * Jinja's `{{ }}`, `{% %}` and `{# #}`, and what shells, Airflow and others write for values to come. No version of
 * Spark reads any of them as SQL.
 */
const allMarks =
  /\{\{[^]*?\}\}|\{%[^]*?%\}|\{#[^]*?#\}|\$\{[^{}\n]*\}|\$\([^()\n]*\)|<<\w+>>|(?<![\w@])@\w+@(?!\w)/g;

/** Spark's own. */
const sparkMarks = /\$\{[^{}\n]*\}/g;

/** Whether a text has marks that Spark does not know. */
export const hasTemplateMarks = (text: string): boolean => text.search(allMarks) >= 0;

/**
 * A text in which marks of templates are holes. Spark puts configurations in for `${key}` itself: known ones are
 * filled (spark.sql.variable.substitute).
 */
export function templateMarks(
  { text, pieces }: PlacedText,
  session: Session,
  which: "spark" | "all",
): MarkedText {
  const plain = pieces.map((piece): MarkedPiece => ({ ...piece, isHole: piece.unknown !== null }));
  const found = [...text.matchAll(which === "all" ? allMarks : sparkMarks)];
  if (found.length === 0) return { text, pieces: plain };
  const cut: MarkedPiece[] = [];
  let content = "";
  const add = (piece: MarkedPiece, piecesText: string): void => {
    cut.push({ ...piece, start: content.length, end: content.length + piecesText.length });
    content += piecesText;
  };
  let from = 0;
  const copy = (until: number): void => {
    for (const piece of plain) {
      const start = Math.max(piece.start, from);
      const end = Math.min(piece.end, until);
      if (start >= end) continue;
      add({ ...piece, site: narrowed(piece, start, end) }, text.slice(start, end));
    }
    from = until;
  };
  for (const match of found) {
    copy(match.index);
    const end = match.index + match[0].length;
    const [mark] = match;
    const piece = plain.find((each) => each.end > match.index);
    from = end;
    if (!piece) continue;
    const known = substituted(mark, session);
    const site = narrowed(piece, match.index, Math.min(end, piece.end));
    const isComment = mark.startsWith("{#") || mark.startsWith("{%");
    if (known !== null) add({ ...piece, site, exact: false, unknown: null, isHole: false }, known);
    else add({ ...piece, site, exact: false, unknown: null, isHole: true }, isComment ? "" : mark);
  }
  copy(text.length);
  return { text: content, pieces: cut };
}

const narrowed = (piece: TextPiece, start: number, end: number): TextPiece["site"] =>
  piece.exact
    ? {
        unit: piece.site.unit,
        start: piece.site.start + start - piece.start,
        end: piece.site.end - (piece.end - end),
      }
    : piece.site;

/** What Spark puts in for `${key}`; null where the program does not tell. */
function substituted(mark: string, session: Session): string | null {
  const key = /^\$\{(?:(?:hivevar|hiveconf|sparkconf|spark):)?([\w.]+)\}$/.exec(mark)?.[1];
  if (key === undefined || flag(session, "spark.sql.variable.substitute") !== true) return null;
  return session.conf.get(key) ?? null;
}
