import type { SqlGrammarTables } from "../catalog/sqlGrammarTables.ts";
import { checkTree } from "./checkTree.ts";
import { createEngines, entryRule, type Engine, type SqlEntry } from "./engine.ts";
import type { SqlDialect } from "./grammar.ts";
import type { Comment } from "./lexer.ts";
import { expectedAt, type Expectation, type Recogniser } from "./recognise.ts";
import { isBeyondReading, read } from "./read.ts";
import { repair } from "./repair.ts";
import { syntaxMessage } from "./syntaxMessage.ts";
import type { SqlNode, SqlToken } from "./tree.ts";
import { wrongToken } from "./wrongToken.ts";

export type { SqlEntry } from "./engine.ts";

/** A text of SQL as its syntax tree. */
export interface SqlTree {
  readonly text: string;
  readonly entry: SqlEntry;
  /** What read it. */
  readonly engine: Engine;
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
  /** Spark's error condition: PARSE_SYNTAX_ERROR where the grammar does not take the text. */
  readonly condition: string;
  /** The token at which Spark stops. What is wrong may come later: the message and the fix are about that. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** An edit after which the parser gets further; null where none is plain. */
  readonly fix: { readonly start: number; readonly end: number; readonly text: string } | null;
}

/** Parses SQL as one version of Spark does. It never throws, whatever the text. */
export type SqlParser = (text: string, entry: SqlEntry, version: string, dialect?: SqlDialect) => SqlTree;

/** Longer texts are not parsed: `root` is null and `problems` is empty, as for broken ones with hundreds of CASEs. */
export const longestSql = 2_000_000;

/** A parser over the grammar tables; what it learns of a version and a dialect stays with it. */
export function createSqlParser(tables: SqlGrammarTables): SqlParser {
  const engineFor = createEngines(tables);
  return (text, entry, version, dialect = {}) => parse(engineFor(version, dialect), text, entry);
}

function parse(engine: Engine, text: string, entry: SqlEntry): SqlTree {
  const { lexer, recogniser, version } = engine;
  const { grammar } = recogniser;
  const nothing = { text, entry, engine, tokens: [], comments: [], root: null, problems: [] };
  const rule = entryRule(engine, entry);
  if (rule === null || text.length > longestSql) return nothing;
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
  if (isBeyondReading(recogniser, types)) return parsed;
  const expectation = expectedAt(recogniser, types, rule, exact.furthest);
  const mended = repair(recogniser, types, tokens, text, rule);
  const stop = wrongToken(recogniser, types, rule) ?? exact.furthest;
  const problem = problemAt(recogniser, text, tokens, exact.furthest, stop, expectation, mended.firstEdit);
  return { ...parsed, root: mended.root, problems: [problem] };
}

/** `place` is the token that no reading takes; `stop` the one at which Spark's parser gives up, there or before. */
function problemAt(
  { grammar }: Recogniser,
  text: string,
  tokens: readonly SqlToken[],
  place: number,
  stop: number,
  expectation: Expectation,
  fix: SqlProblem["fix"],
): SqlProblem {
  const token = tokens[stop] ?? { start: text.length, end: text.length };
  return {
    condition: tokens.length === 1 ? "PARSE_EMPTY_STATEMENT" : "PARSE_SYNTAX_ERROR",
    start: token.start,
    end: token.end,
    message: syntaxMessage(grammar, text, tokens, place, expectation, fix),
    fix,
  };
}
