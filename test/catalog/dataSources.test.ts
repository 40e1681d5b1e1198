import assert from "node:assert/strict";
import type { SourceAccess } from "../../server/src/catalog/dataSources.ts";
import { knownVersions } from "../../server/src/catalog/sparkVersion.ts";
import { catalog, readData } from "./catalogFixture.ts";

const { dataSources } = catalog;

describe("options of data sources", () => {
  const cases: readonly [format: string, name: string, version: string, expected: string | null][] = [
    ["csv", "sep", "4.3", "string = , [read write]"],
    ["csv", "DELIMITER", "4.3", "string = , [read write]"],
    ["csv", "preferDate", "3.3", null],
    ["csv", "preferDate", "3.4", "boolean = true [read]"],
    ["csv", "timeZone", "3.3", "string from spark.sql.session.timeZone [read write]"],
    ["json", "samplingRatio", "4.3", "double = 1.0 [read]"],
    ["json", "maxFilesPerTrigger", "4.3", "int [readStream]"],
    [
      "parquet",
      "datetimeRebaseMode",
      "3.5",
      "string = EXCEPTION from spark.sql.parquet.datetimeRebaseModeInRead [read]",
    ],
    [
      "parquet",
      "int96RebaseMode",
      "4.0",
      "string = CORRECTED from spark.sql.parquet.int96RebaseModeInRead [read]",
    ],
    ["orc", "pathGlobFilter", "3.3", "string [read]"],
    ["avro", "avroSchema", "3.3", "string [read write]"],
    ["avro", "recursiveFieldMaxDepth", "3.5", null],
    ["xml", "rowTag", "3.5", null],
    ["xml", "rowTag", "4.0", "string [read write]"],
    ["jdbc", "pushDownLimit", "3.4", "boolean = false [read]"],
    ["jdbc", "pushDownLimit", "3.5", "boolean = true [read]"],
    ["kafka", "startingOffsets", "3.3", "string = latest [read readStream]"],
    ["kafka", "maxRecordsPerPartition", "3.5", null],
    ["delta", "versionAsOf", "3.3", "int [read]"],
    ["Delta", "mergeschema", "4.3", "boolean = false [write writeStream]"],
    ["rate", "rowsPerSecond", "9.9", "int = 1 [readStream]"],
    ["parquet", "sep", "4.3", null],
    ["no-such-format", "sep", "4.3", null],
    ["constructor", "name", "4.3", null],
  ];
  for (const [format, name, version, expected] of cases)
    it(`${format}.${name} in ${version}: ${expected ?? "unknown"}`, () => {
      const found = dataSources.option(format, name, version);
      // Streams of files take what their format takes, so that is left out here.
      const access = found?.access.filter(
        (each) =>
          !(each === "readStream" && found.access.includes("read") && !/kafka|delta/i.test(format)) &&
          !(each === "writeStream" && found.access.includes("write") && !/kafka|delta/i.test(format)),
      );
      const text =
        found &&
        found.type +
          (found.default === null ? "" : ` = ${found.default}`) +
          (found.defaultFrom === null ? "" : ` from ${found.defaultFrom}`) +
          ` [${access?.join(" ") ?? ""}]`;
      assert.equal(text, expected);
    });

  it("knows since when an option exists", () => {
    assert.equal(dataSources.option("csv", "preferDate", "4.3")?.since, "3.4");
    assert.equal(dataSources.option("csv", "sep", "4.3")?.since, null);
    assert.equal(dataSources.option("xml", "rowTag", "4.3")?.since, "4.0");
  });

  it("explains options by format, else alike in all formats", () => {
    assert.match(dataSources.option("jdbc", "truncate", "4.3")?.summary ?? "", /table/);
    assert.match(dataSources.option("console", "truncate", "4.3")?.summary ?? "", /values/);
    assert.equal(
      dataSources.option("csv", "multiLine", "4.3")?.summary,
      dataSources.option("json", "multiLine", "4.3")?.summary,
    );
  });

  it("every explanation is of an option, and a sentence", () => {
    const { options, summaries } = JSON.parse(readData("data-source-options.json")) as {
      readonly options: object;
      readonly summaries: Readonly<Record<string, string>>;
    };
    const keys = Object.keys(options);
    const names = new Set([...keys, ...keys.map((key) => key.slice(key.indexOf(".") + 1))]);
    assert.deepEqual(
      Object.entries(summaries).filter(([key, text]) => !names.has(key) || !/^[A-Z][^]*\.$/.test(text)),
      [],
    );
  });

  it("gives every sink of streams its checkpoint", () => {
    for (const format of ["parquet", "console", "memory", "kafka", "delta"])
      assert.deepEqual(
        dataSources.option(format, "checkpointLocation", "4.3")?.access,
        ["writeStream"],
        format,
      );
    assert.equal(dataSources.option("rate", "checkpointLocation", "4.3"), null);
  });

  it("every option that Spark's classes know is described", () => {
    const known = Object.keys((JSON.parse(readData("data-sources.json")) as { options: object }).options);
    const { options } = JSON.parse(readData("data-source-options.json")) as { options: object };
    assert.deepEqual(
      known.filter((key) => !Object.hasOwn(options, key)),
      [],
    );
  });

  it("every default is a value that the option takes, and every alternative is an option", () => {
    const access: readonly SourceAccess[] = ["read", "write", "readStream", "writeStream"];
    for (const version of knownVersions)
      for (const { name: format } of dataSources.formats(version))
        for (const option of access.flatMap((each) => dataSources.options(format, each, version))) {
          const what = `${format}.${option.name} in ${version}`;
          if (option.alternative !== null)
            assert.ok(dataSources.option(format, option.alternative, version), `${what}: its alternative`);
          if (option.default === null) continue;
          if (option.values !== null)
            assert.ok(
              option.values.some((value) => value.toLowerCase() === option.default?.toLowerCase()),
              `${what}: ${option.default} is none of ${option.values.join(", ")}`,
            );
          if (option.type === "boolean") assert.match(option.default, /^(true|false)$/, what);
          if (option.type === "int") assert.match(option.default, /^-?\d+$/, what);
          if (option.type === "double") assert.match(option.default, /^\d+(\.\d+)?$/, what);
        }
  });

  it("every default that comes from a configuration names one that exists", () => {
    for (const version of knownVersions)
      for (const { name: format } of dataSources.formats(version))
        for (const { name, defaultFrom } of dataSources.options(format, "read", version))
          if (defaultFrom !== null)
            assert.ok(catalog.configs.entry(defaultFrom, "4.3"), `${format}.${name}: ${defaultFrom}`);
  });

  it("finds the option that a misspelt one resembles", () => {
    assert.equal(dataSources.nearestOption("csv", "inferShema", "4.3"), "inferSchema");
    assert.equal(
      dataSources.nearestOption("kafka", "kafka.bootstrap.server", "4.3"),
      "kafka.bootstrap.servers",
    );
    assert.equal(dataSources.nearestOption("csv", "somethingElseAltogether", "4.3"), null);
  });

  it("knows codecs and formats of each version", () => {
    assert.deepEqual(dataSources.codecs("json", "4.3"), dataSources.codecs("csv", "4.3"));
    assert.ok(dataSources.codecs("parquet", "4.3").includes("zstd"));
    assert.ok(!dataSources.codecs("orc", "3.5").includes("brotli"));
    assert.ok(dataSources.codecs("avro", "3.3").includes("snappy"));
    const names = (version: string) => dataSources.formats(version).map(({ name }) => name);
    assert.ok(!names("3.5").includes("xml") && names("4.0").includes("xml"));
    assert.ok(["delta", "kafka", "parquet", "jdbc"].every((name) => names("3.3").includes(name)));
  });
});
