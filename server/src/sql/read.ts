import { derive } from "./derive.ts";
import { recognise, type Recogniser } from "./recognise.ts";
import type { SqlNode, SqlToken } from "./tree.ts";

/** The tree of tokens that the grammar takes, or how far it takes them. */
export function read(
  recogniser: Recogniser,
  types: readonly number[],
  tokens: readonly SqlToken[],
  rule: number,
): { readonly root: SqlNode | null; readonly furthest: number } {
  let furthest = 0;
  for (const reading of readingsOf(recogniser, types)) {
    const recognition = recognise(recogniser, reading, rule);
    if (recognition.accepted)
      return { root: derive(recogniser, recognition, reading, tokens, rule), furthest: types.length - 1 };
    furthest = Math.max(furthest, recognition.furthest);
  }
  return { root: null, furthest };
}

/** The tokens with words that are no names, if some are there; then as they are, unless those words are too many. */
function* readingsOf(recogniser: Recogniser, types: readonly number[]): Generator<readonly number[]> {
  const asWords = withMereWords(recogniser, types);
  if (asWords !== types) yield asWords;
  if (!isBeyondReading(recogniser, types)) yield types;
}

/** With so many words that may be names, readings with names would take time by the square of their number. */
const mostWords = 400;

/** Whether tokens that cannot be read may be a text all the same, since not all readings of them are tried. */
export const isBeyondReading = (recogniser: Recogniser, types: readonly number[]): boolean =>
  mereWordsIn(recogniser, types).size > mostWords;

/** Tokens in which the words that are hardly names before the ones behind them are none. */
export function withMereWords(recogniser: Recogniser, types: readonly number[]): readonly number[] {
  const words = mereWordsIn(recogniser, types);
  return words.size === 0 ? types : types.map((type, at) => words.get(at) ?? type);
}

/** The places of words that are taken for no names, and the tokens that stand for them there. */
function mereWordsIn(
  { grammar: { mereWords, clauseWords } }: Recogniser,
  types: readonly number[],
): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  types.forEach((type, at) => {
    const word = mereWords.get(type);
    const next = types[at + 1];
    if (word !== undefined && (next === word.before || next === clauseWords.get(word.before)))
      found.set(at, word.type);
  });
  return found;
}

/** Tokens in which the words that begin the parts of a query are no names. */
export const withClauseWords = ({ grammar }: Recogniser, types: readonly number[]): readonly number[] =>
  types.map((type) => grammar.clauseWords.get(type) ?? type);
