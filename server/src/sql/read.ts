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

/** The tokens with words that are no names, if some are there; then as they are. */
function* readingsOf({ grammar }: Recogniser, types: readonly number[]): Generator<readonly number[]> {
  const { mereWords } = grammar;
  const isWord = (type: number, at: number): boolean => {
    const word = mereWords.get(type);
    return word !== undefined && word.before === types[at + 1];
  };
  if (types.some(isWord))
    yield types.map((type, at) => (isWord(type, at) ? (mereWords.get(type)?.type ?? type) : type));
  yield types;
}

/** Tokens in which the words that begin the parts of a query are no names. */
export const withClauseWords = ({ grammar }: Recogniser, types: readonly number[]): readonly number[] =>
  types.map((type) => grammar.clauseWords.get(type) ?? type);
