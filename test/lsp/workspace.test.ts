import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  CancellationToken,
  CancellationTokenSource,
  FileChangeType,
  type Diagnostic,
  type WorkspaceDiagnosticReport,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import type { CheckWorkspaceResult } from "../../server/src/protocol/commands.ts";
import { eventually, folderWith, startClient, type Client } from "./client.ts";

const collecting =
  'from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\nrows = spark.table("orders").collect()\n';
const workspaceMode = { diagnostics: { mode: "workspace" } };

describe("the workspace", () => {
  let client: Client;
  let root: string;
  const uriOf = (name: string): string => pathToFileURL(path.join(root, name)).href;
  beforeEach(() => {
    root = folderWith({
      "a.py": collecting,
      "jobs/b.py": collecting,
      "clean.py": "x = 1\n",
      "old/c.py": collecting,
      "notes.txt": collecting,
      "latin.py": "# caf\u00e9\n",
      "shufflewise.toml": 'exclude = ["old/"]\n',
    });
    fs.writeFileSync(path.join(root, "latin.py"), Buffer.from("x = 'caf\xe9'\n", "latin1"));
  });
  afterEach(async () => {
    await client.stop();
    fs.rmSync(root, { recursive: true, force: true });
  });

  const pullAll = (
    previous: readonly { uri: string; value: string }[] = [],
    token = CancellationToken.None,
  ): Promise<WorkspaceDiagnosticReport> =>
    client.connection.sendRequest("workspace/diagnostic", { previousResultIds: previous }, token);
  const published = (): ReadonlyMap<string, readonly Diagnostic[]> =>
    new Map(
      client.received
        .filter(({ method }) => method === "textDocument/publishDiagnostics")
        .map(({ params }) => params as { uri: string; diagnostics: Diagnostic[] })
        .map(({ uri, diagnostics }) => [uri, diagnostics]),
    );

  it("reports all files in workspace mode, then waits for news", async () => {
    client = await startClient({ folders: [root], settings: workspaceMode });
    const { items } = await pullAll();
    assert.deepEqual(items.map(({ uri }) => uri).toSorted(), [uriOf("a.py"), uriOf("jobs/b.py")]);
    const ids = items.map(({ uri, resultId }) => ({ uri, value: resultId! }));
    const next = pullAll(ids);
    fs.writeFileSync(path.join(root, "a.py"), "x = 1\n");
    await client.fileChanged(uriOf("a.py"), FileChangeType.Changed);
    const news = (await next).items;
    assert.deepEqual(
      news.map(({ uri, kind }) => [uri, kind]),
      [[uriOf("a.py"), "full"]],
    );
    assert.ok(news[0]!.kind === "full" && news[0]!.items.length === 0);
  });

  it("takes back what a deleted file had", async () => {
    client = await startClient({ folders: [root], settings: workspaceMode });
    const ids = (await pullAll()).items.map(({ uri, resultId }) => ({ uri, value: resultId! }));
    const next = pullAll(ids);
    fs.rmSync(path.join(root, "a.py"));
    await client.fileChanged(uriOf("a.py"), FileChangeType.Deleted);
    assert.deepEqual((await next).items, [{ kind: "full", uri: uriOf("a.py"), version: null, items: [] }]);
  });

  it("knows a file however the editor spells its URI", async () => {
    fs.renameSync(path.join(root, "a.py"), path.join(root, "a (1).py"));
    fs.rmSync(path.join(root, "jobs"), { recursive: true });
    const spelled = uriOf("a%20%281%29.py").replaceAll("%25", "%");
    client = await startClient({ folders: [root], settings: workspaceMode });
    const ids = (await pullAll()).items.map(({ resultId }) => ({ uri: spelled, value: resultId! }));
    const next = pullAll(ids);
    await client.open(spelled, `${collecting}more = spark.table("returns").collect()\n`);
    const [news, ...others] = (await next).items;
    assert.deepEqual(others, []);
    assert.ok(news?.kind === "full" && news.uri === spelled);
    assert.equal(news.items.length, 2);
  });

  it("says nothing in document mode, until the mode changes", async () => {
    client = await startClient({ folders: [root] });
    const answer = pullAll();
    await client.configure(workspaceMode);
    assert.equal((await answer).items.length, 2);
  });

  it("a waiting request can be cancelled", async () => {
    client = await startClient({ folders: [root] });
    const source = new CancellationTokenSource();
    const answer = pullAll([], source.token);
    source.cancel();
    await assert.rejects(answer, { code: -32800 });
  });

  it("results come in parts to those who want them so, as long as they want them", async () => {
    client = await startClient({ folders: [root], settings: workspaceMode });
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest<WorkspaceDiagnosticReport>(
      "workspace/diagnostic",
      { previousResultIds: [], partialResultToken: "parts" },
      source.token,
    );
    const parts = () =>
      client.received
        .filter(({ method }) => method === "$/progress")
        .flatMap(({ params }) => (params as { value: WorkspaceDiagnosticReport }).value.items)
        .map((item) => [item.uri, item.kind === "full" ? item.items.length : null]);
    await eventually("both files", () => parts().length === 2);
    fs.writeFileSync(path.join(root, "a.py"), "x = 1\n");
    await client.fileChanged(uriOf("a.py"), FileChangeType.Changed);
    await eventually("the mended file", () => parts().length === 3);
    assert.deepEqual(parts()[2], [uriOf("a.py"), 0]);
    source.cancel();
    await assert.rejects(answer, { code: -32800 });
  });

  for (const [mode, settings, findings] of [
    ["document", {}, 0],
    ["workspace", workspaceMode, 1],
  ] as const)
    it(`reports a document once more when it is closed, in ${mode} mode`, async () => {
      client = await startClient({ folders: [root], settings });
      const a = uriOf("a.py");
      await client.open(a, `${collecting}more = spark.table("returns").collect()\n`);
      assert.equal((await client.diagnostics(a)).length, 2);
      if (mode === "workspace") await pullAll();
      const reports = async (): Promise<unknown> =>
        (await pullAll()).items
          .filter(({ uri }) => uri === a)
          .map(({ uri, kind, ...rest }) => [uri, kind, "items" in rest ? rest.items.length : null]);
      await client.close(a);
      assert.deepEqual(await reports(), [[a, "full", findings]]);
      // An editor that asks about what it has closed takes no report before it has its answer.
      const next = reports();
      await client.pull(a);
      assert.deepEqual(await next, [[a, "full", findings]]);
    });

  it("the command checks all files, with progress, and publishes", async () => {
    client = await startClient({ folders: [root] });
    const result = (await client.command("shufflewise.checkWorkspace")) as CheckWorkspaceResult;
    assert.deepEqual(result, { files: 4, findings: 2, cancelled: false, unreadable: [uriOf("latin.py")] });
    assert.deepEqual([...published().keys()].toSorted(), [uriOf("a.py"), uriOf("jobs/b.py")]);
    const steps = client.received
      .filter(({ method }) => method === "$/progress")
      .map(({ params }) => (params as { value: { kind: string } }).value.kind);
    assert.deepEqual([steps[0], steps.at(-1)], ["begin", "end"]);

    // An open document speaks for itself; a changed file is checked again.
    await client.open(uriOf("a.py"), collecting);
    await eventually(
      "nothing published for the open file",
      () => published().get(uriOf("a.py"))?.length === 0,
    );
    fs.writeFileSync(path.join(root, "jobs/b.py"), "x = 1\n");
    await client.fileChanged(uriOf("jobs/b.py"), FileChangeType.Changed);
    await eventually(
      "nothing published for the mended file",
      () => published().get(uriOf("jobs/b.py"))?.length === 0,
    );
  });

  it("offers the safe fixes of all files in one edit, to be confirmed", async () => {
    const counting = `${collecting}if spark.table("t").count() == 0:\n    print("none")\n`;
    fs.writeFileSync(path.join(root, "fixable.py"), counting);
    const offered: WorkspaceEdit[] = [];
    client = await startClient({ folders: [root], applyEdit: (edit) => offered.push(edit) > 0 });
    assert.deepEqual(await client.command("shufflewise.fixWorkspace"), {
      files: 1,
      applied: true,
      closedNotebooks: 0,
    });
    const { documentChanges, changeAnnotations } = offered[0]!;
    const [annotation] = Object.entries(changeAnnotations ?? {});
    assert.equal(annotation?.[1].needsConfirmation, true);
    const [change, ...others] = documentChanges ?? [];
    assert.equal(others.length, 0);
    assert.ok(change && "edits" in change);
    assert.deepEqual(change.textDocument, { uri: uriOf("fixable.py"), version: null });
    for (const edit of change.edits) assert.ok("annotationId" in edit && edit.annotationId === annotation[0]);
    assert.match(JSON.stringify(change.edits), /isEmpty/);
  });

  it("the command can be cancelled from its progress", async () => {
    for (let index = 0; index < 300; index++)
      fs.writeFileSync(path.join(root, `job_${index}.py`), collecting);
    client = await startClient({ folders: [root] });
    const running = client.command("shufflewise.checkWorkspace");
    const { params } = await eventually("progress", () =>
      client.received.find(({ method }) => method === "window/workDoneProgress/create"),
    );
    await client.connection.sendNotification("window/workDoneProgress/cancel", params as object);
    assert.equal(((await running) as CheckWorkspaceResult).cancelled, true);
  });

  it("folders may come and go", async () => {
    client = await startClient({ folders: [], settings: workspaceMode });
    const answer = pullAll();
    const folder = { uri: pathToFileURL(root).href, name: "root" };
    await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
      event: { added: [folder], removed: [] },
    });
    assert.equal((await answer).items.length, 2);
  });
});
