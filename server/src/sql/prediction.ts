import type { Edge, Grammar } from "./grammar.ts";
import { addAll, hasToken, noTokens, type TokenSet } from "./tokenSet.ts";

/** Stands for the token behind the last one. */
export const noToken = -1;

/** What one token of lookahead tells about a grammar. */
export interface Prediction {
  /** The edges of a state that may be taken before a token, in the grammar's order. */
  readonly viable: (state: number, token: number) => readonly Edge[];
  /** Whether the rule of a state may end there without another token. */
  readonly nullable: (state: number) => boolean;
  /** The rule that a state belongs to. */
  readonly ruleOf: (state: number) => number;
  /** The states behind all uses of a rule. */
  readonly returnsOf: (rule: number) => readonly number[];
}

const nothing: readonly Edge[] = [];

/** Computes which tokens each rule and state may begin with and which may follow; answers are kept. */
export function createPrediction(grammar: Grammar): Prediction {
  const { states, starts, tokenNames } = grammar;
  const size = tokenNames.length;
  const ruleOf = ruleOfStates(grammar);
  const { first, nullable } = beginnings(grammar, ruleOf);
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
  let returns: readonly ReadonlySet<number>[] | undefined;
  return {
    nullable: (state) => nullable[state] === 1,
    ruleOf: (state) => ruleOf[state] ?? 0,
    returnsOf: (rule) => [...((returns ??= returnStates(grammar))[rule] ?? [])],
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
function ruleOfStates({ states, starts }: Grammar): Uint16Array {
  const found = new Uint16Array(states.length);
  let rule = -1;
  for (let state = 0; state < states.length; state++) {
    while (rule + 1 < starts.length && (starts[rule + 1] ?? 0) <= state) rule++;
    found[state] = rule;
  }
  return found;
}

/** The states of a rule: from the first one to before the second one. */
const statesOf = ({ starts, states }: Grammar, rule: number): readonly [from: number, until: number] => [
  starts[rule] ?? 0,
  starts[rule + 1] ?? states.length,
];

/** The tokens that may come first from each state to the end of its rule, and whether the rule may end without one. */
function beginnings(grammar: Grammar, ruleOf: Uint16Array) {
  const { states, starts, tokenNames } = grammar;
  const first = states.map(() => noTokens(tokenNames.length));
  const nullable = new Uint8Array(states.length);
  const callers = callersOf(grammar, ruleOf);
  const improve = (state: number): boolean => {
    let changed = false;
    const own = at(first, state);
    for (const edge of states[state] ?? []) {
      if (edge.kind === "token") {
        changed = addAll(own, edge.tokens) || changed;
        continue;
      }
      if (edge.kind === "rule") {
        const start = starts[edge.rule] ?? 0;
        changed = addAll(own, at(first, start)) || changed;
        if (nullable[start] !== 1) continue;
        changed = addAll(own, at(first, edge.to)) || changed;
        if (nullable[edge.to] !== 1) continue;
      }
      if (nullable[state] === 1) continue;
      nullable[state] = 1;
      changed = true;
    }
    return changed;
  };
  untilStable(starts.length, (rule, again) => {
    const [from, until] = statesOf(grammar, rule);
    let [any, changed] = [false, true];
    while (changed) {
      changed = false;
      for (let state = until - 1; state >= from; state--) changed = improve(state) || changed;
      any ||= changed;
    }
    if (any) for (const caller of callers[rule] ?? []) again(caller);
  });
  return { first, nullable };
}

/** The rules that call each rule. */
function callersOf({ states, starts }: Grammar, ruleOf: Uint16Array): readonly ReadonlySet<number>[] {
  const callers = starts.map(() => new Set<number>());
  for (const [state, edges] of states.entries())
    for (const edge of edges) if (edge.kind === "rule") callers[edge.rule]?.add(ruleOf[state] ?? 0);
  return callers;
}

/** The states behind the uses of each rule. */
function returnStates({ states, starts }: Grammar): readonly ReadonlySet<number>[] {
  const found = starts.map(() => new Set<number>());
  for (const edges of states)
    for (const edge of edges) if (edge.kind === "rule") found[edge.rule]?.add(edge.to);
  return found;
}

/** Works on each rule, and on those once more that a change concerns. */
function untilStable(count: number, work: (rule: number, again: (other: number) => void) => void): void {
  const waiting = new Set(Array.from({ length: count }, (_, rule) => rule));
  for (const rule of waiting) {
    waiting.delete(rule);
    work(rule, (other) => waiting.add(other));
  }
}

/** The tokens that may come behind each rule, wherever it is used. */
function followers(
  grammar: Grammar,
  ruleOf: Uint16Array,
  first: readonly TokenSet[],
  nullable: Uint8Array,
): readonly TokenSet[] {
  const { states, starts, tokenNames } = grammar;
  const follow = starts.map(() => noTokens(tokenNames.length));
  /** The rules that may stand last in each rule: what follows it follows them. */
  const lasts = starts.map(() => new Set<number>());
  for (const [state, edges] of states.entries())
    for (const edge of edges) {
      if (edge.kind !== "rule") continue;
      addAll(at(follow, edge.rule), at(first, edge.to));
      if (nullable[edge.to] === 1) lasts[ruleOf[state] ?? 0]?.add(edge.rule);
    }
  untilStable(starts.length, (rule, again) => {
    for (const last of lasts[rule] ?? []) if (addAll(at(follow, last), at(follow, rule))) again(last);
  });
  return follow;
}
