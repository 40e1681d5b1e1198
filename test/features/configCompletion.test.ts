import assert from "node:assert/strict";
import { completeConfigKeys, completeConfigValues } from "../../server/src/features/configCompletion.ts";
import { configs } from "../catalog/catalogFixture.ts";

const keys = (typed: string, version = "4.1") =>
  completeConfigKeys(configs, typed, version).map((item) => item.key);
const values = (key: string) => completeConfigValues(configs, key, "4.1").map((item) => item.value);

describe("completion of configurations", () => {
  it("offers what people use most first", () => {
    assert.deepEqual(keys("").slice(0, 3), [
      "spark.sql.shuffle.partitions",
      "spark.executor.memory",
      "spark.driver.memory",
    ]);
    assert.equal(keys("spark.sql.ad")[0], "spark.sql.adaptive.enabled");
  });

  it("finds keys by words, after those that begin so", () => {
    assert.ok(keys("broadcast").includes("spark.sql.autoBroadcastJoinThreshold"));
    assert.equal(
      keys("spark.broadcast").findIndex((key) => key.startsWith("spark.broadcast.")),
      0,
    );
    assert.ok(keys("spark.broadcast").includes("spark.sql.autoBroadcastJoinThreshold"));
    assert.ok(keys("firewall").includes("spark.driver.port"));
  });

  it("finds keys by the first letters of their parts", () => {
    assert.equal(keys("spark.sql.shufpart")[0], "spark.sql.shuffle.partitions");
    assert.ok(keys("abjt").includes("spark.sql.autoBroadcastJoinThreshold"));
  });

  it("offers keys of other products, behind Spark's own, and says whose they are", () => {
    const found = completeConfigKeys(configs, "autocompact", "4.1").find(
      ({ key }) => key === "spark.databricks.delta.autoCompact.enabled",
    );
    assert.match(found?.documentation ?? "", /Read by Delta Lake/);
    assert.ok(
      !keys("")
        .slice(0, 60)
        .some((key) => key.startsWith("spark.databricks.")),
    );
  });

  it("offers families by their beginning", () => {
    const hadoop = completeConfigKeys(configs, "spark.had", "4.1").find(
      (item) => item.key === "spark.hadoop.",
    );
    assert.equal(hadoop?.isPrefix, true);
    assert.match(hadoop.documentation ?? "", /Hadoop's configuration/);
  });

  it("offers no key that the version does not have", () => {
    assert.ok(keys("spark.api.").includes("spark.api.mode"));
    assert.ok(!keys("spark.api.", "3.5").includes("spark.api.mode"));
    assert.ok(!keys("spark.mesos.").some((key) => key.startsWith("spark.mesos.c")));
  });

  it("bounds its answer", () =>
    assert.equal(completeConfigKeys(configs, "spark.sql.", "4.1", 50).length <= 50 + 30, true));

  const offered: readonly (readonly [string, readonly string[]])[] = [
    ["spark.sql.adaptive.enabled", ["true", "false"]],
    ["spark.sql.autoBroadcastJoinThreshold", ["10m", "50m", "100m", "-1"]],
    ["spark.sql.sources.partitionOverwriteMode", ["STATIC", "DYNAMIC"]],
    ["spark.buffer.size", ["65536", "262144", "1048576"]],
    ["spark.submit.deployMode", ["client", "cluster"]],
    ["spark.mycompany.retries", []],
  ];
  for (const [key, expected] of offered)
    it(`offers ${expected.join(", ") || "nothing"} for ${key}`, () =>
      assert.deepEqual(values(key), expected));

  it("marks the default and says what sizes come down to", () =>
    assert.deepEqual(completeConfigValues(configs, "spark.sql.autoBroadcastJoinThreshold", "4.1")[0], {
      value: "10m",
      detail: "default, 10 MiB (10485760 bytes)",
      isDefault: true,
    }));
});
