import type { SqlGrammarRows, SqlLexerHabits } from "../sqlGrammarTables.ts";
import { readAutomaton, type Automaton } from "./automaton.ts";
import { comparedNumbers, conditionsOf, readClass, stringsOf, type ClassFile } from "./classFile.ts";
import { grammarNetworks } from "./grammarNetworks.ts";
import { charactersOf, spellingsOf, takes } from "./lexerFacts.ts";
import { automatonNumbers } from "./serialisedAutomaton.ts";

/** The compiled classes of Spark's SQL parser, as its jars hold them. */
export interface ParserClasses {
  readonly lexer: Uint8Array;
  readonly parser: Uint8Array;
}

/** Where the classes lie in a jar. */
export const parserClassFiles: Readonly<Record<keyof ParserClasses, string>> = {
  lexer: "org/apache/spark/sql/catalyst/parser/SqlBaseLexer.class",
  parser: "org/apache/spark/sql/catalyst/parser/SqlBaseParser.class",
};

/**
 * Spark's grammar of SQL out of the compiled parser: the serialised automata (ATN) of its lexer and parser with the names
 * of rules and tokens. @throws {Error} for classes that are not made as Spark's are
 */
export function sparkGrammar(classes: ParserClasses): SqlGrammarRows {
  const lexer = readClass(classes.lexer);
  const { automaton, rules, symbolic, conditions, pipeStarts } = parserFacts(classes.parser);
  const lexerAutomaton = readAutomaton(automatonOf(lexer));
  const tokens = literalsNamed(symbolic);
  const lexerRules = literalsNamed(stringsOf(lexer, "makeRuleNames"));
  const networks = grammarNetworks(readAutomaton(automaton), rules, tokens, conditions);
  return {
    rules: new Map(Object.entries(networks)),
    tokens: spellings(lexerAutomaton, lexerRules, tokens),
    lexer: habits(lexerAutomaton, lexerRules),
    pipeStarts: new Set(pipeStarts),
    ruleTokens: null,
  };
}

/** What the class of the parser says. */
export interface ParserFacts {
  /** The numbers of ANTLR's format 4. */
  readonly automaton: readonly number[];
  /** Names by number. */
  readonly rules: readonly string[];
  /** Names of the tokens by type. */
  readonly symbolic: readonly (string | null)[];
  /** Flags of the predicates by rule and number. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Tokens before which a single | is the pipe operator. */
  readonly pipeStarts: readonly string[];
}

/** Reads the class of the parser. @throws {Error} for another class */
export function parserFacts(bytes: Uint8Array): ParserFacts {
  const parser = readClass(bytes);
  const rules = stringsOf(parser, "makeRuleNames").map((name) => name ?? "");
  const symbolic = stringsOf(parser, "makeSymbolicNames");
  const predicates = rules.filter((rule) => parser.methods.has(`${rule}_sempred`));
  const pipe = "isOperatorPipeStart";
  return {
    automaton: automatonOf(parser),
    rules,
    symbolic,
    conditions: Object.fromEntries(predicates.map((rule) => [rule, conditionsOf(parser, `${rule}_sempred`)])),
    pipeStarts: parser.methods.has(pipe)
      ? comparedNumbers(parser, pipe).flatMap((type) => symbolic[type] ?? [])
      : [],
  };
}

/** The automaton's numbers; long ones are cut into several constants. */
function automatonOf({ fields }: ClassFile): readonly number[] {
  const whole = fields.get("_serializedATN");
  if (whole) return automatonNumbers(whole);
  const parts: string[] = [];
  for (let part = fields.get("_serializedATNSegment0"); part;)
    part = fields.get(`_serializedATNSegment${parts.push(part)}`);
  return automatonNumbers(parts.join(""));
}

/** Tokens whose texts server/src/sql/lexer.ts reads; another one needs code there first. */
const classes: ReadonlySet<string> = new Set(
  (
    "STRING_LITERAL DOUBLEQUOTED_STRING BIGINT_LITERAL SMALLINT_LITERAL TINYINT_LITERAL INTEGER_VALUE " +
    "EXPONENT_VALUE DECIMAL_VALUE FLOAT_LITERAL DOUBLE_LITERAL BIGDECIMAL_LITERAL IDENTIFIER BACKQUOTED_IDENTIFIER " +
    "SIMPLE_COMMENT BRACKETED_COMMENT WS UNRECOGNIZED BEGIN_DOLLAR_QUOTED_STRING DOLLAR_QUOTED_STRING_BODY " +
    "END_DOLLAR_QUOTED_STRING"
  ).split(" "),
);

/** Before 3.5 a literal is called STRING; since then that is a word. */
const literalsNamed = (names: readonly (string | null)[]): readonly (string | null)[] =>
  names.includes("STRING_LITERAL")
    ? names
    : names.map((name) => (name === "STRING" ? "STRING_LITERAL" : name));

const spellings = (
  automaton: Automaton,
  rules: readonly (string | null)[],
  tokens: readonly (string | null)[],
): SqlGrammarRows["tokens"] =>
  new Map(
    tokens.flatMap((name) => {
      if (name === null) return [];
      const rule = rules.indexOf(name);
      const found = classes.has(name) ? [] : rule < 0 ? null : spellingsOf(automaton, rule);
      if (found === null)
        throw new Error(`The token ${name} is no word and no mark: the lexer must learn it.`);
      return [[name, found] as const];
    }),
  );

/** The last character that may be white space: the ideographic space. */
const lastSpace = 0x3000;

function habits(automaton: Automaton, rules: readonly (string | null)[]): SqlLexerHabits {
  /** Whether a token takes a text whole, which tells versions apart. */
  const hasToken = (name: string, text: string): boolean => {
    const rule = rules.indexOf(name);
    return rule >= 0 && takes(automaton, rule, text);
  };
  return {
    unicodeIdentifiers: hasToken("IDENTIFIER", "Ä"),
    uriIdentifiers: hasToken("IDENTIFIER", "S://A-B/C"),
    doubledQuotes: hasToken("STRING_LITERAL", "'A''B'"),
    doubledDoubleQuotes: hasToken("DOUBLEQUOTED_STRING", '"A""B"'),
    rawStrings: hasToken("STRING_LITERAL", "R'A\\'"),
    doubleQuotedAreLiterals: hasToken("STRING_LITERAL", '"A"'),
    spaces: charactersOf(automaton, rules.indexOf("WS"), lastSpace).join(""),
  };
}
