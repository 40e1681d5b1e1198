import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { columnDefinition, columnPlaces } from "../../server/src/features/columnNavigation.ts";
import { testEngine } from "../analysis/analyzed.ts";

const imports = `from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F
spark = SparkSession.builder.getOrCreate()
`;
const people = 'people = spark.createDataFrame([(1, "a")], "id bigint, name string")\n';

function at(marked: string) {
  const mark = marked.indexOf("|");
  const text = imports + marked.slice(0, mark) + marked.slice(mark + 1);
  const { facts } = analyze(testEngine, text, defaultOptions);
  const offset = imports.length + mark;
  /** "2:name" for a place. */
  const place = ({ start, end }: { readonly start: number; readonly end: number }): string =>
    `${text.slice(imports.length, start).split("\n").length}:${text.slice(start, end)}`;
  return {
    definition: columnDefinition(facts, offset)?.targets.map(place) ?? null,
    places:
      columnPlaces(facts, offset)?.map((each) => `${place(each)}${each.role === "definition" ? "!" : ""}`) ??
      null,
  };
}

describe("definition of columns", () => {
  const cases: readonly (readonly [name: string, marked: string, expected: readonly string[] | null])[] = [
    ["a field of DDL", `${people}people.select("na|me")`, ["1:name"]],
    ["a name in a list", 'df = spark.createDataFrame([(1,)], ["n"])\ndf.select("n|")', ["1:n"]],
    ["an alias", `${people}people.select(F.upper("name").alias("n")).filter("n| = \'A\'")`, ["2:n"]],
    ["withColumn", `${people}people.withColumn("n", F.lit(1)).select("n|")`, ["2:n"]],
    ["withColumns", `${people}people.withColumns({"n": F.lit(1)}).select("n|")`, ["2:n"]],
    ["a rename", `${people}people.withColumnRenamed("name", "n").select("n|")`, ["2:n"]],
    ["before a rename", `${people}people.withColumnRenamed("na|me", "n")`, ["1:name"]],
    ["toDF", `${people}people.toDF("a", "b").select("b|")`, ["2:b"]],
    ["a constant", `N = "n"\n${people}people.withColumn(N, F.lit(1)).select("n|")`, ["1:n"]],
    [
      "both sides of a key",
      `${people}o = spark.createDataFrame([(1,)], "id int")\npeople.join(o, "i|d")`,
      ["1:id", "2:id"],
    ],
    [
      "the sides of a union",
      `${people}o = spark.createDataFrame([(1, "b")], "id bigint, name string")\npeople.union(o).select("na|me")`,
      ["1:name"],
    ],
    [
      "what Spark names",
      `${people}people.groupBy("id").count().select("cou|nt")`,
      ['2:people.groupBy("id").count()'],
    ],
    ["a function's frame", `${people}def f(df):\n    return df.select("na|me")\nf(people)`, ["1:name"]],
    ["no column", 'print("na|me")', null],
    ["a value", `${people}people.filter(F.col("name") == "na|me")`, null],
  ];
  for (const [name, marked, expected] of cases)
    it(name, () => {
      assert.deepEqual(at(marked).definition, expected);
    });
});

describe("huge programs", () => {
  it("expressions that double sixty times are looked at once", () => {
    const doubled = 'c = F.col("a|")\n' + "c = c + c\n".repeat(60);
    const code = `df = spark.createDataFrame([(1,)], ["a"])\n${doubled}df.select(c.alias("x")).select("x")`;
    assert.deepEqual(at(code).places, ["1:a!", "2:a"]);
  });

  it("thousands of columns and steps", () => {
    const fields = Array.from({ length: 3000 }, (_, index) => `c${index} int`).join(", ");
    const steps = '.filter("c1 > 0")'.repeat(200);
    assert.deepEqual(
      at(`df = spark.createDataFrame([], "${fields}")\ndf${steps}.select("c2999|")`).definition,
      ["1:c2999"],
    );
  });
});

describe("places of columns", () => {
  const cases: readonly (readonly [name: string, marked: string, expected: readonly string[]])[] = [
    [
      "all forms",
      `${people}w = Window.partitionBy("id")\npeople.filter(people.i|d > 1).select("id", F.row_number().over(w), people["id"]).drop("id")`,
      ["1:id!", "2:id", "3:id", "3:id", "3:id", "3:id"],
    ],
    ["not beyond a rename", `${people}people.withColumnRenamed("i|d", "k").select("k")`, ["1:id!", "2:id"]],
    [
      "columns that replace it",
      `${people}people.withColumn("id", F.col("i|d") + 1).select("id")`,
      ["1:id!", "2:id!", "2:id", "2:id"],
    ],
    [
      "no column of the same name elsewhere",
      `${people}o = spark.createDataFrame([(1,)], "id int")\no.select("id")\npeople.select("i|d")`,
      ["1:id!", "4:id"],
    ],
  ];
  for (const [name, marked, expected] of cases)
    it(name, () => {
      assert.deepEqual(at(marked).places, expected);
    });
});
