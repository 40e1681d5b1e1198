import { cheapest, costStep, otherCost } from "./endings.ts";
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
  const ways: Way[][] = [];
  const add = (call: Caller, state: number, within: Way | null): void => {
    const cost = (within?.cost ?? 0) + (costs[state] ?? Infinity);
    // Every token costs something: what costs more than the dearest short ending is longer.
    if (cost <= longestEnding * otherCost)
      (ways[Math.round(cost / costStep)] ??= []).push({ call, cost, state, within });
  };
  for (const { call, state } of standing) add(call, state, null);
  const done = new Set<Caller>();
  // Both lists grow while they are gone through.
  for (let cost = 0; cost < ways.length; cost++)
    for (const way of ways[cost] ?? []) {
      const { call } = way;
      if (done.has(call)) continue;
      if (call === root) return tokensAlong(recogniser, way);
      done.add(call);
      call.callers.forEach((caller, each) => {
        add(caller, call.returns[each] ?? 0, way);
      });
    }
  return null;
}

/** A rule that may be ended, and how. */
interface Way {
  readonly call: Caller;
  readonly cost: number;
  /** From where it is ended. */
  readonly state: number;
  /** How the rule in it is ended. */
  readonly within: Way | null;
}

/** The tokens that end some rules, the innermost first. */
function tokensAlong({ grammar, endings }: Recogniser, outermost: Way): readonly number[] | null {
  const tokens: number[] = [];
  const waiting: number[] = [];
  for (let way: Way | null = outermost; way !== null; way = way.within) waiting.push(way.state);
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
