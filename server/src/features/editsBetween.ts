import type { TextEdit } from "../analysis/finding.ts";

/**
 * Edits that turn one text into the other, line by line, so that cursors and marks elsewhere stay where they are.
 * Where the changed part is very large, one edit replaces it all.
 */
export function editsBetween(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const left = linesOf(before);
  const right = linesOf(after);
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head++;
  let tail = 0;
  while (
    tail < left.length - head &&
    tail < right.length - head &&
    left[left.length - 1 - tail] === right[right.length - 1 - tail]
  )
    tail++;
  const start = lengthOf(left, 0, head);
  const middle = left.slice(head, left.length - tail);
  const replacement = right.slice(head, right.length - tail);
  return alignedEdits(middle, replacement, start);
}

/** Above this many cells the table of common lines costs more than it is worth. */
const largestTable = 4_000_000;

function alignedEdits(left: readonly string[], right: readonly string[], start: number): TextEdit[] {
  if (left.length * right.length > largestTable) return [edit(left, right, start)];
  const common = commonLines(left, right);
  const edits: TextEdit[] = [];
  let at = start;
  let [fromLeft, fromRight] = [0, 0];
  for (const [nextLeft, nextRight] of [...common, [left.length, right.length] as const]) {
    const removed = left.slice(fromLeft, nextLeft);
    const added = right.slice(fromRight, nextRight);
    if (removed.length > 0 || added.length > 0) edits.push(edit(removed, added, at));
    at += lengthOf(left, fromLeft, Math.min(nextLeft + 1, left.length));
    [fromLeft, fromRight] = [nextLeft + 1, nextRight + 1];
  }
  return edits;
}

/** Pairs of indices of a longest common subsequence of lines. */
function commonLines(left: readonly string[], right: readonly string[]): (readonly [number, number])[] {
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  const cell = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row--)
    for (let column = right.length - 1; column >= 0; column--)
      lengths[row * width + column] =
        left[row] === right[column]
          ? cell(row + 1, column + 1) + 1
          : Math.max(cell(row + 1, column), cell(row, column + 1));
  const pairs: (readonly [number, number])[] = [];
  for (let [row, column] = [0, 0]; row < left.length && column < right.length;) {
    if (left[row] === right[column]) pairs.push([row++, column++]);
    else if (cell(row + 1, column) >= cell(row, column + 1)) row++;
    else column++;
  }
  return pairs;
}

/** The replacement of some lines, without what both begin and end with. */
function edit(removed: readonly string[], added: readonly string[], start: number): TextEdit {
  const [before, after] = [removed.join(""), added.join("")];
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  // A CRLF or a surrogate pair is not taken apart.
  if (head > 0 && /[\r\uD800-\uDBFF]/.test(before[head - 1] ?? "")) head--;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  if (tail > 0 && /[\n\uDC00-\uDFFF]/.test(before[before.length - tail] ?? "")) tail--;
  return {
    start: start + head,
    end: start + before.length - tail,
    newText: after.slice(head, after.length - tail),
  };
}

/** The lines with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}

function lengthOf(lines: readonly string[], from: number, to: number): number {
  let length = 0;
  for (let index = from; index < to; index++) length += lines[index]?.length ?? 0;
  return length;
}
