import type { Catalog } from "../catalog/catalog.ts";

/** Shorter names are near too many others. */
const fewestLetters = 4;

/**
 * The method of a class that a name is one letter away from: a letter too many, too few or wrong, or two that changed
 * places. A final "s" more or less is no slip: programs name methods of their own so.
 */
export function misspeltMethod(
  api: Catalog["api"],
  type: string,
  name: string,
  version: string,
): string | null {
  if (name.length < fewestLetters || api.member(type, name) !== null) return null;
  for (const candidate of oneLetterAway(name)) {
    const isPlural = `${candidate}s` === name || `${name}s` === candidate;
    if (!isPlural && api.member(type, candidate)?.isProperty === false)
      if (api.signature(type, candidate, version) !== null) return candidate;
  }
  return null;
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";

function* oneLetterAway(word: string): Generator<string> {
  for (let at = 0; at <= word.length; at++) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    const [first = "", second = ""] = after;
    if (second !== "") yield before + second + first + after.slice(2);
    if (first !== "") yield before + after.slice(1);
    for (const letter of letters) {
      yield before + letter + after;
      if (first !== "") yield before + letter + after.slice(1);
    }
  }
}
