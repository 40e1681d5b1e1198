import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { argumentCompletion } from "../../server/src/features/argumentCompletion.ts";
import type { CompletionChoice } from "../../server/src/features/completionItem.ts";
import { prelude, testEngine } from "../analysis/analyzed.ts";
import { catalog } from "../catalog/catalogFixture.ts";

const imports = `from pyspark import StorageLevel\nimport pyspark.sql.functions as F\n${prelude}`;

/** What is offered at the mark, and the code in which each choice is taken. */
function offered(
  marked: string,
  sparkVersion = "4.3",
): readonly (CompletionChoice & { readonly taken: string })[] {
  const mark = marked.indexOf("|");
  const code = marked.slice(0, mark) + marked.slice(mark + 1);
  const options = { ...defaultOptions, sparkVersion };
  const text = imports + code;
  const analysis = analyze(testEngine, text, options);
  const reanalyze = (typed: string) => analyze(testEngine, typed, options, analysis);
  const { choices } = argumentCompletion(catalog, analysis, imports.length + mark, reanalyze);
  return choices.map((choice) => ({
    ...choice,
    taken: (text.slice(0, choice.start) + choice.text + text.slice(choice.end)).slice(imports.length),
  }));
}

describe("completion of arguments", () => {
  const taken: readonly (readonly [marked: string, choice: string, result: string])[] = [
    ['spark.read.format("csv").option("hea|")', "header", 'spark.read.format("csv").option("header")'],
    ['spark.read.option("hea|").csv("p")', "header", 'spark.read.option("header").csv("p")'],
    ['spark.read.option("hea|").load("p", "csv")', "header", 'spark.read.option("header").load("p", "csv")'],
    ['spark.read.option("|")', "header", 'spark.read.option("header")'],
    ['spark.read.option("hea|', "header", 'spark.read.option("header'],
    [
      'x = (spark.read\n    .option("hea|\n    .csv("p"))',
      "header",
      'x = (spark.read\n    .option("header\n    .csv("p"))',
    ],
    ['spark.read.format("csv").option(|)', '"header"', 'spark.read.format("csv").option("header")'],
    [
      'r = spark.read.format("json")\nr.option("multi|")',
      "multiLine",
      'r = spark.read.format("json")\nr.option("multiLine")',
    ],
    ['spark.read.options(hea|).csv("p")', "header=", 'spark.read.options(header=).csv("p")'],
    ['spark.read.options(|).csv("p")', "header=", 'spark.read.options(header=).csv("p")'],
    ['spark.read.options(sep=",", |).csv("p")', "header=", 'spark.read.options(sep=",", header=).csv("p")'],
    ['spark.read.options(**{"hea|": 1}).csv("p")', "header", 'spark.read.options(**{"header": 1}).csv("p")'],
    ['spark.read.csv("p", hea|)', "header=", 'spark.read.csv("p", header=)'],
    ['spark.read.load("p", "csv", hea|)', "header=", 'spark.read.load("p", "csv", header=)'],
    [
      'spark.read.format("csv").option("header", |)',
      "True",
      'spark.read.format("csv").option("header", True)',
    ],
    [
      'spark.read.format("csv").option("header", "t|")',
      "true",
      'spark.read.format("csv").option("header", "true")',
    ],
    ['spark.read.csv("p", mode="|")', "FAILFAST", 'spark.read.csv("p", mode="FAILFAST")'],
    ['spark.read.csv("p", header=|)', "True", 'spark.read.csv("p", header=True)'],
    [
      'df.write.option("compression", "|").parquet("p")',
      "zstd",
      'df.write.option("compression", "zstd").parquet("p")',
    ],
    ['df.write.parquet("p", compression="|")', "zstd", 'df.write.parquet("p", compression="zstd")'],
    ['df.write.csv("p", mode="|")', "overwrite", 'df.write.csv("p", mode="overwrite")'],
    [
      'df.writeStream.format("console").option("check|")',
      "checkpointLocation",
      'df.writeStream.format("console").option("checkpointLocation")',
    ],
    ['df.join(df, "id", "|")', "left_anti", 'df.join(df, "id", "left_anti")'],
    ['df.join(df, "id", "le|', "left_anti", 'df.join(df, "id", "left_anti'],
    ['df.join(df, "id", |)', '"left_anti"', 'df.join(df, "id", "left_anti")'],
    ['df.join(df, on="id", how=|)', '"left_anti"', 'df.join(df, on="id", how="left_anti")'],
    ['df.join(\n    df, "id", "le|\n)\nx = 1', "left_anti", 'df.join(\n    df, "id", "left_anti\n)\nx = 1'],
    ['df.write.mode("|").parquet("p")', "append", 'df.write.mode("append").parquet("p")'],
    ["df.write.mode(|).parquet('p')", '"append"', "df.write.mode(\"append\").parquet('p')"],
    ['spark.read.format("|")', "parquet", 'spark.read.format("parquet")'],
    ['spark.read.format("del|', "delta", 'spark.read.format("delta'],
    ['df.writeStream.outputMode("|")', "complete", 'df.writeStream.outputMode("complete")'],
    ['df.explain("|")', "formatted", 'df.explain("formatted")'],
    ['df.explain(mode="|")', "formatted", 'df.explain(mode="formatted")'],
    ['df.hint("|")', "broadcast", 'df.hint("broadcast")'],
    ["df.persist(|)", "StorageLevel.DISK_ONLY", "df.persist(StorageLevel.DISK_ONLY)"],
    ["df.writeStream.trigger(|)", "availableNow=", "df.writeStream.trigger(availableNow=)"],
    ["df.writeStream.trigger(availableNow=|)", "True", "df.writeStream.trigger(availableNow=True)"],
    [
      'df.writeStream.trigger(processingTime="|")',
      "10 seconds",
      'df.writeStream.trigger(processingTime="10 seconds")',
    ],
    ['df.na.drop("|")', "all", 'df.na.drop("all")'],
    ['F.date_trunc("|", "day")', "month", 'F.date_trunc("month", "day")'],
    ['F.date_format("d", "|")', "dd.MM.yyyy", 'F.date_format("d", "dd.MM.yyyy")'],
    ['F.to_date("d", "yyyy-|', "yyyy-MM-dd", 'F.to_date("d", "yyyy-MM-dd'],
    [
      'spark.read.option("dateFormat", "|").csv("p")',
      "yyyyMMdd",
      'spark.read.option("dateFormat", "yyyyMMdd").csv("p")',
    ],
    ['F.col("a").cast("|")', "bigint", 'F.col("a").cast("bigint")'],
    ['F.col("a").cast(|)', '"bigint"', 'F.col("a").cast("bigint")'],
    [
      'spark.createDataFrame([], "id int, name s|")',
      "string",
      'spark.createDataFrame([], "id int, name string")',
    ],
    ['F.udf(lambda x: x, "|")', "string", 'F.udf(lambda x: x, "string")'],
    ['df.groupBy("a").agg({"b": "|"})', "max", 'df.groupBy("a").agg({"b": "max"})'],
    ['df.agg({"b": "m|', "max", 'df.agg({"b": "max'],
    ['F.encode("a", "|")', "UTF-8", 'F.encode("a", "UTF-8")'],
  ];
  for (const [marked, choice, result] of taken)
    it(`offers ${choice} in ${marked}`, () =>
      assert.equal(offered(marked).find(({ text }) => text === choice)?.taken, result));

  const silent: readonly (readonly [marked: string, choice?: string])[] = [
    ['x.option("|")'],
    ['x.join(y, "id", "|")'],
    ['", ".join("|")'],
    ['spark.read.format("com.example").option("|")'],
    ['spark.read.csv("|")'],
    ["spark.read.csv(|)"],
    ['df.select("|")'],
    ['df.join(df, "|")'],
    ['# df.join(df, "id", "|'],
    ['spark.read.format("csv").option("hea|")', "multiline"],
    ['spark.read.format("csv").option("|")', "quoteAll"],
    ['df.write.format("csv").option("|")', "inferSchema"],
    ['spark.read.format("parquet").option("|")', "header"],
    ['spark.read.options(header=True, |).csv("p")', "header="],
    ['df.write.csv("p", mode="|")', "FAILFAST"],
    ['df.write.format("|")', "socket"],
    ["df.writeStream.trigger(once=True, |)", "availableNow="],
    ['df.filter("|")'],
    ['spark.createDataFrame([], "id int, na|")'],
    ["spark.createDataFrame([], |)"],
    ["F.date_format('d', '|')", "yyyy-MM-dd'T'HH:mm:ss"],
    // Behind a keyword no value can be given by position.
    ['spark.read.csv("p", header=True, |)', '","'],
  ];
  for (const [marked, choice] of silent)
    it(`does not offer ${choice ?? "anything"} in ${marked}`, () =>
      assert.deepEqual(
        offered(marked)
          .map(({ text }) => text)
          .filter((text) => choice === undefined || text === choice),
        [],
      ));

  it("offers what the version has", () => {
    const keys = (version: string) =>
      offered('spark.read.format("csv").option("|")', version).map(({ text }) => text);
    assert.ok(keys("4.3").includes("preferDate"));
    assert.ok(!keys("3.3").includes("preferDate"));
    assert.ok(!offered("df.writeStream.trigger(|)", "4.1").some(({ text }) => text === "realTime="));
  });

  it("says the default and what it is", () => {
    const header = offered('spark.read.format("csv").option("|")').find(({ text }) => text === "header");
    assert.equal(header?.detail, "false");
    assert.match(
      header.documentation ?? "",
      /`true` or `false`.*Option of csv; counts when reading or writing/s,
    );
  });

  it("offers the usual spellings first", () =>
    assert.deepEqual(
      offered('df.join(df, "id", "|")')
        .slice(0, 4)
        .map(({ text }) => text),
      ["inner", "left", "right", "outer"],
    ));

  it("names the classes of storage levels as the module does, or not at all", () => {
    assert.deepEqual(offered("df.cache(|)"), []);
    assert.equal(
      offered("df.persist(|)").find(({ text }) => text.endsWith(".DISK_ONLY_2"))?.detail,
      "disk, 2 copies",
    );
  });
});
