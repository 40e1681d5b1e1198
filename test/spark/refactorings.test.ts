import assert from "node:assert/strict";
import { applyEdits } from "../../server/src/analysis/fixAll.ts";
import { refactoringsAt, type RefactoringName } from "../../server/src/features/refactorings.ts";
import { checked } from "../rules/checked.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();

const start = `from pyspark.sql import Row, SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
orders = spark.createDataFrame(
    [(1, "DE", 5.0), (2, "FR", None), (2, None, 7.5)], "id int, country string, amount double"
)
least = 1

`;

/** Programs that give the same before and after; `|` is the cursor, `«…»` a selection. */
const programs: readonly (readonly [name: RefactoringName, code: string])[] = [
  ["extractFunction", 'result = orders.filter(F.col("amount") > least).sel|ect("id", "amount")\n'],
  [
    "extractFunction",
    'result = (\n    orders.withColumn("text", F.lit("""a\n  b"""))\n    # each\n    .groupBy("text")\n    .ag|g(F.sum("amount"))\n)\n',
  ],
  [
    "extractFunction",
    'parts = [orders.filter(F.col("country") == name).sel|ect("id") for name in ["DE", "FR"]]\nresult = parts[0].union(parts[1])\n',
  ],
  [
    "extractFunction",
    'def report(day: str):\n    limit = 2\n    «some = orders.withColumn("day", F.lit(day))\n    # not all\n    some = some.limit(limit)»\n    return some\n\nresult = report("x")\n',
  ],
  [
    "extractFunction",
    'class Job:\n    def __init__(self):\n        self.sales = orders\n        self.least = 2\n\n    def run(self):\n        return self.sales.filter(F.col("id") >= self.least).sel|ect("id")\n\nresult = Job().run()\n',
  ],
  [
    "withColumns",
    'result = orders.withColumn("a", F.lit(1)).withCol|umn("b", F.col("id") + 1).withColumn("c", F.col("a"))\n',
  ],
  [
    "selectColumns",
    'result = orders.withColumn("a", F.lit(1)).withCol|umn("b", F.col("id") + 1).withColumn("c", F.col("a")).withColumn("d", F.col("b") * 2)\n',
  ],
  ["writeSchema", 'result = spark.createData|Frame([(1, "a", None), (2, None, 1.5)], ["id", "a b", "x"])\n'],
  ["writeSchema", 'result = spark.createData|Frame([{"b": 1, "a": ["x"]}, {"a": [], "c": {"k": True}}])\n'],
  ["writeSchema", "result = spark.createData|Frame([Row(b=1, a=Row(x=1.5)), Row(b=2, a=None)])\n"],
  ["writeSchema", 'result = spark.createData|Frame([(1, (2, "x")), (3, None)])\n'],
  [
    "writeStructType",
    'result = spark.createData|Frame([(1, "a", None), (2, None, {"k": [1.5]})], schema=["id", "a b", "x"])\n',
  ],
  ["writeStructType", "result = spark.createData|Frame([Row(b=1, a=Row(x=1.5)), Row(b=2, a=None)])\n"],
];

function changed(name: RefactoringName, marked: string): { readonly before: string; readonly after: string } {
  const code = start + marked;
  const cursor = code.indexOf("|");
  const [from, to] = cursor >= 0 ? [cursor, cursor] : [code.indexOf("«"), code.indexOf("»") - 1];
  const before = code.replaceAll(/[|«»]/g, "");
  const found = refactoringsAt(checked(before).facts, from, to).find((each) => each.name === name);
  assert.ok(found && found.edits.length > 0, `not offered: ${name} in ${marked}`);
  return { before, after: applyEdits(before, found.edits) };
}

describe("refactorings on a real Spark", function () {
  this.timeout(300_000);
  for (const [name, code] of programs)
    it(`${name} keeps the result of ${code.split("\n")[0] ?? ""}`, async () => {
      const { before, after } = changed(name, code);
      const [old, made] = [await answer(before), await answer(after)];
      assert.deepEqual(made, old, after);
    });
});

async function answer(code: string): Promise<unknown> {
  const { ok, error, names, rows } = await spark.run({ code, rows: "all" });
  assert.ok(ok, error?.message);
  assert.ok(names["result"] && rows?.["result"], "no rows came");
  return { schema: names["result"].ddl, rows: rows["result"] };
}
