import { readAutomaton } from "../automaton.mjs";
import { defineCatalogue } from "../catalogue.mjs";
import { grammarNetworks } from "../grammarNetworks.mjs";
import { spellingsOf, takes } from "../lexerFacts.mjs";

/** @typedef {import("../automaton.mjs").Automaton} Automaton */

/** Tokens whose texts are read by server/src/sql/lexer.ts; another one needs code there first. */
const classes = new Set(
  (
    "STRING_LITERAL DOUBLEQUOTED_STRING BIGINT_LITERAL SMALLINT_LITERAL TINYINT_LITERAL INTEGER_VALUE " +
    "EXPONENT_VALUE DECIMAL_VALUE FLOAT_LITERAL DOUBLE_LITERAL BIGDECIMAL_LITERAL IDENTIFIER BACKQUOTED_IDENTIFIER " +
    "SIMPLE_COMMENT BRACKETED_COMMENT WS UNRECOGNIZED BEGIN_DOLLAR_QUOTED_STRING DOLLAR_QUOTED_STRING_BODY " +
    "END_DOLLAR_QUOTED_STRING"
  ).split(" "),
);

/** Questions to the lexer that tell versions apart: a token that takes a text whole. */
const questions = {
  unicodeIdentifiers: ["IDENTIFIER", "Ä"],
  uriIdentifiers: ["IDENTIFIER", "S://A-B/C"],
  doubledQuotes: ["STRING_LITERAL", "'A''B'"],
  doubledDoubleQuotes: ["DOUBLEQUOTED_STRING", '"A""B"'],
  rawStrings: ["STRING_LITERAL", "R'A\\'"],
  doubleQuotedAreLiterals: ["STRING_LITERAL", '"A"'],
};

/** @param {readonly (string | null)[]} names Before 3.5 a literal is called STRING; since then that is a word. */
const literalsNamed = (names) =>
  names.includes("STRING_LITERAL")
    ? names
    : names.map((name) => (name === "STRING" ? "STRING_LITERAL" : name));

/** @param {Automaton} automaton @param {readonly (string | null)[]} rules @param {readonly (string | null)[]} tokens */
const tokenRows = (automaton, rules, tokens) =>
  Object.fromEntries(
    tokens.flatMap((name) => {
      if (name === null) return [];
      const rule = rules.indexOf(name);
      const spellings = classes.has(name) ? [] : rule < 0 ? null : spellingsOf(automaton, rule);
      if (spellings === null)
        throw new Error(`The token ${name} is no word and no mark: the lexer must learn it.`);
      return [[name, { spellings }]];
    }),
  );

/** @param {Automaton} automaton @param {readonly (string | null)[]} rules */
function lexerRows(automaton, rules) {
  const answers = Object.entries(questions).map(([name, [token = "", text = ""]]) => {
    const rule = rules.indexOf(token);
    return [name, { value: rule >= 0 && takes(automaton, rule, text) }];
  });
  const spaces = Array.from({ length: 0x3001 }, (_, code) => String.fromCharCode(code)).filter((character) =>
    takes(automaton, rules.indexOf("WS"), character),
  );
  return { ...Object.fromEntries(answers), spaces: { value: spaces.join("") } };
}

export const catalogue = defineCatalogue({
  name: "sqlGrammar",
  file: "sql-grammars.json",
  extractor: "sqlGrammar.py",
  about:
    "Spark's grammar of SQL: the rules of its parser as networks of tokens and rules, and how its tokens are spelt.",
  tables({ lexer, parser }) {
    const automaton = readAutomaton(lexer.automaton);
    const tokens = literalsNamed(parser.symbolic);
    const lexerRules = literalsNamed(lexer.rules);
    const networks = grammarNetworks(
      readAutomaton(parser.automaton),
      parser.rules,
      tokens,
      parser.conditions,
    );
    return {
      rules: Object.fromEntries(Object.entries(networks).map(([name, network]) => [name, { network }])),
      tokens: tokenRows(automaton, lexerRules, tokens),
      lexer: lexerRows(automaton, lexerRules),
      pipeStarts: Object.fromEntries(
        parser.pipeStarts.map((/** @type {number} */ type) => [parser.symbolic[type], {}]),
      ),
    };
  },
});
