/** A step between two states of an automaton. */
export interface Transition {
  readonly kind: "epsilon" | "rule" | "predicate" | "precedence" | "set" | "notSet" | "any";
  /** The state behind it; for a rule, the one to come back to. */
  readonly to: number;
  /** Codes of tokens or characters, for a set; -1 is the end. */
  readonly codes: readonly (readonly [from: number, to: number])[];
  /** Of a rule or a predicate. */
  readonly rule: number;
  /** Of a predicate, or the precedence. */
  readonly number: number;
}

/** ANTLR's augmented transition network, as a generated parser holds it. */
export interface Automaton {
  /** Of the states, as ANTLR numbers them. */
  readonly kinds: readonly number[];
  /** The first state of each rule. */
  readonly starts: readonly number[];
  /** By state, in the grammar's order. */
  readonly transitions: readonly (readonly Transition[])[];
}

export const ruleStop = 7;
export const starBlockStart = 5;
export const starLoopEntry = 10;
export const loopEnd = 12;
const isBlockStart = (kind: number): boolean => kind >= 3 && kind <= 5;

/** Reads an automaton out of the numbers of format 4. @throws {Error} for another format */
export function readAutomaton(numbers: readonly number[]): Automaton {
  let at = 0;
  const next = (): number => numbers[at++] ?? 0;
  const list = (each: () => void): void => {
    for (let left = next(); left > 0; left--) each();
  };
  if (next() !== 4) throw new Error("The automaton is not of format 4.");
  const isLexer = next() === 0;
  next();
  const ruleOf: number[] = [];
  const kinds: number[] = [];
  list(() => {
    const kind = next();
    kinds.push(kind);
    ruleOf.push(kind === 0 ? -1 : next());
    if (kind === loopEnd || isBlockStart(kind)) next();
  });
  list(next);
  list(next);
  const starts: number[] = [];
  list(() => {
    starts.push(next());
    if (isLexer) next();
  });
  list(next);
  const sets: Transition["codes"][] = [];
  list(() => {
    const size = next();
    const ranges: [number, number][] = next() === 1 ? [[-1, -1]] : [];
    for (let each = 0; each < size; each++) ranges.push([next(), next()]);
    sets.push(ranges);
  });
  const transitions: Transition[][] = kinds.map(() => []);
  list(() => {
    const [from, to, kind, first, second, third] = [next(), next(), next(), next(), next(), next()];
    transitions[from]?.push(transition(kind, to, [first, second, third], { sets, ruleOf }));
  });
  return { kinds, starts, transitions };
}

function transition(
  kind: number,
  to: number,
  [first, second, third]: readonly [number, number, number],
  { sets, ruleOf }: { readonly sets: readonly Transition["codes"][]; readonly ruleOf: readonly number[] },
): Transition {
  const plain: Transition = { kind: "epsilon", to, codes: [], rule: -1, number: 0 };
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
