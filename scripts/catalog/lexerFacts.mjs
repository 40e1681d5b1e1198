/** What the automaton of Spark's lexer says: how words and marks are spelt, and what texts other tokens take. */
import { ruleStop } from "./automaton.mjs";

/** @typedef {import("./automaton.mjs").Automaton} Automaton */
/** @typedef {import("./automaton.mjs").Transition} Transition */

const mostSpellings = 8;
const longestWord = 60;

/**
 * All texts of a lexer rule; null when they are too many to be a word or a mark.
 * @param {Automaton} automaton @param {number} rule
 */
export function spellingsOf({ kinds, starts, transitions }, rule) {
  /** @type {Set<string>} */
  const found = new Set();
  /** @param {number} state @param {string} text @param {readonly number[]} returns @returns {boolean} whether it stays finite */
  const walk = (state, text, returns) => {
    if (text.length > longestWord || found.size > mostSpellings) return false;
    if (kinds[state] === ruleStop) {
      const back = returns.at(-1);
      if (back !== undefined) return walk(back, text, returns.slice(0, -1));
      found.add(text);
      return true;
    }
    return (transitions[state] ?? []).every(({ kind, to, codes, rule: called }) => {
      if (kind === "rule") return walk(starts[called] ?? -1, text, [...returns, to]);
      if (kind === "set") {
        if (codes.some(([from, until]) => until - from > mostSpellings)) return false;
        return codes.every(([from, until]) => {
          for (let code = from; code <= until; code++)
            if (!walk(to, text + String.fromCodePoint(code), returns)) return false;
          return true;
        });
      }
      return kind !== "any" && kind !== "notSet" && walk(to, text, returns);
    });
  };
  return walk(starts[rule] ?? -1, "", []) && found.size <= mostSpellings ? [...found].sort() : null;
}

/** Whether a lexer rule takes a whole text, predicates aside. @param {Automaton} automaton @param {number} rule @param {string} text */
export function takes({ kinds, starts, transitions }, rule, text) {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  /** @param {readonly string[]} configurations a state and where to return to, as text */
  const closed = (configurations) => {
    const seen = new Set(configurations);
    for (const configuration of seen) {
      const [state = 0, ...returns] = configuration.split(" ").map(Number);
      if (kinds[state] === ruleStop && returns.length > 0) seen.add(returns.join(" "));
      for (const { kind, to, rule: called } of transitions[state] ?? [])
        if (kind === "rule") seen.add([starts[called], to, ...returns].join(" "));
        else if (kind === "epsilon" || kind === "predicate") seen.add([to, ...returns].join(" "));
    }
    return [...seen];
  };
  let now = closed([String(starts[rule])]);
  for (const code of codes)
    now = closed(
      now.flatMap((configuration) => {
        const [state = 0, ...returns] = configuration.split(" ").map(Number);
        return (transitions[state] ?? [])
          .filter((transition) => consumes(transition, code))
          .map(({ to }) => [to, ...returns].join(" "));
      }),
    );
  return now.some((configuration) => kinds[Number(configuration)] === ruleStop);
}

/** @param {Transition} transition @param {number} code */
function consumes({ kind, codes }, code) {
  if (kind === "any") return true;
  const isListed = codes.some(([from, to]) => code >= from && code <= to);
  return (kind === "set" && isListed) || (kind === "notSet" && !isListed);
}
