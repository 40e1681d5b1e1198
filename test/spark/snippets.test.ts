import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { expandSnippet } from "../snippets/expand.ts";
import { readSnippets } from "../snippets/snippetFile.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();

/** Snippets that need more than a Spark on this machine, and what. */
const needs: Readonly<Record<string, string>> = {
  "spark-session-connect": "a Spark Connect server",
  "spark-session-databricks": "a Databricks workspace",
  "spark-read-jdbc": "a database and its driver",
  "spark-write-jdbc": "a database and its driver",
  "spark-session-delta": "the Delta jar",
  "spark-read-delta": "the Delta jar",
  "spark-write-delta": "the Delta jar",
  "spark-delta-merge": "the Delta jar",
  "spark-delta-optimize": "the Delta jar",
  "spark-stream-merge": "the Delta jar",
  "spark-read-iceberg": "the Iceberg jar",
  "spark-write-iceberg": "the Iceberg jar",
  "spark-read-avro": "the Avro jar",
  "spark-write-avro": "the Avro jar",
  "spark-read-kafka-batch": "a Kafka broker",
  "spark-write-kafka": "a Kafka broker",
  "spark-stream-kafka": "a Kafka broker",
  "spark-airflow-submit": "Airflow",
  "spark-test-fixture": "pytest",
};

/** What stands in a user's file before any snippet: the imports, and frames by the names that snippets suggest. */
const usual = `
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
orders, customers, countries, events = (spark.table(name) for name in ("orders", "customers", "countries", "events"))
`;

/** What a snippet takes for granted beyond the usual. */
const setups: Readonly<Record<string, string>> = {
  "spark-job": `
import sys
sys.argv = ["job", "--input", "data/orders.parquet", "--output", "out/job"]
`,
  "spark-join-range": `bands = spark.createDataFrame([("small", 0, 100), ("large", 100, 9999)], ["band", "low", "high"])`,
  // Python's dates end with the year 9999.
  "spark-dates": `orders = orders.where("created < '9999-01-01'")`,
  "spark-stream-files": `
import os, shutil
os.mkdir("data/incoming")
shutil.copy("data/events.json", "data/incoming")
`,
  "spark-ml-pipeline": `
labelled = spark.range(60).selectExpr("id % 50 AS age", "id * 1.5D AS amount", "CAST(id % 3 = 0 AS int) AS label")
`,
  "spark-ml-tune": `
from pyspark.ml.evaluation import RegressionEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import LinearRegression
numbers = spark.range(60).selectExpr("id AS x", "id * 2D AS label")
train = VectorAssembler(inputCols=["x"], outputCol="features").transform(numbers)
estimator, evaluator = LinearRegression(), RegressionEvaluator()
`,
};

/** What a snippet defines is called, where that says more than that it ran. */
const checks: Readonly<Record<string, string>> = {
  "spark-test-equal": "test_totals(spark)",
  "spark-stream-files": `assert spark.read.parquet("out/incoming").count() == 7`,
  "spark-write-dynamic": `assert spark.read.parquet("out/orders_by_day").count() == orders.count()`,
  "spark-ml-tune": `assert best.coefficients[0] > 1.5`,
  "spark-dedupe-latest": `assert latest.count() == orders.select("order_id").distinct().count()`,
  "spark-join-salted": `assert joined.count() == orders.join(customers, "customer_id").count()`,
  "spark-join-semi": `assert active.count() + customers.join(orders, "customer_id", "left_anti").count() == customers.count()`,
};

const snippets = [...readSnippets("pyspark").values()];

describe("the snippets on a real Spark", function () {
  this.timeout(180_000);

  it("name what they need beyond Spark only where they exist", () => {
    const prefixes = new Set(snippets.map(({ prefix }) => prefix));
    const named = [...Object.keys(needs), ...Object.keys(setups), ...Object.keys(checks)];
    assert.deepEqual(
      named.filter((prefix) => !prefixes.has(prefix)),
      [],
    );
  });

  for (const { prefix, body } of snippets.filter(({ prefix }) => !(prefix in needs)))
    it(prefix, async () => {
      const check = checks[prefix];
      const code = expandSnippet(body) + (check === undefined ? "" : `\n${check}\n`);
      const { error } = await spark.run({ setup: usual + (setups[prefix] ?? ""), code, rows: "all" });
      assert.equal(
        error && `line ${String(error.line)}: ${error.class}: ${error.message}\n${code}`,
        undefined,
      );
    });
});
