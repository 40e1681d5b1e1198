import type { Module } from "../../syntax/module.ts";
import { sideTable } from "../../syntax/sideTable.ts";
import type { ImportTable } from "../facts.ts";

/** How many folders above a test may hold a conftest.py that counts for it. */
export const conftestLevels = 8;

/** Whether pytest runs the conftest.py of the folders around a file before it: for tests and fixtures. */
export const takesConftests = (text: string): boolean => /\bdef test|\bfixture\b/.test(text);

/** What a file itself tells of where it runs: the conventions of the field that hold in it. */
export interface FileConventions {
  /** The file's own words have to do with Spark. */
  readonly usesSpark: boolean;
  /** Its tests are given what a conftest.py makes. */
  readonly takesFixtures: boolean;
  /** Methods that only PySpark has tell a DataFrame here. */
  readonly importsPyspark: boolean;
  /** Why `spark` and `sc` are the session and its context where nothing binds them; null where they are not. */
  readonly givenSession: string | null;
  /** `dbutils` and `display` are there without an import. */
  readonly isNotebook: boolean;
  /** `def model(dbt, session)` is a model of dbt that runs on Spark. */
  readonly isDbtModel: boolean;
}

const sparkPackages =
  /^(pyspark|delta|awsglue|databricks\.connect|typedspark|pandera\.(pyspark|typing\.pyspark_sql))(\.|$)/;

const known = sideTable<Module, FileConventions>();

/** A file's conventions, read from its text and its imports once. */
export function fileConventions(module: Module, imports: ImportTable): FileConventions {
  let conventions = known.get(module);
  if (conventions === undefined) known.set(module, (conventions = readConventions(module, imports)));
  return conventions;
}

function readConventions({ text, language }: Module, imports: ImportTable): FileConventions {
  if (language === "sql") return sqlConventions;
  const imported = [...imports.names.values(), ...imports.star];
  const isHosted = /^# (Databricks|Fabric) notebook source/.test(text);
  const isJupyter =
    text.startsWith("# %% cell 1\n") && (usesSession.test(text) || text.includes("# MAGIC %sql"));
  // Most files have none of the words, which is found out faster than the places where they may stand.
  const isPipeline =
    pipelineWords.test(text) &&
    /^[ \t]*@[\w.]+\.(materialized_view|temporary_view)\b|^[ \t]*@dlt\.\w+/m.test(text);
  const importsPyspark = isHosted || imported.some((name) => sparkPackages.test(name));
  const isNotebook = isHosted || isJupyter;
  return {
    usesSpark: /spark|dbutils|awsglue|@dlt\b|\bdef model\(\s*dbt\b/i.test(text),
    takesFixtures: text.includes("def test") && /^[ \t]*(?:async[ \t]+)?def test\w*\([^)]*\w/m.test(text),
    importsPyspark: importsPyspark || isJupyter,
    givenSession: isPipeline
      ? "the session that pipelines are given"
      : isNotebook
        ? "the session that notebooks are given"
        : importsPyspark
          ? "the session's name in shells and notebooks, and this file uses pyspark"
          : null,
    isNotebook,
    isDbtModel:
      text.includes("def model(") &&
      /^def model\(\s*dbt\b/m.test(text) &&
      !imported.some((name) => /^snowflake(\.|$)/.test(name)),
  };
}

const pipelineWords = /materialized_view|temporary_view|@dlt\./;

/** A file of SQL runs in some session of Spark. */
const sqlConventions: FileConventions = {
  usesSpark: true,
  takesFixtures: false,
  importsPyspark: true,
  givenSession: "the session that runs the file",
  isNotebook: false,
  isDbtModel: false,
};

/** What code does with a session and with little else of that name. */
const usesSession =
  /\bspark\s*\.\s*(read|readStream|sql|table|range|createDataFrame|conf|catalog|udf|sparkContext|version)\b/;

/** Whether two files follow the same conventions. */
export const sameConventions = (left: FileConventions, right: FileConventions): boolean =>
  JSON.stringify(left) === JSON.stringify(right);
