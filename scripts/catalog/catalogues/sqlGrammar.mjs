import { tsImport } from "tsx/esm/api";
import { defineCatalogue } from "../catalogue.mjs";
import { packageFolder } from "../installs.mjs";

/** @type {typeof import("../../../server/src/host/sparkJars.ts")} */
const { parserClassesOf } = await tsImport("../../../server/src/host/sparkJars.ts", import.meta.url);
/** @type {typeof import("../../../server/src/catalog/grammar/sparkGrammar.ts")} */
const { sparkGrammar } = await tsImport(
  "../../../server/src/catalog/grammar/sparkGrammar.ts",
  import.meta.url,
);
/** @type {typeof import("../../../server/src/sql/grammar.ts")} */
const { createGrammar } = await tsImport("../../../server/src/sql/grammar.ts", import.meta.url);
/** @type {typeof import("../../../server/src/sql/ruleTokens.ts")} */
const { spellRuleTokens } = await tsImport("../../../server/src/sql/ruleTokens.ts", import.meta.url);

/**
 * A map as the file holds it, whose order numbers rules and tokens.
 * @template Value
 * @param {ReadonlyMap<string, Value>} map
 */
const sorted = (map) => new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)));

/** @param {object} facts */
const valued = (facts) => Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, { value }]));

export const catalogue = defineCatalogue({
  name: "sqlGrammar",
  file: "sql-grammars.json",
  about:
    "Spark's grammar of SQL: the rules of its parser as networks of tokens and rules, the tokens around each, and how " +
    "tokens are spelt.",
  by: "server/src/catalog/grammar/sparkGrammar.ts",
  async read(install) {
    const classes = await parserClassesOf(packageFolder(install));
    if (classes === null) throw new Error(`PySpark ${install.pyspark} has no jar with Spark's parser.`);
    return sparkGrammar(classes);
  },
  /** @param {import("../../../server/src/catalog/sqlGrammarTables.ts").SqlGrammarRows} grammar */
  tables: ({ rules, tokens, lexer, pipeStarts }) => ({
    rules: Object.fromEntries([...rules].map(([name, network]) => [name, { network }])),
    tokens: Object.fromEntries([...tokens].map(([name, spellings]) => [name, { spellings }])),
    lexer: valued(lexer),
    pipeStarts: Object.fromEntries([...pipeStarts].map((name) => [name, {}])),
    ruleTokens: valued(
      spellRuleTokens(
        createGrammar(
          { rules: sorted(rules), tokens: sorted(tokens), lexer, pipeStarts, ruleTokens: null },
          {},
        ),
      ),
    ),
  }),
});
