/** A text to search in: the key and what is said about it, lower-case. */
export interface SearchableConfig {
  readonly key: string;
  readonly text: string;
  /** Its place among the explained keys; Infinity for others. */
  readonly rank: number;
}

/**
 * Keys that hold every word, best first: words at the beginning of a key's parts, then well-known keys, then short
 * ones. Where few do, keys whose parts begin with the letters in order follow: "shufpart" finds `spark.sql.shuffle.partitions`.
 */
export function searchConfigs(
  configs: readonly SearchableConfig[],
  query: string,
  limit: number,
): readonly string[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const hits = best(configs, (config) => wordScore(config, wanted));
  if (hits.length >= limit) return hits.slice(0, limit);
  const letters = wanted.join("");
  const found = new Set(hits);
  const loose =
    letters.length < 3 || letters.length > mostLetters
      ? []
      : best(configs, (config) => (found.has(config.key) ? 0 : letterScore(config, letters)));
  return [...hits, ...loose].slice(0, limit);
}

/** More letters are no abbreviation, and would take long to fit. */
const mostLetters = 30;

function best(
  configs: readonly SearchableConfig[],
  scoreOf: (config: SearchableConfig) => number,
): readonly string[] {
  return configs
    .map((config) => ({ key: config.key, score: scoreOf(config) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.key.length - b.key.length || (a.key < b.key ? -1 : 1))
    .map(({ key }) => key);
}

function wordScore(config: SearchableConfig, wanted: readonly string[]): number {
  const key = config.key.toLowerCase();
  let score = fame(config);
  for (const word of wanted) {
    const at = key.indexOf(word);
    if (at === 0) score += 20;
    else if (at > 0 && startsPart(config.key, at)) score += 8;
    else if (at > 0) score += 4;
    else if (config.text.includes(word)) score += 2;
    else return 0;
  }
  return Math.max(score, 0.01);
}

/** From 4 for the best-known key down to 1 for those that nobody ranked. */
const fame = ({ rank }: SearchableConfig): number => (rank === Infinity ? 1 : Math.max(1, 4 - rank / 100));

/** All letters in order, each at the start of a part or right behind the one before; 0 when they are not. */
function letterScore(config: SearchableConfig, letters: string): number {
  const starts = fromStarts(config.key, letters, 0, false);
  return starts === 0 ? 0 : fame(config) / starts;
}

/** The number of runs that the letters fall into; 0 when they do not fit. Shorter runs are tried when a long one leads nowhere. */
function fromStarts(key: string, letters: string, from: number, isRunning: boolean): number {
  if (letters === "") return isRunning ? 1 : 0;
  for (let at = from; at < key.length; at++) {
    if (key.charAt(at).toLowerCase() !== letters.charAt(0)) continue;
    const continues = isRunning && at === from;
    if (!continues && !startsPart(key, at)) continue;
    const rest = fromStarts(key, letters.slice(1), at + 1, true);
    if (rest > 0) return continues ? rest : rest + (isRunning ? 1 : 0);
  }
  return 0;
}

function startsPart(key: string, at: number): boolean {
  if (at === 0 || key[at - 1] === "." || key[at - 1] === "-") return true;
  const letter = key[at] ?? "";
  return letter !== letter.toLowerCase();
}
