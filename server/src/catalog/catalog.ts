import { createApiCatalog, type ApiCatalog } from "./apiCatalog.ts";
import { createArgumentKinds, type ArgumentKinds } from "./argumentKinds.ts";
import { createConfigCatalog, type ConfigCatalog } from "./configCatalog.ts";
import { createDataSourceCatalog, type DataSourceCatalog } from "./dataSources.ts";
import { createErrorCatalog, type ErrorCatalog } from "./errorCatalog.ts";
import { createFunctionOutputs, type FunctionOutputs } from "./functionOutputs.ts";
import { createMlColumns, type MlColumns } from "./mlColumns.ts";
import { createPythonCalls, type PythonCalls } from "./pythonCalls.ts";
import { createSparkLists, type SparkLists } from "./sparkLists.ts";
import { createSparkReleases, type SparkReleases } from "./sparkReleases.ts";
import { createSqlFunctionCatalog, type SqlFunctionCatalog } from "./sqlFunctionCatalog.ts";
import { createSqlGrammarTables, type InstalledGrammar, type SqlGrammarTables } from "./sqlGrammarTables.ts";
import { createSourceSchemas, type SourceSchemas } from "./sourceSchemas.ts";
import { createTypeCatalog, type TypeCatalog } from "./typeCatalog.ts";

/** All facts about Spark, each catalogue read and indexed when it is first asked for. */
export interface Catalog {
  readonly api: ApiCatalog;
  readonly argumentKinds: ArgumentKinds;
  readonly configs: ConfigCatalog;
  readonly dataSources: DataSourceCatalog;
  readonly errors: ErrorCatalog;
  readonly lists: SparkLists;
  /** The columns that the transformers and models of pyspark.ml add. */
  readonly mlColumns: MlColumns;
  readonly outputs: FunctionOutputs;
  readonly sourceSchemas: SourceSchemas;
  /** What the functions of pyspark.sql.functions call. */
  readonly pythonCalls: PythonCalls;
  readonly sqlFunctions: SqlFunctionCatalog;
  readonly sqlGrammars: SqlGrammarTables;
  /** The grammar that counts in place of that of a version; null where none does. */
  readonly installedGrammar: (version: string) => InstalledGrammar | null;
  readonly types: TypeCatalog;
  readonly versions: SparkReleases;
}

/**
 * `read` gives the text of a file of server/data by its name; the shells do the I/O. `installedGrammar` gives the grammar
 * of the Spark that the programs run on, where a shell has read it.
 */
export function createCatalog(
  read: (name: string) => string,
  installedGrammar: Catalog["installedGrammar"] = () => null,
): Catalog {
  let api: ApiCatalog | undefined;
  let argumentKinds: ArgumentKinds | undefined;
  let configs: ConfigCatalog | undefined;
  let dataSources: DataSourceCatalog | undefined;
  let errors: ErrorCatalog | undefined;
  let lists: SparkLists | undefined;
  let mlColumns: MlColumns | undefined;
  let outputs: FunctionOutputs | undefined;
  let sourceSchemas: SourceSchemas | undefined;
  let pythonCalls: PythonCalls | undefined;
  let sqlFunctions: SqlFunctionCatalog | undefined;
  let sqlGrammars: SqlGrammarTables | undefined;
  let types: TypeCatalog | undefined;
  let versions: SparkReleases | undefined;
  return {
    installedGrammar,
    get api() {
      api ??= createApiCatalog({
        api: () => read("pyspark-api.json"),
        delta: () => read("delta-api.json"),
        ml: () => read("pyspark-ml.json"),
        pandas: () => read("pyspark-pandas.json"),
        operations: () => read("dataframe-operations.json"),
        roles: () => read("argument-roles.json"),
        summaries: () => read("api-summaries.json"),
      });
      return api;
    },
    get argumentKinds() {
      argumentKinds ??= createArgumentKinds(read("argument-kinds.json"));
      return argumentKinds;
    },
    get configs() {
      configs ??= createConfigCatalog({
        configs: read("configs.json"),
        notes: read("config-notes.json"),
        ecosystem: read("config-ecosystem.json"),
        explanations: () => read("config-explanations.json"),
      });
      return configs;
    },
    get dataSources() {
      dataSources ??= createDataSourceCatalog(read("data-sources.json"), read("data-source-options.json"));
      return dataSources;
    },
    get errors() {
      errors ??= createErrorCatalog(read);
      return errors;
    },
    get lists() {
      lists ??= createSparkLists(read("spark-lists.json"));
      return lists;
    },
    get mlColumns() {
      mlColumns ??= createMlColumns(read("ml-columns.json"));
      return mlColumns;
    },
    get outputs() {
      outputs ??= createFunctionOutputs(read("function-outputs.json"));
      return outputs;
    },
    get sourceSchemas() {
      sourceSchemas ??= createSourceSchemas(read("source-schemas.json"));
      return sourceSchemas;
    },
    get pythonCalls() {
      pythonCalls ??= createPythonCalls(read("python-calls.json"));
      return pythonCalls;
    },
    get sqlFunctions() {
      sqlFunctions ??= createSqlFunctionCatalog(read("sql-functions.json"));
      return sqlFunctions;
    },
    get sqlGrammars() {
      sqlGrammars ??= createSqlGrammarTables(read("sql-grammars.json"));
      return sqlGrammars;
    },
    get types() {
      types ??= createTypeCatalog({
        coercion: () => read("type-coercion.json"),
        functions: () => read("function-types.json"),
      });
      return types;
    },
    get versions() {
      versions ??= createSparkReleases(read("spark-versions.json"), read("platforms.json"));
      return versions;
    },
  };
}
