import { onceAVersion, tableOf, type Table, type TableFile } from "./tableFile.ts";

/** The closed lists of Spark. Names are spelled as Spark accepts them. */
export interface SparkLists {
  /** What `mode` of a write may be, with the mode that each spelling stands for. */
  readonly saveModes: (version: string) => ReadonlyMap<string, string>;
  /** What `outputMode` of a stream may be. */
  readonly outputModes: (version: string) => ReadonlyMap<string, string>;
  /** What `explain(mode)` may be. */
  readonly explainModes: (version: string) => readonly string[];
  /** What `how` of a join may be ("left_outer"), with the join that it stands for ("LEFT OUTER"). */
  readonly joinTypes: (version: string) => ReadonlyMap<string, string>;
  readonly storageLevels: (version: string) => readonly StorageLevel[];
  readonly hints: (version: string) => readonly Hint[];
  /** The arguments of `trigger`; exactly one is given. */
  readonly triggers: (version: string) => readonly Trigger[];
  /** Names of types in SQL and DDL, with the type that each stands for: "long" → "bigint". */
  readonly sqlTypes: (version: string) => ReadonlyMap<string, string>;
  /** Words of SQL in capitals. */
  readonly sqlKeywords: (version: string) => readonly string[];
  /** Whether a word names nothing when spark.sql.ansi.enforceReservedKeywords is on. */
  readonly isReserved: (word: string, version: string) => boolean;
}

/** One of pyspark.StorageLevel's constants. */
export interface StorageLevel {
  readonly name: string;
  readonly disk: boolean;
  readonly memory: boolean;
  readonly offHeap: boolean;
  readonly deserialized: boolean;
  readonly replication: number;
}

/** A hint of SQL and DataFrame.hint; its name is read without regard to case. */
export interface Hint {
  readonly name: string;
  readonly kind: "join" | "partitioning";
  /** What may stand in its parentheses: "relations", "number", "number, columns", "none". */
  readonly arguments: readonly string[];
  /** The join that it asks for, such as "broadcast". */
  readonly strategy: string | null;
}

/** A keyword argument of DataStreamWriter.trigger. */
export interface Trigger {
  readonly name: string;
  readonly value: "bool" | "str";
}

interface ListFile extends TableFile {
  readonly saveModes: Table<{ readonly mode: string }>;
  readonly outputModes: Table<{ readonly mode: string }>;
  readonly explainModes: Table<{ readonly mode: string }>;
  readonly joinTypes: Table<{ readonly type: string }>;
  readonly storageLevels: Table<Omit<StorageLevel, "name">>;
  readonly hints: Table<Omit<Hint, "name" | "strategy"> & { readonly strategy?: string }>;
  readonly triggers: Table<Omit<Trigger, "name">>;
  readonly sqlTypes: Table<{ readonly type: string }>;
  readonly sqlKeywords: Table<{ readonly reserved?: boolean }>;
}

/** Builds the look-ups from the text of spark-lists.json. */
export function createSparkLists(text: string): SparkLists {
  const file = JSON.parse(text) as ListFile;
  const listed = <Row extends object>(table: Table<Row>): ((version: string) => [string, Row][]) => {
    const rows = tableOf(file, table);
    return (version) =>
      rows.keys(version).flatMap((key): [string, Row][] => {
        const row = rows.row(key, version);
        return row === null ? [] : [[key, row]];
      });
  };
  const mapped = <Row extends object>(table: Table<Row>, value: (row: Row) => string) => {
    const rows = listed(table);
    return onceAVersion((version) => new Map(rows(version).map(([key, row]) => [key, value(row)])));
  };
  const keywords = tableOf(file, file.sqlKeywords);
  const [explainModes, levels] = [tableOf(file, file.explainModes), listed(file.storageLevels)];
  const [hints, triggers] = [listed(file.hints), listed(file.triggers)];
  return {
    saveModes: mapped(file.saveModes, ({ mode }) => mode),
    outputModes: mapped(file.outputModes, ({ mode }) => mode),
    explainModes: explainModes.keys,
    joinTypes: mapped(file.joinTypes, ({ type }) => type),
    storageLevels: onceAVersion((version) => levels(version).map(([name, row]) => ({ name, ...row }))),
    hints: onceAVersion((version) =>
      hints(version).map(([name, row]) => ({ name, ...row, strategy: row.strategy ?? null })),
    ),
    triggers: onceAVersion((version) => triggers(version).map(([name, row]) => ({ name, ...row }))),
    sqlTypes: mapped(file.sqlTypes, ({ type }) => type),
    sqlKeywords: keywords.keys,
    isReserved: (word, version) => keywords.row(word.toUpperCase(), version)?.reserved === true,
  };
}
