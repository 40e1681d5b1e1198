import assert from "node:assert/strict";
import { configProblems, type ConfigPlace } from "../../server/src/rules/configProblems.ts";
import { configs } from "../catalog/catalogFixture.ts";

interface Case {
  readonly set: readonly [key: string, value: string | null];
  readonly where: ConfigPlace;
  readonly version?: string;
  /** "code severity target", a part of the message and the fix. */
  readonly problems: readonly (readonly [string, RegExp, string | null])[];
}

const cases: readonly Case[] = [
  { set: ["spark.sql.shuffle.partitions", "64"], where: "runtime", problems: [] },
  { set: ["spark.sql.shuffle.partitions", null], where: "builder", problems: [] },
  { set: ["spark.mycompany.retries", "many"], where: "builder", problems: [] },
  { set: ["spark.databricks.delta.optimizeWrite.enabled", "true"], where: "runtime", problems: [] },
  { set: ["spark.hadoop.fs.s3a.endpoint", "http://localhost"], where: "defaults", problems: [] },
  { set: ["hive.metastore.uris", "thrift://host:9083"], where: "builder", problems: [] },
  { set: ["spark.default.parallelism", "8"], where: "runtime", problems: [] },
  {
    set: ["spark.sql.shuffle.partition", "64"],
    where: "builder",
    problems: [
      [
        "config-unknown warning key",
        /Did you mean `spark\.sql\.shuffle\.partitions`/,
        "spark.sql.shuffle.partitions",
      ],
    ],
  },
  {
    set: ["spark.sql.adaptive.enabled", "yes"],
    where: "defaults",
    problems: [["config-value error value", /only true and false/, "true"]],
  },
  {
    set: ["spark.executor.memory", "500k"],
    where: "submit",
    problems: [["config-value warning value", /rounded down to 0/, null]],
  },
  {
    set: ["spark.sql.warehouse.dir", "/data"],
    where: "runtime",
    problems: [["config-too-late error key", /raises an exception/, null]],
  },
  {
    set: ["spark.executor.memory", "4g"],
    where: "runtime",
    problems: [["config-too-late warning key", /running session/, null]],
  },
  {
    set: ["spark.driver.memory", "4 g"],
    where: "builder",
    problems: [
      ["config-needs-submit info key", /under spark-submit/, null],
      ["config-value error value", /no space/, "4g"],
    ],
  },
  { set: ["spark.driver.memory", "4g"], where: "submit", problems: [] },
  {
    set: ["spark.sql.shuffle.partitions", "auto"],
    where: "defaults",
    problems: [["config-value warning value", /Only Databricks takes/, null]],
  },
  {
    set: ["spark.hadoop.fs.s3a.acces.key", "a"],
    where: "builder",
    problems: [
      ["config-unknown warning key", /Hadoop has no configuration/, "spark.hadoop.fs.s3a.access.key"],
    ],
  },
  {
    set: ["spark.hadoop.fs.azure.account.key.x.dfs.core.windows.net", "k"],
    where: "runtime",
    problems: [
      ["config-too-late warning key", /without its beginning/, "fs.azure.account.key.x.dfs.core.windows.net"],
    ],
  },
  {
    set: ["spark.sql.legacy.parquet.datetimeRebaseModeInWrite", "CORRECTED"],
    where: "runtime",
    problems: [],
  },
  {
    set: ["spark.api.mode", "connect"],
    where: "submit",
    version: "3.5",
    problems: [["config-version warning key", /exists from 4\.0\.0/, null]],
  },
  {
    set: ["spark.mesos.coarse", "true"],
    where: "defaults",
    version: "4.0",
    problems: [["config-version warning key", /last release with it is 3\.5/, null]],
  },
  {
    set: ["spark.blacklist.enabled", "true"],
    where: "defaults",
    problems: [["config-deprecated info key", /since Spark 3\.1/, "spark.excludeOnFailure.enabled"]],
  },
  {
    set: ["spark.sql.legacy.parquet.datetimeRebaseModeInWrite", "LEGACY"],
    where: "builder",
    version: "4.1",
    problems: [
      ["config-removed error key", /removed in Spark 4\.0/, "spark.sql.parquet.datetimeRebaseModeInWrite"],
    ],
  },
];

describe("problems of configurations", () => {
  for (const { set, where, version = "4.1", problems } of cases) {
    const [key, value] = set;
    const expected = problems.length === 0 ? "fine" : problems.map(([what]) => what).join(", ");
    it(`${where}, Spark ${version}: ${key}=${value ?? "…"} is ${expected}`, () => {
      const found = configProblems(configs, { key, value, where }, version);
      assert.deepEqual(
        found.map((problem) => `${problem.code} ${problem.severity} ${problem.target}`),
        problems.map(([what]) => what),
      );
      for (const [index, [, message, fix]] of problems.entries()) {
        assert.match(found[index]!.message, message);
        assert.equal(found[index]!.fix, fix);
      }
    });
  }

  it("finds nothing wrong with any key at its default, where it may be set", () => {
    const wrong = configs.keys("4.1").flatMap((key) => {
      const value = configs.entry(key, "4.1")?.default ?? null;
      return configProblems(configs, { key, value, where: "submit" }, "4.1")
        .filter((problem) => problem.code !== "config-deprecated")
        .map((problem) => problem.message);
    });
    assert.deepEqual(wrong, []);
  });
});
