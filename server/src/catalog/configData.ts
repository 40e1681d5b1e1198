import type { Versioned } from "./versioned.ts";

/**
 * How configurations are written in server/data: configs.json comes from installs, config-notes.json and
 * config-ecosystem.json are kept by hand, config-explanations.json holds our own words.
 */

/** What a value is: "bytes" as "10m", "time" as "5min", "decimal" without exponent's or type's letter; "regex" is Java's. */
export type ConfigType =
  "boolean" | "int" | "long" | "double" | "decimal" | "string" | "bytes" | "time" | "regex";

/** When Spark reads a key: "static" is before the first session, "startup" before the SparkContext, "submit" before the driver's JVM. */
export type ConfigWhen = "runtime" | "static" | "startup" | "submit";

/** Bounds in the key's unit. */
export interface ConfigRange {
  readonly min?: number;
  readonly max?: number;
  readonly exclusiveMin?: number;
  readonly exclusiveMax?: number;
  readonly multipleOf?: number;
  /** Allowed although outside of the bounds. */
  readonly orValues?: readonly number[];
  readonly nonEmpty?: boolean;
}

/** What one Spark version says about a key. */
export interface ConfigRow {
  readonly type?: ConfigType;
  /** What a bare number counts. */
  readonly unit?: string;
  /** As one would write it; absent where there is none, or where Spark computes it from the machine. */
  readonly default?: string;
  readonly defaultFrom?: string;
  readonly values?: readonly string[];
  readonly caseless?: boolean;
  /** Spaces around one of `values` do not matter. */
  readonly trims?: boolean;
  readonly list?: boolean;
  readonly range?: ConfigRange;
  readonly set?: ConfigWhen;
  /** Spark's own string. */
  readonly since?: string;
  readonly deprecated?: { readonly since?: string; readonly use: readonly string[] };
  /** Any value but the old default is an error. */
  readonly removed?: { readonly in: string; readonly use: readonly string[]; readonly default?: string };
  /** Older names that Spark still reads. */
  readonly alternatives?: readonly string[];
  readonly internal?: boolean;
  /** The key whose value Spark puts in front of this one's. */
  readonly prepend?: string;
  /** Whose value holds in a view or function: the session's that uses it, or the one it was made with (from 4.2). */
  readonly binding?: "SESSION" | "PERSISTED" | "NOT_APPLICABLE";
  /** Absent for a registered entry. */
  readonly source?: string;
}

/** What no install tells about a key; its fields win over the row's. */
export interface ConfigNote extends ConfigRow {
  /** Page and place in Spark's documentation. */
  readonly doc?: string;
  /** The last version whose documentation has it. */
  readonly docIn?: string;
  /** The first line of Spark with it, where PySpark's wheel or registry has it only later. */
  readonly from?: string;
  /** The last line of Spark with it. */
  readonly until?: string;
  /** The default in words, where Spark computes it. */
  readonly defaultText?: string;
  /** Matches the keys of a family. */
  readonly pattern?: string;
  /** The option of a reader or writer that wins over the key. */
  readonly option?: string;
  /** A further check that the value has to pass. */
  readonly check?: "time zone";
  /** Values that another product's Spark takes, with that product. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/** A key of another product than Spark. */
export interface EcosystemRow extends ConfigNote {
  /** The name of its product in `origins`. */
  readonly origin: string;
  readonly summary: string;
  readonly examples?: readonly string[];
}

/** The file configs.json. */
export interface ConfigFile {
  readonly versions: readonly string[];
  readonly configs: Readonly<Record<string, Versioned<ConfigRow>>>;
  /** Beginnings of keys in Spark's code. */
  readonly prefixes: Readonly<Record<string, object>>;
  /** Names in Spark's code that are no registered key: no promise that setting them does anything. */
  readonly names: Readonly<Record<string, object>>;
}

/** The file config-notes.json. */
export interface ConfigNotesFile {
  readonly configs: Readonly<Record<string, ConfigNote>>;
  /** Beginnings after which anything may stand. */
  readonly prefixes: Readonly<Record<string, Pick<ConfigNote, "since" | "until" | "set">>>;
  readonly environment: Readonly<Record<string, { readonly doc: string; readonly default?: string }>>;
}

/** Another product than Spark. */
export interface Product {
  readonly title: string;
  readonly url: string;
}

/** The file config-ecosystem.json. */
export interface EcosystemFile {
  readonly origins: Readonly<Record<string, Product>>;
  readonly configs: Readonly<Record<string, EcosystemRow>>;
}

/** Our own words about a key or a family. */
export interface Explanation {
  readonly summary: string;
  /** Values worth offering. */
  readonly values?: readonly string[];
  /** Keys that a reader wants next. */
  readonly related?: readonly string[];
  /** A rule of thumb with its reason. */
  readonly advice?: string;
  /** A line of code. */
  readonly example?: string;
}

/** The file config-explanations.json: the most used keys first. */
export interface ExplanationFile {
  readonly configs: Readonly<Record<string, Explanation>>;
}
