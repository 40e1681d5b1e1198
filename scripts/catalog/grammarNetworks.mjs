/**
 * The rules of a grammar as networks without empty steps, one line of text each: equal rules of two versions have equal
 * texts. server/src/sql/grammarText.ts reads them.
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
 */
import { loopEnd, ruleStop, starBlockStart, starLoopEntry } from "./automaton.mjs";

/** @typedef {import("./automaton.mjs").Automaton} Automaton */
/** @typedef {import("./automaton.mjs").Transition} Transition */
/** @typedef {{ head: string, to: number | null }} Edge */

const unbounded = Infinity;

/**
 * @param {Automaton} automaton of a parser
 * @param {readonly string[]} rules names by number
 * @param {readonly (string | null)[]} tokens names by type
 * @param {Readonly<Record<string, Readonly<Record<string, string>>>>} conditions flags of the predicates by rule and number
 * @returns {Record<string, string>} the text of each rule
 */
export function grammarNetworks(automaton, rules, tokens, conditions) {
  const { kinds, starts, transitions } = automaton;
  const loops = kinds.map((kind, state) => kind === starLoopEntry && isPrecedenceLoop(automaton, state));
  const tokenName = (/** @type {number} */ code) => (code === -1 ? "EOF" : (tokens[code] ?? `#${code}`));
  const named = (/** @type {Transition["codes"]} */ codes) =>
    codes
      .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, each) => tokenName(from + each)))
      .sort()
      .join("|");

  /** @param {Transition} transition */
  function label(transition) {
    if (transition.kind === "any") return "*";
    const tokensOf = named(transition.codes);
    if (transition.kind === "notSet") return `~{${tokensOf}}`;
    return tokensOf.includes("|") ? `{${tokensOf}}` : tokensOf;
  }

  /** The edges that leave a state after any number of empty steps. @param {number} start */
  function edgesOf(start) {
    /** @type {Edge[]} */
    const edges = [];
    /** @type {Map<string, number>} */
    const seen = new Map();
    /** @param {number} state @param {number} limit @param {boolean} wraps @param {string} flags */
    const walk = (state, limit, wraps, flags) => {
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
            throw new Error(`${rules[rule]} has a predicate of an unknown kind: ${number}`);
          walk(to, limit, wrapped, `${flags}?${condition}:`);
        } else if (kind === "rule")
          edges.push({ head: `${front}${rules[rule]}${number > 0 ? `(${number})` : ""}`, to });
        else edges.push({ head: `${front}${label(transition)}`, to });
      }
    };
    walk(start, unbounded, false, "");
    return edges;
  }

  return Object.fromEntries(
    rules.map((name, rule) => [name, networkText(edgesOf, /** @type {number} */ (starts[rule]))]),
  );
}

/** Whether a loop is the one of a left-recursive rule: what it repeats begins with a precedence. @param {Automaton} automaton @param {number} state */
function isPrecedenceLoop({ kinds, transitions }, state) {
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

/** Reachable states, equal ones merged, numbered as they are met. @param {(state: number) => Edge[]} edgesOf @param {number} start */
function networkText(edgesOf, start) {
  /** @type {Map<number, Edge[]>} */
  const edges = new Map();
  const waiting = [start];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    if (edges.has(state)) continue;
    const found = edgesOf(state);
    edges.set(state, found);
    for (const { to } of found) if (to !== null) waiting.push(to);
  }
  const same = mergeEqual(edges);
  /** @type {number[]} */
  const order = [same(start)];
  const number = (/** @type {number} */ state) => {
    const found = order.indexOf(same(state));
    return found >= 0 ? found : order.push(same(state)) - 1;
  };
  /** @type {string[]} */
  const lines = [];
  for (let at = 0; at < order.length; at++) {
    const state = /** @type {number} */ (order[at]);
    lines.push(
      (edges.get(state) ?? [])
        .map(({ head, to }) => (to === null ? head : `${head}>${number(to)}`))
        .join(" "),
    );
  }
  return lines.join(";");
}

/** Two states are one when their edges say the same and lead to the same. @param {Map<number, Edge[]>} edges */
function mergeEqual(edges) {
  /** @type {Map<number, number>} */
  const stands = new Map();
  const same = (/** @type {number} */ state) => stands.get(state) ?? state;
  for (let changed = true; changed;) {
    changed = false;
    /** @type {Map<string, number>} */
    const known = new Map();
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
