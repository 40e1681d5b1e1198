import { onceAVersion, type Table, type TableFile, tableOf } from "./tableFile.ts";
import { rowIn } from "./versioned.ts";

/** One version's grammar of SQL, as read out of Spark's parser. */
export interface SqlGrammarRows {
  /** Networks of the rules by name; catalog/grammar/grammarNetworks.ts explains the form. */
  readonly rules: ReadonlyMap<string, string>;
  /** Spellings of the tokens by name, in capitals; none for literals, identifiers, comments and white space. */
  readonly tokens: ReadonlyMap<string, readonly string[]>;
  readonly lexer: SqlLexerHabits;
  /** Tokens before which a single | is the pipe operator. */
  readonly pipeStarts: ReadonlySet<string>;
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
}

/** `text` is that of sql-grammars.json. */
export function createSqlGrammarTables(text: string): SqlGrammarTables {
  const file = JSON.parse(text) as GrammarFile;
  return onceAVersion((version) => ({
    rules: columnOf(file, file.rules, version, ({ network }) => network),
    tokens: columnOf(file, file.tokens, version, ({ spellings }) => spellings),
    lexer: Object.fromEntries(
      columnOf(file, file.lexer, version, ({ value }) => value),
    ) as unknown as SqlLexerHabits,
    pipeStarts: new Set(tableOf(file, file.pipeStarts).keys(version)),
  }));
}

function columnOf<Row extends object, Value>(
  file: TableFile,
  table: Table<Row>,
  version: string,
  value: (row: Row) => Value,
): ReadonlyMap<string, Value> {
  return new Map(
    Object.entries(table).flatMap(([key, versioned]) => {
      const row = rowIn(versioned, file.versions, version);
      return row === null ? [] : [[key, value(row)] as const];
    }),
  );
}
