import assert from "node:assert/strict";
import { createCatalog } from "../../server/src/catalog/catalog.ts";
import { compareVersions, nearestKnownVersion, parseVersion } from "../../server/src/catalog/sparkVersion.ts";
import { configs, readData } from "./catalogFixture.ts";
import { portion, size } from "../portion.ts";

describe("Spark versions", () => {
  const parsed: readonly (readonly [string, string | null])[] = [
    ["4.1", "4.1.null"],
    ["3.5.9", "3.5.9"],
    ["v4.0.0", "4.0.0"],
    ["4.2.0.dev1", "4.2.0"],
    ["4.2.0-SNAPSHOT", "4.2.0"],
    ["four", null],
    ["4", null],
    ["", null],
  ];
  for (const [text, expected] of parsed)
    it(`reads ${JSON.stringify(text)}`, () => {
      const version = parseVersion(text);
      assert.equal(version && `${version.major}.${version.minor}.${version.patch}`, expected);
    });

  it("compares by number, and only what both name", () => {
    assert.ok(compareVersions("3.10", "3.9") > 0);
    assert.ok(compareVersions("4.0.1", "4.0.0") > 0);
    assert.equal(compareVersions("4.1", "4.1.2"), 0);
  });

  const nearest: readonly (readonly [string, string])[] = [
    ["4.1.4", "4.1"],
    ["3.2.0", "3.3"],
    ["5.0.0", "4.3"],
    ["3.9", "3.5"],
    ["nonsense", "4.3"],
  ];
  for (const [text, expected] of nearest)
    it(`takes ${expected} for ${text}`, () => assert.equal(nearestKnownVersion(text), expected));
});

describe("configuration catalogue", () => {
  it("answers for versions that it does not know as for the nearest", () => {
    const keys = (version: string) => configs.keys(version).length;
    assert.equal(keys("4.9"), keys("4.3"));
    assert.equal(keys("main"), keys("4.3"));
    assert.equal(configs.entry("spark.sql.ansi.enabled", "3.2")?.default, "false");
  });

  it("tells the default of each version", () => {
    assert.deepEqual(configs.defaults("spark.sql.ansi.enabled"), [
      { from: "3.3", to: "3.5", default: "false" },
      { from: "4.0", to: "4.3", default: "true" },
    ]);
    assert.deepEqual(configs.defaults("spark.nonsense"), []);
  });

  it("resolves defaults by version", () => {
    const ansi = (version: string) => configs.entry("spark.sql.ansi.enabled", version)?.default;
    assert.deepEqual(["3.3", "3.5.9", "4.0", "4.3"].map(ansi), ["false", "false", "true", "true"]);
  });

  const states: readonly (readonly [string, string, string])[] = [
    ["spark.api.mode", "3.5", "future"],
    ["spark.api.mode", "4.0", "present"],
    ["spark.mesos.coarse", "3.5", "present"],
    ["spark.mesos.coarse", "4.0", "gone"],
    ["spark.connect.grpc.binding.port", "3.5", "present"],
    ["spark.connect.grpc.binding.port", "3.3", "future"],
    ["spark.udt.nonsense", "4.1", "unknown"],
    ["spark.sql.udt.allowedDynamicUDTClasses", "4.1.2", "future"],
    ["spark.sql.udt.allowedDynamicUDTClasses", "4.1", "present"],
    ["spark.default.parallelism", "3.3", "present"],
    ["spark.blacklist.enabled", "4.3", "present"],
    ["spark.sql.legacy.parquet.datetimeRebaseModeInWrite", "3.5", "present"],
    ["spark.sql.legacy.parquet.datetimeRebaseModeInWrite", "4.0", "removed"],
  ];
  for (const [key, version, state] of states)
    it(`${key} in ${version}: ${state}`, () =>
      assert.equal(configs.entry(key, version)?.state ?? "unknown", state));

  const moments: readonly (readonly [string, string])[] = [
    ["spark.sql.shuffle.partitions", "runtime"],
    ["spark.sql.warehouse.dir", "static"],
    ["spark.executor.memory", "startup"],
    ["spark.driver.memory", "submit"],
    ["spark.default.parallelism", "runtime"],
  ];
  for (const [key, when] of moments)
    it(`${key} is set at ${when}`, () => assert.equal(configs.entry(key, "4.1")?.when, when));

  const families: readonly (readonly [string, string])[] = [
    ["spark.executorEnv.HOME", "spark.executorEnv.[EnvironmentVariableName]"],
    ["spark.hadoop.fs.s3a.fast.upload", "spark.hadoop."],
    ["spark.sql.catalog.lake.warehouse", "spark.sql.catalog.[name].warehouse"],
    ["spark.databricks.secret.sauce", "spark.databricks."],
    ["spark.executor.resource.gpu.amount", "spark.executor.resource.{resourceName}.amount"],
    ["spark.shuffle.io.clientThreads", "spark.{module}.io.clientThreads"],
    ["spark.sql.catalog.lake", "spark.sql.catalog."],
  ];
  for (const [key, family] of families)
    it(`knows ${key} as ${family}`, () => assert.equal(configs.entry(key, "4.1")?.family, family));

  for (const key of ["spark.mycompany.retries", "spark.hadoop.", "spark.sql.nonsense", "hive.exec.x", ""])
    it(`does not know ${JSON.stringify(key)}`, () => assert.equal(configs.entry(key, "4.1"), null));

  it("links to the documentation of the version", () => {
    const url = (key: string, version: string) => configs.entry(key, version)?.url;
    assert.equal(
      url("spark.executor.memory", "3.5.9"),
      "https://spark.apache.org/docs/3.5.9/configuration.html#application-properties",
    );
    assert.equal(
      url("spark.sql.streaming.stateStore.rocksdb.blockSizeKB", "3.5"),
      "https://spark.apache.org/docs/3.5.0/structured-streaming-programming-guide.html#rocksdb-state-store-implementation",
    );
  });

  it("covers every offered key with an area", () => {
    const areas = configs.areas("4.1");
    assert.equal(
      areas.reduce((sum, area) => sum + area.keys.length, 0),
      configs.keys("4.1").length,
    );
    const other = areas.find(({ area }) => area.id === "other");
    assert.ok((other?.keys.length ?? 0) < 90, `too many keys without an area: ${other?.keys.join(" ")}`);
  });
});

describe("near misses", () => {
  const isPublic = (key: string): boolean => {
    const entry = configs.entry(key, "4.1");
    return entry !== null && !entry.isInternal && entry.origin === null;
  };
  const publicKeys = configs.keys("4.1").filter(isPublic);

  it("every edit of one letter in a public key leads back to the key (98 % at least)", function () {
    this.timeout(60_000);
    let tries = 0;
    const missed: string[] = [];
    const started = performance.now();
    for (const [index, key] of portion([...publicKeys.entries()], 8))
      for (const slip of slipsOf(key, index)) {
        if (configs.entry(slip, "4.1")?.family === null) continue;
        tries++;
        const near = configs.nearest(slip)?.key;
        if (near !== key) missed.push(`${slip} → ${near ?? "nothing"}`);
      }
    const each = (performance.now() - started) / tries;
    console.log(
      `      ${publicKeys.length} keys, ${tries} slips, ${missed.length} missed, ${each.toFixed(2)} ms each`,
    );
    assert.ok(tries > size(7500, 900), `only ${tries} tries`);
    assert.ok(
      missed.length <= tries * 0.02,
      `${missed.length} of ${tries}:\n${missed.slice(0, 20).join("\n")}`,
    );
  });

  const likely: readonly (readonly [string, string | null])[] = [
    ["spark.sql.shuffle.partition", "spark.sql.shuffle.partitions"],
    ["spark.shuffle.partitions", "spark.sql.shuffle.partitions"],
    ["spark.sql.autoBroadCastJoinThreshold", "spark.sql.autoBroadcastJoinThreshold"],
    ["spark.sql.adaptive.enable", "spark.sql.adaptive.enabled"],
    ["spark.executor.memoryOverHead", "spark.executor.memoryOverhead"],
    ["spark.sql.dynamicAllocation.enabled", "spark.dynamicAllocation.enabled"],
    ["spak.executor.memory", "spark.executor.memory"],
    ["spark.dynamicAllocation.midExecutors", "spark.dynamicAllocation.minExecutors"],
    ["spark.mycompany.retries", null],
    ["spark.databricks.delta.optimizeWrites.enabled", "spark.databricks.delta.optimizeWrite.enabled"],
    ["spark.hadoop.fs.s3a.acces.key", "spark.hadoop.fs.s3a.access.key"],
    ["spark.databricks.workspace.fileSystem.enabled", null],
    ["spark.sql.iceberg.test.flag", null],
    ["spark.sql.files.minPartitionBytes", null],
    ["hive.metastore.uris", null],
  ];
  for (const [key, meant] of likely)
    it(`${key} is ${meant === null ? "nobody's slip" : `a slip for ${meant}`}`, () => {
      const near = configs.nearest(key);
      assert.equal(near?.isLikely ? near.key : null, meant);
    });
});

describe("search", () => {
  const best: readonly (readonly [string, string])[] = [
    ["shuffle partitions", "spark.sql.shuffle.partitions"],
    ["broadcast threshold", "spark.sql.autoBroadcastJoinThreshold"],
    ["time zone", "spark.sql.session.timeZone"],
    ["executor memory", "spark.executor.memory"],
    ["skew", "spark.sql.adaptive.skewJoin.enabled"],
  ];
  for (const [words, key] of best)
    it(`finds ${key} by "${words}"`, () => assert.equal(configs.search(words, "4.1", 5)[0]?.key, key));

  const abbreviated: readonly (readonly [string, string])[] = [
    ["shufpart", "spark.sql.shuffle.partitions"],
    ["abjt", "spark.sql.autoBroadcastJoinThreshold"],
    ["dynallocmin", "spark.dynamicAllocation.minExecutors"],
  ];
  for (const [letters, key] of abbreviated)
    it(`finds ${key} by its parts' letters "${letters}"`, () =>
      assert.equal(configs.search(letters, "4.1", 5)[0]?.key, key));

  it("searches the explanations too", () =>
    assert.ok(configs.search("firewall", "4.1", 10).some((entry) => entry.key === "spark.driver.port")));

  it("offers nothing that the version does not have", () =>
    assert.deepEqual(configs.search("mesos coarse", "4.1", 10), []));
});

describe("speed of the configuration catalogue", () => {
  it("loads within 30 ms, looks up in microseconds and searches in milliseconds", () => {
    const names = ["configs", "config-notes", "config-ecosystem", "config-explanations"];
    const texts = new Map(names.map((name) => [`${name}.json`, readData(`${name}.json`)]));
    const load = best(5, () => createCatalog((name) => texts.get(name) ?? "").configs);
    const keys = configs.keys("4.1");
    const lookUp = best(5, () => {
      for (const key of keys) configs.entry(key, "4.1");
    });
    const near = best(5, () => configs.nearest("spark.sql.shufle.partitons"));
    console.log(
      `      load ${load.toFixed(1)} ms, look-up ${((lookUp / keys.length) * 1000).toFixed(2)} µs, near miss ${near.toFixed(2)} ms`,
    );
    assert.ok(load < 30, `loading took ${load} ms`);
    assert.ok(lookUp / keys.length < 0.05, `a look-up took ${lookUp / keys.length} ms`);
    assert.ok(near < 15, `a near miss took ${near} ms`);
  });
});

/** The shortest of several runs, in milliseconds. */
function best(runs: number, work: () => unknown): number {
  let least = Infinity;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

/** A letter left out, put in, replaced, and swapped with the next, each at two places that depend on the key's own number. */
function* slipsOf(key: string, index: number): Generator<string> {
  const letters = "abcdefghijklmnopqrstuvwxyz.ABC1";
  for (let round = 0; round < 8; round++) {
    const at = 6 + ((index * 31 + round * 17) % (key.length - 6));
    const letter = letters.charAt((index * 7 + round * 11) % letters.length);
    const slip = [
      key.slice(0, at) + key.slice(at + 1),
      key.slice(0, at) + letter + key.slice(at),
      key.slice(0, at) + letter + key.slice(at + 1),
      key.slice(0, at) + key.charAt(at + 1) + key.charAt(at) + key.slice(at + 2),
    ][round % 4];
    if (slip !== undefined && slip !== key) yield slip;
  }
}
