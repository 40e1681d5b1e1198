import type { Catalog } from "../catalog/catalog.ts";
import { atomic, unknownType, type DataType } from "../catalog/dataType.ts";
import type { InstalledGrammar } from "../catalog/sqlGrammarTables.ts";
import type { DataFiles } from "./dataFiles/dataFiles.ts";

/** What decides how Spark reads a step: its version, and the configurations that the program has set before it. */
export interface Session {
  readonly catalog: Catalog;
  /** Major and minor: "4.1". */
  readonly version: string;
  /** The grammar of the installed Spark, in place of that of the version; null where it is not read. */
  readonly grammar: InstalledGrammar | null;
  /** Keys as written; null for a value that the code does not tell. */
  readonly conf: ReadonlyMap<string, string | null>;
  /** Variables that the program has declared, by name in lower case; unknown types are not known. */
  readonly variables?: ReadonlyMap<string, DataType>;
  /** The data files of the workspace; null where none may be read. */
  readonly files: DataFiles | null;
}

/** A configuration's value at this point: as set, else Spark's default; null when the code does not tell. */
export function setting(session: Session, key: string): string | null {
  const set = session.conf.get(key);
  return set === undefined ? (session.catalog.configs.entry(key, session.version)?.default ?? null) : set;
}

/** The same for a boolean; null when the code does not tell. */
export function flag(session: Session, key: string): boolean | null {
  const text = setting(session, key)?.trim().toLowerCase();
  return text === "true" ? true : text === "false" ? false : null;
}

/** Whether Spark checks values as the SQL standard asks; on from 4.0. Null when the code does not tell. */
export const isAnsi = (session: Session): boolean | null => flag(session, "spark.sql.ansi.enabled");

/** Whether names that differ in case differ; a program that leaves it open is read as Spark's default says. */
export const isCaseSensitive = (session: Session): boolean =>
  flag(session, "spark.sql.caseSensitive") === true;

/** Whether two names of columns mean the same to Spark. */
export function sameName(session: Session, left: string, right: string): boolean {
  return left === right || (!isCaseSensitive(session) && left.toLowerCase() === right.toLowerCase());
}

/** What TIMESTAMP means in SQL (from 3.4); unknown where the code does not tell. */
export function timestampType(session: Session): DataType {
  if (session.conf.size === 0) return plainTimestamp;
  const text = setting(session, "spark.sql.timestampType")?.trim().toUpperCase();
  if (text === "TIMESTAMP_NTZ") return atomic("timestamp_ntz");
  return text === "TIMESTAMP_LTZ" || !session.conf.has("spark.sql.timestampType")
    ? plainTimestamp
    : unknownType;
}

const plainTimestamp = atomic("timestamp");
