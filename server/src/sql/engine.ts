import { nearestKnownVersion } from "../catalog/sparkVersion.ts";
import type { SqlGrammarTables } from "../catalog/sqlGrammarTables.ts";
import { createGrammar, type SqlDialect } from "./grammar.ts";
import { createLexer, type Lexer } from "./lexer.ts";
import { createPrediction } from "./prediction.ts";
import { createRecogniser, type Recogniser } from "./recognise.ts";

/** What a text is to be: a statement, what `F.expr` takes, a type, columns as in "a INT, b STRING", a table's name. */
export type SqlEntry = "statement" | "expression" | "dataType" | "tableSchema" | "tableName";

/** What is needed to parse the SQL of one version under one dialect. */
export interface Engine {
  readonly version: string;
  readonly dialect: SqlDialect;
  readonly lexer: Lexer;
  readonly recogniser: Recogniser;
}

/** Engines by version and dialect, each made when it is first asked for; what they learn stays with them. */
export function createEngines(tables: SqlGrammarTables): (version: string, dialect: SqlDialect) => Engine {
  const engines = new Map<string, Engine>();
  return (version, dialect) => {
    const line = nearestKnownVersion(version);
    const key = `${line} ${JSON.stringify(dialect)}`;
    let engine = engines.get(key);
    if (engine === undefined) engines.set(key, (engine = createEngine(tables, line, dialect)));
    return engine;
  };
}

function createEngine(tables: SqlGrammarTables, version: string, dialect: SqlDialect): Engine {
  const grammar = createGrammar(tables(version), dialect);
  return {
    version,
    dialect,
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

/** The number of the rule that reads an entry; null when this version has none. */
export const entryRule = ({ recogniser }: Engine, entry: SqlEntry): number | null =>
  entryRules[entry]
    .map((name) => recogniser.grammar.ruleNumbers.get(name))
    .find((each) => each !== undefined) ?? null;
