import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { columnCompletion } from "../../server/src/features/columnCompletion.ts";
import type { CompletionChoice } from "../../server/src/features/completionItem.ts";
import { testEngine } from "../analysis/analyzed.ts";
import { catalog } from "../catalog/catalogFixture.ts";

const program = `from pyspark.sql import SparkSession, DataFrame, Window
from pyspark.sql import functions as F
from pyspark.sql.functions import col
from pyspark.ml import Pipeline
from pyspark.ml.feature import StringIndexer, VectorAssembler
spark = SparkSession.builder.getOrCreate()
people = spark.createDataFrame([], "id bigint, name string, address struct<city: string, zip: struct<code: int>>, count int, \`a.b\` int")
towns = spark.createDataFrame([], "id bigint, town string")
`;

function offered(marked: string): readonly (CompletionChoice & { readonly taken: string })[] {
  const mark = marked.indexOf("|");
  const code = marked.slice(0, mark) + marked.slice(mark + 1);
  const text = program + code;
  const analysis = analyze(testEngine, text, defaultOptions);
  const reanalyze = (typed: string) => analyze(testEngine, typed, defaultOptions, analysis);
  const { choices } = columnCompletion(catalog, analysis, program.length + mark, reanalyze);
  return choices.map((choice) => ({
    ...choice,
    taken: (text.slice(0, choice.start) + choice.text + text.slice(choice.end)).slice(program.length),
  }));
}

const all = ["id", "name", "address", "count", "`a.b`"];
const names = ["id", "name", "address", "count", "a.b"];
const attributes = ["id", "name", "address"];

describe("completion of columns", () => {
  const cases: readonly (readonly [marked: string, expected: readonly string[]])[] = [
    ['people.select("|")', all],
    ["people.select('na|')", all],
    ['people.select("id", "|")', all],
    ['people.select(["|"])', all],
    ['people.select(F.col("|"))', all],
    ['people.filter(col("|") > 1)', all],
    ['people.withColumn("x", F.when(F.col("id") > 1, F.upper("|")))', all],
    ['people.withColumn("|", F.lit(1))', names],
    ['people.withColumns({"|": F.lit(1)})', names],
    ['people.groupBy("|").count()', all],
    ['people.groupBy("id").agg(F.sum("|"))', all],
    ['people.groupBy("id").agg({"|": "max"})', all],
    ['people.groupBy("id").agg({"id": "|"})', []],
    ['people.drop("|")', names],
    ['people.dropDuplicates(["|"])', names],
    ['people.dropDuplicates(subset=["|"])', names],
    ['people.fillna({"|": 1})', all],
    ['people.na.fill(1, subset=["|"])', all],
    ['people.withColumnRenamed("|", "x")', names],
    ['people.withColumnRenamed("id", "|")', []],
    ['people.write.partitionBy("|").parquet("p")', names],
    ['people.join(towns, "|")', ["id"]],
    ['people.join(towns, on=["|"])', ["id"]],
    ['people.join(towns, F.col("|") == 1)', [...all, "town"]],
    ['people["|"]', all],
    ['people.filter(people["|"] > 1)', all],
    ['people.select("address.|")', ["city", "zip"]],
    ['people.select("address.zip.|")', ["code"]],
    ['people.select(F.col("address.c|"))', ["city", "zip"]],
    ['people.alias("p").select("p.|")', all],
    ['people.select(F.lit("|"))', []],
    ['people.filter(F.col("name") == "|")', []],
    ['people.filter(F.col("name").isin("|"))', []],
    ['spark.read.parquet("|")', []],
    ['print("|")', []],
    ["people.|", attributes],
    ["people.na|", attributes],
    ["people.filter(people.|)", attributes],
    ["people.filter(people.| > 1)", attributes],
    ["people.address.|", ["city", "zip"]],
    ["x = people.|\ny = 2", attributes],
    ['people.select("id").|', ["id"]],
    ["(people\n    .|\n)", attributes],
    ['w = Window.partitionBy("|")\npeople.select(F.row_number().over(w))', all],
    ['w = Window.partitionBy("|")', ["id", "town", "name", "address", "count", "`a.b`"]],
    ['KEYS = ["|"]\ntowns.groupBy(*KEYS).count()', ["id", "town"]],
    ['def f(df: DataFrame):\n    return df.select("|")\nf(towns)', ["id", "town"]],
    // Every other method that takes names.
    ['people.repartition(4, "|")', all],
    ['people.groupBy("id").pivot("|").count()', all],
    ['people.write.bucketBy(4, "|").saveAsTable("t")', names],
    ['people.write.clusterBy("|").saveAsTable("t")', names],
    ['people.write.parquet("p", partitionBy=["|"])', names],
    ['people.writeTo("t").partitionedBy(F.days("|"))', all],
    ['people.unpivot("id", ["|"], "k", "v")', all],
    ['people.stat.corr("|", "id")', all],
    ['people.withColumnsRenamed({"|": "x"})', names],
    ['people.unionByName(towns.select("|"))', ["id", "town"]],
    ['u = F.udf(lambda x: x)\npeople.select(u("|"))', all],
    ['spark.read.jdbc("u", "t", column="|", lowerBound=1, upperBound=2, numPartitions=3)', []],
    // Fields of structs.
    ['people.select(people["address"]["|"])', ["city", "zip"]],
    ['people.select(F.col("address")["|"])', ["city", "zip"]],
    ['people.select(F.col("address")["zip"]["|"])', ["code"]],
    ['people.select(F.col("address").|)', ["city", "zip"]],
    ['people.select(F.col("address").getField("|"))', ["city", "zip"]],
    ['people.withColumn("address", F.col("address").dropFields("|"))', ["city", "zip"]],
    ['people.withColumn("address", F.col("address").withField("|", F.lit(1)))', ["city", "zip"]],
    // Stages of pyspark.ml: what they read, and not what they make.
    ['VectorAssembler(inputCols=["|"], outputCol="f").transform(people)', names],
    ['i = StringIndexer(inputCol="|", outputCol="f")\ni.fit(people)', names],
    ['i = StringIndexer(inputCol="name", outputCol="|")\ni.fit(people)', []],
    ['i = StringIndexer().setInputCol("|")', ["id", "town", "name", "address", "count", "a.b"]],
    [
      'i = StringIndexer(inputCol="name", outputCol="n")\na = VectorAssembler(inputCols=["|"], outputCol="f")\nPipeline(stages=[i, a]).fit(people).transform(people)',
      [...names, "n"],
    ],
    // Half-typed code.
    ['people.fillna({"|', all],
    ['people.fillna({"id": 1, "|', all],
    ['people.agg({"|', all],
    ['people.select(F.col("address")["|', ["city", "zip"]],
    ['i = StringIndexer(inputCol="|', ["id", "town", "name", "address", "count", "a.b"]],
    ["if True:\n    people.filter(people.|\nelse:\n    x = 1", attributes],
    ['people.select("|', all],
    ['people.select("na|\nx = 1', all],
    ['people.select(\n    "na|"\n    "id",\n)', all],
    ['people.groupBy([\n    "id",\n    "|"\n    "name",\n]).count()', all],
    ['x = (people\n    .select("na|\n    .limit(3))', all],
    ['people.filter(F.col("|', all],
    ["people.filter(people.|", attributes],
    ["def f():\n    people.filter(people.na|\n    return 1", attributes],
    ['people["|', all],
    ["people['na|\nx = 1", all],
    ['people.select("address.|', ["city", "zip"]],
  ];
  for (const [marked, expected] of cases)
    it(`${expected.length === 0 ? "offers nothing" : `offers ${expected.length}`} in ${marked}`, () => {
      assert.deepEqual(
        offered(marked).map(({ text }) => text),
        expected,
      );
    });

  const taken: readonly (readonly [marked: string, choice: string, result: string])[] = [
    ['people.select("na|")', "name", 'people.select("name")'],
    ['people.select("n|ame")', "address", 'people.select("address")'],
    ['people.select(\n    "na|"\n    "id",\n)', "name", 'people.select(\n    "name"\n    "id",\n)'],
    ['people.select("na|', "name", 'people.select("name'],
    ['people.select("address.ci|")', "city", 'people.select("address.city")'],
    ['people.select("addr|.city")', "address", 'people.select("address.city")'],
    ["people.na|", "name", "people.name"],
    ["people.n|am > 1", "name", "people.name > 1"],
    [
      "if True:\n    people.filter(people.|\nelse:\n    x = 1",
      "id",
      "if True:\n    people.filter(people.id\nelse:\n    x = 1",
    ],
    ['people.drop("na|\nx = 1', "name", 'people.drop("name\nx = 1'],
  ];
  for (const [marked, wanted, result] of taken)
    it(`${marked} becomes ${result}`, () => {
      assert.equal(offered(marked).find(({ text }) => text === wanted)?.taken, result);
    });

  const taking: readonly (readonly [marked: string, by: string | undefined])[] = [
    ['people.select("|")', '"'],
    ["people.select('na|')", "'"],
    ['people.withColumn("na|", F.lit(1))', undefined],
    ['people.withColumns({"na|": F.lit(1)})', undefined],
    ["people.na|", undefined],
    ['spark.read.csv("p").withColumn("x", F.lit(1)).select("|")', undefined],
    ['KEY = "|"', undefined],
  ];
  for (const [marked, by] of taking)
    it(`${by === undefined ? "no quote takes" : "the quote takes"} the choice in ${marked}`, () => {
      assert.equal(offered(marked)[0]?.takenBy, by);
    });

  it("says the types", () => {
    assert.deepEqual(
      offered('people.select("|")').map(({ detail }) => detail),
      ["bigint", "string", "struct<city:string,zip:struct<code:int>>", "int", "int"],
    );
  });
});
