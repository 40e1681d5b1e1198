import type { Edge, Grammar } from "./grammar.ts";
import { tokensIn, type TokenSet } from "./tokenSet.ts";

/** The cheapest way from each state to the end of its rule: what it costs, and its first edge. */
export interface Endings {
  readonly costs: Float64Array;
  readonly edges: readonly (Edge | null)[];
}

/** What people would write first where several tokens are equally right; others cost more. */
const likely: ReadonlyMap<string, number> = new Map([
  ["EOF", 0],
  ["RIGHT_PAREN", 0.8],
  ["IDENTIFIER", 1],
  ["SELECT", 1.1],
  ["END", 1.1],
  ["FROM", 1.2],
  ["LEFT_PAREN", 1.4],
]);
/** All costs are a number of these. */
export const costStep = 0.1;
/** No token costs more. */
export const otherCost = 2;

/** Works out the cheapest ways to the ends of all rules. */
export function createEndings(grammar: Grammar): Endings {
  const { edgesOf, stateCount, starts } = grammar;
  const costs = new Float64Array(stateCount).fill(Infinity);
  const edges = Array.from(costs, (): Edge | null => null);
  const known = new Map<TokenSet, number>();
  const costOf = (tokens: TokenSet): number => {
    const cost = known.get(tokens) ?? cheapest(grammar, tokens)[1];
    known.set(tokens, cost);
    return cost;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (let state = stateCount - 1; state >= 0; state--)
      for (const edge of edgesOf(state)) {
        const cost =
          edge.kind === "end"
            ? 0
            : (costs[edge.to] ?? Infinity) +
              (edge.kind === "token" ? costOf(edge.tokens) : (costs[starts[edge.rule] ?? 0] ?? 0));
        if (cost >= (costs[state] ?? Infinity)) continue;
        costs[state] = cost;
        edges[state] = edge;
        changed = true;
      }
  }
  return { costs, edges };
}

/** The likeliest of some tokens, and its cost. */
export function cheapest({ tokenNames }: Grammar, tokens: TokenSet): readonly [token: number, cost: number] {
  let best: readonly [number, number] = [0, Infinity];
  for (const token of tokensIn(tokens)) {
    const cost = likely.get(tokenNames[token] ?? "") ?? otherCost;
    if (cost < best[1]) best = [token, cost];
  }
  return best;
}
