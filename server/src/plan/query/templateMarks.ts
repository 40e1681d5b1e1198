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

/** A piece of a text in whose place something else is read. */
interface Mark {
  readonly start: number;
  readonly end: number;
  /** What is read; null where the program does not tell. */
  readonly text: string | null;
}

/** What keyword arguments of `spark.sql` put into `{name}`: SQL text, null where the program does not tell. */
export type FieldTexts = ReadonlyMap<string, string | null>;

/**
 * Jinja's `{{ }}`, `{% %}` and `{# #}`, and what shells, Airflow and others write for values to come. No version of
 * Spark reads any of them as SQL.
 */
const templatePattern =
  /\{\{[^]*?\}\}|\{%[^]*?%\}|\{#[^]*?#\}|\$\{[^{}\n]*\}|\$\([^()\n]*\)|<<\w+>>|(?<![\w@])@\w+@(?!\w)/g;

/** The same and Python's own: `{name}`, `%(name)s`, `$name`. */
const pythonPattern = new RegExp(
  `${templatePattern.source}|\\{[\\w.\\[\\]]*\\}|%\\(\\w+\\)[sd]|%s|\\$[A-Za-z_]\\w*`,
  "g",
);

/** The marks of templates that come before Spark; `isPython` counts those that Python fills. */
export const templateMarks = (text: string, isPython: boolean): readonly Mark[] =>
  Array.from(text.matchAll(isPython ? pythonPattern : templatePattern), ({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
    text: null,
  }));

/** Spark's own `${key}`, in whose place it reads a configuration (spark.sql.variable.substitute). */
export function variableMarks(text: string, session: Session): readonly Mark[] {
  if (!text.includes("${") || flag(session, "spark.sql.variable.substitute") === false) return [];
  return Array.from(
    text.matchAll(/\$\{(?:(?:hivevar|hiveconf|sparkconf|spark|env|system):)?([^{}\n]*)\}/g),
    ({ 0: { length }, 1: key = "", index }) => ({
      start: index,
      end: index + length,
      text: session.conf.get(key) ?? null,
    }),
  );
}

/** The fields `{name}` of a text that is given keyword arguments. Names of frames stay where they are. */
export function fieldMarks(text: string, fields: FieldTexts): readonly Mark[] {
  if (fields.size === 0) return [];
  return Array.from(text.matchAll(/\{\{|\}\}|\{(\w+)([^{}]*)\}/g)).flatMap((match): readonly Mark[] => {
    const { 0: whole, 1: name, 2: rest, index: start } = match;
    const end = start + whole.length;
    if (name === undefined) return [{ start, end, text: whole.charAt(0) }];
    const given = rest === "" ? (fields.get(name) ?? null) : null;
    return given === name
      ? [
          { start, end: start + 1, text: " " },
          { start: end - 1, end, text: " " },
        ]
      : [{ start, end, text: given }];
  });
}

/** A text with something else in the places of marks. */
export function withMarks({ text, pieces }: PlacedText, marks: readonly Mark[]): MarkedText {
  const plain = pieces.map((piece): MarkedPiece => ({ ...piece, isHole: piece.unknown !== null }));
  if (marks.length === 0) return { text, pieces: plain };
  const cut: MarkedPiece[] = [];
  let content = "";
  const add = (piece: MarkedPiece, written: string): void => {
    cut.push({ ...piece, start: content.length, end: content.length + written.length });
    content += written;
  };
  let from = 0;
  const copy = (until: number): void => {
    for (const piece of plain) {
      const start = Math.max(piece.start, from);
      const end = Math.min(piece.end, until);
      if (start < end) add({ ...piece, site: narrowed(piece, start, end) }, text.slice(start, end));
    }
  };
  for (const mark of [...marks].sort((left, right) => left.start - right.start)) {
    if (mark.start < from) continue;
    copy(mark.start);
    from = mark.end;
    const piece = plain.find((each) => each.end > mark.start);
    if (!piece) continue;
    const site = narrowed(piece, mark.start, Math.min(mark.end, piece.end));
    add(
      { ...piece, site, exact: false, unknown: null, isHole: mark.text === null },
      mark.text ?? text.slice(mark.start, mark.end),
    );
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
