/** A place in a text: line and UTF-16 code unit in it, both from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Converts between offsets and positions of one text. */
export interface LineIndex {
  readonly lineCount: number;
  /** Clamps offsets outside the text. */
  readonly positionAt: (offset: number) => Position;
  /** Clamps positions outside the text; a character behind its line's end is that end. */
  readonly offsetAt: (position: Position) => number;
  /** Offset of a line's first character; the text's length for lines behind the last. */
  readonly lineStart: (line: number) => number;
}

/** Lines end with LF, CRLF or a lone CR, as in the Language Server Protocol. The text is read at the first question. */
export function lineIndex(text: string): LineIndex {
  let known: readonly number[] | null = null;
  const starts = (): readonly number[] => (known ??= lineStarts(text));
  const lineStart = (line: number): number => (line < 0 ? 0 : (starts()[line] ?? text.length));
  return {
    get lineCount() {
      return starts().length;
    },
    lineStart,
    positionAt: (offset) => {
      const at = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts().length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts()[middle] ?? 0) <= at) low = middle;
        else high = middle - 1;
      }
      return { line: low, character: at - lineStart(low) };
    },
    offsetAt: ({ line, character }) => {
      const start = lineStart(line);
      let end = line < 0 ? 0 : lineStart(line + 1);
      if (end > start && text.charCodeAt(end - 1) === 10) end--;
      if (end > start && text.charCodeAt(end - 1) === 13) end--;
      return Math.max(start, Math.min(start + Math.max(0, character), end));
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) starts.push(at + 1);
    else if (code === 13 && text.charCodeAt(at + 1) !== 10) starts.push(at + 1);
  }
  return starts;
}
