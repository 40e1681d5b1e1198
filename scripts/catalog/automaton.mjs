/** ANTLR's augmented transition networks (format 4) out of the numbers that a generated parser holds. */

/**
 * @typedef {object} Transition
 * @property {"epsilon" | "rule" | "predicate" | "precedence" | "set" | "notSet" | "any"} kind
 * @property {number} to the state behind it; for a rule, the one to come back to
 * @property {readonly (readonly [from: number, to: number])[]} codes of tokens or characters, for a set; -1 is the end
 * @property {number} rule of a rule or a predicate
 * @property {number} number of a predicate, or the precedence
 */

/**
 * @typedef {object} Automaton
 * @property {readonly number[]} kinds of the states, as ANTLR numbers them
 * @property {readonly number[]} starts the first state of each rule
 * @property {readonly (readonly Transition[])[]} transitions by state, in the grammar's order
 */

export const ruleStop = 7;
export const starBlockStart = 5;
export const starLoopEntry = 10;
export const loopEnd = 12;
const isBlockStart = (/** @type {number} */ kind) => kind >= 3 && kind <= 5;

/** @param {readonly number[]} numbers @returns {Automaton} @throws {Error} for another format */
export function readAutomaton(numbers) {
  let at = 0;
  const next = () => numbers[at++] ?? 0;
  const list = (/** @type {() => unknown} */ each) => Array.from({ length: next() }, each);
  if (next() !== 4) throw new Error("The automaton is not of format 4.");
  const isLexer = next() === 0;
  next();
  /** @type {number[]} */
  const ruleOf = [];
  /** @type {number[]} */
  const kinds = [];
  list(() => {
    const kind = next();
    kinds.push(kind);
    ruleOf.push(kind === 0 ? -1 : next());
    if (kind === loopEnd || isBlockStart(kind)) next();
  });
  list(next);
  list(next);
  /** @type {number[]} */
  const starts = [];
  list(() => {
    starts.push(next());
    if (isLexer) next();
  });
  list(next);
  /** @type {[number, number][][]} */
  const sets = [];
  list(() => {
    const size = next();
    /** @type {[number, number][]} */
    const ranges = next() === 1 ? [[-1, -1]] : [];
    for (let each = 0; each < size; each++) ranges.push([next(), next()]);
    sets.push(ranges);
  });
  /** @type {Transition[][]} */
  const transitions = kinds.map(() => []);
  list(() => {
    const [from, to, kind, first, second, third] = [next(), next(), next(), next(), next(), next()];
    transitions[from]?.push(transition(kind, to, first, second, third, sets, ruleOf));
  });
  return { kinds, starts, transitions };
}

/**
 * @param {number} kind as ANTLR numbers them
 * @param {number} to @param {number} first @param {number} second @param {number} third
 * @param {readonly [number, number][][]} sets
 * @param {readonly number[]} ruleOf
 * @returns {Transition}
 */
function transition(kind, to, first, second, third, sets, ruleOf) {
  /** @type {Transition} */
  const plain = { kind: "epsilon", to, codes: [], rule: -1, number: 0 };
  const low = third === 0 ? first : -1;
  switch (kind) {
    case 1:
    case 6:
      return plain;
    case 2:
      return { ...plain, kind: "set", codes: [[low, second]] };
    case 3:
      return { ...plain, kind: "rule", rule: ruleOf[first] ?? -1, number: third };
    case 4:
      return { ...plain, kind: "predicate", rule: first, number: second };
    case 5:
      return { ...plain, kind: "set", codes: [[low, low]] };
    case 7:
      return { ...plain, kind: "set", codes: sets[first] ?? [] };
    case 8:
      return { ...plain, kind: "notSet", codes: sets[first] ?? [] };
    case 9:
      return { ...plain, kind: "any" };
    case 10:
      return { ...plain, kind: "precedence", number: first };
    default:
      throw new Error(`Transition ${kind} is unknown.`);
  }
}
