import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ConfigEntry } from "../../server/src/catalog/configEntry.ts";
import { checkConfigValue } from "../../server/src/catalog/configValue.ts";
import { rowIn, type Versioned } from "../../server/src/catalog/versioned.ts";
import { configProblems } from "../../server/src/rules/configProblems.ts";
import { configs, readData } from "../catalog/catalogFixture.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();

/** Tried with every key, beside what fits its own facts. */
const always = [
  "",
  "Off",
  "-1",
  "0",
  "2e2",
  " 7 ",
  "0.5",
  "10 MB",
  "10mb",
  "500k",
  "5min",
  "100us",
  "snappy",
];

/** Values at and around what the catalogue says of a key: its default, its values in other letters, both sides of its bounds. */
function attemptsFor(entry: ConfigEntry): readonly string[] {
  const { range, values } = entry;
  const bounds = [
    range?.min,
    range?.max,
    range?.exclusiveMin,
    range?.exclusiveMax,
    ...(range?.orValues ?? []),
  ];
  const near = bounds
    .filter((bound) => bound !== undefined && Math.abs(bound) < 2 ** 53)
    .flatMap((bound) =>
      entry.type === "double" || entry.type === "decimal"
        ? [bound, (bound ?? 0) - 0.001, (bound ?? 0) + 0.001]
        : [bound, (bound ?? 0) - 1, (bound ?? 0) + 1],
    );
  const named = (values ?? []).flatMap((value) => [
    value,
    value.toLowerCase(),
    value.toUpperCase(),
    ` ${value}`,
    `${value}x`,
  ]);
  const zones =
    entry.check === null
      ? []
      : [
          "UTC",
          "utc",
          "+2",
          "+02:00",
          "UTC+2",
          "GMT+99",
          "PST",
          "Europe/berlin",
          "CET",
          "US/Pacific",
          "Mars/Base",
          "Z",
          "+18:30",
          "Asia/Calcutta",
          "EST",
        ];
  const expressions =
    entry.type === "regex" ? ["[", "(", "a)", "*a", "(?i)key|token", "\\Qa[\\E", "[]a]", "a\\"] : [];
  const wholes =
    entry.type === "int" || entry.type === "long" ? ["2147483648", "9223372036854775808", "1_000", "+5"] : [];
  const sizes =
    entry.type === "bytes" ? ["1g", "1kb", "1.5g", "1 g", "9223372036854775807k", "1e3", "5TIB"] : [];
  const spans = entry.type === "time" ? ["1s", "1 s", "2h", "1d", "1ns", "5sec", "1.5h"] : [];
  const numbers = entry.type === "double" ? ["1d", "NaN", "1e-3", "0x1p3", "5%", "1,5"] : [];
  return [
    ...new Set([
      ...always,
      ...near.map(String),
      ...named,
      ...zones,
      ...expressions,
      ...wholes,
      ...sizes,
      ...spans,
      ...numbers,
      entry.default ?? "",
    ]),
  ];
}

/**
 * PySpark's own handling of refusals asks the JVM many times for each, so it is put aside. `setter` takes key and value
 * and raises what Spark raises.
 */
const question = (attempts: Readonly<Record<string, readonly string[]>>, setter: string) => `
import json
import py4j.java_gateway, py4j.protocol
pyspark_return_value = py4j.java_gateway.get_return_value
py4j.java_gateway.get_return_value = py4j.protocol.get_return_value
jvm = spark._jvm
loader = jvm.java.lang.Thread.currentThread().getContextClassLoader()
def load(name):
    try:
        return jvm.java.lang.Class.forName(name, True, loader)
    except py4j.protocol.Py4JError:
        return None  # another version's
${setter}
def takes(key, value):
    try:
        set_it(key, value)
        return True
    except py4j.protocol.Py4JError:
        return False
    except ValueError:
        return True  # py4j cannot read decimals back
answer = json.dumps({
    key: [takes(key, value) for value in values]
    for key, values in json.loads(${JSON.stringify(JSON.stringify(attempts))}).items()
})
py4j.java_gateway.get_return_value = pyspark_return_value
`;

/** A session's own registry, without a session: it validates, and keeps nothing of what others set. */
const sqlSetter = `
for name in ("org.apache.spark.sql.connect.config.Connect$", "org.apache.spark.sql.hive.HiveUtils$"):
    load(name)
conf = jvm.org.apache.spark.sql.internal.SQLConf()
def set_it(key, value):
    conf.setConfString(key, value)
`;

/** Reads each value through the entry, as Spark does when it starts. */
const coreSetter = `
for name in ("History", "Kryo", "Network", "Python", "R", "Status", "Streaming", "Tests", "UI", "Worker", "Deploy", "package"):
    load("org.apache.spark.internal.config." + name + "$")
for name in ("org.apache.spark.deploy.k8s.Config$", "org.apache.spark.deploy.yarn.config.package$", "org.apache.spark.streaming.StreamingConf$", "org.apache.spark.deploy.mesos.config.package$"):
    load(name)
companion = load("org.apache.spark.internal.config.ConfigEntry$")
registry = companion.getField("MODULE$").get(None)
def set_it(key, value):
    conf = jvm.org.apache.spark.SparkConf(False)
    conf.set(key, value)
    conf.get(registry.findEntry(key))
`;

interface Verdicts {
  readonly asked: number;
  readonly keys: number;
  /** Refused by us, taken by Spark: an editor may never say that. */
  readonly wrong: readonly string[];
  readonly missed: readonly string[];
}

async function compare(keys: readonly string[], setter: string): Promise<Verdicts> {
  const version = spark.greeting().sparkVersion;
  const entries = keys.flatMap((key) => configs.entry(key, version) ?? []);
  const attempts = Object.fromEntries(entries.map((entry) => [entry.key, attemptsFor(entry)]));
  const answer = await spark.run({ code: question(attempts, setter), prelude: false, timeoutMs: 170_000 });
  assert.equal(answer.error, undefined);
  const taken = JSON.parse(String(answer.values?.answer)) as Record<string, readonly boolean[]>;
  const wrong: string[] = [];
  const missed: string[] = [];
  let asked = 0;
  for (const entry of entries)
    for (const [index, value] of (attempts[entry.key] ?? []).entries()) {
      asked++;
      const ours = checkConfigValue(entry, value).ok;
      const real = taken[entry.key]?.[index];
      if (real === true && !ours) wrong.push(`${entry.key} takes ${JSON.stringify(value)}`);
      if (real === false && ours) missed.push(`${entry.key} refuses ${JSON.stringify(value)}`);
    }
  console.log(`      ${entries.length} keys, ${asked} values, ${missed.length} refusals not foreseen`);
  return { asked, keys: entries.length, wrong, missed };
}

const file = JSON.parse(readData("configs.json")) as {
  readonly versions: readonly string[];
  readonly configs: Readonly<Record<string, Versioned<object>>>;
};

/** Whether this Spark checks the key: some are only documented, or came with a later patch than their release says. */
function isRegistered(key: string): boolean {
  const line = spark.greeting().sparkVersion.split(".").slice(0, 2).join(".");
  const row = file.configs[key];
  return row !== undefined && rowIn(row, file.versions, line) !== null;
}

/** Every key with rules of its own, and a share of the others. */
function sample(isWanted: (entry: ConfigEntry) => boolean, every: number): readonly string[] {
  const version = spark.greeting().sparkVersion;
  return configs
    .keys(version)
    .flatMap((key) => configs.entry(key, version) ?? [])
    .filter((entry) => entry.origin === null && isRegistered(entry.key) && isWanted(entry))
    .filter(
      (entry, index) =>
        index < 40 ||
        index % every === 0 ||
        entry.range !== null ||
        entry.values !== null ||
        entry.check !== null,
    )
    .map(({ key }) => key);
}

describe("configurations, against Spark itself", function () {
  this.timeout(180_000);

  it("judges values of SQL configurations as Spark does", async () => {
    const isSql = (entry: ConfigEntry) => entry.when === "runtime" && entry.key.startsWith("spark.sql.");
    const { wrong, missed, asked, keys } = await compare(
      sample((entry) => isSql(entry) && !entry.key.includes(".rocksdb."), 12),
      sqlSetter,
    );
    assert.ok(keys > 100, `only ${keys} keys`);
    assert.deepEqual(wrong, []);
    assert.ok(missed.length <= asked * 0.01, missed.join("\n"));
  });

  it("judges values of the other configurations as Spark does", async () => {
    const isCore = (entry: ConfigEntry) =>
      (entry.when === "startup" || entry.when === "submit") &&
      !entry.key.startsWith("spark.connect.") &&
      !entry.key.includes("{");
    const { wrong, missed, asked, keys } = await compare(sample(isCore, 12), coreSetter);
    assert.ok(keys > 100, `only ${keys} keys`);
    assert.deepEqual(wrong, []);
    assert.ok(missed.length <= asked * 0.01, missed.join("\n"));
  });

  it("foresees what spark.conf.set raises", async () => {
    const version = spark.greeting().sparkVersion;
    const settings: readonly (readonly [string, string])[] = [
      ["spark.sql.shuffle.partitions", "64"],
      ["spark.sql.shuffle.partitions", "many"],
      ["spark.sql.session.timeZone", "Europe/Berlin"],
      ["spark.sql.session.timeZone", "Berlin"],
      ["spark.sql.ansi.enabled", "false"],
      ["spark.sql.ansi.enabled", "no"],
      ["spark.sql.warehouse.dir", "/tmp/x"],
      ["spark.sql.extensions", "a.B"],
      ["spark.executor.memory", "4g"],
      ["spark.default.parallelism", "4"],
      ["spark.mycompany.retries", "3"],
      ["spark.databricks.delta.optimizeWrite.enabled", "true"],
      ["spark.sql.parquet.compression.codec", "zstd"],
      ["spark.sql.parquet.compression.codec", "zst"],
      ["spark.sql.legacy.parquet.datetimeRebaseModeInWrite", "LEGACY"],
      ["spark.sql.legacy.parquet.datetimeRebaseModeInWrite", "CORRECTED"],
      ["spark.sql.autoBroadcastJoinThreshold", "10 MB"],
      ["spark.sql.autoBroadcastJoinThreshold", "-1"],
    ];
    const code = `
import json
raised = []
for key, value in json.loads(${JSON.stringify(JSON.stringify(settings))}):
    try:
        spark.conf.set(key, value)
        raised.append(None)
    except Exception as error:
        raised.append(type(error).__name__)
answer = json.dumps(raised)
`;
    const answer = await spark.run({ code, prelude: false });
    assert.equal(answer.error, undefined);
    const raised = JSON.parse(String(answer.values?.answer)) as readonly (string | null)[];
    const ours = settings.map(([key, value]) =>
      configProblems(configs, { key, value, where: "runtime" }, version).some(
        (problem) => problem.severity !== "info",
      ),
    );
    assert.deepEqual(
      settings.map(([key, value], index) => `${key}=${value}: ${ours[index] ? "raises" : "fine"}`),
      settings.map(([key, value], index) => `${key}=${value}: ${raised[index] === null ? "fine" : "raises"}`),
    );
  });

  it("has the defaults and types of the running Spark", async () => {
    const version = spark.greeting().sparkVersion;
    const code = `
import json
jvm = spark._jvm
answer = json.dumps({
    row._1(): row._2()
    for row in [rows.apply(i) for rows in [spark._jsparkSession.sessionState().conf().getAllDefinedConfs()] for i in range(rows.size())]
})
changed = json.dumps(spark.conf.getAll if hasattr(spark.conf, "getAll") else dict(spark.sparkContext.getConf().getAll()))
`;
    const answer = await spark.run({ code, prelude: false, timeoutMs: 60_000 });
    assert.equal(answer.error, undefined);
    const real = JSON.parse(String(answer.values?.answer)) as Record<string, string>;
    const changed = JSON.parse(String(answer.values?.changed)) as Record<string, string>;
    const differing: string[] = [];
    for (const [key, text] of Object.entries(real)) {
      const entry = configs.entry(key, version);
      if (!entry) differing.push(`${key} is not in the catalogue`);
      else if (!(key in changed) && !isSameDefault(entry, text))
        differing.push(`${key}: ${entry.default ?? "nothing"}, Spark says ${text}`);
    }
    assert.ok(Object.keys(real).length > 150, `only ${Object.keys(real).length} configurations`);
    assert.deepEqual(differing, []);
  });

  it("knows which keys a session cannot change", async () => {
    const version = spark.greeting().sparkVersion;
    const fixed = configs.keys(version).filter((key) => configs.entry(key, version)?.when === "static");
    const code = `
import json
answer = json.dumps([key for key in json.loads(${JSON.stringify(JSON.stringify(fixed))}) if spark.conf.isModifiable(key)])
`;
    const answer = await spark.run({ code, prelude: false });
    assert.deepEqual(JSON.parse(String(answer.values?.answer)), []);
    const refused = await spark.run({
      code: "spark.conf.set('spark.sql.warehouse.dir', '/tmp/x')",
      prelude: false,
    });
    assert.equal(refused.ok, false);
  });
});

/** Spark writes amounts in bytes or milliseconds, whatever unit people use. */
function isSameDefault(entry: ConfigEntry, text: string): boolean {
  const { default: own, defaultText, defaultFrom } = entry;
  if (text === "<undefined>") return own === null;
  if (text.startsWith("<value of ")) return text === `<value of ${defaultFrom ?? ""}>`;
  if (defaultText !== null || own === text) return true;
  if (own === null) return false;
  const [ours, theirs] = [checkConfigValue(entry, own), checkConfigValue(entry, text)];
  return (
    ours.ok && theirs.ok && (entry.type === "bytes" || entry.type === "time") && ours.human === theirs.human
  );
}
