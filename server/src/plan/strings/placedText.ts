import type { Span } from "../../syntax/ast.ts";
import type { Site } from "../../syntax/module.ts";
import { writtenRuns } from "../../syntax/stringEscapes.ts";
import { unknownMark, type Doubled, type PutText, type TextOrigin } from "./textOrigin.ts";

/** A text with the places in the program that spell it. */
export interface PlacedText {
  /** `unknownMark` stands for each piece of unknown content. */
  readonly text: string;
  /** They tile the text; none is empty, unless the text is. */
  readonly pieces: readonly TextPiece[];
}

/** A run of a text that comes from one place. */
export interface TextPiece extends Span {
  /** Where it is spelt; for content that is worked out, the expression that gives it. */
  readonly site: Site;
  /** The place spells it one to one, character by character. */
  readonly exact: boolean;
  /** How the literal is written that spells it; null for what no literal spells. */
  readonly spelling: Spelling | null;
  /** The expression whose value is not known; null for known text. */
  readonly unknown: PutText | null;
  /** The expressions that put the piece there, the outermost first. */
  readonly puts: readonly PutText[];
}

/** What decides how text is written in a literal. */
export interface Spelling {
  /** Lower-case letters before the quotes, such as "rf". */
  readonly prefix: string;
  /** One or three characters. */
  readonly quote: string;
  /** What formatting afterwards wants doubled. */
  readonly doubled: readonly Doubled[];
}

interface Run extends Omit<TextPiece, "start" | "end"> {
  readonly text: string;
}

/** Works out the text of an origin and the places of all its pieces; null where a file's or a text's length is beyond `limit`. */
export function placedText(origin: TextOrigin, limit: number): PlacedText | null {
  const runs: Run[] = [];
  gather(origin, [], runs);
  return tiled(runs, limit);
}

function tiled(runs: readonly Run[], limit = Number.POSITIVE_INFINITY): PlacedText | null {
  let length = 0;
  const pieces: TextPiece[] = [];
  for (const { text, ...piece } of runs) {
    if (text === "" && runs.length > 1) continue;
    pieces.push({ ...piece, start: length, end: length + text.length });
    length += text.length;
    if (length > limit) return null;
  }
  return { text: runs.map(({ text }) => text).join(""), pieces };
}

function gather(origin: TextOrigin, puts: readonly PutText[], runs: Run[]): void {
  switch (origin.kind) {
    case "written":
      gatherWritten(origin, puts, runs);
      return;
    case "joined":
      for (const part of origin.parts) gather(part, puts, runs);
      return;
    case "put": {
      const outer = [...puts, origin];
      if (origin.origin !== null) gather(origin.origin, outer, runs);
      else
        runs.push({
          text: origin.text ?? unknownMark,
          site: origin.site,
          exact: false,
          spelling: null,
          unknown: origin.text === null ? origin : null,
          puts: outer,
        });
      return;
    }
    case "changed":
      gatherChanged(origin, puts, runs);
  }
}

function gatherWritten(
  { unit, parts }: Extract<TextOrigin, { kind: "written" }>,
  puts: readonly PutText[],
  runs: Run[],
): void {
  for (const { prefix, quote, start: from, end: until } of parts) {
    const spelling: Spelling = { prefix, quote, doubled: [] };
    const content = unit.text.slice(from, until);
    const found = writtenRuns(content, prefix);
    for (const { value, start, end } of found.length > 0 ? found : [{ value: "", start: 0, end: 0 }])
      runs.push({
        text: value,
        site: { unit, start: from + start, end: from + end },
        exact: value.length === end - start && content.startsWith(value, start),
        spelling,
        unknown: null,
        puts,
      });
  }
}

function gatherChanged(
  { of, by }: Extract<TextOrigin, { kind: "changed" }>,
  puts: readonly PutText[],
  runs: Run[],
): void {
  const inner: Run[] = [];
  gather(of, puts, inner);
  const base = tiled(inner);
  if (base === null) return;
  let from = 0;
  for (const kept of by(base.text)) {
    if ("origin" in kept) {
      gather(kept.origin, puts, runs);
      continue;
    }
    if (kept.as !== undefined) {
      const piece = base.pieces.find(({ end }) => end > kept.start);
      if (piece)
        runs.push({
          ...cut(piece, base.text, kept),
          text: kept.as,
          exact: false,
          spelling: null,
          unknown: null,
        });
      continue;
    }
    // What is kept is mostly in order: the search goes on where the last piece was found.
    if ((base.pieces[from]?.start ?? 0) > kept.start) from = 0;
    while (from < base.pieces.length - 1 && (base.pieces[from]?.end ?? 0) <= kept.start) from += 1;
    for (let index = from; index < base.pieces.length; index += 1) {
      const piece = base.pieces[index];
      if (piece === undefined || piece.start > kept.end || (piece.start === kept.end && index > from)) break;
      runs.push(cut(piece, base.text, kept));
    }
  }
}

function cut(piece: TextPiece, text: string, kept: Span & { readonly doubled?: Doubled }): Run {
  const start = Math.max(piece.start, kept.start);
  const end = Math.min(piece.end, kept.end);
  const { site, exact, spelling, unknown, puts } = piece;
  const { doubled } = kept;
  return {
    text: text.slice(start, end),
    site: exact
      ? { unit: site.unit, start: site.start + start - piece.start, end: site.end - (piece.end - end) }
      : site,
    exact,
    spelling:
      spelling === null || doubled === undefined
        ? spelling
        : { ...spelling, doubled: [...spelling.doubled, doubled] },
    unknown,
    puts,
  };
}
