import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { sqlToDataFrame } from "../../server/src/features/sqlToDataFrame.ts";
import { testEngine } from "../analysis/analyzed.ts";

const start = "spark = SparkSession.builder.getOrCreate()\n";

/** A module with a call of `spark.sql`, and what becomes of it. */
const cases: readonly (readonly [name: string, text: string, expected: string])[] = [
  [
    "adds an import",
    `from pyspark.sql import SparkSession\n${start}df = spark.sql("SELECT a FROM t WHERE b > 1")\n`,
    `from pyspark.sql import SparkSession\nfrom pyspark.sql import functions as F\n${start}df = spark.table("t").filter(F.col("b") > 1).select("a")\n`,
  ],
  [
    "uses the imports of the module",
    `from pyspark.sql import SparkSession\nfrom pyspark.sql.functions import col\n${start}df = spark.sql("SELECT a FROM t WHERE b > 1")\n`,
    `from pyspark.sql import SparkSession\nfrom pyspark.sql.functions import col\n${start}df = spark.table("t").filter(col("b") > 1).select("a")\n`,
  ],
  [
    "reads a view from the variable that holds its frame",
    `from pyspark.sql import SparkSession\n${start}t = spark.range(3)\nt.createOrReplaceTempView("v")\ndf = spark.sql("SELECT id FROM v LIMIT 2")\n`,
    `from pyspark.sql import SparkSession\n${start}t = spark.range(3)\nt.createOrReplaceTempView("v")\ndf = t.select("id").limit(2)\n`,
  ],
  [
    "reads a view by its name where the variable may hold another frame",
    `from pyspark.sql import SparkSession\n${start}t = spark.range(3)\nt.createOrReplaceTempView("v")\nt = t.limit(1)\ndf = spark.sql("SELECT id FROM v")\n`,
    `from pyspark.sql import SparkSession\n${start}t = spark.range(3)\nt.createOrReplaceTempView("v")\nt = t.limit(1)\ndf = spark.table("v").select("id")\n`,
  ],
];

describe("converting SQL", () => {
  for (const [name, text, expected] of cases)
    it(name, () => {
      const { facts } = analyze(testEngine, text, defaultOptions);
      const result = sqlToDataFrame(facts, text.indexOf("SELECT") + 2);
      assert.ok(result !== null && "edits" in result, JSON.stringify(result));
      let edited = text;
      for (const { start: from, end, newText } of result.edits.toReversed())
        edited = edited.slice(0, from) + newText + edited.slice(end);
      assert.equal(edited, expected);
    });
});
