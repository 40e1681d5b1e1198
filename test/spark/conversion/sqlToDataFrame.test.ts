import assert from "node:assert/strict";
import { analyze } from "../../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../../server/src/analysis/options.ts";
import { sqlToDataFrame } from "../../../server/src/features/sqlToDataFrame.ts";
import { testEngine } from "../../analysis/analyzed.ts";
import { withSpark } from "../session/sparkSession.ts";
import { convertedQueries, refusedQueries } from "./convertedQueries.ts";

const spark = withSpark();

const head = `from pyspark.sql import SparkSession, functions as F
spark = SparkSession.builder.getOrCreate()
orders = spark.createDataFrame([], "order_id int, customer_id int, amount double, status string, country string, created date").createOrReplaceTempView("orders")
spark.createDataFrame([], "customer_id int, name string, country string, age int").createOrReplaceTempView("customers")
spark.createDataFrame([], "code string, name string").createOrReplaceTempView("countries")
spark.createDataFrame([], "event_id long, customer_id int, kind string, page string, at timestamp, tags array<string>, device struct<os:string,version:int>, counts map<string,int>").createOrReplaceTempView("events")
spark.createDataFrame([], "sku string, title string, price decimal(10,2)").createOrReplaceTempView("products")
spark.createDataFrame([], "order_id int, reason string").createOrReplaceTempView("refunds")
`;

/** The DataFrame code of a query, or why there is none. */
function converted(query: string): { readonly code: string } | { readonly refusal: string } {
  const text = `${head}after = spark.sql(${JSON.stringify(query)})\n`;
  const { facts } = analyze(testEngine, text, defaultOptions);
  const result = sqlToDataFrame(facts, text.lastIndexOf("sql(") + 8);
  if (result === null) return { refusal: "There is no SQL." };
  if ("refusal" in result) return result;
  let edited = text;
  for (const { start, end, newText } of result.edits.toReversed())
    edited = edited.slice(0, start) + newText + edited.slice(end);
  const imports = edited.includes("import Window") ? "from pyspark.sql import Window\n" : "";
  return {
    code: `${imports}from pyspark.sql import functions as F\n${edited.slice(edited.indexOf("after = "))}`,
  };
}

/** Queries are asked for together: a question costs more than a query. */
const together = 30;

/** A query and its code as Python that never stops the others. */
const asBlock = (query: string, code: string, at: number): string => `
try:
    before_${at} = spark.sql(${JSON.stringify(query)})
${code.replaceAll(/^(?!$)/gm, "    ").replace("after = ", `after_${at} = `)}
except Exception as problem:
    print("FAILED ${at}", str(problem)[:300])
`;

/** Rows in one order, whatever order Spark gives them. */
const unordered = (rows: readonly string[]): readonly string[] => rows.toSorted();

describe("SQL converted to DataFrame code", function () {
  this.timeout(600_000);

  for (let from = 0; from < convertedQueries.length; from += together)
    it(`gives the same columns and rows (from query ${from + 1} on)`, async () => {
      const queries = convertedQueries.slice(from, from + together);
      const results = queries.map(converted);
      const refusals = results.flatMap((each, at) =>
        "refusal" in each ? [`${queries[at]}: ${each.refusal}`] : [],
      );
      assert.deepEqual(refusals, []);
      const blocks = results.map((each, at) =>
        "code" in each ? asBlock(queries[at] ?? "", each.code, at) : "",
      );
      const answer = await spark.run({ code: blocks.join("\n"), rows: "all", timeoutMs: 500_000 });
      assert.equal(answer.error, undefined, JSON.stringify(answer.error));
      assert.equal(answer.stdout, "");
      const seen = (name: string, isOrdered: boolean): unknown => {
        const frame = answer.names[name];
        const rows = (answer.rows?.[name]?.rows ?? []).map((row) => JSON.stringify(row));
        return {
          columns: frame?.schema.fields.map((field) => [field.name, field.type]),
          rows: isOrdered ? rows : unordered(rows),
        };
      };
      for (const [at, query] of queries.entries()) {
        const isOrdered = /ORDER BY[^()]*$/.test(query);
        assert.deepEqual(
          seen(`after_${at}`, isOrdered),
          seen(`before_${at}`, isOrdered),
          `${query}\n${JSON.stringify(results[at])}`,
        );
      }
    });

  for (const [query, reason] of Object.entries(refusedQueries))
    it(`leaves alone ${query}`, () => {
      const result = converted(query);
      assert.match("refusal" in result ? result.refusal : result.code, reason);
    });
});
