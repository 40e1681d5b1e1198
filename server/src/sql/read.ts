import { derive } from "./derive.ts";
import { caseBeforeWhen } from "./grammar.ts";
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

/** The tokens with CASE as a word where WHEN follows, if that is somewhere; then as they are. */
function* readingsOf({ grammar }: Recogniser, types: readonly number[]): Generator<readonly number[]> {
  const word = grammar.tokenNumbers.get("CASE") ?? -1;
  const when = grammar.tokenNumbers.get("WHEN") ?? -1;
  const onlyWord = grammar.tokenNumbers.get(caseBeforeWhen) ?? word;
  if (types.some((type, at) => type === word && types[at + 1] === when))
    yield types.map((type, at) => (type === word && types[at + 1] === when ? onlyWord : type));
  yield types;
}
