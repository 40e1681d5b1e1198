import assert from "node:assert/strict";
import { executionsOf, recomputations } from "../../../server/src/plan/effects.ts";
import { framesOf } from "../../../server/src/plan/facts.ts";
import { evaluated } from "../evaluated.ts";

const header = `from pyspark.sql import SparkSession, functions as F
spark = SparkSession.builder.getOrCreate()
raw = spark.read.parquet("/data")
df = raw.groupBy("k").agg(F.sum("v").alias("v"))
`;

/** The steps that are computed again, by the names that hold them. */
function again(code: string): Record<string, number> {
  const facts = evaluated(`${header}${code}\n`);
  const found = [...recomputations(facts)].map(([step, { again: times }]): [string, number] => [
    framesOf(facts, step)[0]?.name ?? step.method,
    times,
  ]);
  return Object.fromEntries(found);
}

const cases: readonly { readonly code: string; readonly again: Record<string, number> }[] = [
  { code: "df.count()", again: {} },
  { code: "df.count()\ndf.collect()", again: { df: 1 } },
  { code: 'df.count()\ndf.collect()\ndf.write.parquet("/out")', again: { df: 2 } },
  { code: "df.count()\ndf.show()", again: {} },
  { code: "df.cache()\ndf.count()\ndf.collect()", again: {} },
  { code: "df = df.persist()\ndf.count()\ndf.filter('v > 1').collect()", again: {} },
  { code: "df.count()\ndf.cache()\ndf.count()\ndf.collect()", again: { df: 1 } },
  { code: "df.cache()\ndf.count()\ndf.unpersist()\ndf.collect()", again: { df: 1 } },
  { code: "raw.cache()\ndf.count()\ndf.collect()", again: { df: 1 } },
  {
    code: "left = df.filter('v > 1')\nleft.count()\nleft.collect()\ndf.toPandas()",
    again: { left: 1, df: 2 },
  },
  { code: "for day in days:\n    df.filter(F.col('d') == day).collect()", again: { df: Infinity } },
  { code: "for day in [1, 2, 3]:\n    df.filter(F.col('d') == day).collect()", again: { df: 2 } },
  { code: "if fast:\n    df.count()\nelse:\n    df.collect()", again: {} },
  { code: "if fast:\n    df.count()\ndf.collect()", again: { df: 1 } },
  {
    code: "def main():\n    own = raw.distinct()\n    if fast:\n        own.count()\n        return\n    own.collect()\nmain()",
    again: {},
  },
  { code: "try:\n    df.count()\nexcept ValueError:\n    df.collect()", again: {} },
];

describe("what is computed again", () => {
  for (const { code, again: expected } of cases)
    it(code.replaceAll("\n", " ⏎ "), () => assert.deepEqual(again(code), expected));

  it("ends at what is kept", () => {
    const facts = evaluated(`${header}df.cache()\nup = df.filter("v > 1")\nup.count()\n`);
    const [only] = executionsOf(facts);
    assert.deepEqual(
      [...(only?.steps ?? [])].map(({ method }) => method),
      ["DataFrame.filter"],
    );
    assert.deepEqual(
      [...(only?.kept ?? [])].map(({ method }) => method),
      ["GroupedData.agg"],
    );
  });
});
