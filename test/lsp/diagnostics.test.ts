import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import {
  DiagnosticSeverity,
  DiagnosticTag,
  FileChangeType,
  type Diagnostic,
  type PublishDiagnosticsParams,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import type { DiagnosticData } from "../../server/src/protocol/diagnosticData.ts";
import {
  interpreterNotification,
  type InterpreterParams,
  type StatusParams,
} from "../../server/src/protocol/status.ts";
import { eventually, folderWith, startClient, type Client, type ClientOptions } from "./client.ts";

const imports = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n";
const collecting = `${imports}rows = spark.table("orders").collect()\n`;
const uri = "untitled:Untitled-1";

describe("diagnostics", () => {
  let client: Client;
  const folders: string[] = [];
  const start = async (options?: ClientOptions): Promise<Client> => (client = await startClient(options));
  const folder = (files: Readonly<Record<string, string>>): string => {
    folders.push(folderWith(files));
    return folders.at(-1)!;
  };
  afterEach(async () => {
    await client.stop();
    for (const each of folders.splice(0)) fs.rmSync(each, { recursive: true, force: true });
  });
  const rulesOf = (diagnostics: readonly Diagnostic[]): unknown[] => diagnostics.map(({ code }) => code);

  it("are pulled, with all that an editor shows", async () => {
    await start();
    await client.open(uri, collecting);
    const [finding, ...others] = await client.diagnostics(uri);
    assert.deepEqual(others, []);
    assert.equal(finding!.code, "collect-unbounded");
    assert.equal(finding!.source, "shufflewise");
    assert.equal(finding!.severity, DiagnosticSeverity.Warning);
    assert.match(finding!.codeDescription!.href, /rules\/collect-unbounded\.md$/);
    assert.deepEqual(finding!.range, { start: { line: 2, character: 29 }, end: { line: 2, character: 36 } });
    assert.equal((finding!.data as DiagnosticData).version, 1);
  });

  it("have a new result id after an edit, and are unchanged without one", async () => {
    await start();
    await client.open(uri, collecting);
    const first = await client.pull(uri);
    const second = await client.pull(uri, first.resultId);
    assert.deepEqual(second, { kind: "unchanged", resultId: first.resultId });
    await client.change(uri, 2, {
      range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } },
      text: "# 😀\n",
    });
    const third = await client.pull(uri, first.resultId);
    assert.ok(third.kind === "full" && third.resultId !== first.resultId);
    assert.equal(third.items[0]!.range.start.line, 3);
    assert.equal((third.items[0]!.data as DiagnosticData).version, 2);
  });

  it("a document opened again does not pass for the one before", async () => {
    await start();
    await client.open(uri, collecting);
    const first = await client.pull(uri);
    await client.close(uri);
    await client.open(uri, "x = 1\n");
    const second = await client.pull(uri, first.resultId);
    assert.ok(second.kind === "full");
    assert.deepEqual(second.items, []);
  });

  it("follow edits of every kind", async () => {
    await start();
    await client.open(uri, "x = 1\r\n");
    await client.change(uri, 2, { text: collecting.replaceAll("\n", "\r\n") });
    assert.deepEqual(rulesOf(await client.diagnostics(uri)), ["collect-unbounded"]);
    await client.change(
      uri,
      3,
      { range: { start: { line: 2, character: 36 }, end: { line: 2, character: 38 } }, text: "" },
      { range: { start: { line: 2, character: 29 }, end: { line: 2, character: 36 } }, text: "take(5)" },
    );
    assert.deepEqual(await client.diagnostics(uri), []);
  });

  it("are published to clients that do not pull, for the newest version alone", async () => {
    await start({ push: true });
    await client.open(uri, "x = 1\n");
    for (let version = 2; version < 12; version++) await client.change(uri, version, { text: collecting });
    const published = (): { uri: string; version?: number; diagnostics: Diagnostic[] }[] =>
      client.received
        .filter(({ method }) => method === "textDocument/publishDiagnostics")
        .map(({ params }) => params as { uri: string; version?: number; diagnostics: Diagnostic[] });
    const [first] = await eventually("a publish", () => published().length > 0 && published());
    assert.equal(first!.version, 11);
    assert.deepEqual(rulesOf(first!.diagnostics), ["collect-unbounded"]);
    await client.close(uri);
    await eventually("an empty publish", () => published().at(-1)?.diagnostics.length === 0);
  });

  it("notebook cells are checked like files", async () => {
    await start();
    const cell = "vscode-notebook-cell:/n.ipynb#W0";
    await client.open(cell, collecting);
    assert.deepEqual(rulesOf(await client.diagnostics(cell)), ["collect-unbounded"]);
  });

  it("unused suppressions are faded", async () => {
    await start();
    await client.open(uri, `${imports}x = 1  # shufflewise: ignore[collect-unbounded] no\n`);
    const [finding] = await client.diagnostics(uri);
    assert.equal(finding!.code, "unused-suppression");
    assert.deepEqual(finding!.tags, [DiagnosticTag.Unnecessary]);
  });

  it("the editor's settings apply without a restart", async () => {
    await start();
    await client.open(uri, collecting);
    assert.equal((await client.diagnostics(uri))[0]!.severity, DiagnosticSeverity.Warning);
    await client.configure({ rules: { "collect-unbounded": "error" } });
    assert.equal((await client.diagnostics(uri))[0]!.severity, DiagnosticSeverity.Error);
    await client.configure({ rules: { "collect-unbounded": "off" } });
    assert.deepEqual(await client.diagnostics(uri), []);
    await client.configure({ enable: false });
    assert.equal(await client.hover(uri, { line: 2, character: 30 }), null);
    await eventually("a refresh", () =>
      client.received.some(({ method }) => method === "workspace/diagnostic/refresh"),
    );
  });

  it("settings of the wrong shape count as absent and are told in the log", async () => {
    await start({
      settings: { profile: "loud", sparkVersion: 7, rules: { "collect-unbounded": "fatal", x: "off" } },
    });
    await client.open(uri, collecting);
    assert.deepEqual(rulesOf(await client.diagnostics(uri)), ["collect-unbounded"]);
    const log = client.received.filter(
      ({ method, params }) => method === "window/logMessage" && (params as { type: number }).type === 2,
    );
    assert.equal(log.length, 4, JSON.stringify(log));
  });

  it("settings come with initialize when the client cannot be asked", async () => {
    await start({ without: ["configuration"], settings: { rules: { "collect-unbounded": "hint" } } });
    await client.open(uri, collecting);
    assert.equal((await client.diagnostics(uri))[0]!.severity, DiagnosticSeverity.Hint);
    await client.configure({});
    assert.equal((await client.diagnostics(uri))[0]!.severity, DiagnosticSeverity.Warning);
  });

  it("the project's file is watched; the editor's settings win over it", async () => {
    const root = folder({
      "shufflewise.toml": 'spark-version = "3.5"\n[rules]\ncollect-unbounded = "off"\n',
    });
    await start({ folders: [root] });
    const file = pathToFileURL(path.join(root, "job.py")).href;
    await client.open(file, collecting);
    assert.deepEqual(await client.diagnostics(file), []);
    const status = (): unknown =>
      client.received.findLast(({ method }) => method === "shufflewise/status")?.params;
    assert.deepEqual(status(), {
      sparkVersion: "3.5",
      origin: "shufflewise.toml",
      platform: null,
      notes: [],
    });

    fs.writeFileSync(path.join(root, "shufflewise.toml"), "");
    await client.fileChanged(pathToFileURL(path.join(root, "shufflewise.toml")).href, FileChangeType.Changed);
    assert.deepEqual(rulesOf(await client.diagnostics(file)), ["collect-unbounded"]);

    await client.configure({ sparkVersion: "4.0", exclude: ["job.py"] });
    assert.deepEqual(await client.diagnostics(file), []);
    assert.deepEqual(status(), {
      sparkVersion: "4.0",
      origin: "the editor's settings",
      platform: null,
      notes: [],
    });
  });

  for (const push of [false, true])
    it(`files are looked at again on a save where none are watched${push ? ", without pull too" : ""}`, async () => {
      const root = folder({ "lib.py": "def load(spark):\n    return spark.range(3)\n" });
      await start({ folders: [root], without: ["watchers"], push });
      assert.deepEqual(client.initialized.capabilities.textDocumentSync, {
        openClose: true,
        change: TextDocumentSyncKind.Incremental,
        save: true,
      });
      const file = pathToFileURL(path.join(root, "job.py")).href;
      await client.open(
        file,
        `${collecting}from lib import load\nload(spark).select("a").write.mode("append").parquet("p")\n`,
      );
      const now = async (): Promise<readonly unknown[]> => {
        if (!push) return rulesOf(await client.diagnostics(file));
        const last = client.received.findLast(({ method }) => method === "textDocument/publishDiagnostics");
        return rulesOf((last?.params as PublishDiagnosticsParams | undefined)?.diagnostics ?? []);
      };
      const shown = async (expected: readonly string[]): Promise<void> => {
        for (const end = Date.now() + 5000; Date.now() < end && String(await now()) !== String(expected);)
          await setTimeout(20);
        assert.deepEqual(await now(), expected);
      };
      await shown(["collect-unbounded", "unknown-column"]);
      fs.writeFileSync(path.join(root, "shufflewise.toml"), 'ignore = ["collect-unbounded"]\n');
      fs.writeFileSync(path.join(root, "lib.py"), 'def load(spark):\n    return spark.table("t")\n');
      await client.connection.sendNotification("textDocument/didSave", { textDocument: { uri: file } });
      await shown([]);
    });

  for (const push of [false, true])
    it(`problems in the project's settings are told while their file is closed${push ? ", without pull too" : ""}`, async () => {
      const root = folder({ "shufflewise.toml": 'select = ["collect-unboundd"]\n' });
      await start({ folders: [root], push });
      const [file, toml] = ["job.py", "shufflewise.toml"].map(
        (name) => pathToFileURL(path.join(root, name)).href,
      ) as [string, string];
      const told = () =>
        client.received
          .filter(({ method }) => method === "textDocument/publishDiagnostics")
          .map(({ params }) => params as PublishDiagnosticsParams)
          .findLast(({ uri, version }) => uri === toml && version === undefined)?.diagnostics.length;
      await client.open(file, collecting);
      if (!push) await client.diagnostics(file);
      await eventually("the problem", () => told() === 1);
      await client.open(toml, 'select = ["collect-unboundd"]\n', "toml");
      await eventually("its end", () => told() === 0);
      await client.close(toml);
      await eventually("the problem", () => told() === 1);
      fs.writeFileSync(path.join(root, "shufflewise.toml"), "");
      await client.fileChanged(toml, FileChangeType.Changed);
      await eventually("its end", () => told() === 0);
    });

  it("the selected interpreter's PySpark counts where nothing else says a version", async () => {
    const root = folder({});
    await start({ folders: [root] });
    const file = pathToFileURL(path.join(root, "job.py")).href;
    const status = (): StatusParams | undefined =>
      client.received.findLast(({ method }) => method === "shufflewise/status")?.params as
        StatusParams | undefined;
    const tell = async (params: InterpreterParams): Promise<void> => {
      await client.connection.sendNotification(interpreterNotification, params);
    };
    await client.open(file, collecting);
    await client.diagnostics(file);
    assert.equal(status()?.origin, "the newest known Spark");
    await tell({ folder: pathToFileURL(root).href, pyspark: "3.5.1" });
    await client.diagnostics(file);
    assert.deepEqual(status(), {
      sparkVersion: "3.5",
      origin: "the selected interpreter",
      platform: null,
      notes: [],
    });
    await tell({ folder: pathToFileURL(root).href, pyspark: "9.0.0" });
    await client.diagnostics(file);
    assert.match(status()?.notes.join(" ") ?? "", /newer than all that Shufflewise knows/);
    await tell({ folder: pathToFileURL(root).href, pyspark: null });
    fs.writeFileSync(path.join(root, "requirements.txt"), "databricks-connect==13.3.0\n");
    await client.fileChanged(pathToFileURL(path.join(root, "requirements.txt")).href, FileChangeType.Created);
    await client.diagnostics(file);
    assert.deepEqual(status(), {
      sparkVersion: "3.4",
      origin: "requirements.txt",
      platform: "Databricks",
      notes: [],
    });
  });

  it("each folder of the workspace has its own settings file", async () => {
    const [one, other] = [folder({ "shufflewise.toml": 'ignore = ["collect-unbounded"]\n' }), folder({})];
    await start({ folders: [one, other] });
    const [quiet, loud] = [one, other].map((root) => pathToFileURL(path.join(root, "job.py")).href);
    await client.open(quiet!, collecting);
    await client.open(loud!, collecting);
    assert.deepEqual(await client.diagnostics(quiet!), []);
    assert.deepEqual(rulesOf(await client.diagnostics(loud!)), ["collect-unbounded"]);
  });

  const problems: readonly {
    readonly name: string;
    readonly text: string;
    readonly languageId?: string;
    readonly lines: readonly (readonly [line: number, message: RegExp])[];
  }[] = [
    { name: "shufflewise.toml", text: 'profile = "strict', lines: [[0, /not valid TOML/]] },
    { name: "shufflewise.toml", text: '\n[rules]\ncollect-unbound = "off"', lines: [[2, /Did you mean/]] },
    { name: "pyproject.toml", text: '[tool.shufflewise]\nprofil = "x"', lines: [[1, /no setting/]] },
    { name: "pyproject.toml", text: "[tool.other", lines: [] },
    { name: "spark-defaults.conf", text: "spark.sql.adaptive.enabled maybe\n", lines: [[0, /true/]] },
    {
      name: "team.conf",
      languageId: "spark-defaults",
      text: "# ours\nspark.executor.memory 4g\nspark.sql.shuffle.partition 10",
      lines: [[2, /spark\.sql\.shuffle\.partitions/]],
    },
  ];
  for (const { name, text, languageId = "plaintext", lines } of problems)
    it(`problems in ${name}: ${JSON.stringify(text)}`, async () => {
      await start();
      const file = `file:///project/${name}`;
      await client.open(file, text, languageId);
      const found = await client.diagnostics(file);
      assert.equal(found.length, lines.length, JSON.stringify(found));
      for (const [index, [line, message]] of lines.entries()) {
        assert.equal(found[index]!.range.start.line, line);
        const told = found[index]!.message;
        assert.match(typeof told === "string" ? told : told.value, message);
      }
    });
});
