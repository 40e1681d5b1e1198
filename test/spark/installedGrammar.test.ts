import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostic } from "vscode-languageserver";
import { sameGrammar } from "../../server/src/catalog/sqlGrammarTables.ts";
import { installedGrammar, parserJarsOf } from "../../server/src/host/sparkJars.ts";
import { interpreterNotification, type InterpreterParams } from "../../server/src/protocol/status.ts";
import { catalog } from "../catalog/catalogFixture.ts";
import { startClient, type Client } from "../lsp/client.ts";
import { findSpark } from "./session/environment.ts";

describe("the grammar of an installed Spark", function () {
  this.timeout(60_000);
  let pyspark: string;
  let folder: string;
  let client: Client | null = null;
  before(async () => {
    pyspark = (await findSpark()).env.SPARK_HOME ?? "";
  });
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "shufflewise-grammar-"));
  });
  afterEach(async () => {
    await client?.stop();
    client = null;
    fs.rmSync(folder, { recursive: true });
  });

  /** A workspace whose interpreter has a PySpark with these jars, which calls itself of a version. */
  async function open(version: string, jars: readonly string[], trusted = true): Promise<void> {
    const made = path.join(folder, "pyspark");
    fs.mkdirSync(path.join(made, "jars"), { recursive: true });
    for (const jar of jars) fs.copyFileSync(jar, path.join(made, "jars", path.basename(jar)));
    client = await startClient({ folders: [folder], trusted });
    const params: InterpreterParams = {
      folder: pathToFileURL(folder).href,
      pyspark: version,
      package: made,
    };
    await client.connection.sendNotification(interpreterNotification, params);
    await client.open(file(), text);
  }

  /** A statement that Spark has since 4.0, in a file that needs no other. */
  const statement = "SELECT * FROM range(3) |> WHERE id > 1";
  const text = `from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\nspark.sql("${statement}").show()\n`;
  const file = (): string => pathToFileURL(path.join(folder, "job.py")).href;
  const mistakes = async (): Promise<readonly Diagnostic[]> =>
    ((await client?.diagnostics(file())) ?? []).filter(({ code }) => code === "sql-syntax");

  /** Asks again until the answer is as wanted, or so often that it will not be. */
  async function settled(isWanted: (found: readonly Diagnostic[]) => boolean, most = 100): Promise<boolean> {
    for (let tries = 0; tries < most; tries++) {
      if (isWanted(await mistakes())) return true;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return false;
  }

  it("equals the packed tables for the release that they were made of", async () => {
    const found = await installedGrammar(pyspark);
    assert.ok(found);
    assert.ok(sameGrammar(found.rows, catalog.sqlGrammars("4.3")));
    assert.ok(!sameGrammar(found.rows, catalog.sqlGrammars("4.2")));
  });

  it("makes nobody read SQL anew where it equals the packed one", async () => {
    await open("4.3.0", await parserJarsOf(pyspark));
    assert.deepEqual(await mistakes(), []);
    const refreshes = (): number =>
      (client?.received ?? []).filter(({ method }) => method === "workspace/diagnostic/refresh").length;
    const before = refreshes();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    assert.equal(refreshes(), before);
  });

  it("is read once for a jar that stays the same", async () => {
    assert.equal(await installedGrammar(pyspark), await installedGrammar(pyspark));
  });

  it("is none where there are no jars, as in Spark Connect's client", async () => {
    assert.equal(await installedGrammar(folder), null);
  });

  it("is told broken where a jar is none", async () => {
    fs.mkdirSync(path.join(folder, "jars"));
    fs.writeFileSync(path.join(folder, "jars", "spark-sql-api_2.13-5.0.0.jar"), "no jar");
    await assert.rejects(installedGrammar(folder), /zip/);
  });

  it("decides what the SQL of its Spark may be", async () => {
    // A Spark that calls itself 3.5, which has no pipes, with the parser of another release.
    await open("3.5.9", await parserJarsOf(pyspark));
    assert.equal((await mistakes()).length, 1, "before the jar is read the packed tables count");
    assert.ok(await settled((found) => found.length === 0), "the jar's grammar takes pipes");
  });

  it("does not count where another version is asked for", async () => {
    fs.writeFileSync(path.join(folder, "requirements.txt"), "pyspark==3.5.9\n");
    await open("3.4.4", await parserJarsOf(pyspark));
    assert.equal(await settled((found) => found.length === 0, 20), false);
  });

  it("is not read in a workspace that the user does not trust", async () => {
    await open("3.5.9", await parserJarsOf(pyspark), false);
    assert.equal(await settled((found) => found.length === 0, 20), false);
  });

  it("leaves the packed tables where the jar is broken, and says so once", async () => {
    const broken = path.join(folder, "spark-sql-api_2.13-5.0.0.jar");
    fs.writeFileSync(broken, "no jar");
    await open("5.0.0", [broken]);
    const told = (): readonly unknown[] =>
      (client?.received ?? []).filter(
        ({ method, params }) =>
          method === "window/logMessage" && JSON.stringify(params).includes("was not read"),
      );
    assert.equal(await settled((found) => found.length > 0 || told().length > 0), true);
    assert.deepEqual(await mistakes(), []);
    assert.equal(told().length, 1);
  });
});
