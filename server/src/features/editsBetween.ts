import type { TextEdit } from "../analysis/finding.ts";
import { unchangedLines } from "./unchangedLines.ts";

/**
 * Edits that turn one text into the other, line by line, so that cursors and marks elsewhere stay where they are.
 * Where the changed part is very large, one edit replaces it all.
 */
export function editsBetween(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const left = linesOf(before);
  const right = linesOf(after);
  const edits: TextEdit[] = [];
  let at = 0;
  let [fromLeft, fromRight] = [0, 0];
  for (const [nextLeft, nextRight] of [
    ...unchangedLines(left, right),
    [left.length, right.length] as const,
  ]) {
    const removed = left.slice(fromLeft, nextLeft);
    const added = right.slice(fromRight, nextRight);
    if (removed.length > 0 || added.length > 0) edits.push(edit(removed, added, at));
    at += lengthOf(left, fromLeft, Math.min(nextLeft + 1, left.length));
    [fromLeft, fromRight] = [nextLeft + 1, nextRight + 1];
  }
  return edits;
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
