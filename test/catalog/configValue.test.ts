import assert from "node:assert/strict";
import fc from "fast-check";
import type { ConfigEntry } from "../../server/src/catalog/configEntry.ts";
import { checkConfigValue, type ValueCheck } from "../../server/src/catalog/configValue.ts";
import { configs } from "./catalogFixture.ts";

function entry(key: string, version = "4.1"): ConfigEntry {
  const found = configs.entry(key, version);
  assert.ok(found, `${key} is not in the catalogue`);
  return found;
}

const judge = (key: string, value: string, version?: string): ValueCheck =>
  checkConfigValue(entry(key, version), value);

/** key, value, and what it means for people (null: nothing to add). Each was tried on Spark 4.3's own SQLConf or JavaUtils. */
const taken: readonly (readonly [string, string, string | null])[] = [
  ["spark.sql.adaptive.enabled", "true", null],
  ["spark.sql.adaptive.enabled", " FALSE ", null],
  ["spark.sql.shuffle.partitions", "200", null],
  ["spark.sql.shuffle.partitions", " +200 ", null],
  ["spark.sql.autoBroadcastJoinThreshold", "10485760", "10 MiB (10485760 bytes)"],
  ["spark.sql.autoBroadcastJoinThreshold", "10MB", "10 MiB (10485760 bytes)"],
  ["spark.sql.autoBroadcastJoinThreshold", " 10m ", "10 MiB (10485760 bytes)"],
  ["spark.sql.autoBroadcastJoinThreshold", "10kib", "10 KiB (10240 bytes)"],
  ["spark.sql.autoBroadcastJoinThreshold", "-1", null],
  ["spark.executor.memory", "4", "4 MiB (4194304 bytes)"],
  ["spark.executor.memory", "5tb", "5 TiB (5497558138880 bytes)"],
  ["spark.network.timeout", "5M", "5 min (300 s)"],
  ["spark.network.timeout", "10", "10 s"],
  ["spark.network.timeout", "2d", "2 d (172800 s)"],
  ["spark.executor.heartbeatInterval", "10000", "10 s"],
  ["spark.sql.adaptive.skewJoin.skewedPartitionFactor", "5d", null],
  ["spark.sql.adaptive.skewJoin.skewedPartitionFactor", "0x1p3", null],
  ["spark.sql.legacy.timeParserPolicy", "Legacy", null],
  ["spark.sql.parquet.compression.codec", "SNAPPY", null],
  ["spark.sql.binaryOutputStyle", "utf-8", null],
  ["spark.sql.session.timeZone", "Europe/Berlin", null],
  ["spark.sql.streaming.stateStore.encodingFormat", "Avro", null],
  ["spark.driver.log.redirectConsoleOutputs", "stdout, STDERR", null],
  ["spark.executorEnv.HOME", "anything at all", null],
  ["spark.sql.warehouse.dir", "${system:user.home}/warehouse", null],
];

/** key, value, part of the problem, and the repair. */
const refused: readonly (readonly [string, string, RegExp, string | null])[] = [
  ["spark.sql.adaptive.enabled", "1", /only true and false/, "true"],
  ["spark.sql.adaptive.enabled", "off", /only true and false/, "false"],
  ["spark.sql.adaptive.enabled", "", /^An empty text is no boolean: Spark takes only true and false/, null],
  ["spark.sql.sources.partitionOverwriteMode", "", /^An empty text is none of the values it takes/, null],
  ["spark.sql.shuffle.partitions", "2e2", /no whole number/, "200"],
  ["spark.sql.shuffle.partitions", "1_000", /no whole number/, "1000"],
  ["spark.sql.shuffle.partitions", "200m", /takes no unit/, null],
  ["spark.sql.shuffle.partitions", "0", /at least 1/, null],
  ["spark.sql.shuffle.partitions", "3000000000", /32 bits/, null],
  ["spark.sql.autoBroadcastJoinThreshold", "10 MB", /no space/, "10m"],
  ["spark.sql.autoBroadcastJoinThreshold", "1.5GB", /whole numbers only/, "1536m"],
  ["spark.sql.autoBroadcastJoinThreshold", "ten", /no size/, null],
  ["spark.sql.autoBroadcastJoinThreshold", "0x10", /no size/, null],
  ["spark.sql.autoBroadcastJoinThreshold", "9223372036854775807g", /64 bits/, null],
  ["spark.sql.maxPlanStringLength", "-1", /from 0 to 2147483632/, null],
  ["spark.network.timeout", "5 min", /no space/, "5min"],
  ["spark.network.timeout", "1.5h", /whole numbers only/, "90min"],
  ["spark.network.timeout", "5sec", /write it like/, "5s"],
  ["spark.network.timeout", "1ns", /no time/, null],
  ["spark.sql.adaptive.skewJoin.skewedPartitionFactor", "5%", /no number/, "0.05"],
  ["spark.memory.storageFraction", "1", /less than 1/, null],
  ["spark.sql.legacy.timeParserPolicy", "LEGACI", /EXCEPTION, LEGACY, CORRECTED/, "LEGACY"],
  ["spark.sql.parquet.compression.codec", " snappy ", /none of the values/, "snappy"],
  ["spark.sql.avro.compression.codec", "Snappy", /none of the values/, "snappy"],
  ["spark.io.encryption.keySizeBits", "100", /128, 192, 256/, null],
];

describe("configuration values", () => {
  for (const [key, value, human] of taken)
    it(`${key} takes ${JSON.stringify(value)}`, () =>
      assert.deepEqual(judge(key, value), { ok: true, human, caution: null }));

  for (const [key, value, problem, fix] of refused)
    it(`${key} refuses ${JSON.stringify(value)}`, () => {
      const check = judge(key, value);
      assert.ok(!check.ok);
      assert.match(check.problem, problem);
      assert.equal(check.fix, fix);
    });

  it("warns of sizes and times that are rounded down to nothing", () => {
    const size = judge("spark.executor.memory", "500k");
    assert.ok(size.ok);
    assert.match(size.caution ?? "", /counted in MiB and rounded down to 0/);
    const time = judge("spark.network.timeout", "100us");
    assert.ok(time.ok);
    assert.match(time.caution ?? "", /counted in seconds/);
  });

  it("knows what a version takes", () => {
    assert.ok(judge("spark.sql.parquet.compression.codec", "lz4raw", "3.5").ok);
    assert.ok(!judge("spark.sql.parquet.compression.codec", "lz4raw", "4.1").ok);
  });

  const plainKeys = configs.keys("4.1");

  it("never throws, and every repair it offers is taken", () =>
    fc.assert(
      fc.property(fc.constantFrom(...plainKeys), fc.string(), (key, value) => {
        const check = judge(key, value);
        if (!check.ok && check.fix !== null)
          assert.ok(judge(key, check.fix).ok, `${key}: ${value} → ${check.fix}`);
      }),
      { numRuns: 3000 },
    ));

  it("reads every amount and unit as the product of the two", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8_000 }),
        fc.constantFrom("b", "k", "KB", "m", "Mb", "g", "t"),
        (amount, unit) => {
          const power = ["b", "k", "m", "g", "t"].indexOf(unit.toLowerCase().charAt(0));
          const check = judge("spark.sql.files.maxPartitionBytes", `${amount}${unit}`);
          assert.ok(check.ok);
          const bytes = amount * 1024 ** power;
          assert.equal(/(\d+) bytes/.exec(check.human ?? "")?.[1], String(bytes));
        },
      ),
    ));
});
