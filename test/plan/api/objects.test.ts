import assert from "node:assert/strict";
import { simpleString } from "../../../server/src/catalog/dataTypeText.ts";
import { valuesAtEnd } from "../../../server/src/plan/analyzeModule.ts";
import { boundednessOf } from "../../../server/src/plan/boundedness.ts";
import { programEffectsOf } from "../../../server/src/plan/effects.ts";
import { schemaOf } from "../../../server/src/plan/schema/analysis.ts";
import type { Value } from "../../../server/src/plan/value.ts";
import { evaluated } from "../evaluated.ts";
import { setup } from "./publicMembers.ts";

/** What a value is, in few words. */
function described(value: Value | undefined): string {
  if (value === undefined) return "nothing";
  switch (value.kind) {
    case "spark": {
      if (value.type !== "DataFrame" || !value.plan) return value.type;
      const schema = schemaOf(value.plan);
      return schema.kind === "closed"
        ? schema.attributes.map(({ name, dataType }) => `${name} ${simpleString(dataType)}`).join(", ")
        : schema.reason.text;
    }
    case "library":
      return value.type;
    case "sequence":
      return `${value.type} of ${value.elements.map(described).join(", ")}`;
    case "union":
      return value.values.map(described).join(" or ");
    case "number":
      return value.isFloat ? "float" : "int";
    default:
      return value.kind;
  }
}

const results: readonly (readonly [code: string, result: string])[] = [
  // Delta Lake.
  ['DeltaTable.forPath(spark, "/t")', "DeltaTable"],
  ['DeltaTable.forPath(spark, "/t").toDF()', "read from delta without a schema"],
  ['DeltaTable.forName(spark, "t").merge(df, "a = b").whenMatchedUpdateAll()', "DeltaMergeBuilder"],
  ['DeltaTable.forPath(spark, "/t").delete("id = 1")', "none"],
  ['DeltaTable.isDeltaTable(spark, "/t")', "boolean"],
  ['DeltaTable.createIfNotExists(spark).addColumn("id", "int").execute()', "DeltaTable"],
  ["DeltaTable.forPath(spark, '/t').history(1)", "the columns of Delta Lake's history depend on its version"],
  // The pandas API on Spark is where Spark's frames end.
  ["df.pandas_api()", "pyspark.pandas.DataFrame"],
  ["df.toPandas()", "pandas.DataFrame"],
  ["df.toArrow()", "pyarrow.Table"],
  ['ps.read_parquet("/a")', "pyspark.pandas.DataFrame"],
  ['ps.DataFrame({"a": [1]}).head()', "pyspark.pandas.DataFrame"],
  ["ps.range(3).to_spark()", "the columns of frames of the pandas API on Spark are not followed"],
  // Functions of the user's that give tables.
  ['F.udtf(Numbers, returnType="n int, s string")(F.lit(1))', "n int, s string"],
  ["Squares(F.lit(1))", "num int, squared int"],
  // Rows, elements and what actions hand to Python.
  ["df.first()", "Row or none"],
  ['df.first()["id"]', "int"],
  ["df.head(2)", "list of Row"],
  ['df.approxQuantile("id", [0.5], 0.0)', "list of float, list of float"],
  ["rdd.first()", "tuple of string, int"],
  ["rdd.collect()", "list of tuple of string, int"],
  ["rdd.countByKey()", "dict"],
  ["[table.name for table in spark.catalog.listTables()]", "list of string"],
  ["df.groupBy('id').count().count()", "int"],
  ["spark.tvf.posexplode_outer(F.array(F.lit(1)))", "pos int, col int"],
];

const preparation = `${setup}import pyspark.pandas as ps
class Numbers:
    def eval(self, n):
        yield n, "a"
@F.udtf(returnType="num int, squared int")
class Squares:
    def eval(self, n):
        yield n, n * n
`;

describe("what calls give", () => {
  for (const [code, result] of results)
    it(`${code} gives ${result}`, () =>
      assert.equal(described(valuesAtEnd(evaluated(`${preparation}r = ${code}\n`)).get("r")), result));
});

const bounds: readonly (readonly [code: string, streaming: boolean | null, rows: string])[] = [
  ["spark.read.parquet('/a')", false, "unbounded"],
  ["spark.read.parquet('/a').limit(3)", false, "atMost 3"],
  ["spark.read.parquet('/a').limit(int(size))", false, "limited"],
  ["spark.read.parquet('/a').agg(F.max('a'))", false, "atMost 1"],
  ["spark.read.parquet('/a').groupBy('a').count()", false, "unbounded"],
  ["spark.range(10)", false, "atMost 10"],
  ["spark.range(size)", false, "own"],
  ["df.join(df, 'id')", false, "atMost 4"],
  ["df.union(df)", false, "atMost 4"],
  ["spark.tvf.explode(F.array(F.lit(1), F.lit(2)))", false, "own"],
  ["stream", true, "endless"],
  ["stream.groupBy('value').count()", true, "endless"],
  ["df.union(stream.select('value'))", true, "endless"],
  ["spark.readStream.table('t')", true, "endless"],
  ["spark.table('t')", null, "unbounded"],
  ["spark.table('db.t')", false, "unbounded"],
  ["given", null, "unbounded"],
];

describe("streams and bounds", () => {
  for (const [code, streaming, rows] of bounds)
    it(`${code}: ${streaming === null ? "not known" : streaming ? "streaming" : "batch"}, ${rows}`, () => {
      const program = `${setup}import sys\nsize = int(sys.argv[1])
df = spark.createDataFrame([(1, "a"), (2, "b")], "id int, name string")
def show(given: DataFrame):
    r = ${code}
    return r
result = show(*frames) if ${code === "given" ? "False" : "True"} else None
r = ${code === "given" ? "None" : code}
`;
      const facts = evaluated(program);
      const frames = facts.units.flatMap((unit) => unit.frames).filter(({ name }) => name === "r");
      const plan = frames.at(-1)?.value.plan;
      assert.ok(plan, "no frame");
      const found = boundednessOf(plan);
      assert.equal(found.streaming, streaming);
      assert.equal(found.rows.kind === "atMost" ? `atMost ${found.rows.rows}` : found.rows.kind, rows);
    });

  it("a batch of a stream is none itself", () => {
    const facts = evaluated(`${setup}def write(batch, number):
    small = batch.filter("value > 1")
    small.write.parquet("/a")
stream.writeStream.foreachBatch(write).start()
`);
    const frame = facts.units.flatMap((unit) => unit.frames).find(({ name }) => name === "small");
    const plan = frame?.value.plan;
    assert.ok(plan);
    assert.equal(boundednessOf(plan).streaming, false);
    assert.equal(described(frame.value), "timestamp timestamp, value bigint");
    assert.deepEqual(
      programEffectsOf(facts)
        .map(({ kind }) => kind)
        .filter((kind) => kind !== "session"),
      ["write", "start"],
    );
  });
});
