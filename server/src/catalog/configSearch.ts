import { editDistance } from "./editDistance.ts";

/** A known key that resembles an unknown one. */
export interface NearConfig {
  readonly key: string;
  /** Letters to change; 0 when only capitals differ. */
  readonly distance: number;
  /** It is believable that the known key was meant, and not another one that we do not know. */
  readonly isLikely: boolean;
}

/** Answers "did you mean" over a fixed set of keys; earlier keys win ties. */
export function createNearest(keys: readonly string[]): (key: string) => NearConfig | null {
  const lower = keys.map((key) => key.toLowerCase());
  const words = new Set(keys.flatMap(wordsOf));
  return (key) => {
    const wanted = key.toLowerCase();
    let best: string | null = null;
    let least = Math.min(4, Math.max(1, Math.floor(key.length / 6))) + 1;
    let leastCased = Infinity;
    for (const [index, candidate] of lower.entries()) {
      const distance = editDistance(wanted, candidate, Math.min(least, 4));
      if (distance > least) continue;
      const known = keys[index] ?? candidate;
      const cased = distance === least && best === null ? Infinity : editDistance(key, known, 8);
      if (distance < least || cased < leastCased) {
        least = distance;
        leastCased = cased;
        best = known;
      }
    }
    return best === null
      ? null
      : { key: best, distance: least, isLikely: isLikelyMeant(key, best, least, words) };
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

/** A text to search in: the key and what is said about it, lower-case. */
export interface SearchableConfig {
  readonly key: string;
  readonly text: string;
  /** Its place among the explained keys; Infinity for others. */
  readonly rank: number;
}

/** Keys that hold every word, best first: words at the beginning of a key's parts, then well-known keys, then short ones. */
export function searchKeys(
  configs: readonly SearchableConfig[],
  query: string,
  limit: number,
): readonly string[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const hits: { readonly key: string; readonly score: number }[] = [];
  for (const config of configs) {
    const score = scoreOf(config, wanted);
    if (score > 0) hits.push({ key: config.key, score });
  }
  hits.sort((a, b) => b.score - a.score || a.key.length - b.key.length || (a.key < b.key ? -1 : 1));
  return hits.slice(0, limit).map((hit) => hit.key);
}

function scoreOf(config: SearchableConfig, wanted: readonly string[]): number {
  const key = config.key.toLowerCase();
  let score = config.rank === Infinity ? 1 : 4 - config.rank / 100;
  for (const word of wanted) {
    const at = key.indexOf(word);
    if (at === 0) score += 20;
    else if (at > 0 && (key[at - 1] === "." || isUpper(config.key, at))) score += 8;
    else if (at > 0) score += 4;
    else if (config.text.includes(word)) score += 2;
    else return 0;
  }
  return Math.max(score, 0.01);
}

function isUpper(text: string, at: number): boolean {
  const letter = text[at] ?? "";
  return letter !== letter.toLowerCase();
}
