import {
  loopEnd,
  ruleStop,
  starBlockStart,
  starLoopEntry,
  type Automaton,
  type Transition,
} from "./automaton.ts";

/** An edge without the state behind it, and that state; null where the rule ends. */
interface Edge {
  readonly head: string;
  readonly to: number | null;
}

const unbounded = Infinity;

/**
 * The rules of a grammar as networks without empty steps, one line of text each: equal rules of two versions have equal
 * texts. sql/networkText.ts reads them.
 *
 * A network is its states, divided by ";", the first one first. A state is its edges in the grammar's order, divided by
 * spaces; the first edge that leads to the end is the one that Spark takes. An edge is
 *
 *     ?condition: …   only with this flag of the parser (?!condition: without it), any number of times
 *     N@              only when the rule was called for a precedence of at most N
 *     ^               what was read of the rule so far becomes its first child (left recursion)
 *     NAME  {A|B}  ~{A|B}  *      a token, one of some, none of some, any
 *     rule  rule(N)               a rule, for the precedence N
 *     >STATE                      the state behind it
 *     .                           in place of all that: the rule may end here
 *
 * @param rules names by number
 * @param tokens names by type
 * @param conditions flags of the predicates by rule and number
 */
export function grammarNetworks(
  automaton: Automaton,
  rules: readonly string[],
  tokens: readonly (string | null)[],
  conditions: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Readonly<Record<string, string>> {
  const { kinds, starts, transitions } = automaton;
  const loops = kinds.map((kind, state) => kind === starLoopEntry && isPrecedenceLoop(automaton, state));
  const tokenName = (code: number): string => (code === -1 ? "EOF" : (tokens[code] ?? `#${code}`));
  const named = (codes: Transition["codes"]): string =>
    codes
      .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, each) => tokenName(from + each)))
      .sort()
      .join("|");

  function label(transition: Transition): string {
    if (transition.kind === "any") return "*";
    const tokensOf = named(transition.codes);
    if (transition.kind === "notSet") return `~{${tokensOf}}`;
    return tokensOf.includes("|") ? `{${tokensOf}}` : tokensOf;
  }

  /** The edges that leave a state after any number of empty steps. */
  function edgesOf(start: number): Edge[] {
    const edges: Edge[] = [];
    const seen = new Map<string, number>();
    const walk = (state: number, limit: number, wraps: boolean, flags: string): void => {
      const key = `${state} ${flags}`;
      if ((seen.get(key) ?? -1) >= limit) return;
      seen.set(key, limit);
      const prefix = `${flags}${limit === unbounded ? "" : `${limit}@`}`;
      if (kinds[state] === ruleStop) {
        edges.push({ head: `${prefix}.`, to: null });
        return;
      }
      for (const transition of transitions[state] ?? []) {
        const { kind, to, rule, number } = transition;
        const wrapped = wraps || (loops[state] === true && kinds[to] !== loopEnd);
        const front = `${prefix}${wrapped ? "^" : ""}`;
        if (kind === "epsilon") walk(to, limit, wrapped, flags);
        else if (kind === "precedence") walk(to, Math.min(limit, number), wrapped, flags);
        else if (kind === "predicate") {
          const condition = conditions[rules[rule] ?? ""]?.[number];
          if (condition === undefined)
            throw new Error(`${rules[rule]} has a predicate of an unknown kind: ${number}.`);
          walk(to, limit, wrapped, `${flags}?${condition}:`);
        } else if (kind === "rule")
          edges.push({ head: `${front}${rules[rule]}${number > 0 ? `(${number})` : ""}`, to });
        else edges.push({ head: `${front}${label(transition)}`, to });
      }
    };
    walk(start, unbounded, false, "");
    return edges;
  }

  return Object.fromEntries(rules.map((name, rule) => [name, networkText(edgesOf, starts[rule] ?? -1)]));
}

/** Whether a loop is the one of a left-recursive rule: what it repeats begins with a precedence. */
function isPrecedenceLoop({ kinds, transitions }: Automaton, state: number): boolean {
  const block = transitions[state]?.find(({ to }) => kinds[to] === starBlockStart);
  return (transitions[block?.to ?? -1] ?? []).some(({ to }) => {
    for (let each = to, steps = 0; steps < 4; steps++) {
      const first = transitions[each]?.[0];
      if (first?.kind === "precedence") return true;
      if (first?.kind !== "epsilon" && first?.kind !== "predicate") return false;
      each = first.to;
    }
    return false;
  });
}

/** Reachable states, equal ones merged, numbered as they are met. */
function networkText(edgesOf: (state: number) => Edge[], start: number): string {
  const edges = new Map<number, Edge[]>();
  const waiting = [start];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    if (edges.has(state)) continue;
    const found = edgesOf(state);
    edges.set(state, found);
    for (const { to } of found) if (to !== null) waiting.push(to);
  }
  const same = mergeEqual(edges);
  const order = new Map([[same(start), 0]]);
  const number = (state: number): number => {
    const found = order.get(same(state));
    if (found !== undefined) return found;
    order.set(same(state), order.size);
    return order.size - 1;
  };
  const lines: string[] = [];
  for (const state of order.keys())
    lines.push(
      (edges.get(state) ?? [])
        .map(({ head, to }) => (to === null ? head : `${head}>${number(to)}`))
        .join(" "),
    );
  return lines.join(";");
}

/** Two states are one when their edges say the same and lead to the same. */
function mergeEqual(edges: ReadonlyMap<number, readonly Edge[]>): (state: number) => number {
  const stands = new Map<number, number>();
  const same = (state: number): number => stands.get(state) ?? state;
  for (let changed = true; changed;) {
    changed = false;
    const known = new Map<string, number>();
    for (const [state, list] of edges) {
      if (same(state) !== state) continue;
      const text = list.map(({ head, to }) => `${head}>${to === null ? "" : same(to)}`).join(" ");
      const other = known.get(text);
      if (other === undefined) known.set(text, state);
      else {
        for (const [from, to] of stands) if (to === state) stands.set(from, other);
        stands.set(state, other);
        changed = true;
      }
    }
  }
  return same;
}
