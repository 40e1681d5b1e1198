import type { ApiCatalog } from "../../catalog/apiCatalog.ts";
import type { ImportFromStatement, ImportStatement, Statement } from "../../syntax/ast.ts";
import type { Module, Site } from "../../syntax/module.ts";
import type { ImportTable } from "../facts.ts";
import type { Value } from "../value.ts";

/** The names that an import binds. Relative imports bind nothing that is known. */
export function importNames(
  statement: ImportStatement | ImportFromStatement,
  api: ApiCatalog,
): [string, Value][] {
  if (statement.kind === "Import")
    return statement.names.map(({ module, alias }): [string, Value] =>
      alias
        ? [alias.id, { kind: "module", name: module }]
        : [root(module), { kind: "module", name: root(module) }],
    );
  if (statement.level > 0)
    return (statement.names ?? []).map(({ name, alias }) => [(alias ?? name).id, { kind: "unknown" }]);
  if (statement.names === null) return starNames(statement.module, api);
  return statement.names.map(({ name, alias }): [string, Value] => [
    (alias ?? name).id,
    { kind: "api", name: `${statement.module}.${name.id}` },
  ]);
}

const root = (module: string): string => module.split(".")[0] ?? module;

/** `from pyspark.sql.functions import *`, and the classes of `pyspark.sql` and `pyspark.sql.types`. */
function starNames(module: string, api: ApiCatalog): [string, Value][] {
  const names: readonly string[] =
    module === "pyspark.sql.functions"
      ? [...api.functionNames, "udf", "pandas_udf", "broadcast"]
      : module === "pyspark.sql"
        ? ["SparkSession", "DataFrame", "Column", "Window", "Row"]
        : [];
  return names.map((name) => [name, { kind: "api", name: `${module}.${name}` }]);
}

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
