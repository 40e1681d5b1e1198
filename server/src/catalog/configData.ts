/** How configurations are written in server/data: the shapes behind server/data/schema/configs.schema.json. */

/** What a value is: "bytes" as "10m", "time" as "5min"; "regex" is Java's. */
export type ConfigType = "boolean" | "int" | "long" | "double" | "string" | "bytes" | "time" | "regex";

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

/** What may differ from one Spark version to the next; null takes the base's value away. */
interface VariableData {
  readonly type?: ConfigType | null;
  readonly unit?: string | null;
  readonly default?: string | number | boolean | null;
  readonly defaultFrom?: string | null;
  readonly defaultText?: string | null;
  readonly values?: readonly string[] | null;
  readonly range?: ConfigRange | null;
}

export interface ConfigData extends VariableData {
  readonly caseless?: boolean;
  readonly list?: boolean;
  readonly set?: ConfigWhen;
  readonly since?: string;
  readonly until?: string;
  readonly deprecated?: { readonly since: string; readonly use: readonly string[] };
  readonly removed?: { readonly in: string; readonly use: readonly string[] };
  readonly alternatives?: readonly string[];
  readonly internal?: boolean;
  /** Absent for a registered entry. */
  readonly source?: string;
  readonly doc?: string;
  /** The last version whose documentation has it. */
  readonly docIn?: string;
  readonly pattern?: string;
  /** By "3.5" or "3.3..3.5". */
  readonly byVersion?: Readonly<Record<string, VariableData>>;
}

export interface PrefixData {
  readonly anySuffix: boolean;
  readonly since?: string;
  readonly until?: string;
}

/** The file configs.json. */
export interface ConfigFile {
  readonly configs: Readonly<Record<string, ConfigData>>;
  readonly prefixes: Readonly<Record<string, PrefixData>>;
  readonly environment: Readonly<Record<string, { readonly doc: string; readonly default?: string }>>;
}

/** Our own words about a key or a prefix. */
export interface Explanation {
  readonly summary: string;
  /** Values worth offering. */
  readonly values?: readonly string[];
}

/** The file config-explanations.json: the most used keys first. */
export interface ExplanationFile {
  readonly configs: Readonly<Record<string, Explanation>>;
}
