/** Text that half-typed code lacks at `offset`, put in so that the parser can read the rest. */
export interface Insertion {
  readonly offset: number;
  readonly text: string;
  /** False for a guess, such as the end of a string: worth a try when the code does not parse without it. */
  readonly certain: boolean;
}

/** A text with insertions, and the way from its offsets back to those of the text without them. */
export interface PatchedText {
  readonly text: string;
  /** Offsets inside an insertion map to its place. */
  readonly toOriginal: (offset: number) => number;
}

/** Puts insertions, which are ordered by offset, into a text. */
export function patch(text: string, insertions: readonly Insertion[]): PatchedText {
  const pieces: string[] = [];
  /** Where each insertion starts in the patched text, and how much is inserted up to its end. */
  const starts: number[] = [];
  const inserted: number[] = [];
  let taken = 0;
  let total = 0;
  for (const { offset, text: piece } of insertions) {
    pieces.push(text.slice(taken, offset), piece);
    taken = offset;
    starts.push(offset + total);
    total += piece.length;
    inserted.push(total);
  }
  pieces.push(text.slice(taken));
  const toOriginal = (offset: number): number => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    const before = insertions[low - 1];
    return before === undefined ? offset : Math.max(before.offset, offset - (inserted[low - 1] ?? 0));
  };
  return { text: pieces.join(""), toOriginal };
}
