import { ruleStop, type Automaton, type Transition } from "./automaton.ts";

const mostSpellings = 8;
const longestWord = 60;

/** All texts of a lexer's rule; null when they are too many to be a word or a mark. */
export function spellingsOf(
  { kinds, starts, transitions }: Automaton,
  rule: number,
): readonly string[] | null {
  const found = new Set<string>();
  /** Whether the texts stay few. */
  const walk = (state: number, text: string, returns: readonly number[]): boolean => {
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

/** Whether a lexer's rule takes a whole text, predicates aside. */
export function takes(automaton: Automaton, rule: number, text: string): boolean {
  let now = firstConfigurations(automaton, rule);
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    now = closed(
      automaton,
      now.flatMap((each) => steps(automaton, each, code)),
    );
  }
  return hasEnded(automaton, now);
}

/** The characters up to a code that a lexer's rule takes alone. */
export function charactersOf(automaton: Automaton, rule: number, last: number): readonly string[] {
  const first = firstConfigurations(automaton, rule);
  const ends = new Map<string, boolean>();
  const mayEnd = (configuration: string): boolean => {
    const known = ends.get(configuration);
    if (known !== undefined) return known;
    const found = hasEnded(automaton, closed(automaton, [configuration]));
    ends.set(configuration, found);
    return found;
  };
  return Array.from({ length: last + 1 }, (_, code) => code)
    .filter((code) => first.some((each) => steps(automaton, each, code).some(mayEnd)))
    .map((code) => String.fromCharCode(code));
}

const firstConfigurations = (automaton: Automaton, rule: number): readonly string[] =>
  closed(automaton, [String(automaton.starts[rule])]);

/** Configurations, a state and where to return to as text, with all that empty steps lead to. */
function closed(
  { kinds, starts, transitions }: Automaton,
  configurations: readonly string[],
): readonly string[] {
  const seen = new Set(configurations);
  for (const configuration of seen) {
    const [state = 0, ...returns] = configuration.split(" ").map(Number);
    if (kinds[state] === ruleStop && returns.length > 0) seen.add(returns.join(" "));
    for (const { kind, to, rule: called } of transitions[state] ?? [])
      if (kind === "rule") seen.add([starts[called], to, ...returns].join(" "));
      else if (kind === "epsilon" || kind === "predicate") seen.add([to, ...returns].join(" "));
  }
  return [...seen];
}

/** Where a character leads from a configuration. */
function steps({ transitions }: Automaton, configuration: string, code: number): readonly string[] {
  const [state = "", ...returns] = configuration.split(" ");
  return (transitions[Number(state)] ?? [])
    .filter((transition) => consumes(transition, code))
    .map(({ to }) => [to, ...returns].join(" "));
}

const hasEnded = ({ kinds }: Automaton, configurations: readonly string[]): boolean =>
  configurations.some((configuration) => kinds[Number(configuration)] === ruleStop);

function consumes({ kind, codes }: Transition, code: number): boolean {
  if (kind === "any") return true;
  const isListed = codes.some(([from, to]) => code >= from && code <= to);
  return (kind === "set" && isListed) || (kind === "notSet" && !isListed);
}
