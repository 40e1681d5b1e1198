import assert from "node:assert/strict";
import { analyze } from "../../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../../server/src/analysis/options.ts";
import { dataFrameToSql } from "../../../server/src/features/dataFrameToSql.ts";
import { testEngine } from "../../analysis/analyzed.ts";
import { withSpark } from "../session/sparkSession.ts";

const spark = withSpark();

const head = `from pyspark.sql import SparkSession, functions as F
spark = SparkSession.builder.getOrCreate()
spark.createDataFrame([], "order_id int, customer_id int, amount double, status string, country string, created date").createOrReplaceTempView("orders")
spark.createDataFrame([], "customer_id int, name string, country string, age int").createOrReplaceTempView("customers")
frame = spark.createDataFrame([(1, "a"), (2, None), (2, "b{}")], "id int, text string")
`;

/** Chains that are converted. */
const chains: readonly string[] = [
  'spark.table("orders").filter(F.col("amount") > 10)',
  'spark.table("orders").where("amount > 10").select("order_id", F.col("amount").alias("a"))',
  'spark.table("orders").select("order_id", F.col("amount") * 2, (F.col("order_id") + 1).alias("next"))',
  'spark.table("orders").filter((F.col("status") == "paid") & ~F.col("country").isin("DE", "FR") | F.col("amount").isNull())',
  'spark.table("orders").filter(F.col("order_id").between(2, 5)).filter(F.col("status").like("p%"))',
  'spark.table("orders").select(F.col("order_id").cast("string"), F.upper("status"), F.coalesce("status", F.lit("it\'s")).alias("s"))',
  'spark.table("orders").select("country").distinct().orderBy(F.col("country").desc_nulls_last())',
  'spark.table("orders").orderBy("order_id", F.col("amount").desc()).limit(3)',
  'spark.table("orders").orderBy("order_id").offset(2).limit(3)',
  'spark.table("orders").limit(5).filter(F.col("order_id") > 0).select("order_id").distinct()',
  'spark.table("orders").groupBy("country").agg(F.count("*").alias("n"), F.sum("order_id"))',
  'spark.table("orders").groupBy("country").count().filter(F.col("count") > 1)',
  'spark.table("orders").groupBy("country", "status").agg(F.countDistinct("order_id").alias("d")).orderBy("d", "country", "status")',
  'spark.table("orders").select(F.when(F.col("order_id") > 3, "x").when(F.col("order_id") > 1, "y").otherwise(None).alias("w"), F.lit(1.5).alias("d"), F.lit(True).alias("b"))',
  'spark.table("orders").join(spark.table("customers"), ["customer_id"], "left").select("order_id", "name")',
  'spark.table("orders").alias("o").join(spark.table("customers").alias("c"), F.col("o.customer_id") == F.col("c.customer_id")).select("o.order_id", "c.name", F.col("c.country").alias("home"))',
  'spark.table("orders").join(spark.table("customers"), "customer_id", "left_anti")',
  'spark.table("orders").select("order_id").union(spark.table("customers").select("customer_id"))',
  'spark.table("orders").select("country").subtract(spark.table("customers").select("country")).orderBy("country")',
  'frame.filter(frame.id > 1).select("id", F.concat("text", F.lit("{}")).alias("joined"))',
  'frame.selectExpr("id", "id * 2 AS twice", "upper(text)")',
  'frame.filter("id > 1").selectExpr(["*", "concat(text, \'{}\') AS `a b`"]).where("id < 9")',
  'frame.groupBy("id").agg(F.max("text").alias("top"))',
];

/** Chains that have no equal, with the reason. */
const refused: Readonly<Record<string, RegExp>> = {
  'spark.table("orders").select(F.rand().alias("r"))': /rand is not converted/,
  'spark.table("orders").sample(0.5)': /sample is not converted/,
  'spark.read.parquet("x").filter("a > 1")': /Only chains/,
};

/** The code with the chain as SQL, or why there is none. */
function converted(chain: string): { readonly code: string } | { readonly refusal: string } {
  const text = `${head}after = ${chain}\n`;
  const { facts } = analyze(testEngine, text, defaultOptions);
  const style = { keywordCase: "upper", width: 100 } as const;
  const result = dataFrameToSql(facts, text.length - 2, style);
  if (result === null) return { refusal: "There is no chain." };
  if ("refusal" in result) return result;
  let edited = text;
  for (const { start, end, newText } of result.edits.toReversed())
    edited = edited.slice(0, start) + newText + edited.slice(end);
  return { code: edited.slice(edited.indexOf("after = ")) };
}

describe("DataFrame code converted to SQL", function () {
  this.timeout(600_000);

  it("gives the same columns and rows", async () => {
    const results = chains.map(converted);
    assert.deepEqual(
      results.flatMap((each, at) => ("refusal" in each ? [`${chains[at]}: ${each.refusal}`] : [])),
      [],
    );
    const blocks = results.map((each, at) => {
      const code = "code" in each ? each.code.replace("after = ", `after_${at} = `) : "";
      return `
try:
    before_${at} = ${chains[at]}
${code.replaceAll(/^(?!$)/gm, "    ")}
except Exception as problem:
    print("FAILED ${at}", str(problem)[:300])
`;
    });
    const code = `from pyspark.sql import functions as F\nframe = spark.createDataFrame([(1, "a"), (2, None), (2, "b{}")], "id int, text string")\n${blocks.join("\n")}`;
    const answer = await spark.run({ code, rows: "all", timeoutMs: 500_000 });
    assert.equal(answer.error, undefined, JSON.stringify(answer.error));
    assert.equal(answer.stdout, "");
    const seen = (name: string, isOrdered: boolean): unknown => {
      const rows = (answer.rows?.[name]?.rows ?? []).map((row) => JSON.stringify(row));
      return {
        columns: answer.names[name]?.schema.fields.map((field) => [field.name, field.type]),
        rows: isOrdered ? rows : rows.toSorted(),
      };
    };
    for (const [at, chain] of chains.entries()) {
      const isOrdered = /\.orderBy\([^.]*\)(?:\.desc\w*\(\)\))?$/.test(chain);
      const both = [seen(`after_${at}`, isOrdered), seen(`before_${at}`, isOrdered)];
      assert.deepEqual(both[0], both[1], `${chain}\n${JSON.stringify(results[at])}`);
    }
  });

  for (const [chain, reason] of Object.entries(refused))
    it(`leaves alone ${chain}`, () => {
      const result = converted(chain);
      assert.match("refusal" in result ? result.refusal : result.code, reason);
    });
});
