import type { ApiCatalog } from "../../catalog/apiCatalog.ts";
import type { Evaluation } from "../evaluation.ts";
import { readAllOutside, readOutside, type ModuleExports } from "../moduleExports.ts";
import { runImported } from "../spark/importedSession.ts";
import { libraryConstant } from "./libraryCalls.ts";
import { bind } from "./scope.ts";
import type { ImportFromStatement, ImportStatement, Statement } from "../../syntax/ast.ts";
import type { Module, Site } from "../../syntax/module.ts";
import type { ImportTable } from "../facts.ts";
import { unknown, type Value } from "../value.ts";

type ModuleValue = Extract<Value, { kind: "module" }>;

/** Binds what an import statement brings: names of modules of the workspace, else names that Spark or Python have. */
export function bindImports(evaluation: Evaluation, statement: ImportStatement | ImportFromStatement): void {
  for (const [name, value] of importedNames(evaluation, statement)) bind(evaluation, name, value);
}

function importedNames(
  evaluation: Evaluation,
  statement: ImportStatement | ImportFromStatement,
): Iterable<readonly [string, Value]> {
  if (statement.kind === "Import")
    return statement.names.map(({ module, alias }): [string, Value] => {
      runPackages(evaluation, module, 0);
      // Python reads the whole path, also where it binds the first name alone.
      const first = root(module);
      const top = importedValue(evaluation, first, 0) ?? { kind: "module", name: first };
      const last = importedValue(evaluation, module, 0) ?? { kind: "module", name: module };
      return alias ? [alias.id, last] : [first, top];
    });
  const { module, level, names } = statement;
  runPackages(evaluation, module, level);
  const exports = resolvedModule(evaluation, module, level);
  if (exports !== null) {
    runImported(evaluation, exports);
    if (names === null) return exportedNames(evaluation, exports);
    return names.map(({ name, alias }): [string, Value] => [
      (alias ?? name).id,
      readOutside(evaluation.module.outsideReads, exports, name.id) ??
        importedValue(evaluation, below(module, name.id), level) ??
        unknown,
    ]);
  }
  if (names === null) return level > 0 ? [] : starNames(module, evaluation.api);
  return names.map(({ name, alias }): [string, Value] => [
    (alias ?? name).id,
    importedValue(evaluation, below(module, name.id), level) ??
      (level > 0
        ? unknown
        : (libraryConstant(evaluation, `${module}.${name.id}`) ?? {
            kind: "api",
            name: `${module}.${name.id}`,
          })),
  ]);
}

/** The module of the workspace that an import means, noted as something that this run depends on. */
export function resolvedModule(evaluation: Evaluation, module: string, level: number): ModuleExports | null {
  if (evaluation.modules === null) return null;
  const key = `${".".repeat(level)}${module}`;
  const known = evaluation.imports.get(key);
  if (known !== undefined) return known;
  const exports = evaluation.modules.resolve(module, level);
  evaluation.imports.set(key, exports);
  return exports;
}

function moduleValue(evaluation: Evaluation, module: string, level: number): ModuleValue | null {
  const exports = resolvedModule(evaluation, module, level);
  return (
    exports && {
      kind: "module",
      name: `${".".repeat(level)}${module}`,
      exports,
    }
  );
}

/** The same for a module that an import statement names, which runs it. */
function importedValue(evaluation: Evaluation, module: string, level: number): Value | null {
  const value = moduleValue(evaluation, module, level);
  if (value?.exports) runImported(evaluation, value.exports);
  return value;
}

/** Python runs the packages above a module first, the outermost before all. */
function runPackages(evaluation: Evaluation, module: string, level: number): void {
  for (const path of packagesAbove(module)) {
    if (evaluation.modules?.surrounds(path, level) !== false) continue;
    const exports = resolvedModule(evaluation, path, level);
    if (exports !== null) runImported(evaluation, exports);
  }
}

/** "a" and "a.b" for "a.b.c". */
export const packagesAbove = (module: string): readonly string[] =>
  [...module.matchAll(/\./g)].map(({ index }) => module.slice(0, index));

/** A module's path below another one's. */
const below = (module: string, name: string): string => (module === "" ? name : `${module}.${name}`);

/** `module.name` of a module of the workspace. */
export function moduleAttribute(evaluation: Evaluation, module: ModuleValue, name: string): Value {
  const { exports } = module;
  const own = exports && readOutside(evaluation.module.outsideReads, exports, name);
  return own ?? importedModule(evaluation, module, name) ?? unknown;
}

/** A module below another one; null when the workspace has none. */
export function importedModule(
  evaluation: Evaluation,
  { name: path }: ModuleValue,
  name: string,
): Value | null {
  const level = /^\.*/.exec(path)?.[0].length ?? 0;
  return moduleValue(evaluation, below(path.slice(level), name), level);
}

/** What `from module import *` brings: what `__all__` lists, else all that has no underscore in front. */
function exportedNames(evaluation: Evaluation, exports: ModuleExports): [string, Value][] {
  const names = readAllOutside(evaluation.module.outsideReads, exports);
  const all = names.get("__all__");
  const listed =
    all?.kind === "sequence" && all.exact
      ? new Set(all.elements.map((each) => (each.kind === "string" ? each.value : null)))
      : null;
  return [...names].filter(([name]) => (listed === null ? !name.startsWith("_") : listed.has(name)));
}

const root = (module: string): string => module.split(".")[0] ?? module;

/** What `from module import *` brings of Spark's: the classes that a module lists in `__all__` (4.3), and all functions. */
function starNames(module: string, api: ApiCatalog): [string, Value][] {
  const names =
    module === "pyspark.sql.functions"
      ? [...api.functionNames, "udf", "pandas_udf", "broadcast"]
      : (starClasses.get(module) ?? []);
  return names.map((name) => [name, { kind: "api", name: `${module}.${name}` }]);
}

const starClasses: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    pyspark: "SparkConf SparkContext SparkFiles RDD StorageLevel Broadcast Accumulator TaskContext",
    "pyspark.sql":
      "SparkSession SQLContext HiveContext DataFrame GroupedData Column Catalog Observation Row Window WindowSpec " +
      "DataFrameNaFunctions DataFrameStatFunctions DataFrameReader DataFrameWriter",
    "pyspark.sql.types":
      "DataType NullType CharType StringType VarcharType BinaryType BooleanType DateType TimeType TimestampType " +
      "TimestampNTZType DecimalType DoubleType FloatType ByteType IntegerType LongType DayTimeIntervalType " +
      "YearMonthIntervalType CalendarIntervalType Row ShortType ArrayType MapType StructField StructType VariantType",
    "pyspark.sql.window": "Window WindowSpec",
  }).map(([module, names]) => [module, names.split(" ")]),
);

/** The module's own imports, for fixes that need a name of Spark's. */
export function importTable(module: Module): ImportTable {
  const names = new Map<string, string>();
  const star: string[] = [];
  let insertAfter: Site | null = null;
  let inFirstBlock = true;
  for (const unit of module.units)
    for (const statement of unit.body) {
      if (statement.kind === "Import")
        for (const { module: name, alias } of statement.names)
          names.set(alias?.id ?? root(name), alias ? name : root(name));
      else if (statement.kind === "ImportFrom" && statement.level === 0) {
        if (statement.names === null) star.push(statement.module);
        for (const { name, alias } of statement.names ?? [])
          names.set((alias ?? name).id, `${statement.module}.${name.id}`);
      }
      if (statement.kind === "Import" || statement.kind === "ImportFrom") {
        if (inFirstBlock) insertAfter = { unit, start: statement.start, end: statement.end };
      } else if (!isDocstring(statement) && insertAfter !== null) inFirstBlock = false;
    }
  return { names, star, insertAfter };
}

function isDocstring(statement: Statement): boolean {
  return statement.kind === "Expression" && statement.value.kind === "String";
}
