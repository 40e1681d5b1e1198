import assert from "node:assert/strict";
import type { SourceOption } from "../../server/src/catalog/dataSources.ts";
import { catalog } from "../catalog/catalogFixture.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();

/** Formats that read back what they have written, and what they need for it. */
const formats = ["csv", "json", "text", "parquet", "orc"];

/** Spark ships the names of these codecs, but not always their libraries. */
const withoutLibrary = ["lzo", "brotli", "lz4", "lz4_raw", "bzip2", "snappy", "zstd"];

/** Reads or writes with options; `tries` are format, side and options. */
type Try = readonly [format: string, side: "read" | "write", options: Readonly<Record<string, string>>];

const question = (tries: readonly Try[]): string => `
import json, tempfile
frame = spark.createDataFrame([("a b", ), ("1", ), ("", )], "v string").coalesce(1)
folder = tempfile.mkdtemp()
problems = []
plain = {}
for name in ${JSON.stringify(formats)}:
    frame.write.format(name).save(f"{folder}/{name}")
    plain[name] = sorted(map(str, spark.read.format(name).load(f"{folder}/{name}").collect()))
for index, (name, side, options) in enumerate(json.loads(${JSON.stringify(JSON.stringify(tries))})):
    try:
        if side == "write":
            frame.write.format(name).options(**options).save(f"{folder}/{index}")
            rows = spark.read.format(name).load(f"{folder}/{index}")
        else:
            rows = spark.read.format(name).options(**options).load(f"{folder}/{name}")
        if sorted(map(str, rows.collect())) != plain[name]:
            problems.append(f"{side} {name} {options}: other rows")
    except Exception as error:
        problems.append(f"{side} {name} {options}: {str(error)[:200]}")
answer = json.dumps(problems)
`;

async function problemsOf(tries: readonly Try[]): Promise<readonly string[]> {
  assert.ok(tries.length >= 2 * formats.length, String(tries.length));
  const answer = await spark.run({ code: question(tries), timeoutMs: 170_000 });
  assert.equal(answer.error, undefined);
  return JSON.parse(String(answer.values?.answer)) as readonly string[];
}

describe("options of data sources", function () {
  this.timeout(180_000);

  it("are ignored when a letter is missing, whatever their value", async () => {
    const version = spark.greeting().sparkVersion;
    const { dataSources } = catalog;
    const tries = formats.flatMap((format) =>
      (["read", "write"] as const).map((side): Try => {
        const slips = dataSources.options(format, side, version).map(({ name }) => name.slice(0, -1));
        const unknown = slips.filter((slip) => dataSources.option(format, slip, version) === null);
        return [format, side, Object.fromEntries(unknown.map((slip) => [slip, "nonsense"]))];
      }),
    );
    assert.deepEqual(await problemsOf(tries), []);
  });

  it("set to their defaults change nothing", async () => {
    const version = spark.greeting().sparkVersion;
    const defaultOn = (option: SourceOption, side: "read" | "write"): string | null =>
      side === "write" && option.otherDefault?.when === "write" ? option.otherDefault.value : option.default;
    const tries = formats.flatMap((format) =>
      (["read", "write"] as const).map((side): Try => {
        const options = catalog.dataSources.options(format, side, version).flatMap((option) => {
          const value = defaultOn(option, side);
          return value === null ? [] : [[option.name, value] as const];
        });
        return [format, side, Object.fromEntries(options)];
      }),
    );
    assert.deepEqual(await problemsOf(tries), []);
  });

  it("take the codecs that are listed", async () => {
    const version = spark.greeting().sparkVersion;
    const tries = formats.flatMap((format) =>
      catalog.dataSources
        .codecs(format, version)
        .filter((codec) => !withoutLibrary.includes(codec))
        .map((codec): Try => [format, "write", { compression: codec }]),
    );
    assert.deepEqual(await problemsOf(tries), []);
  });
});
