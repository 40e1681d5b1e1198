import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { analyze, type Engine } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { createWorkspaceModules } from "../../server/src/analysis/workspaceModules.ts";
import { frameHover } from "../../server/src/features/frameHover.ts";
import { openDataFiles } from "../../server/src/host/dataFiles.ts";
import { openModuleTexts } from "../../server/src/host/moduleTexts.ts";
import { bytesRead } from "../../server/src/plan/dataFiles/dataFiles.ts";
import { catalog, parser } from "../plan/evaluated.ts";

/** What code reads that cannot be read, and what the hover on `df` says of it. */
const cases: readonly { readonly name: string; readonly code: string; readonly says: RegExp }[] = [
  {
    name: "a Parquet file with a broken footer",
    code: 'df = spark.read.parquet("broken.parquet")',
    says: /its Parquet file cannot be read/,
  },
  {
    name: "a Parquet file of 2 GB of zeros",
    code: 'df = spark.read.parquet("huge.parquet")',
    says: /its Parquet file cannot be read/,
  },
  {
    name: "a CSV in a broken encoding",
    code: 'df = spark.read.csv("latin.csv", header=True)',
    says: /not text in UTF-8/,
  },
  {
    name: "a CSV of 2 GB without an end of its first line",
    code: 'df = spark.read.csv("huge.csv", header=True, inferSchema=True)',
    says: /does not end within 64 KB/,
  },
  {
    name: "a JSON file of 2 GB",
    code: 'df = spark.read.json("huge.json")',
    says: /not known|unknown|cannot|not JSON|too long|does not end/i,
  },
  {
    name: "no data file",
    code: 'df = spark.read.parquet("nothing.parquet")',
    says: /not known/i,
  },
  {
    name: "a module that is not there",
    code: "from nowhere import load\ndf = spark.table('t').transform(load)",
    says: /not followed|not known/,
  },
  {
    name: "modules that import each other",
    code: "from one import FRAME\ndf = FRAME.limit(1)",
    says: /id/,
  },
  {
    name: "a chain that is being typed",
    code: 'df = spark.range(3).withColumn("n", F.lit(1)).filter(\n',
    says: /n/,
  },
];

describe("bad input", () => {
  let folder = "";
  const sizes = new Map<string, number>();
  const errors: unknown[] = [];
  const { readSync, openSync } = fs;
  const { error, warn } = console;

  before(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "shufflewise-bad-")));
    const write = (name: string, content: string | Uint8Array): void =>
      fs.writeFileSync(path.join(folder, name), content);
    write("broken.parquet", "PAR1 this is no footer \u0001\u0002\u0003\u0004PAR1");
    write("latin.csv", new Uint8Array([0x69, 0x64, 0x2c, 0xe9, 0xff, 0x0a, 0x31, 0x2c, 0xe9, 0x0a]));
    for (const name of ["huge.parquet", "huge.csv", "huge.json"]) {
      write(name, "");
      fs.truncateSync(path.join(folder, name), 2 * 1024 ** 3);
    }
    write(
      "one.py",
      "from two import NAME\nfrom pyspark.sql import SparkSession\nFRAME = SparkSession.builder.getOrCreate().range(3)\n",
    );
    write("two.py", "from one import FRAME\nNAME = 'x'\n");
    // Every byte that is read of a file is counted.
    const names = new Map<number, string>();
    fs.openSync = (...args) => {
      const handle = openSync(...args);
      names.set(handle, String(args[0]));
      return handle;
    };
    fs.readSync = ((...args: Parameters<typeof readSync>) => {
      const count = readSync(...args);
      const name = names.get(args[0]) ?? "";
      sizes.set(name, (sizes.get(name) ?? 0) + count);
      return count;
    }) as typeof readSync;
    console.error = console.warn = (...args: unknown[]) => void errors.push(args);
  });
  after(() => {
    Object.assign(fs, { readSync, openSync });
    Object.assign(console, { error, warn });
    fs.rmSync(folder, { recursive: true, force: true });
  });

  for (const { name, code, says } of cases)
    it(name, () => {
      const files = openDataFiles([folder]);
      const engine: Engine = {
        parser,
        catalog,
        files: () => files,
        modules: createWorkspaceModules(openModuleTexts(() => [folder])),
      };
      const text = `from pyspark.sql import SparkSession, functions as F\nspark = SparkSession.builder.getOrCreate()\n${code}\n`;
      const analysis = analyze(
        engine,
        text,
        defaultOptions,
        undefined,
        undefined,
        path.join(folder, "job.py"),
      );
      const hover = frameHover(analysis, text.indexOf("df ="), () => "here");
      assert.match(hover?.markdown ?? "no hover", says);
      assert.deepEqual(
        analysis.findings.filter(({ rule }) => rule === "rule-crashed"),
        [],
      );
    });

  it("reads no more than a little of any data file, and logs no errors", () => {
    const read = [...sizes].filter(([name]) => name.startsWith(folder));
    assert.ok(read.length >= 5, `files read: ${read.map(([name]) => path.basename(name)).join(", ")}`);
    for (const [name, count] of read) assert.ok(count <= bytesRead, `${path.basename(name)}: ${count} bytes`);
    assert.deepEqual(errors, []);
  });
});
