import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { columnIndex } from "../../server/src/features/columnIndex.ts";
import { columnRename } from "../../server/src/features/columnRename.ts";
import { analysisOf } from "../../server/src/plan/schema/analysis.ts";
import { attributesOf } from "../../server/src/plan/schema/schema.ts";
import { testEngine } from "../analysis/analyzed.ts";
import { catalog } from "../catalog/catalogFixture.ts";

const imports = `from pyspark.sql import SparkSession, DataFrame, Row, Window
from pyspark.sql import functions as F
from pyspark.sql.types import StructType, StructField, LongType
spark = SparkSession.builder.getOrCreate()
`;

/** The code after the column at the mark is renamed to "new", or the refusal. */
function renamed(marked: string, newName = "new"): string | null {
  const mark = marked.indexOf("|");
  const text = imports + marked.slice(0, mark) + marked.slice(mark + 1);
  const analysis = analyze(testEngine, text, defaultOptions);
  const line = ({ start }: { readonly start: number }): string =>
    `line ${text.slice(imports.length, start).split("\n").length}`;
  const result = columnRename(catalog, analysis, imports.length + mark, newName, line);
  if (result === null) return null;
  if ("refusal" in result) return result.refusal;
  let edited = text;
  for (const { start, end, newText } of result.edits.toReversed())
    edited = edited.slice(0, start) + newText + edited.slice(end);
  // What Spark would make of the program stays the same, names aside.
  const after = analyze(testEngine, edited, defaultOptions);
  const shapes = (facts: typeof after.facts): readonly string[] =>
    columnIndex(facts).steps.map((step) => {
      const { schema, problems } = analysisOf(step);
      return `${step.method} ${schema.kind} ${attributesOf(schema).length} ${problems.length}`;
    });
  assert.deepEqual(shapes(after.facts), shapes(analysis.facts));
  return edited.slice(imports.length);
}

const made = 'df = spark.createDataFrame([(1, 2)], "a int, b int")\n';
const madeNew = made.replace("a int", "new int");

describe("renaming columns", () => {
  const cases: readonly (readonly [name: string, marked: string, result: string])[] = [
    ["a field of DDL", `${made}df.select("a|").show()`, `${madeNew}df.select("new").show()`],
    [
      "from its definition",
      `${made.replace("a int", "a| int")}df.filter(df.a > 1).show()`,
      `${madeNew}df.filter(df.new > 1).show()`,
    ],
    [
      "in SQL on a view",
      `${made}df.createOrReplaceTempView("t")\nspark.sql("SELECT t.a| FROM t WHERE a > 1").select("a").show()`,
      `${madeNew}df.createOrReplaceTempView("t")\nspark.sql("SELECT t.new FROM t WHERE new > 1").select("new").show()`,
    ],
    [
      "where no step reads it yet",
      `${made}c = df.a\nd = df["a"]\ndf.select("a|").show()`,
      `${madeNew}c = df.new\nd = df["new"]\ndf.select("new").show()`,
    ],
    [
      "in a list of names",
      'df = spark.createDataFrame([(1, 2)], ["a", "b"])\ndf.groupBy("a|").count().show()',
      'df = spark.createDataFrame([(1, 2)], ["new", "b"])\ndf.groupBy("new").count().show()',
    ],
    [
      "a StructField",
      'df = spark.createDataFrame([], StructType([StructField("a", LongType())]))\ndf.select(F.col("a|")).show()',
      'df = spark.createDataFrame([], StructType([StructField("new", LongType())]))\ndf.select(F.col("new")).show()',
    ],
    [
      "keys of rows",
      'df = spark.createDataFrame([{"a": 1}, {"a": 2}])\ndf.select("a|").show()',
      'df = spark.createDataFrame([{"new": 1}, {"new": 2}])\ndf.select("new").show()',
    ],
    [
      "an alias, and not what it is made of",
      `${made}x = df.select(F.col("a").alias("x|"))\nx.filter("x > 1").show()`,
      `${made}x = df.select(F.col("a").alias("new"))\nx.filter("new > 1").show()`,
    ],
    [
      "up to a rename",
      `${made}df.withColumnRenamed("a|", "c").select("c").show()`,
      `${madeNew}df.withColumnRenamed("new", "c").select("c").show()`,
    ],
    [
      "with what replaces it",
      `${made}df.withColumn("a", F.col("a|") + 1).select("a").show()`,
      `${madeNew}df.withColumn("new", F.col("new") + 1).select("new").show()`,
    ],
    [
      "through functions",
      `${made}def f(x: DataFrame) -> DataFrame:\n    return x.select("a|", x["a"])\nf(df).show()`,
      `${madeNew}def f(x: DataFrame) -> DataFrame:\n    return x.select("new", x["new"])\nf(df).show()`,
    ],
    [
      "both sides of a join by name",
      `${made}other = spark.createDataFrame([(1,)], ["a"])\ndf.join(other, "a|").show()`,
      `${madeNew}other = spark.createDataFrame([(1,)], ["new"])\ndf.join(other, "new").show()`,
    ],
    [
      "both sides of a union by name",
      `${made}other = spark.createDataFrame([(1, 2)], ["b", "a"])\ndf.unionByName(other).select("a|").show()`,
      `${madeNew}other = spark.createDataFrame([(1, 2)], ["b", "new"])\ndf.unionByName(other).select("new").show()`,
    ],
    [
      "both sides of a union of the same types",
      `${made}other = spark.createDataFrame([(1, 2)], "b int, a int")\ndf.unionByName(other).select("a|").show()`,
      `${madeNew}other = spark.createDataFrame([(1, 2)], "b int, new int")\ndf.unionByName(other).select("new").show()`,
    ],
    [
      "both sides of a union by place, where they are called the same",
      `${made}other = spark.createDataFrame([(1, 2)], "a int, c int")\ndf.union(other).select("a|", "b").show()`,
      `${madeNew}other = spark.createDataFrame([(1, 2)], "new int, c int")\ndf.union(other).select("new", "b").show()`,
    ],
    [
      "in a constant",
      `KEY = "a"\n${made}df.select(KEY).filter(F.col("a|") > 1).show()`,
      `KEY = "new"\n${madeNew}df.select(KEY).filter(F.col("new") > 1).show()`,
    ],
    [
      "in a loop over names",
      `${made}for c in ["x", "y"]:\n    df = df.withColumn(c, F.lit(1))\ndf.select("x|", "y").show()`,
      `${made}for c in ["new", "y"]:\n    df = df.withColumn(c, F.lit(1))\ndf.select("new", "y").show()`,
    ],
    [
      "in a comprehension",
      `${made}df.select([F.col(c) for c in ["a|", "b"]]).select("a").show()`,
      `${madeNew}df.select([F.col(c) for c in ["new", "b"]]).select("new").show()`,
    ],
    [
      "of an aggregate and of what sorts by it",
      `${made}df.groupBy("a").agg(F.sum("b").alias("s|")).orderBy(F.desc("s")).limit(3).show()`,
      `${made}df.groupBy("a").agg(F.sum("b").alias("new")).orderBy(F.desc("new")).limit(3).show()`,
    ],
    [
      "in methods of classes",
      `${made}class Job:\n    def __init__(self, df):\n        self.df = df\n    def run(self):\n        return self.df.select("a|")\nJob(df).run().show()`,
      `${madeNew}class Job:\n    def __init__(self, df):\n        self.df = df\n    def run(self):\n        return self.df.select("new")\nJob(df).run().show()`,
    ],
    [
      "in pivots and dicts of aggregates",
      `${made}df.groupBy("b").pivot("a|", [1, 2]).agg({"a": "max"}).show()`,
      `${madeNew}df.groupBy("b").pivot("new", [1, 2]).agg({"new": "max"}).show()`,
    ],
    [
      "in a window",
      `${made}w = Window.partitionBy("a|")\ndf.select(F.count("b").over(w)).show()`,
      `${madeNew}w = Window.partitionBy("new")\ndf.select(F.count("b").over(w)).show()`,
    ],
    [
      "in names that no expression holds",
      `${made}df.fillna({"a|": 1}).drop("a").write.partitionBy("b").parquet("p")\ndf.write.partitionBy("a").parquet("q")`,
      `${madeNew}df.fillna({"new": 1}).drop("new").write.partitionBy("b").parquet("p")\ndf.write.partitionBy("new").parquet("q")`,
    ],
    [
      "in SQL",
      `${made}df.selectExpr("a| + 1 as x", "b").filter("x > 1").show()`,
      `${madeNew}df.selectExpr("new + 1 as x", "b").filter("x > 1").show()`,
    ],
    [
      "behind an alias of its frame",
      `${made}df.alias("d").select("d.a|").show()`,
      `${madeNew}df.alias("d").select("d.new").show()`,
    ],
  ];
  for (const [name, marked, result] of cases)
    it(name, () => {
      assert.equal(renamed(marked), result);
    });

  it("quotes names where Spark and Python need it", () => {
    assert.equal(
      renamed(`${made}df.select("a|", df.a).filter("a > 1").drop("a").show()`, "n w.x"),
      'df = spark.createDataFrame([(1, 2)], "`n w.x` int, b int")\ndf.select("`n w.x`", df["`n w.x`"]).filter("`n w.x` > 1").drop("n w.x").show()',
    );
  });

  const refused: readonly (readonly [name: string, marked: string, why: RegExp])[] = [
    [
      "data outside",
      'df = spark.read.schema("a int").parquet("p")\ndf.select("a|").show()',
      /line 1 reads it from data/,
    ],
    [
      "names of Spark's own",
      'spark.range(3).select("id|").show()',
      /line 1 makes it, and Spark chooses the name/,
    ],
    [
      "names put together",
      `${made}p = "a"\ndf.select(f"{p}").select("a|").show()`,
      /line 3 names it in a text/,
    ],
    [
      "names not known",
      `${made}import sys\ndf.select(F.col(sys.argv[1])).show()\ndf.select("a|").show()`,
      /line \d .*not known/,
    ],
    ["rows in Python", `${made}rows = df.select("a|").collect()`, /line 2 hands its rows to Python/],
    ["an RDD", `${made}df.select("a|").rdd.map(lambda r: r.a)`, /line 2 hands its rows to Python/],
    [
      "a view of all sessions",
      `${made}df.createGlobalTempView("t")\ndf.select("a|").show()`,
      /line 2 makes a view that other programs may name/,
    ],
    [
      "a view that unknown SQL may read",
      `${made}df.createOrReplaceTempView("t")\nspark.sql(input())\ndf.select("a|").show()`,
      /line 3 runs SQL that is not known/,
    ],
    [
      "callers elsewhere",
      `def f():\n    df = spark.createDataFrame([(1,)], ["a"])\n    return df.select("a|")`,
      /line 3 returns it to callers/,
    ],
    ["derived names", `${made}df.agg(F.sum("a|")).select("sum(a)").show()`, /line 2 uses `sum\(a\)`/],
    [
      "another column of the name",
      `${made}df.select("a|", F.lit(1).alias("new")).show()`,
      /There is a column new already, at line 2/,
    ],
    [
      "a constant used elsewhere",
      `KEY = "a"\n${made}df.select(KEY).show()\nprint(KEY.upper())\ndf.select("a|").show()`,
      /line 4 uses the constant/,
    ],
  ];
  for (const [name, marked, why] of refused)
    it(`refuses ${name}`, () => {
      assert.match(renamed(marked) ?? "", why);
    });

  for (const name of ["", 'a"b', "a\nb"])
    it(`refuses the name ${JSON.stringify(name)}`, () => {
      assert.match(renamed(`${made}df.select("a|").show()`, name) ?? "", /must have at least one character/);
    });

  it("is nothing for other names", () => {
    assert.equal(renamed("x| = 1\nprint(x)"), null);
    assert.equal(renamed('print("a|")'), null);
  });
});
