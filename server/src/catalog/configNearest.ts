import { editDistance } from "./editDistance.ts";

/** A known key that resembles an unknown one. */
export interface NearConfig {
  readonly key: string;
  /** Letters to change; 0 when only capitals differ. */
  readonly distance: number;
  /** It is believable that the known key was meant, and not another one that we do not know. */
  readonly isLikely: boolean;
}

/** A key prepared for comparison. */
interface Candidate {
  readonly key: string;
  readonly lower: string;
  /** Which letters occur, one bit each: two words that are `n` edits apart differ in at most 2 `n` of them. */
  readonly letters: number;
  readonly order: number;
}

/** No key is looked for that is more edits away. */
const farthest = 4;

/** Answers "did you mean" over a fixed set of keys; earlier keys win ties. */
export function createNearest(keys: readonly string[]): (key: string) => NearConfig | null {
  const words = new Set(keys.flatMap(wordsOf));
  const byLength = new Map<number, Candidate[]>();
  for (const [order, key] of keys.entries()) {
    const lower = key.toLowerCase();
    const group = byLength.get(lower.length) ?? [];
    group.push({ key, lower, letters: lettersOf(lower), order });
    byLength.set(lower.length, group);
  }
  return (key) => {
    const wanted = key.toLowerCase();
    const letters = lettersOf(wanted);
    let best: Candidate | null = null;
    let least = Math.min(farthest, Math.max(1, Math.floor(key.length / 6)));
    let leastCased = Infinity;
    for (let off = 0; off <= least; off++)
      for (const length of off === 0 ? [wanted.length] : [wanted.length - off, wanted.length + off])
        for (const candidate of byLength.get(length) ?? []) {
          if (bitCount(candidate.letters ^ letters) > 2 * least) continue;
          const distance = editDistance(wanted, candidate.lower, least);
          if (distance > least) continue;
          const cased = editDistance(key, candidate.key, 8);
          const isBetter =
            best === null ||
            distance < least ||
            cased < leastCased ||
            (cased === leastCased && candidate.order < best.order);
          if (!isBetter) continue;
          least = distance;
          leastCased = cased;
          best = candidate;
        }
    if (best === null) return null;
    return { key: best.key, distance: least, isLikely: isLikelyMeant(key, best.key, least, words) };
  };
}

/**
 * A slip of the fingers, a capital, or a forgotten or needless "sql". Keys that differ by another known word
 * (min for max, read for write) or by a number may well exist in a release or product that we do not know.
 */
function isLikelyMeant(key: string, known: string, distance: number, words: ReadonlySet<string>): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/\d+/g, "#");
  if (distance > 0 && plain(key) === plain(known)) return false;
  if (key.replace(/^spark\.(sql\.)?/, "") === known.replace(/^spark\.(sql\.)?/, "")) return true;
  if (distance > 2) return false;
  const written = wordsOf(key);
  const meant = wordsOf(known);
  if (written.length !== meant.length) return distance <= 1;
  return written.every((word, index) => {
    const other = meant[index] ?? "";
    return word === other || !words.has(word) || editDistance(word, other, 2) < 2;
  });
}

const wordsOf = (key: string): string[] =>
  key
    .replace(/([a-z0-9])([A-Z])/g, "$1.$2")
    .toLowerCase()
    .split(/[.\-_]/);

function lettersOf(lower: string): number {
  let bits = 0;
  for (let at = 0; at < lower.length; at++) {
    const code = lower.charCodeAt(at) - 97;
    // Digits and signs share the bits that letters leave.
    bits |= 1 << (code >= 0 && code < 26 ? code : 26 + (lower.charCodeAt(at) % 6));
  }
  return bits;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
