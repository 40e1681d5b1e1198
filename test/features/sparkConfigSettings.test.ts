import assert from "node:assert/strict";
import { settingsInProfile, settingsInPython } from "../../server/src/features/sparkConfigSettings.ts";
import { analyzed, prelude } from "../analysis/analyzed.ts";
import { facts } from "../submit/submitFacts.ts";

describe("the configurations that code sets", () => {
  /** Code, and "key=value@what a click goes to" of each; ? stands for a value that the code does not tell. */
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      "by key",
      's = SparkSession.builder.config("spark.ui.enabled", False)',
      ['spark.ui.enabled=false@"spark.ui.enabled"'],
    ],
    [
      "by methods of the builder",
      's = SparkSession.builder.master("local[2]").appName("shop").getOrCreate()',
      ["spark.master=local[2]@master", "spark.app.name=shop@appName"],
    ],
    ["by the remote address", 's = SparkSession.builder.remote("sc://h")', ["spark.remote=sc://h@remote"]],
    [
      "by a method without argument",
      "s = SparkSession.builder.enableHiveSupport()",
      ["spark.sql.catalogImplementation=hive@enableHiveSupport"],
    ],
    [
      "by methods of a SparkConf",
      'from pyspark import SparkConf\nc = SparkConf().setAppName("a").setMaster(value="local")',
      ["spark.app.name=a@setAppName", "spark.master=local@setMaster"],
    ],
    [
      "by an expression",
      "import sys\ns = SparkSession.builder.appName(sys.argv[1])",
      ["spark.app.name=?@appName"],
    ],
    [
      "at run time",
      'spark.conf.set("spark.sql.shuffle.partitions", 8)',
      ['spark.sql.shuffle.partitions=8@"spark.sql.shuffle.partitions"'],
    ],
    [
      "by SQL",
      'spark.sql("SET spark.sql.ansi.enabled = false")',
      ["spark.sql.ansi.enabled=false@spark.sql.ansi.enabled"],
    ],
    [
      "by SQL, to what the code does not tell",
      'import sys\nspark.sql(f"set spark.sql.shuffle.partitions={sys.argv[1]}")',
      ["spark.sql.shuffle.partitions=?@spark.sql.shuffle.partitions"],
    ],
    [
      "not what SQL reads",
      'spark.sql("SET spark.master")\nspark.sql("SET")\nspark.sql("SET TIME ZONE \'UTC\'")',
      [],
    ],
    ["not what is read", 'x = spark.conf.get("spark.master")', []],
    ["not what another object does", 'x.master("m").appName("n")', []],
  ];
  for (const [name, code, expected] of cases)
    it(name, () => {
      const analysis = analyzed(code);
      const found = settingsInPython(analysis).filter(({ place }) => place.start >= prelude.length);
      assert.deepEqual(
        found.map(
          ({ key, value, place }) => `${key}=${value ?? "?"}@${analysis.text.slice(place.start, place.end)}`,
        ),
        expected,
      );
    });

  it("are each profile's own", () => {
    const text =
      '{"profiles": {"a": {"master": "local[2]"}, "b": {"extends": "a", "conf": {"spark.ui.enabled": false}}}}';
    const of = (name: string | null) =>
      settingsInProfile(facts, text, name).map(({ key, value }) => `${key}=${value ?? "?"}`);
    assert.deepEqual(of("a"), ["spark.master=local[2]"]);
    assert.deepEqual(of("b"), ["spark.master=local[2]", "spark.ui.enabled=false"]);
  });
});
