/** Above this many cells the table of common lines costs more than it is worth. */
const largestTable = 4_000_000;

/**
 * The lines that two texts share, as pairs of their indices in order: as many as there can be. Where much lies between
 * the lines that both begin and end with, nothing of it counts as shared.
 */
export function unchangedLines(
  left: readonly string[],
  right: readonly string[],
): readonly (readonly [number, number])[] {
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head++;
  let tail = 0;
  while (
    tail < left.length - head &&
    tail < right.length - head &&
    left[left.length - 1 - tail] === right[right.length - 1 - tail]
  )
    tail++;
  const [leftEnd, rightEnd] = [left.length - tail, right.length - tail];
  const middle = longestCommon(left.slice(head, leftEnd), right.slice(head, rightEnd));
  return [
    ...Array.from({ length: head }, (_, index) => [index, index] as const),
    ...middle.map(([row, column]) => [head + row, head + column] as const),
    ...Array.from({ length: tail }, (_, index) => [leftEnd + index, rightEnd + index] as const),
  ];
}

/** Pairs of indices of a longest common subsequence. */
function longestCommon(left: readonly string[], right: readonly string[]): (readonly [number, number])[] {
  if (left.length * right.length > largestTable) return [];
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
