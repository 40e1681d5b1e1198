import type { Span } from "./sqlExpression.ts";

/**
 * Text with places at which lines may end. The lines of a group end all or none; a group stays on one line where it fits.
 */
export type Doc =
  /** A word or mark; `space` parts it from what stands before it on the line. */
  | DocText
  | DocComment
  /** A line's end, or else a blank; nothing for a soft one. */
  | { readonly kind: "line"; readonly soft: boolean }
  | DocGroup
  | { readonly kind: "indent"; readonly parts: Doc[] };

export interface DocText {
  readonly kind: "text";
  readonly text: string;
  /** Its place in the source; empty for what has none. */
  readonly span: Span;
  readonly space: boolean;
  /** Only where the group around ends its lines. */
  readonly whenBroken?: true;
}

/** A comment: on a line of its own, or where it stands. A line always ends behind one that `endsLine`. */
export interface DocComment {
  readonly kind: "comment";
  readonly text: string;
  readonly span: Span;
  readonly ownLine: boolean;
  readonly endsLine: boolean;
}

export interface DocGroup {
  readonly kind: "group";
  /** Never on one line. */
  broken: boolean;
  readonly parts: Doc[];
}

/** A piece of laid-out text: a token or comment with its place in the source, or white space. */
export interface FormattedPiece {
  readonly text: string;
  readonly span: Span | null;
}

/** The page that a group is laid out on. */
export interface Page {
  /** The most characters on a line, where that can be. */
  readonly width: number;
  /** Blanks for one level. */
  readonly indent: number;
  /** How many characters stand before the group on its first line. */
  readonly column: number;
}

interface Frame {
  readonly parts: readonly Doc[];
  at: number;
  readonly indent: number;
  readonly flat: boolean;
}

const frameOf = (parts: readonly Doc[], indent: number, flat: boolean): Frame => ({
  parts,
  at: 0,
  indent,
  flat,
});

/** Lays a group out in lines. */
export function layOut(root: DocGroup, page: Page): readonly FormattedPiece[] {
  const pieces: FormattedPiece[] = [];
  let { column } = page;
  /** The blanks of the line that begins with the next text; null while a line goes on. */
  let newLine: number | null = null;
  const write = (text: string, span: Span, space: boolean): void => {
    if (newLine !== null && pieces.length > 0) {
      pieces.push({ text: `\n${" ".repeat(newLine)}`, span: null });
      column = newLine;
    } else if (space && pieces.length > 0) {
      pieces.push({ text: " ", span: null });
      column++;
    }
    newLine = null;
    pieces.push({ text, span });
    column = columnAfter(text, column);
  };
  let blank = false;
  const frames = [frameOf([root], 0, false)];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const doc = frame.parts[frame.at++];
    const { indent, flat } = frame;
    if (doc === undefined) frames.pop();
    else if (doc.kind === "text") {
      if (doc.whenBroken && flat) continue;
      write(doc.text, doc.span, doc.space || blank);
      blank = false;
    } else if (doc.kind === "comment") {
      if (doc.ownLine) newLine ??= indent;
      write(doc.text, doc.span, true);
      if (doc.endsLine) newLine = indent;
      else blank = true;
    } else if (doc.kind === "line") {
      if (flat) blank = !doc.soft;
      else {
        newLine = indent;
        blank = false;
      }
    } else if (doc.kind === "indent") frames.push(frameOf(doc.parts, indent + page.indent, flat));
    else {
      const start: number = newLine ?? column;
      const isFlat = flat || (!doc.broken && fits(doc, frames, page.width - start));
      frames.push(frameOf(doc.parts, indent, isFlat));
    }
  }
  return pieces;
}

const columnAfter = (text: string, column: number): number => {
  const lastLine = text.lastIndexOf("\n");
  return lastLine < 0 ? column + text.length : text.length - lastLine - 1;
};

/** Whether a group fits on the rest of a line, with what follows up to the next line's end. */
function fits(group: DocGroup, after: readonly Frame[], room: number): boolean {
  let left = room;
  let blank = false;
  let outer = after.length;
  const frames: Frame[] = [frameOf(group.parts, 0, true)];
  while (left >= 0) {
    const frame = frames.at(-1);
    if (frame === undefined) {
      const next = after[--outer];
      if (next === undefined) return true;
      frames.push({ ...next });
      continue;
    }
    const doc = frame.parts[frame.at++];
    if (doc === undefined) frames.pop();
    else if (doc.kind === "text" && doc.whenBroken && frame.flat) continue;
    else if (doc.kind === "text" || doc.kind === "comment") {
      const end = doc.text.indexOf("\n");
      left -= (end < 0 ? doc.text.length : end) + (doc.kind === "comment" || doc.space || blank ? 1 : 0);
      blank = false;
      if (end >= 0) return left >= 0;
    } else if (doc.kind === "line") {
      if (!frame.flat) return true;
      blank = !doc.soft;
    } else frames.push(frameOf(doc.parts, 0, frame.flat && !(doc.kind === "group" && doc.broken)));
  }
  return false;
}
