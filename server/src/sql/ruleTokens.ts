import type { SqlRuleTokens } from "../catalog/sqlGrammarTables.ts";
import type { Grammar } from "./grammar.ts";
import { addAll, noTokens, readTokens, spellTokens, type TokenSet } from "./tokenSet.ts";

/** The tokens that rules begin with and that follow them. */
export interface RuleTokens extends Beginnings {
  /** The tokens that may come behind a rule, wherever it is used. */
  readonly followOf: (rule: number) => TokenSet;
}

/** How texts of rules begin. */
interface Beginnings {
  /** The tokens that may come first from a state to the end of its rule. */
  readonly firstOf: (state: number) => TokenSet;
  /** Whether a rule may end from a state on without a token. */
  readonly nullable: (state: number) => boolean;
}

/**
 * The tokens as the tables tell them, so that only the networks of rules to which a text comes are read; where the
 * tables do not tell, as the networks do.
 */
export function createRuleTokens(grammar: Grammar): RuleTokens {
  const told = grammar.ruleTokens === null ? null : toldTokens(grammar, grammar.ruleTokens);
  const beginnings = createBeginnings(grammar, told);
  let follow: readonly TokenSet[] | undefined;
  const followOf = (rule: number): TokenSet => at((follow ??= followers(grammar, beginnings)), rule);
  return { ...beginnings, followOf: told?.followOf ?? followOf };
}

/** The tokens of a grammar's rules for the tables, under a dialect without settings. */
export function spellRuleTokens(grammar: Grammar): SqlRuleTokens {
  const { firstOf, nullable, followOf } = createRuleTokens({ ...grammar, ruleTokens: null });
  const sets = new Map<string, number>();
  const numberOf = (set: TokenSet): number => {
    const text = spellTokens(set);
    const known = sets.get(text) ?? sets.size;
    sets.set(text, known);
    return known;
  };
  const begins = grammar.starts.map((start) => numberOf(firstOf(start))).join(" ");
  const follows = grammar.starts.map((_, rule) => numberOf(followOf(rule))).join(" ");
  const empty = grammar.starts.flatMap((start, rule) => (nullable(start) ? [rule] : [])).join(" ");
  return { sets: [...sets.keys()].join(";"), begins, follows, empty };
}

/** What the tables tell of each rule. */
interface ToldTokens {
  readonly beginOf: (rule: number) => TokenSet;
  readonly followOf: (rule: number) => TokenSet;
  /** The rules that may read nothing. */
  readonly empty: ReadonlySet<number>;
}

function toldTokens({ tokenNames }: Grammar, { sets, begins, follows, empty }: SqlRuleTokens): ToldTokens {
  const texts = sets.split(";");
  const known: (TokenSet | undefined)[] = [];
  const setsOf = (rules: string): ((rule: number) => TokenSet) => {
    const numbers = rules.split(" ");
    return (rule) => {
      const number = Number(numbers[rule]);
      return (known[number] ??= readTokens(texts[number] ?? "", tokenNames.length));
    };
  };
  return {
    beginOf: setsOf(begins),
    followOf: setsOf(follows),
    empty: new Set(empty.split(" ").map(Number)),
  };
}

const at = (sets: readonly TokenSet[], index: number): TokenSet => sets[index] ?? empty;
const empty: TokenSet = new Uint32Array(0);

/** What is known of a state. */
const [unknown, yes, no] = [0, 1, 2];

/** Only what is asked for is worked out; most states never are. */
function createBeginnings(
  { edgesOf, ruleOf, stateCount, starts, tokenNames }: Grammar,
  told: ToldTokens | null,
): Beginnings {
  const nullables = new Uint8Array(stateCount);
  if (told !== null)
    starts.forEach((start, rule) => {
      nullables[start] = told.empty.has(rule) ? yes : no;
    });
  const nullable = (state: number): boolean => {
    if (nullables[state] === unknown) {
      // A rule that calls itself first is no way to its end.
      nullables[state] = no;
      const found = edgesOf(state).some(
        (edge) =>
          edge.kind === "end" ||
          (edge.kind === "rule" && nullable(starts[edge.rule] ?? 0) && nullable(edge.to)),
      );
      nullables[state] = found ? yes : no;
    }
    return nullables[state] === yes;
  };
  const first: (TokenSet | undefined)[] = [];
  const firstOf = (state: number): TokenSet => {
    const known = first[state];
    if (known !== undefined) return known;
    const rule = ruleOf(state);
    if (told !== null && state === starts[rule]) return (first[state] = told.beginOf(rule));
    const fresh = noTokens(tokenNames.length);
    first[state] = fresh;
    for (const edge of edgesOf(state)) {
      if (edge.kind === "token") addAll(fresh, edge.tokens);
      if (edge.kind !== "rule") continue;
      const start = starts[edge.rule] ?? 0;
      addAll(fresh, firstOf(start));
      if (nullable(start)) addAll(fresh, firstOf(edge.to));
    }
    return fresh;
  };
  return { firstOf, nullable };
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
  { edgesOf, ruleOf, stateCount, starts, tokenNames }: Grammar,
  { firstOf, nullable }: Beginnings,
): readonly TokenSet[] {
  const follow = starts.map(() => noTokens(tokenNames.length));
  /** The rules that may stand last in each rule: what follows it follows them. */
  const lasts = starts.map(() => new Set<number>());
  for (let state = 0; state < stateCount; state++)
    for (const edge of edgesOf(state)) {
      if (edge.kind !== "rule") continue;
      addAll(at(follow, edge.rule), firstOf(edge.to));
      if (nullable(edge.to)) lasts[ruleOf(state)]?.add(edge.rule);
    }
  untilStable(starts.length, (rule, again) => {
    for (const last of lasts[rule] ?? []) if (addAll(at(follow, last), at(follow, rule))) again(last);
  });
  return follow;
}
