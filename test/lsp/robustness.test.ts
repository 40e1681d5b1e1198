import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import {
  CancellationTokenSource,
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type DocumentDiagnosticReport,
} from "vscode-languageserver/node";
import type { ConfigurationInDocumentResult } from "../../server/src/protocol/configuration.ts";
import type { RulePageResult } from "../../server/src/protocol/status.ts";
import { startClient, type Client } from "./client.ts";
import { isWhole, size } from "../portion.ts";

const collecting =
  'from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\nrows = spark.table("orders").collect()\n';
const uri = "untitled:Untitled-1";

describe("the server", () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.stop());

  it("announces what it can do", () => {
    const { capabilities, serverInfo } = client.initialized;
    assert.equal(serverInfo?.name, "Shufflewise");
    assert.match(serverInfo.version ?? "", /^\d+\.\d+\.\d+/);
    assert.deepEqual(Object.keys(capabilities).toSorted(), [
      "codeActionProvider",
      "completionProvider",
      "definitionProvider",
      "diagnosticProvider",
      "documentHighlightProvider",
      "documentSymbolProvider",
      "executeCommandProvider",
      "hoverProvider",
      "inlayHintProvider",
      "notebookDocumentSync",
      "referencesProvider",
      "renameProvider",
      "semanticTokensProvider",
      "signatureHelpProvider",
      "textDocumentSync",
      "workspace",
    ]);
  });

  it("begins its log with what it is and which Spark it checks for", async () => {
    await client.open(uri, collecting);
    await client.diagnostics(uri);
    const lines = client.received
      .filter(({ method }) => method === "window/logMessage")
      .map(({ params }) => (params as { message: string }).message);
    assert.match(lines[0] ?? "", /^Shufflewise \d+\.\d+\.\d+ on Node \d+/);
    assert.equal(lines[1], "Checks for Spark 4.3 (the newest known Spark)");
    assert.equal(lines.length, 2);
  });

  it("survives requests for unknown documents, places outside the text and odd arguments", async () => {
    assert.deepEqual(await client.diagnostics("file:///nowhere.py"), []);
    assert.equal(await client.hover("file:///nowhere.py", { line: 9, character: 9 }), null);
    await client.open(uri, collecting);
    assert.equal(await client.hover(uri, { line: 999, character: 999 }), null);
    assert.deepEqual(await client.complete(uri, { line: 999, character: 0 }), []);
    assert.equal(await client.command("shufflewise.fixAll", { uri: 5 }), null);
    assert.equal(await client.command("shufflewise.unheardOf"), null);
    await client.change("file:///nowhere.py", 2, { text: "x" });
    assert.equal((await client.diagnostics(uri)).length, 1);
  });

  it("answers a request whose parameters make no sense, and the next one", async () => {
    await client.open(uri, collecting);
    await client.connection
      .sendRequest("textDocument/hover", { textDocument: { uri }, position: null })
      .then((answer) => assert.equal(answer, null));
    assert.ok(
      client.received.some(
        ({ method, params }) =>
          method === "window/logMessage" && JSON.stringify(params).includes("textDocument/hover failed"),
      ),
    );
    assert.equal((await client.diagnostics(uri)).length, 1);
  });

  it("a cancelled pull does no work", async () => {
    await client.open(uri, collecting);
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest(
      "textDocument/diagnostic",
      { textDocument: { uri } },
      source.token,
    );
    source.cancel();
    await assert.rejects(answer, { code: -32800 });
    assert.equal((await client.diagnostics(uri)).length, 1);
  });

  it("tells whether a document uses Spark, and when that changes", async () => {
    await client.open(uri, "x = 1\n");
    await client.diagnostics(uri);
    await client.change(uri, 2, { text: collecting });
    await client.diagnostics(uri);
    const told = client.received.filter(({ method }) => method === "shufflewise/documentInfo");
    assert.deepEqual(
      told.map(({ params }) => params),
      [
        { uri, usesSpark: false },
        { uri, usesSpark: true },
      ],
    );
  });

  it("gives rule pages and configurations on request", async () => {
    const page = await client.connection.sendRequest<RulePageResult>("shufflewise/rulePage", {
      id: "cross-join",
    });
    assert.match(page.markdown ?? "", /^# cross-join\n\n.*joins/);
    for (const id of ["no-such-rule", "../engine"])
      assert.deepEqual(await client.connection.sendRequest("shufflewise/rulePage", { id }), {
        markdown: null,
      });
    await client.open(uri, `${collecting}spark.conf.set("spark.sql.shuffle.partitions", "many")\n`);
    const { settings } = await client.connection.sendRequest<ConfigurationInDocumentResult>(
      "shufflewise/configuration/inDocument",
      { uri },
    );
    assert.equal(settings.length, 1);
    assert.equal(settings[0]!.key, "spark.sql.shuffle.partitions");
    assert.equal(settings[0]!.range.start.line, 3);
    assert.ok(settings[0]!.problem);
  });

  it("a document of 5 MB has an answer in bounded time, which says that it is partial", async function () {
    // Its time budget alone is 4 s of a minute.
    if (!isWhole) return this.skip();
    const text = collecting + 'spark.table("a").filter("x > 1").select("a", "b").count()\n'.repeat(90_000);
    await client.open(uri, text);
    // Processor time: the machine may do other things beside. The server runs in this process.
    const start = process.cpuUsage();
    const diagnostics = await client.diagnostics(uri);
    const { user, system } = process.cpuUsage(start);
    assert.ok(user + system < 15_000_000, `${(user + system) / 1e6} s`);
    assert.ok(diagnostics.some(({ code }) => code === "analysis-incomplete"));
  }).timeout(60_000);

  it("2,000 edits with a pull each keep the memory bounded, and the result right", async () => {
    const text = collecting + 'other = spark.table("a").filter("x > 1")\n'.repeat(200);
    await client.open(uri, text);
    await client.diagnostics(uri);
    const before = process.memoryUsage().rss;
    for (let version = 2; version < size(2002, 402); version++) {
      const line = 3 + ((version >> 1) % 190);
      const [from, to] = version % 2 === 0 ? [0, 0] : [0, 1];
      await client.change(uri, version, {
        range: { start: { line, character: from }, end: { line, character: to } },
        text: version % 2 === 0 ? "x" : "",
      });
      if (version % 4 === 0) await client.pull(uri);
    }
    const grown = (process.memoryUsage().rss - before) / 2 ** 20;
    assert.ok(grown < 150, `grew by ${Math.round(grown)} MB`);
    await client.change(uri, 3000, { text });
    assert.equal((await client.diagnostics(uri))[0]!.code, "collect-unbounded");
  }).timeout(30_000);
});

const bundle = path.resolve(import.meta.dirname, "../../server/dist/server.js");

describe("the bundled server", () => {
  it("serves over standard input and output, and ends with its client", async function () {
    if (!fs.existsSync(bundle)) this.skip();
    const child = spawn(process.execPath, [bundle, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: { textDocument: { diagnostic: {} } },
    });
    await connection.sendNotification("initialized", {});
    await connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "python", version: 1, text: collecting },
    });
    const report = await connection.sendRequest<DocumentDiagnosticReport>("textDocument/diagnostic", {
      textDocument: { uri },
    });
    assert.equal(report.kind === "full" && report.items.length, 1);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    await connection.sendRequest("shutdown");
    await connection.sendNotification("exit");
    assert.equal(await ended, 0);
    connection.dispose();
  });
});
