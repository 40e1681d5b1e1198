import type { SqlGrammarRows, SqlLexerHabits, SqlRuleTokens } from "../catalog/sqlGrammarTables.ts";
import { readNetworks, type ParserFlags } from "./networks.ts";
import { addToken, noTokens, type TokenSet } from "./tokenSet.ts";

/** A step in the network of a rule. */
export type Edge = TokenEdge | RuleEdge | EndEdge;

export interface EdgeCondition {
  /** The step is there only when the rule was called for a precedence of at most this. */
  readonly limit: number;
  /** What was read of the rule so far becomes its own first child. */
  readonly wraps: boolean;
  /** Whether the token behind this one must (not) begin a pipe step; null when it does not matter. */
  readonly beforePipe: boolean | null;
}

/** Reads one token. */
export interface TokenEdge extends EdgeCondition {
  readonly kind: "token";
  readonly tokens: TokenSet;
  readonly to: number;
}

/** Reads what another rule reads. */
export interface RuleEdge extends EdgeCondition {
  readonly kind: "rule";
  readonly rule: number;
  readonly precedence: number;
  readonly to: number;
}

/** The rule may end. */
export interface EndEdge extends EdgeCondition {
  readonly kind: "end";
}

/** What settings of a session change in the grammar. All are false unless a setting says so. */
export interface SqlDialect {
  /** `spark.sql.ansi.enforceReservedKeywords` with ANSI on. */
  readonly reservedKeywords?: boolean;
  /** `spark.sql.ansi.doubleQuotedIdentifiers` with ANSI on. */
  readonly doubleQuotedIdentifiers?: boolean;
  /** `spark.sql.legacy.setopsPrecedence.enabled` */
  readonly legacySetOperations?: boolean;
  /** `spark.sql.legacy.exponentLiteralAsDecimal.enabled` */
  readonly exponentAsDecimal?: boolean;
  /** `spark.sql.parser.singleCharacterPipeOperator.enabled` is off: `|` never begins a pipe step. */
  readonly bitwiseBars?: boolean;
}

/** One version's grammar, ready to recognise. States of all rules are numbered together. */
export interface Grammar {
  readonly ruleNames: readonly string[];
  readonly ruleNumbers: ReadonlyMap<string, number>;
  readonly tokenNames: readonly string[];
  readonly tokenNumbers: ReadonlyMap<string, number>;
  readonly spellings: ReadonlyMap<string, readonly string[]>;
  readonly habits: SqlLexerHabits;
  readonly pipeStarts: TokenSet;
  /** The token of what is none: only sets that take anything hold it. */
  readonly anyMark: number;
  /** Words that are no names before a certain token, and the token that stands for them there. */
  readonly mereWords: ReadonlyMap<number, { readonly before: number; readonly type: number }>;
  /** Words that begin the parts of a query, and the tokens that stand for them where they are no names. */
  readonly clauseWords: ReadonlyMap<number, number>;
  /** The first state of each rule. */
  readonly starts: readonly number[];
  readonly stateCount: number;
  /** The edges of a state, in the order in which Spark prefers them. */
  readonly edgesOf: (state: number) => readonly Edge[];
  /** The rule that a state belongs to. */
  readonly ruleOf: (state: number) => number;
  /** What the tables say of the rules' tokens; null where they do not, or not for this dialect. */
  readonly ruleTokens: SqlRuleTokens | null;
}

export const endOfText = "EOF";
/**
 * Words that are no names when a certain word follows. Spark lets CASE and NOT name columns, so that nested CASEs and
 * rows of NOTs have a number of readings that grows with the square of their length; as mere words they have one. A text
 * that cannot be read that way is read again with names.
 */
const wordsBefore: ReadonlyMap<string, string> = new Map([
  ["CASE", "WHEN"],
  ["NOT", "NOT"],
]);
/**
 * Words that Spark lets be names and that hardly ever are: with them as names, `SELECT a, FROM t WHERE` would be a
 * column called FROM. Broken texts are mended, and carets understood, with these as mere words.
 */
const clauseWords = "SELECT FROM WHERE GROUP BY ORDER HAVING LIMIT WHEN THEN ELSE AND OR AS SET".split(" ");
/** The token of such a word. */
const mereWord = (name: string): string => `${name} as a word`;
/** What is spelled where a token is expected: such a word is spelled like the others. */
export const spellingOf = ({ spellings }: Pick<Grammar, "spellings">, token: string): string =>
  spellings.get(token)?.at(-1) ?? token.replace(/ as a word$/, "");
/** Sets of so many tokens are those that allow words as names. */
const nameSetSize = 9;
const absent = -2;

/** Makes the grammar of a version under a dialect. */
export function createGrammar(rows: SqlGrammarRows, dialect: SqlDialect): Grammar {
  const words = [...wordsBefore.keys(), ...clauseWords];
  const tokenNames = [endOfText, ...rows.tokens.keys(), ...words.map(mereWord)];
  const tokenNumbers = new Map(tokenNames.map((name, number) => [name, number]));
  const ruleNames = [...rows.rules.keys()];
  const ruleNumbers = new Map(ruleNames.map((name, number) => [name, number]));
  return {
    ruleNames,
    ruleNumbers,
    tokenNames,
    tokenNumbers,
    spellings: rows.tokens,
    habits: rows.lexer,
    mereWords: new Map(
      [...wordsBefore].map(([name, next]) => [
        tokenNumbers.get(name) ?? absent,
        { before: tokenNumbers.get(next) ?? absent, type: tokenNumbers.get(mereWord(name)) ?? absent },
      ]),
    ),
    clauseWords: new Map(
      clauseWords.map((name) => [
        tokenNumbers.get(name) ?? absent,
        tokenNumbers.get(mereWord(name)) ?? absent,
      ]),
    ),
    anyMark: tokenNumbers.get("UNRECOGNIZED") ?? absent,
    pipeStarts: tokenSetOf(`{${[...rows.pipeStarts].join("|")}}`, tokenNumbers),
    ruleTokens: Object.values(dialect).includes(true) ? null : rows.ruleTokens,
    ...readNetworks(rows.rules, flagsOf(dialect), ruleNumbers, (label) => tokenSetOf(label, tokenNumbers)),
  };
}

/** The parser's own flags, under the names that its tables use. */
const flagsOf = (dialect: SqlDialect): ParserFlags => ({
  bitwiseBars: dialect.bitwiseBars ?? false,
  legacy_setops_precedence_enabled: dialect.legacySetOperations ?? false,
  legacy_exponent_literal_as_decimal_enabled: dialect.exponentAsDecimal ?? false,
  SQL_standard_keyword_behavior: dialect.reservedKeywords ?? false,
  double_quoted_identifiers: dialect.doubleQuotedIdentifiers ?? false,
  parameter_substitution_enabled: true,
  legacy_identifier_clause_only: false,
});

function tokenSetOf(label: string, numbers: ReadonlyMap<string, number>): TokenSet {
  const isNegated = label === "*" || label.startsWith("~");
  const listing = isNegated ? label.slice(1) : label;
  const names = label === "*" ? [] : (listing.startsWith("{") ? listing.slice(1, -1) : listing).split("|");
  const listed = noTokens(numbers.size);
  for (const name of names) {
    const number = numbers.get(name);
    if (number !== undefined) addToken(listed, number);
  }
  if (names.length < nameSetSize)
    for (const name of names) {
      const word = numbers.get(mereWord(name));
      if (word !== undefined) addToken(listed, word);
    }
  if (!isNegated) return listed;
  const others = noTokens(numbers.size);
  for (const [name, number] of numbers)
    if (name !== endOfText && !names.includes(name)) addToken(others, number);
  return others;
}
