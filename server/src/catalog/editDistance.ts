/**
 * Insertions, deletions, replacements and swaps of neighbours that turn one word into the other (optimal string
 * alignment); `limit + 1` when there are more than `limit`. Cheap for words that differ much: only the band that
 * `limit` allows is computed.
 */
export function editDistance(left: string, right: string, limit: number): number {
  let start = 0;
  let leftEnd = left.length;
  let rightEnd = right.length;
  if (Math.abs(leftEnd - rightEnd) > limit) return limit + 1;
  while (start < leftEnd && start < rightEnd && left.charCodeAt(start) === right.charCodeAt(start)) start++;
  while (
    leftEnd > start &&
    rightEnd > start &&
    left.charCodeAt(leftEnd - 1) === right.charCodeAt(rightEnd - 1)
  ) {
    leftEnd--;
    rightEnd--;
  }
  const height = leftEnd - start;
  const width = rightEnd - start;
  if (height === 0 || width === 0) return Math.min(height + width, limit + 1);
  const far = limit + 1;
  let previous: number[] = [];
  let row = Array.from({ length: width + 1 }, (_, column) => column);
  for (let i = 1; i <= height; i++) {
    const next = new Array<number>(width + 1).fill(far);
    if (i <= limit) next[0] = i;
    let least = next[0] ?? far;
    for (let j = Math.max(1, i - limit); j <= Math.min(width, i + limit); j++) {
      const one = left.charCodeAt(start + i - 1);
      const other = right.charCodeAt(start + j - 1);
      let cost = Math.min(
        (row[j] ?? far) + 1,
        (next[j - 1] ?? far) + 1,
        (row[j - 1] ?? far) + (one === other ? 0 : 1),
      );
      const swapped =
        i > 1 && j > 1 && one === right.charCodeAt(start + j - 2) && left.charCodeAt(start + i - 2) === other;
      if (swapped) cost = Math.min(cost, (previous[j - 2] ?? far) + 1);
      next[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > limit) return far;
    previous = row;
    row = next;
  }
  return Math.min(row[width] ?? far, far);
}
