import { editDistance } from "./editDistance.ts";

/** The candidate that was probably meant, or null when none is near: at most a third of the letters differ. */
export function closestName(word: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  let limit = Math.max(1, Math.floor(word.length / 3));
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), limit);
    if (distance > limit) continue;
    best = candidate;
    limit = distance - 1;
    if (limit < 0) break;
  }
  return best;
}

/** " Did you mean `name`?", or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const name = closestName(word, candidates);
  return name === null ? "" : ` Did you mean \`${name}\`?`;
}
