import { rowIn, type Versioned } from "./versioned.ts";

/** A function of Spark SQL as one Spark version has it. */
export interface SqlFunction {
  readonly name: string;
  /** Parameter lists in Spark's notation, such as "(expr[, scale])"; none for operators. */
  readonly signatures: readonly string[];
  /** The parameters' names in order, where Spark tells them. */
  readonly parameters: readonly string[];
  /** How many arguments a call has: "1-2", "0,2", "1+"; null where any number may do, or where that is not known. */
  readonly takes: string | null;
  readonly kind: "scalar" | "aggregate" | "window" | "generator" | "table";
  /** Spark's own group, such as "math_funcs"; empty where it has none. */
  readonly group: string;
  /** The Spark release that brought it, such as "1.5.0"; null where Spark does not say. */
  readonly since: string | null;
  /** The release that deprecated it. */
  readonly deprecated: string | null;
  /** Whether the same input gives the same result, as Spark's optimizer believes. */
  readonly deterministic: boolean;
  /** Other names of the same function. */
  readonly aliases: readonly string[];
  /** The functions of pyspark.sql.functions that make it. */
  readonly python: readonly string[];
}

export interface SqlFunctionCatalog {
  /** Names are compared without case; null when this version has no such function. */
  readonly find: (name: string, version: string) => SqlFunction | null;
  /** All names in alphabetical order, operators and table functions included. */
  readonly names: (version: string) => readonly string[];
  /** The SQL function behind one of pyspark.sql.functions; null when it makes none, as "col" and "udf". */
  readonly forPython: (name: string, version: string) => SqlFunction | null;
}

/** Whether a function may be called with so many arguments, as far as Spark says. */
export function takesCount({ takes }: SqlFunction, count: number): boolean {
  if (takes === null) return true;
  return takes.split(",").some((range) => {
    const [first = "", last = first] = range.replace("+", "").split("-");
    return count >= Number(first) && (range.endsWith("+") || count <= Number(last));
  });
}

/** "1 argument", "2 to 4 arguments": how many a function takes, in words; null where that is not known. */
export function countsText({ takes }: SqlFunction): string | null {
  if (takes === null) return null;
  if (/^\d*[02468](,\d*[02468]){2,}\+$/.test(takes)) return "an even number of arguments";
  const ranges = takes.split(",").map((range) => {
    if (range.endsWith("+")) return `at least ${range.slice(0, -1)}`;
    const [first = "", last] = range.split("-");
    if (last === undefined) return first === "0" ? "no" : first;
    return Number(last) - Number(first) === 1 ? `${first} or ${last}` : `${first} to ${last}`;
  });
  return `${ranges.join(" or ")} argument${/^(at least )?1$/.test(ranges.join()) ? "" : "s"}`;
}

interface FunctionRow {
  readonly class?: string;
  readonly signatures?: readonly string[];
  readonly arguments?: readonly string[];
  readonly takes?: string;
  readonly kind?: "aggregate" | "window" | "generator";
  readonly group?: string;
  readonly since?: string;
  readonly deprecated?: string;
  readonly deterministic?: boolean;
  readonly aliases?: readonly string[];
  readonly python?: readonly string[];
}

interface FunctionData {
  readonly versions: readonly string[];
  readonly functions: Readonly<Record<string, Versioned<FunctionRow>>>;
  readonly tableFunctions: Readonly<Record<string, Versioned<FunctionRow>>>;
  readonly syntax: Readonly<Record<string, Versioned<FunctionRow>>>;
}

/** Builds the look-ups from the text of sql-functions.json. */
export function createSqlFunctionCatalog(text: string): SqlFunctionCatalog {
  const data = JSON.parse(text) as FunctionData;
  const byVersion = new Map<string, VersionIndex>();
  const indexOf = (version: string): VersionIndex => {
    let index = byVersion.get(version);
    if (index === undefined) byVersion.set(version, (index = indexVersion(data, version)));
    return index;
  };
  return {
    find: (name, version) => indexOf(version).functions.get(name.toLowerCase()) ?? null,
    names: (version) => indexOf(version).names(),
    forPython: (name, version) => indexOf(version).python.get(name) ?? null,
  };
}

interface VersionIndex {
  readonly functions: ReadonlyMap<string, SqlFunction>;
  readonly names: () => readonly string[];
  readonly python: ReadonlyMap<string, SqlFunction>;
}

function indexVersion(data: FunctionData, version: string): VersionIndex {
  const functions = new Map<string, SqlFunction>();
  const tables = [
    [data.tableFunctions, "table"],
    [data.syntax, "scalar"],
    [data.functions, "scalar"],
  ] as const;
  for (const [table, kind] of tables) {
    for (const [name, stored] of Object.entries(table)) {
      const row = rowIn(stored, data.versions, version);
      if (row !== null)
        functions.set(
          name.toLowerCase(),
          readFunction(name, { arguments: stored.arguments ?? [], ...row }, kind),
        );
    }
  }
  const python = new Map<string, SqlFunction>();
  for (const each of functions.values()) for (const name of each.python) python.set(name, each);
  let names: readonly string[] | undefined;
  return {
    functions,
    names: () => (names ??= [...functions.values()].map(({ name }) => name).sort()),
    python,
  };
}

const readFunction = (name: string, row: FunctionRow, kind: SqlFunction["kind"]): SqlFunction => ({
  name,
  signatures: row.signatures ?? [],
  parameters: row.arguments ?? [],
  takes: row.takes ?? null,
  kind: kind === "table" ? kind : (row.kind ?? kind),
  group: row.group ?? "",
  since: row.since ?? null,
  deprecated: row.deprecated ?? null,
  deterministic: row.deterministic ?? true,
  aliases: row.aliases ?? [],
  python: row.python ?? [],
});
