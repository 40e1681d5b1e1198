import assert from "node:assert/strict";
import { existsSync, renameSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";

interface Outcome {
  readonly status: number | null;
  readonly cancelled: boolean;
  readonly eventLog: string | null;
  readonly applicationId: string | null;
}

/** Needs SPARK_HOME, or a spark-submit on PATH, in the environment of the extension host. */
describe("submitting", function () {
  this.timeout(120_000);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file("/");
  const written = new Map<string, vscode.Uri>();
  const remember = (uri: vscode.Uri) => written.set(uri.toString(), uri);

  async function write(name: string, text: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(folder, name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    remember(uri);
    return uri;
  }

  const submit = (uri: vscode.Uri): Thenable<Outcome | null> =>
    vscode.commands.executeCommand("shufflewise.submitCurrentFile", uri);

  before(async () => {
    await vscode.extensions.getExtension("shufflewise.shufflewise")?.activate();
    const profile = { master: "local[1]", conf: { "spark.ui.enabled": true }, args: ["two words"] };
    await write(".vscode/shufflewise.json", JSON.stringify({ profiles: { test: profile } }));
  });
  after(async () => {
    for (const uri of written.values()) await vscode.workspace.fs.delete(uri);
  });

  it("runs a job to its end and finds its event log", async () => {
    const uri = await write(
      "zz_good.py",
      [
        "import sys",
        "from pyspark.sql import SparkSession",
        "spark = SparkSession.builder.getOrCreate()",
        "open('zz_result.txt', 'w').write(f'{spark.range(10).count()} {sys.argv[1:]}')",
        "spark.stop()",
      ].join("\n"),
    );
    const outcome = await submit(uri);
    assert.equal(outcome?.status, 0);
    assert.ok(outcome.eventLog !== null && existsSync(outcome.eventLog), String(outcome.eventLog));
    assert.match(outcome.applicationId ?? "", /^local-\d+$/);
    const result = vscode.Uri.joinPath(folder, "zz_result.txt");
    remember(result);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(result));
    assert.equal(text, "10 ['two words']");
  });

  it("marks the line where a job fails", async () => {
    const uri = await write(
      "zz_bad.py",
      [
        "from pyspark.sql import SparkSession",
        "spark = SparkSession.builder.getOrCreate()",
        "def report(df):",
        "    return df.select('nope')",
        "report(spark.range(3)).show()",
      ].join("\n"),
    );
    const outcome = await submit(uri);
    assert.equal(outcome?.status, 1);
    const marks = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "spark-submit");
    assert.deepEqual(
      marks.map(({ range, code }) => [range.start.line, code]),
      [[3, "UNRESOLVED_COLUMN.WITH_SUGGESTION"]],
    );
    assert.equal(marks[0]?.relatedInformation?.[0]?.location.range.start.line, 4);
  });

  it("is cancelled with its terminal", async () => {
    const started = vscode.Uri.joinPath(folder, "zz_started.txt");
    const uri = await write(
      "zz_endless.py",
      `import time\nopen(r'${started.fsPath}', 'w').close()\nwhile True:\n    time.sleep(1)\n`,
    );
    remember(started);
    const outcome = submit(uri);
    const deadline = Date.now() + 60_000;
    while (!existsSync(started.fsPath) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const terminal = vscode.window.terminals.find(({ name }) => name.includes(path.basename(uri.fsPath)));
    assert.ok(terminal, "the job has no terminal");
    terminal.dispose();
    const end = await outcome;
    assert.equal(end?.cancelled, true);
    assert.notEqual(end.status, 0);
  });

  it("waits for no relay that cannot start", async () => {
    const uri = await write("zz_unheard.py", "import pyspark\n");
    const extension = vscode.extensions.getExtension("shufflewise.shufflewise")?.extensionPath ?? "";
    const relay = path.join(extension, "client/dist/submitRelay.cjs");
    renameSync(relay, `${relay}.away`);
    try {
      assert.equal(await submit(uri), null);
    } finally {
      renameSync(`${relay}.away`, relay);
    }
  });

  it("waits for no terminal that is closed at once", async () => {
    const uri = await write("zz_closed.py", "import time\ntime.sleep(600)\n");
    // Else the task would take over the terminal of one that has ended.
    for (const terminal of vscode.window.terminals) terminal.dispose();
    const closing = vscode.window.onDidOpenTerminal((terminal) => terminal.dispose());
    try {
      const outcome = await submit(uri);
      assert.ok(outcome === null || outcome.cancelled, JSON.stringify(outcome));
    } finally {
      closing.dispose();
    }
  });

  it("refuses a broken profile", async () => {
    await write(".vscode/shufflewise.json", JSON.stringify({ profiles: { test: { master: "lokal" } } }));
    const uri = await write("zz_never.py", "import pyspark\nopen('zz_never.txt', 'w')\n");
    assert.equal(await submit(uri), null);
    assert.ok(!existsSync(vscode.Uri.joinPath(folder, "zz_never.txt").fsPath));
  });
});
