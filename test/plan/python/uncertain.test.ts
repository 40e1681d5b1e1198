import assert from "node:assert/strict";
import { namedSchemas } from "../namedSchemas.ts";
import { schemaText } from "../schemaText.ts";

const header = `from pyspark.sql import SparkSession, functions as F
import sys
spark = SparkSession.builder.getOrCreate()
df = spark.createDataFrame([], "a int, b int")
`;

/** Programs whose last frame has columns that the code alone does not tell, or, with "closed", that all paths agree on. */
const cases: readonly { readonly name: string; readonly code: string; readonly last: string }[] = [
  {
    name: "a column that one path adds",
    code: `if len(sys.argv) > 1:\n    df = df.withColumn("x", F.lit(1))\nout = df.limit(1)`,
    last: "open",
  },
  {
    name: "a column that both paths add",
    code: `if len(sys.argv) > 1:\n    df = df.withColumn("x", F.lit(1))\nelse:\n    df = df.withColumn("x", F.lit(2))\nout = df.limit(1)`,
    last: "a int, b int, x int not null",
  },
  {
    name: "a column of two types",
    code: `if len(sys.argv) > 1:\n    df = df.withColumn("a", F.lit("x"))\nout = df.limit(1)`,
    last: "a ? null?, b int",
  },
  {
    name: "a step that keeps the columns on one path",
    code: `if len(sys.argv) > 1:\n    df = df.filter("a > 1").withColumn("b", F.col("b") + 1)\nout = df.limit(1)`,
    last: "a int, b int",
  },
  {
    name: "an optional step of a function",
    code: `def step(frame, flag):\n    if flag:\n        return frame.drop("a")\n    return frame\nout = step(df, len(sys.argv) > 1)`,
    last: "open",
  },
  {
    name: "the other frame of a join",
    code: `other = df.select("a")\nif len(sys.argv) > 1:\n    other = df.select("a", F.col("b").alias("c"))\nout = df.join(other, "a")`,
    last: "open",
  },
  {
    name: "a view of two makings",
    code: `if len(sys.argv) > 1:\n    df.select("a").createOrReplaceTempView("v")\nelse:\n    df.select("b").createOrReplaceTempView("v")\nout = spark.sql("select * from v")`,
    last: "open",
  },
  {
    name: "a loop that adds a column",
    code: `for name in sys.argv:\n    df = df.withColumn("x", F.lit(1))\nout = df.limit(1)`,
    last: "open",
  },
  {
    name: "a loop that replaces one",
    code: `for name in sys.argv:\n    df = df.withColumn("a", F.col("a") + 1)\nout = df.limit(1)`,
    last: "a int, b int",
  },
  {
    name: "a function of a module that is not there",
    code: `from elsewhere import clean\nout = df.transform(clean)`,
    last: "unknown",
  },
  { name: "the order of a set", code: `out = df.select(*{"a", "b"})`, last: "unknown" },
  {
    name: "a handler that goes on",
    code: `try:\n    out = df.withColumn("x", F.lit(1))\nexcept Exception:\n    out = df\nout = out.limit(1)`,
    last: "open",
  },
  {
    name: "more than four columns of a dict, which Spark orders",
    code: `out = df.agg({**{"a": "max", "b": "min"}, "c": "sum", "d": "sum", "e": "sum"})`,
    last: "open",
  },
  {
    name: "an iterator that has given its first",
    code: `names = iter(["a", "b"])\nnext(names)\nout = df.select(*names)`,
    last: "b int",
  },
];

describe("columns are certain only where the code tells them", () => {
  for (const { name, code, last } of cases)
    it(name, () => {
      const schema = namedSchemas(`${header}${code}\n`).frames.at(-1)?.schema;
      assert.equal(schema?.kind === "closed" ? schemaText(schema.attributes) : schema?.kind, last);
    });
});
