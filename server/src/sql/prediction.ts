import type { Edge, Grammar } from "./grammar.ts";
import { addAll, hasToken, noTokens, type TokenSet } from "./tokenSet.ts";

/** Stands for the token behind the last one. */
export const noToken = -1;

/** What one token of lookahead tells about a grammar. */
export interface Prediction {
  /** The edges of a state that may be taken before a token, in the grammar's order. */
  readonly viable: (state: number, token: number) => readonly Edge[];
}

const nothing: readonly Edge[] = [];

/** Computes which tokens each rule and state may begin with and which may follow; answers are kept. */
export function createPrediction(grammar: Grammar): Prediction {
  const { states, starts, tokenNames } = grammar;
  const size = tokenNames.length;
  const ruleOf = ruleOfStates(grammar);
  const { first, nullable } = beginnings(grammar);
  const follow = followers(grammar, ruleOf, first, nullable);
  const mayBegin = (state: number, token: number): boolean =>
    hasToken(at(first, state), token) ||
    (nullable[state] === 1 && hasToken(at(follow, ruleOf[state] ?? 0), token));
  const isViable = (edge: Edge, state: number, token: number): boolean => {
    if (edge.kind === "end") return token === noToken || hasToken(at(follow, ruleOf[state] ?? 0), token);
    if (token === noToken) return false;
    if (edge.kind === "token") return hasToken(edge.tokens, token);
    const start = starts[edge.rule] ?? 0;
    return hasToken(at(first, start), token) || (nullable[start] === 1 && mayBegin(edge.to, token));
  };
  const known = new Map<number, readonly Edge[]>();
  return {
    viable(state, token) {
      const key = state * (size + 1) + token + 1;
      const found = known.get(key);
      if (found !== undefined) return found;
      const edges = states[state]?.filter((edge) => isViable(edge, state, token)) ?? nothing;
      const answer = edges.length === 0 ? nothing : edges;
      known.set(key, answer);
      return answer;
    },
  };
}

const at = (sets: readonly TokenSet[], index: number): TokenSet => sets[index] ?? empty;
const empty: TokenSet = new Uint32Array(0);

/** The rule that each state belongs to. */
export function ruleOfStates({ states, starts }: Grammar): Uint16Array {
  const found = new Uint16Array(states.length);
  let rule = -1;
  for (let state = 0; state < states.length; state++) {
    while (rule + 1 < starts.length && (starts[rule + 1] ?? 0) <= state) rule++;
    found[state] = rule;
  }
  return found;
}

/** The tokens that may come first from each state to the end of its rule, and whether the rule may end without one. */
function beginnings({ states, starts, tokenNames }: Grammar) {
  const first = states.map(() => noTokens(tokenNames.length));
  const nullable = new Uint8Array(states.length);
  for (let changed = true; changed;) {
    changed = false;
    for (let state = states.length - 1; state >= 0; state--) {
      const own = at(first, state);
      for (const edge of states[state] ?? []) {
        if (edge.kind === "token") changed = addAll(own, edge.tokens) || changed;
        else if (edge.kind === "rule") {
          const start = starts[edge.rule] ?? 0;
          changed = addAll(own, at(first, start)) || changed;
          if (nullable[start] !== 1) continue;
          changed = addAll(own, at(first, edge.to)) || changed;
          if (nullable[edge.to] !== 1) continue;
        }
        if (edge.kind === "token" || nullable[state] === 1) continue;
        nullable[state] = 1;
        changed = true;
      }
    }
  }
  return { first, nullable };
}

/** The tokens that may come behind each rule, wherever it is used. */
function followers(
  { states, starts, tokenNames }: Grammar,
  ruleOf: Uint16Array,
  first: readonly TokenSet[],
  nullable: Uint8Array,
): readonly TokenSet[] {
  const follow = starts.map(() => noTokens(tokenNames.length));
  for (let changed = true; changed;) {
    changed = false;
    for (let state = 0; state < states.length; state++)
      for (const edge of states[state] ?? []) {
        if (edge.kind !== "rule") continue;
        const set = at(follow, edge.rule);
        changed = addAll(set, at(first, edge.to)) || changed;
        if (nullable[edge.to] === 1) changed = addAll(set, at(follow, ruleOf[state] ?? 0)) || changed;
      }
  }
  return follow;
}
