import { cheapest, otherCost } from "./endings.ts";
import { noToken } from "./prediction.ts";
import { standingAt, type Caller, type Recogniser } from "./recognise.ts";

/** Longer endings would say more than the text does. */
const longestEnding = 16;

/**
 * The cheapest tokens that make some tokens a text of a rule when they are put behind them, without the end of the text;
 * null when nothing short does.
 */
export function cheapestEnding(
  recogniser: Recogniser,
  types: readonly number[],
  rule: number,
): readonly number[] | null {
  const { costs } = recogniser.endings;
  const { standing, root } = standingAt(recogniser, [...types, noToken], rule, types.length);
  interface Way {
    readonly call: Caller;
    readonly cost: number;
    /** States from which rules are ended, the innermost first. */
    readonly states: readonly number[];
  }
  const waiting: Way[] = standing.map(({ call, state }) => ({
    call,
    cost: costs[state] ?? Infinity,
    states: [state],
  }));
  const done = new Set<Caller>();
  for (;;) {
    let next: Way | undefined;
    for (const way of waiting) if (!done.has(way.call) && way.cost < (next?.cost ?? Infinity)) next = way;
    // Every token costs something: what costs more than the dearest short ending is longer.
    if (next === undefined || next.cost > longestEnding * otherCost) return null;
    const { call, cost, states } = next;
    if (call === root) return tokensAlong(recogniser, states);
    done.add(call);
    call.callers.forEach((caller, each) => {
      const state = call.returns[each] ?? 0;
      waiting.push({ call: caller, cost: cost + (costs[state] ?? Infinity), states: [...states, state] });
    });
  }
}

/** The tokens on the cheapest ways from states to the ends of their rules. */
function tokensAlong({ grammar, endings }: Recogniser, states: readonly number[]): readonly number[] | null {
  const tokens: number[] = [];
  const waiting = states.toReversed();
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    const edge = endings.edges[state];
    if (edge === null || edge === undefined || edge.kind === "end") continue;
    waiting.push(edge.to);
    if (edge.kind === "rule") waiting.push(grammar.starts[edge.rule] ?? 0);
    else {
      const [token] = cheapest(grammar, edge.tokens);
      if (token !== 0) tokens.push(token);
    }
    if (tokens.length > longestEnding) return null;
  }
  return tokens;
}
