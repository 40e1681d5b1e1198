import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { catalog, parser } from "../plan/evaluated.ts";

const orders = `from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
orders = spark.createDataFrame([(1, "DE")], "id int, country string")
`;

/** A line, and the errors that are found in it. */
const cases: readonly (readonly [name: string, line: string, rules: readonly string[]])[] = [
  ["an assignment among arguments", 'orders.filter(orders.country = "DE").show()', []],
  ["two operators in a row", 'orders.filter(orders.id > > "DE").select("nmae").show()', ["unknown-column"]],
  ["the same as Python takes it", 'orders.filter("DE").show()', ["unknown-column"]],
];

describe("calls that Python cannot read", () => {
  for (const [name, line, rules] of cases)
    it(name, () => {
      const { findings } = analyze({ parser, catalog }, `${orders}${line}\n`, defaultOptions);
      const errors = findings.filter(({ severity }) => severity === "error");
      assert.deepEqual(
        errors.map(({ rule }) => rule),
        rules,
      );
    });
});
