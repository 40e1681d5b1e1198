import assert from "node:assert/strict";
import {
  ATNDeserializer,
  BaseErrorListener,
  CommonToken,
  CommonTokenStream,
  ListTokenSource,
  ParserInterpreter,
  ParserRuleContext,
  TerminalNode,
  Token,
  Vocabulary,
  type ATN,
  type ParseTree,
} from "antlr4ng";
import { parserFacts, type ParserFacts } from "../../server/src/catalog/grammar/sparkGrammar.ts";
import { parserClassesOf } from "../../server/src/host/sparkJars.ts";
import { entryRule } from "../../server/src/sql/engine.ts";
import type { SqlTree } from "../../server/src/sql/parse.ts";
import { parseSql, shown } from "../sql/sqlFixture.ts";
import { entryOf, readTruth } from "../sql/truthRows.ts";
import { findSpark } from "./session/environment.ts";

const version = "4.3";
/** Of so many texts one is asked; all with this variable. */
const everyTh = process.env["SHUFFLEWISE_ALL_SQL"] === undefined ? 90 : 1;

/** The parser of the PySpark of the tests, read afresh. */
async function parserOfSpark(): Promise<ParserFacts> {
  const { env } = await findSpark();
  const classes = await parserClassesOf(env.SPARK_HOME ?? "");
  assert.ok(classes, "The PySpark of the tests has no parser.");
  return parserFacts(classes.parser);
}

class Refused extends Error {
  readonly token: number;
  constructor(token: number) {
    super("refused");
    this.token = token;
  }
}

class Listener extends BaseErrorListener {
  override syntaxError(_recognizer: unknown, offending: Token | null): void {
    throw new Refused(offending?.tokenIndex ?? -1);
  }
}

/** ANTLR's own interpreter over Spark's automaton, with the parser's flags as we set them. */
class Interpreter extends ParserInterpreter {
  readonly #grammar: ParserFacts;

  constructor(grammar: ParserFacts, atn: ATN, tokens: CommonTokenStream) {
    super("SqlBase", new Vocabulary([], [...grammar.symbolic]), [...grammar.rules], atn, tokens);
    this.#grammar = grammar;
  }

  override sempred(_context: ParserRuleContext | null, rule: number, predicate: number): boolean {
    const condition = this.#grammar.conditions[this.#grammar.rules[rule] ?? ""]?.[predicate] ?? "";
    const isSet = condition.replace("!", "") === "parameter_substitution_enabled";
    return condition.startsWith("!") ? !isSet : isSet;
  }
}

describe("ANTLR's interpreter over Spark's own automaton", function () {
  this.timeout(600_000);
  let grammar: ParserFacts;
  let atn: ATN;
  let names: readonly string[];
  before(async () => {
    grammar = await parserOfSpark();
    atn = new ATNDeserializer().deserialize([...grammar.automaton]);
    names = grammar.symbolic.map((name) => name ?? "");
  });

  /** The tree, or the number of the wrong token. */
  const ask = (tree: SqlTree): string | number => {
    const tokens = tree.tokens.map((token, at) => {
      const type = token.type === "EOF" ? Token.EOF : names.indexOf(token.type);
      const made = CommonToken.fromType(type, tree.text.slice(token.start, token.end));
      made.tokenIndex = at;
      return made;
    });
    const parser = new Interpreter(
      grammar,
      atn,
      new CommonTokenStream(new ListTokenSource(tokens as Token[])),
    );
    parser.removeErrorListeners();
    parser.addErrorListener(new Listener());
    const rule = tree.engine.recogniser.grammar.ruleNames[entryRule(tree.engine, tree.entry) ?? -1] ?? "";
    try {
      return treeText(parser.parse(grammar.rules.indexOf(rule)));
    } catch (error) {
      if (error instanceof Refused) return error.token;
      throw error;
    }
  };
  const treeText = (part: ParseTree): string => {
    if (part instanceof TerminalNode) {
      const { type } = part.symbol;
      return type === Token.EOF ? "EOF" : (names[type] ?? "");
    }
    assert.ok(part instanceof ParserRuleContext);
    const children = Array.from({ length: part.getChildCount() }, (_, at) => part.getChild(at));
    const texts = children.flatMap((child) => (child === null ? [] : [treeText(child)]));
    return `(${[grammar.rules[part.ruleIndex], ...texts].join(" ")})`;
  };

  // The pipe's predicate looks at tokens, which the flags do not tell.
  const rows = readTruth().filter(({ sql }) => sql.length < 600 && !sql.includes("|"));

  it("finds the same trees", () => {
    const accepted = rows.filter(({ v43 }) => v43?.accept === true);
    for (const { sql, kind } of accepted.filter((_, at) => at % everyTh === 0)) {
      const tree = parseSql(sql, entryOf[kind], version);
      assert.ok(tree.root !== null);
      assert.equal(shown(tree.root), ask(tree), sql);
    }
  });

  it("refuses the same texts, mostly at the same tokens", () => {
    const refused = rows.filter(({ v43 }) => v43?.errorClass === "PARSE_SYNTAX_ERROR");
    let [same, all] = [0, 0];
    for (const { sql, kind } of refused.filter((_, at) => at % Math.ceil(everyTh / 6) === 0)) {
      const tree = parseSql(sql, entryOf[kind], version);
      const place = ask(tree);
      const [problem] = tree.problems;
      // GROUP BY with names, of which some would begin a clause: the grammar takes them.
      if (typeof place === "string")
        assert.match(problem?.message ?? "", /takes no names|begins a clause/, sql);
      else {
        all++;
        if (tree.tokens[place]?.start === problem?.start) same++;
      }
    }
    assert.ok(same / all > 0.96, `${same} of ${all} at the same token`);
  });
});
