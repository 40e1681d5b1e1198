import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  FileChangeType,
  type Diagnostic,
  type PublishDiagnosticsParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import {
  checkWorkspaceCommand,
  fixWorkspaceCommand,
  type CheckWorkspaceResult,
} from "../../server/src/protocol/commands.ts";
import { eventually, folderWith, startClient, type Client, type ClientOptions } from "./client.ts";
import { openNotebook } from "./notebookClient.ts";

const cells = {
  setUp: `from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
orders = spark.read.schema("id bigint, amount double").parquet("orders")`,
  use: `title = "a\\"b"
if orders.select("colour").count() == 0:
    print("none")`,
};

/** Its URI has brackets, which editors escape and Node does not. */
const job = "job (1).ipynb";

const notebook = (sources: Readonly<Record<string, string>>, language = "python"): string =>
  JSON.stringify(
    {
      cells: [
        { cell_type: "markdown", metadata: {}, source: ["# Orders"] },
        ...Object.values(sources).map((source) => ({
          cell_type: "code",
          metadata: {},
          outputs: [],
          source: source.split(/(?<=\n)/),
        })),
      ],
      metadata: { language_info: { name: language } },
      nbformat: 4,
      nbformat_minor: 5,
    },
    null,
    1,
  );

describe("notebooks of the workspace that are not open", () => {
  let client: Client;
  let root: string;
  const uriOf = (name: string): string => pathToFileURL(path.join(root, name)).href;
  const textOf = (name: string): string => fs.readFileSync(path.join(root, name), "utf8");
  let editorUri: string;
  beforeEach(() => {
    root = folderWith({
      [job]: notebook(cells),
      "clean.ipynb": notebook({ setUp: cells.setUp }),
      "sparkR.ipynb": notebook(cells, "R"),
      "broken.ipynb": notebook(cells).slice(0, -9),
      "old/job.ipynb": notebook(cells),
      ".ipynb_checkpoints/job-checkpoint.ipynb": notebook(cells),
      "shufflewise.toml": 'exclude = ["old/"]\n',
    });
    editorUri = uriOf(job).replaceAll("(", "%28").replaceAll(")", "%29");
  });
  afterEach(async () => {
    await client.stop();
    fs.rmSync(root, { recursive: true, force: true });
  });

  const start = async (options: ClientOptions): Promise<void> => {
    client = await startClient({ folders: [root], ...options });
  };
  const inWorkspaceMode = { settings: { diagnostics: { mode: "workspace" } } };
  const pullAll = async (
    previous: readonly { uri: string; value: string }[] = [],
  ): Promise<{
    readonly items: readonly (readonly [uri: string, diagnostics: readonly Diagnostic[]])[];
    readonly ids: readonly { uri: string; value: string }[];
  }> => {
    const { items } = await client.connection.sendRequest<WorkspaceDiagnosticReport>("workspace/diagnostic", {
      previousResultIds: previous,
    });
    return {
      items: items.map((item) => [item.uri, "items" in item ? item.items : []]),
      ids: items.flatMap(({ uri, resultId }) => (resultId === undefined ? [] : [{ uri, value: resultId }])),
    };
  };
  const published = (): readonly Diagnostic[] | undefined =>
    client.received
      .filter(({ method }) => method === "textDocument/publishDiagnostics")
      .map(({ params }) => params as PublishDiagnosticsParams)
      .findLast(({ uri }) => uri === uriOf(job))?.diagnostics;
  const rulesOf = (diagnostics: readonly Diagnostic[] | undefined): readonly unknown[] | undefined =>
    diagnostics?.map(({ code }) => code);
  const rules = ["unknown-column", "count-for-emptiness"];

  /** What a range of the file underlines. */
  const underlined = (name: string, { range }: Diagnostic): string =>
    TextDocument.create("", "json", 0, textOf(name)).getText(range);

  /** The words before a message. */
  const cellOf = ({ message }: Diagnostic): string | undefined =>
    (typeof message === "string" ? message : message.value).split(": ")[0];

  it("have their findings at their places in the file, with the cell in words and no edit", async () => {
    await start(inWorkspaceMode);
    const { items } = await pullAll();
    assert.deepEqual(
      items.map(([uri]) => uri),
      [uriOf(job)],
    );
    const found = items[0]?.[1] ?? [];
    assert.deepEqual(
      found.map((each) => [each.code, cellOf(each), underlined(job, each)]),
      [
        ["unknown-column", "Code cell 2, line 2", "colour"],
        ["count-for-emptiness", "Code cell 2, line 2", "count"],
      ],
    );
    for (const { data } of found) assert.deepEqual(data, { version: null, fixes: [], ignore: null });
    const related = found.flatMap(({ relatedInformation }) => relatedInformation ?? []);
    for (const { location, message } of related) {
      assert.equal(location.uri, uriOf(job));
      assert.match(message, /^Code cell \d, line \d: /);
    }
  });

  it("hand over to their cells when they are opened, and have their findings again when they are closed", async () => {
    await start(inWorkspaceMode);
    const { ids } = await pullAll();
    const opening = pullAll(ids.map(({ value }) => ({ uri: editorUri, value })));
    const open = await openNotebook(client, editorUri, cells);
    assert.deepEqual((await opening).items, [[editorUri, []]]);
    assert.deepEqual(rulesOf(await client.diagnostics(open.cellUri("use"))), rules);

    const closing = pullAll();
    fs.writeFileSync(path.join(root, job), notebook({ ...cells, use: cells.use.replace("colour", "id") }));
    await open.close();
    const again = (await closing).items.filter(([uri]) => uri === uriOf(job));
    assert.deepEqual(
      again.map(([, diagnostics]) => rulesOf(diagnostics)),
      [["count-for-emptiness"]],
    );
  });

  it("are checked by the command, which publishes until they are opened and when they are closed", async () => {
    await start({});
    const result = (await client.command(checkWorkspaceCommand)) as CheckWorkspaceResult;
    assert.deepEqual(result, {
      files: 4,
      findings: 2,
      cancelled: false,
      unreadable: [uriOf("broken.ipynb")],
    });
    assert.deepEqual(rulesOf(published()), rules);
    const open = await openNotebook(client, editorUri, cells);
    await eventually("nothing published for the open notebook", () => published()?.length === 0);
    const { findings } = (await client.command(checkWorkspaceCommand)) as CheckWorkspaceResult;
    assert.equal(findings, 2, "those of the cells");
    assert.deepEqual(published(), []);
    await open.close();
    await eventually("the findings of the closed notebook", () => published()?.length === 2);

    fs.writeFileSync(path.join(root, job), notebook({ setUp: cells.setUp }));
    await client.fileChanged(editorUri, FileChangeType.Changed);
    await eventually("nothing published for the mended notebook", () => published()?.length === 0);
  });

  it("are left out by the fix of the workspace, which says so; open ones are fixed in their cells", async () => {
    const offered: WorkspaceEdit[] = [];
    await start({ applyEdit: (edit) => offered.push(edit) > 0 });
    assert.deepEqual(await client.command(fixWorkspaceCommand), {
      files: 0,
      applied: false,
      closedNotebooks: 1,
    });
    assert.deepEqual(offered, []);
    const open = await openNotebook(client, editorUri, cells);
    assert.deepEqual(await client.command(fixWorkspaceCommand), {
      files: 1,
      applied: true,
      closedNotebooks: 0,
    });
    const after = open.after(offered[0]);
    assert.equal(after["setUp"], cells.setUp);
    assert.match(after["use"] ?? "", /^title = .*\nif orders\.select\("colour"\)\.isEmpty\(\):/);
    assert.match(JSON.stringify(offered), /"annotationId":"safe-fixes"/);
    assert.equal(textOf(job), notebook(cells));
  });
});
