import { onceAVersion, type Table, type TableFile, tableOf } from "./tableFile.ts";
import { fieldIn } from "./versioned.ts";

/** One version's grammar of SQL, as read out of Spark's parser. */
export interface SqlGrammarRows {
  /** Networks of the rules by name; catalog/grammar/grammarNetworks.ts explains the form. */
  readonly rules: ReadonlyMap<string, string>;
  /** Spellings of the tokens by name, in capitals; none for literals, identifiers, comments and white space. */
  readonly tokens: ReadonlyMap<string, readonly string[]>;
  readonly lexer: SqlLexerHabits;
  /** Tokens before which a single | is the pipe operator. */
  readonly pipeStarts: ReadonlySet<string>;
  /** Null for the grammar of an installed Spark: it follows from the networks. */
  readonly ruleTokens: SqlRuleTokens | null;
}

/**
 * The tokens that each rule begins with and that may follow it, under a dialect without settings: so that a first query
 * need not read the networks of all rules. Rules are numbers in the order of their names; sql/ruleTokens.ts spells them.
 */
export interface SqlRuleTokens {
  /** All sets, divided by ";". */
  readonly sets: string;
  /** For each rule the number of the set that it begins with. */
  readonly begins: string;
  /** For each rule the number of the set that may follow it. */
  readonly follows: string;
  /** The rules that may read nothing. */
  readonly empty: string;
}

/** Where the lexers of Spark's versions differ. */
export interface SqlLexerHabits {
  /** The characters of white space. */
  readonly spaces: string;
  readonly unicodeIdentifiers: boolean;
  /** Names such as s3://bucket/path without quotes. */
  readonly uriIdentifiers: boolean;
  /** 'it''s' is one literal, not two. */
  readonly doubledQuotes: boolean;
  readonly doubledDoubleQuotes: boolean;
  /** Text in double quotes is the same token as text in single ones. */
  readonly doubleQuotedAreLiterals: boolean;
  readonly rawStrings: boolean;
}

/** The grammars of all versions; a version's rows are collected when it is first asked for. */
export type SqlGrammarTables = (version: string) => SqlGrammarRows;

/** The grammar of a Spark that is installed, which counts in place of the packed one of its version. */
export interface InstalledGrammar {
  /** Names the jar as it was when it was read. */
  readonly key: string;
  readonly rows: SqlGrammarRows;
}

/** Whether two grammars read every text alike. */
export const sameGrammar = (left: SqlGrammarRows, right: SqlGrammarRows): boolean =>
  spelling(left) === spelling(right);

/** A grammar as a text, whatever the order of its parts. */
const spelling = ({ rules, tokens, lexer, pipeStarts }: SqlGrammarRows): string =>
  JSON.stringify(
    [[...rules], [...tokens], Object.entries(lexer), [...pipeStarts]].map((part) => sorted(part)),
  );

const sorted = (parts: readonly unknown[]): readonly string[] =>
  parts.map((part) => JSON.stringify(part)).sort();

interface GrammarFile extends TableFile {
  readonly rules: Table<{ readonly network: string }>;
  readonly tokens: Table<{ readonly spellings: readonly string[] }>;
  readonly lexer: Table<{ readonly value: string | boolean }>;
  readonly pipeStarts: Table<object>;
  readonly ruleTokens: Table<{ readonly value: string }>;
}

/** `text` is that of sql-grammars.json. */
export function createSqlGrammarTables(text: string): SqlGrammarTables {
  const file = JSON.parse(text) as GrammarFile;
  return onceAVersion((version) => ({
    rules: columnOf(file, file.rules, version, "network"),
    tokens: columnOf(file, file.tokens, version, "spellings"),
    lexer: Object.fromEntries(columnOf(file, file.lexer, version, "value")) as unknown as SqlLexerHabits,
    pipeStarts: new Set(tableOf(file, file.pipeStarts).keys(version)),
    ruleTokens: Object.fromEntries(
      columnOf(file, file.ruleTokens, version, "value"),
    ) as unknown as SqlRuleTokens,
  }));
}

function columnOf<Row extends object, Field extends keyof Row>(
  file: TableFile,
  table: Table<Row>,
  version: string,
  field: Field,
): ReadonlyMap<string, Row[Field]> {
  const column = new Map<string, Row[Field]>();
  for (const key in table) {
    const row = table[key];
    const value = row === undefined ? null : fieldIn(row, field, file.versions, version);
    if (value !== null) column.set(key, value);
  }
  return column;
}
