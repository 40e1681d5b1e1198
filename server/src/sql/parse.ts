import { nearestKnownVersion } from "../catalog/sparkVersion.ts";
import type { SqlGrammarTables } from "../catalog/sqlGrammarTables.ts";
import { checkTree } from "./checkTree.ts";
import { createGrammar, type SqlDialect } from "./grammar.ts";
import { createLexer, type Comment, type Lexer } from "./lexer.ts";
import { createPrediction } from "./prediction.ts";
import { createRecogniser, expectedAt, type Expectation, type Recogniser } from "./recognise.ts";
import { read } from "./read.ts";
import { repair } from "./repair.ts";
import { syntaxMessage } from "./syntaxMessage.ts";
import type { SqlNode, SqlToken } from "./tree.ts";

/** What a text is to be: a statement, what `F.expr` takes, a type, columns as in "a INT, b STRING", a table's name. */
export type SqlEntry = "statement" | "expression" | "dataType" | "tableSchema" | "tableName";

/** A text of SQL as its syntax tree. */
export interface SqlTree {
  readonly text: string;
  readonly entry: SqlEntry;
  /** All tokens in order, the end of the text last. */
  readonly tokens: readonly SqlToken[];
  readonly comments: readonly Comment[];
  /**
   * Exactly Spark's tree when `problems` is empty. Otherwise the tree of the text with the fewest tokens put in, left
   * out or corrected; null when that fails too.
   */
  readonly root: SqlNode | null;
  /** Why Spark's parser refuses the text; empty when it takes it. */
  readonly problems: readonly SqlProblem[];
}

/** Why Spark's parser refuses a text. */
export interface SqlProblem {
  /** Spark's error condition. */
  readonly condition:
    "PARSE_SYNTAX_ERROR" | "PARSE_EMPTY_STATEMENT" | "INVALID_IDENTIFIER" | "UNCLOSED_BRACKETED_COMMENT";
  /** The token at which Spark stops. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** An edit after which the parser gets further; null where none is plain. */
  readonly fix: { readonly start: number; readonly end: number; readonly text: string } | null;
}

/** Parses SQL as one version of Spark does. It never throws, whatever the text. */
export type SqlParser = (text: string, entry: SqlEntry, version: string, dialect?: SqlDialect) => SqlTree;

/** Longer texts are not parsed: `root` is null and `problems` is empty. */
export const longestSql = 2_000_000;

/** A parser over the grammar tables; what it learns of a version and a dialect stays with it. */
export function createSqlParser(tables: SqlGrammarTables): SqlParser {
  const engines = new Map<string, Engine>();
  return (text, entry, version, dialect = {}) => {
    const line = nearestKnownVersion(version);
    const key = `${line} ${JSON.stringify(dialect)}`;
    let engine = engines.get(key);
    if (engine === undefined) engines.set(key, (engine = createEngine(tables, line, dialect)));
    return parse(engine, text, entry);
  };
}

/** What is needed to parse one version's SQL. */
interface Engine {
  readonly version: string;
  readonly lexer: Lexer;
  readonly recogniser: Recogniser;
}

function createEngine(tables: SqlGrammarTables, version: string, dialect: SqlDialect): Engine {
  const grammar = createGrammar(tables(version), dialect);
  return {
    version,
    lexer: createLexer(grammar),
    recogniser: createRecogniser(grammar, createPrediction(grammar)),
  };
}

const entryRules: Readonly<Record<SqlEntry, readonly string[]>> = {
  statement: ["compoundOrSingleStatement", "singleStatement"],
  expression: ["singleExpression"],
  dataType: ["singleDataType"],
  tableSchema: ["singleTableSchema"],
  tableName: ["singleMultipartIdentifier"],
};

function parse({ lexer, recogniser, version }: Engine, text: string, entry: SqlEntry): SqlTree {
  const { grammar } = recogniser;
  const nothing = { text, entry, tokens: [], comments: [], root: null, problems: [] };
  const rule = entryRules[entry]
    .map((name) => grammar.ruleNumbers.get(name))
    .find((each) => each !== undefined);
  if (rule === undefined || text.length > longestSql) return nothing;
  const { types, starts, ends, comments } = lexer(text);
  const tokens = types.map((type, at): SqlToken => ({
    kind: "token",
    type: grammar.tokenNames[type] ?? "",
    start: starts[at] ?? 0,
    end: ends[at] ?? 0,
  }));
  const parsed = { ...nothing, tokens, comments };
  const exact = read(recogniser, types, tokens, rule);
  if (exact.root !== null)
    return { ...parsed, root: exact.root, problems: checkTree(exact.root, text, tokens, comments, version) };
  const expectation = expectedAt(recogniser, types, rule, exact.furthest);
  const mended = repair(recogniser, types, tokens, text, rule);
  const problem = problemAt(recogniser, text, tokens, exact.furthest, expectation, mended.firstEdit);
  return { ...parsed, root: mended.root, problems: [problem] };
}

function problemAt(
  { grammar }: Recogniser,
  text: string,
  tokens: readonly SqlToken[],
  place: number,
  expectation: Expectation,
  fix: SqlProblem["fix"],
): SqlProblem {
  const token = tokens[place] ?? { start: text.length, end: text.length };
  return {
    condition: tokens.length === 1 ? "PARSE_EMPTY_STATEMENT" : "PARSE_SYNTAX_ERROR",
    start: token.start,
    end: token.end,
    message: syntaxMessage(grammar, text, tokens, place, expectation, fix),
    fix,
  };
}
