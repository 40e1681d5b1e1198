import type { Edge, Grammar } from "./grammar.ts";
import { createRuleTokens } from "./ruleTokens.ts";
import { hasToken } from "./tokenSet.ts";

/** Stands for the token behind the last one. */
export const noToken = -1;

/** What one token of lookahead tells about a grammar. */
export interface Prediction {
  /** The edges of a state that may be taken before a token, in the grammar's order. */
  readonly viable: (state: number, token: number) => readonly Edge[];
  /** Whether the rule of a state may end there without another token. */
  readonly nullable: (state: number) => boolean;
  /** The states behind all uses of a rule. */
  readonly returnsOf: (rule: number) => readonly number[];
}

const nothing: readonly Edge[] = [];

/** Tells by the tokens that rules begin with and that follow them; answers about states are kept. */
export function createPrediction(grammar: Grammar): Prediction {
  const { edgesOf, ruleOf, starts, tokenNames } = grammar;
  const size = tokenNames.length;
  const { firstOf, nullable, followOf } = createRuleTokens(grammar);
  const mayBegin = (state: number, token: number): boolean => hasToken(firstOf(state), token);
  const mayFollow = (state: number, token: number): boolean => hasToken(followOf(ruleOf(state)), token);
  const isViable = (edge: Edge, state: number, token: number): boolean => {
    if (edge.kind === "end") return token === noToken || mayFollow(state, token);
    if (token === noToken) return false;
    if (edge.kind === "token") return hasToken(edge.tokens, token);
    const start = starts[edge.rule] ?? 0;
    if (mayBegin(start, token)) return true;
    if (!nullable(start)) return false;
    return mayBegin(edge.to, token) || (nullable(edge.to) && mayFollow(state, token));
  };
  const known = new Map<number, readonly Edge[]>();
  let returns: readonly (readonly number[])[] | undefined;
  return {
    nullable,
    returnsOf: (rule) => (returns ??= returnStates(grammar))[rule] ?? [],
    viable(state, token) {
      const key = state * (size + 1) + token + 1;
      const found = known.get(key);
      if (found !== undefined) return found;
      const edges = edgesOf(state).filter((edge) => isViable(edge, state, token));
      const answer = edges.length === 0 ? nothing : edges;
      known.set(key, answer);
      return answer;
    },
  };
}

/** The states behind the uses of each rule. */
function returnStates({ edgesOf, stateCount, starts }: Grammar): readonly (readonly number[])[] {
  const found = starts.map(() => new Set<number>());
  for (let state = 0; state < stateCount; state++)
    for (const edge of edgesOf(state)) if (edge.kind === "rule") found[edge.rule]?.add(edge.to);
  return found.map((each) => [...each]);
}
