/** A set of token numbers as bits. */
export type TokenSet = Uint32Array;

export const noTokens = (count: number): TokenSet => new Uint32Array((count + 31) >> 5);

export const hasToken = (set: TokenSet, token: number): boolean =>
  (((set[token >> 5] ?? 0) >>> (token & 31)) & 1) === 1;

export function addToken(set: TokenSet, token: number): void {
  set[token >> 5] = (set[token >> 5] ?? 0) | (1 << (token & 31));
}

/** Adds all of `more`; whether that made `set` larger. */
export function addAll(set: TokenSet, more: TokenSet): boolean {
  let grew = false;
  for (let word = 0; word < set.length; word++) {
    const before = set[word] ?? 0;
    const after = (before | (more[word] ?? 0)) >>> 0;
    if (after !== before) {
      set[word] = after;
      grew = true;
    }
  }
  return grew;
}

/** The numbers in a set, smallest first. */
export function tokensIn(set: TokenSet): readonly number[] {
  const found: number[] = [];
  for (let token = 0; token < set.length * 32; token++) if (hasToken(set, token)) found.push(token);
  return found;
}

const radix = 36;

/** A set as text, without what is empty at its end. */
export const spellTokens = (set: TokenSet): string =>
  [...set]
    .map((word) => (word === 0 ? "" : word.toString(radix)))
    .join(",")
    .replace(/,+$/, "");

/** The inverse of `spellTokens`, for a grammar with so many tokens. */
export function readTokens(text: string, count: number): TokenSet {
  const set = noTokens(count);
  text.split(",").forEach((word, each) => {
    if (word !== "") set[each] = parseInt(word, radix);
  });
  return set;
}
