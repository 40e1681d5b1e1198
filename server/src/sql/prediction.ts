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

/** Computes which tokens each rule may begin with and which may follow; answers about states are kept. */
export function createPrediction(grammar: Grammar): Prediction {
  const { states, starts, tokenNames } = grammar;
  const size = tokenNames.length;
  const ruleOf = ruleOfStates(grammar);
  const beginnings = createBeginnings(grammar);
  const { mayBegin, nullable } = beginnings;
  const follow = followers(grammar, ruleOf, beginnings);
  const isViable = (edge: Edge, state: number, token: number): boolean => {
    if (edge.kind === "end") return token === noToken || hasToken(at(follow, ruleOf[state] ?? 0), token);
    if (token === noToken) return false;
    if (edge.kind === "token") return hasToken(edge.tokens, token);
    const start = starts[edge.rule] ?? 0;
    if (mayBegin(start, token)) return true;
    if (!nullable(start)) return false;
    return mayBegin(edge.to, token) || (nullable(edge.to) && hasToken(at(follow, ruleOf[state] ?? 0), token));
  };
  const known = new Map<number, readonly Edge[]>();
  let returns: readonly (readonly number[])[] | undefined;
  return {
    nullable,
    ruleOf: (state) => ruleOf[state] ?? 0,
    returnsOf: (rule) => (returns ??= returnStates(grammar))[rule] ?? [],
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

/** How texts of rules begin. */
interface Beginnings {
  /** The tokens that may come first from a state to the end of its rule. */
  readonly firstOf: (state: number) => TokenSet;
  readonly mayBegin: (state: number, token: number) => boolean;
  /** Whether a rule may end from a state on without a token. */
  readonly nullable: (state: number) => boolean;
}

/** Only what rules begin with is worked out at once; most states are never asked for. */
function createBeginnings({ states, starts, tokenNames }: Grammar): Beginnings {
  const [unknown, yes, no] = [0, 1, 2];
  const nullables = new Uint8Array(states.length);
  const nullable = (state: number): boolean => {
    if (nullables[state] === unknown) {
      // A rule that calls itself first is no way to its end.
      nullables[state] = no;
      const found = states[state]?.some(
        (edge) =>
          edge.kind === "end" ||
          (edge.kind === "rule" && nullable(starts[edge.rule] ?? 0) && nullable(edge.to)),
      );
      nullables[state] = found === true ? yes : no;
    }
    return nullables[state] === yes;
  };
  const first: (TokenSet | undefined)[] = [];
  const firstOf = (state: number): TokenSet => {
    const known = first[state];
    if (known !== undefined) return known;
    const fresh = noTokens(tokenNames.length);
    first[state] = fresh;
    for (const edge of states[state] ?? []) {
      if (edge.kind === "token") addAll(fresh, edge.tokens);
      if (edge.kind !== "rule") continue;
      const start = starts[edge.rule] ?? 0;
      addAll(fresh, firstOf(start));
      if (nullable(start)) addAll(fresh, firstOf(edge.to));
    }
    return fresh;
  };
  const mayBegin = (state: number, token: number): boolean => hasToken(firstOf(state), token);
  return { firstOf, mayBegin, nullable };
}

/** The states behind the uses of each rule. */
function returnStates({ states, starts }: Grammar): readonly (readonly number[])[] {
  const found = starts.map(() => new Set<number>());
  for (const edges of states)
    for (const edge of edges) if (edge.kind === "rule") found[edge.rule]?.add(edge.to);
  return found.map((each) => [...each]);
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
  { states, starts, tokenNames }: Grammar,
  ruleOf: Uint16Array,
  { firstOf, nullable }: Beginnings,
): readonly TokenSet[] {
  const follow = starts.map(() => noTokens(tokenNames.length));
  /** The rules that may stand last in each rule: what follows it follows them. */
  const lasts = starts.map(() => new Set<number>());
  for (let state = 0; state < states.length; state++)
    for (const edge of states[state] ?? []) {
      if (edge.kind !== "rule") continue;
      addAll(at(follow, edge.rule), firstOf(edge.to));
      if (nullable(edge.to)) lasts[ruleOf[state] ?? 0]?.add(edge.rule);
    }
  untilStable(starts.length, (rule, again) => {
    for (const last of lasts[rule] ?? []) if (addAll(at(follow, last), at(follow, rule))) again(last);
  });
  return follow;
}
