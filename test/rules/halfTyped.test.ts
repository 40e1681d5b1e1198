import assert from "node:assert/strict";
import { checked } from "./checked.ts";

const program = `from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
left = spark.createDataFrame([], "id int, name string")
right = spark.createDataFrame([], "id int, town string")
`;

/** Calls in which the name before "=" is still being typed, and what is said of them. */
const calls: Readonly<Record<string, readonly string[]>> = {
  'both = left.join(right, on="id", h)': [],
  'both = left.join(right, on="id", how)': [],
  'left.write.parquet(path="p", mode)': [],
  'both = left.join(right, "id", on="id")': ["argument-count"],
};

describe("a keyword argument that is half typed", () => {
  for (const [call, rules] of Object.entries(calls))
    it(call, () => {
      const found = checked(`${program}${call}\n`, "strict").findings.map(({ rule }) => rule);
      assert.deepEqual(
        found.filter((rule) => rule.startsWith("argument-")),
        rules,
      );
    });
});
