import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { apiNotInVersion } from "../../server/src/rules/api-not-in-version.ts";
import { analyzed, engineWith } from "../analysis/analyzed.ts";

const engine = engineWith(apiNotInVersion);

const start = `from pyspark.sql import SparkSession, functions as F

spark = SparkSession.builder.getOrCreate()
df = spark.range(3)
`;

/** What stands in the program, the version of Spark, and what is said of it; null for nothing. */
const cases: readonly (readonly [code: string, version: string, said: RegExp | null])[] = [
  [
    "x = df.withColumnsRenamed({})",
    "3.3",
    /^`withColumnsRenamed\(\)` came with Spark 3\.4, .* Use `withColumnRenamed\(\)`/,
  ],
  ["x = df.withColumnsRenamed({})", "3.4", null],
  ["x = df.select(F.try_to_date('id'))", "3.5", /^`try_to_date\(\)` came with Spark 4\.1/],
  ["x = df.select(F.try_to_date('id'))", "4.1", null],
  ["x = df.select(F.ifnull('id', 'id'))", "3.4", /SQL has it already: `expr\("ifnull\(…\)"\)`/],
  ["x = df.to_koalas()", "4.0", /^`to_koalas\(\)` was taken away after Spark 3\.5/],
  ["x = df.to_koalas()", "3.5", null],
  [
    "x = F.array_sort('a', comparator=max)",
    "3.3",
    /^`array_sort\(\)` takes `comparator=` from Spark 3\.4 on/,
  ],
  ["x = F.array_sort('a', comparator=max)", "3.4", null],
  ["x = df.toPandas()", "3.5", null],
  ["x = df.mapInPandas(iter, 'id long')", "3.3", null],
  ["x = F.udf(str).asNondeterministic()", "3.3", null],
  ["x = F.try_to_date('id') if spark.version > '4' else None", "3.5", null],
  ["if spark.version >= '4':\n    x = F.try_to_date('id')", "3.5", null],
  ["if hasattr(df, 'withColumnsRenamed'):\n    x = df.withColumnsRenamed({})", "3.3", null],
  ["try:\n    x = df.withColumnsRenamed({})\nexcept AttributeError:\n    x = df", "3.3", null],
];

describe("calls that a version of Spark does not have", () => {
  for (const [code, version, said] of cases)
    it(`${code.replaceAll("\n", " ")} on ${version}: ${said === null ? "nothing" : "told"}`, () => {
      const messages = analyzed(`${start}${code}\n`, { sparkVersion: version }, engine)
        .findings.filter(({ rule }) => rule === "api-not-in-version")
        .map(({ message }) => message);
      assert.equal(messages.length, said === null ? 0 : 1, messages.join("\n"));
      if (said !== null) assert.match(messages[0] ?? "", said);
    });
});
