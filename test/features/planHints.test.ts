import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { planHints, type HintKind } from "../../server/src/features/planHints.ts";
import { testEngine } from "../analysis/analyzed.ts";

const program = `from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F
spark = SparkSession.builder.getOrCreate()
orders = spark.read.schema("id bigint, customer_id bigint, amount double").parquet("orders")
people = spark.read.schema("customer_id bigint, name string").parquet("people")
`;

/** The code with each hint where it stands, in «…». */
function hinted(kind: HintKind, code: string): string {
  const text = program + code;
  const hints = planHints(analyze(testEngine, text, defaultOptions), kind, {
    start: program.length,
    end: text.length,
  });
  let shown = text;
  for (const { at, text: hint } of hints.toReversed())
    shown = `${shown.slice(0, at)}«${hint}»${shown.slice(at)}`;
  return shown.slice(program.length);
}

describe("hints of shuffles", () => {
  const cases: readonly string[] = [
    'x = orders.groupBy("customer_id").agg(F.sum("amount"))«shuffle by customer_id»',
    'x = orders.join(people, "customer_id")«shuffle by customer_id»',
    'x = orders.join(F.broadcast(people), "customer_id")«broadcast»',
    'x = orders.join(spark.range(100).toDF("id"), "id")«broadcast 800 bytes»',
    'x = orders.groupBy("customer_id").count()«shuffle by customer_id».groupBy("customer_id").count()',
    'x = orders.orderBy("amount")«range shuffle by amount»',
    'x = orders.agg(F.count("id"))«single partition»',
    'w = Window.orderBy("id")\nx = orders.withColumn("r", F.rank().over(w))«single partition»',
    "x = orders.repartition(10)«shuffle»",
    // What Spark leaves out for what follows is not told, unless something else runs it.
    'x = orders.orderBy("amount").limit(10)',
    'x = orders.orderBy("amount")«range shuffle by amount»\nx.limit(10).show()\nx.write.parquet("p")',
    'x = orders.orderBy("amount")\nx.show()',
    'x = orders.orderBy("amount")«range shuffle by amount».filter("id > 1")',
    "x = orders.distinct()«shuffle by id, customer_id, amount»",
    "x = orders.intersect(orders)«shuffle by id, customer_id, amount»",
    'x = orders.filter("id > 1").withColumn("y", F.lit(1))',
    '(\n    orders\n    .groupBy("id")\n    .count()«shuffle by id»\n    .orderBy("id")«range shuffle by id»\n    .write.parquet("p")\n)',
    'x = orders.distinct()«shuffle by id, customer_id, amount, recomputed once»\nx.write.parquet("a")\nx.write.parquet("b")',
    'x = orders.distinct().cache()\nx.write.parquet("a")\nx.write.parquet("b")'.replace(
      ".cache()",
      "«shuffle by id, customer_id, amount».cache()",
    ),
    // In text of several lines behind the clause.
    'orders.createOrReplaceTempView("o")\nx = spark.sql("""\n  SELECT id, count(*)\n  FROM o\n  GROUP BY id -- all of them«shuffle by id»\n  ORDER BY id«range shuffle by id»\n""")',
    'orders.createOrReplaceTempView("o")\nx = spark.sql("""\n  SELECT rank() OVER (PARTITION BY id ORDER BY id)«shuffle by id»\n  FROM o\n""")',
    'orders.createOrReplaceTempView("o")\nx = spark.sql("SELECT id, count(*) FROM o GROUP BY id")«shuffle by id»',
    'def f(df):\n    return df.groupBy("id").count()«shuffle by id»\nf(orders)',
    // Half-typed code: what is complete keeps its hints.
    'x = orders.groupBy("id").count()«shuffle by id»\ny = orders.join(peo',
  ];
  for (const expected of cases)
    it(expected, () => {
      assert.equal(hinted("shuffles", expected.replaceAll(/«[^»]*»/g, "")), expected);
    });

  it("are off when the user says so", () => {
    assert.equal(hinted("off", 'x = orders.groupBy("id").count()'), 'x = orders.groupBy("id").count()');
  });

  it("keep to files that use Spark", () => {
    const analysis = analyze(testEngine, 'x = df.groupBy("a").count()', defaultOptions);
    assert.deepEqual(planHints(analysis, "shuffles", { start: 0, end: 100 }), []);
  });
});

describe("hints of schemas", () => {
  const cases: readonly string[] = [
    'x«id: bigint» = orders.select("id")',
    'x«c0: bigint, c1: bigint, c2: bigint, c3: bigint, c4: bigint, c5: bigint, … 2 more» = orders.select(*[F.col("id").alias(f"c{i}") for i in range(8)])',
    'x = spark.read.parquet("p")',
  ];
  for (const expected of cases)
    it(expected, () => {
      assert.equal(hinted("schemas", expected.replaceAll(/«[^»]*»/g, "")), expected);
    });
});
