import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  DefinitionRequest,
  HoverRequest,
  ReferencesRequest,
  RenameRequest,
  type Hover,
  type Location,
  type MarkupContent,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { atMark, folderWith, startClient, type Client } from "./client.ts";

const header = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n";
const files = {
  "views.py": `${header}spark.range(3).createOrReplaceTempView("ids")\n`,
  "job.py": `${header}import views\nq = spark.sql("SELECT id FROM |ids")\n`,
  "other.py": `${header}from views import spark\nn = spark.table("ids").count()\n`,
  "stranger.py": `${header}spark.range(5).createOrReplaceTempView("ids")\nspark.table("ids")\n`,
};

describe("views of imported modules", () => {
  let client: Client;
  let root: string;
  const uriOf = (name: string): string => pathToFileURL(path.join(root, name)).href;
  const { text, position } = atMark(files["job.py"]);
  before(async () => {
    root = folderWith({ ...files, "job.py": text });
    client = await startClient({ folders: [root] });
    await client.open(uriOf("job.py"), text);
  });
  after(async () => {
    await client.stop();
    fs.rmSync(root, { recursive: true, force: true });
  });
  const ask = <T>(method: string, extra: object = {}): Promise<T> =>
    client.connection.sendRequest<T>(method, { textDocument: { uri: uriOf("job.py") }, position, ...extra });
  const placesOf = (found: readonly Location[]): string[] =>
    found
      .map(({ uri, range: { start } }) => `${path.basename(uri)}:${start.line + 1}:${start.character + 1}`)
      .toSorted();

  it("are shown with their columns and the file that makes them", async () => {
    const { contents } = await ask<Hover>(HoverRequest.method);
    const { value } = contents as MarkupContent;
    assert.match(value, /^\*\*View\*\* `ids` — 1 column.*Made at views\.py:3$/s);
  });

  it("lead to where they are made", async () => {
    assert.deepEqual(placesOf(await ask<Location[]>(DefinitionRequest.method)), ["views.py:3:41"]);
  });

  it("are found in all files of the program, not in other programs", async () => {
    const found = await ask<Location[]>(ReferencesRequest.method, { context: { includeDeclaration: true } });
    assert.deepEqual(placesOf(found), ["job.py:4:31", "other.py:4:18", "views.py:3:41"]);
    const uses = await ask<Location[]>(ReferencesRequest.method, { context: { includeDeclaration: false } });
    assert.deepEqual(placesOf(uses), ["job.py:4:31", "other.py:4:18"]);
  });

  it("are renamed in all of them", async () => {
    const { documentChanges } = await ask<WorkspaceEdit>(RenameRequest.method, { newName: "keys" });
    const edits = (documentChanges ?? []).flatMap((change) =>
      "edits" in change
        ? change.edits.map(
            (edit) =>
              `${path.basename(change.textDocument.uri)}:${edit.range.start.line + 1} ${"newText" in edit ? edit.newText : ""}`,
          )
        : [],
    );
    assert.deepEqual(edits.toSorted(), ["job.py:4 keys", "other.py:4 keys", "views.py:3 keys"]);
  });

  it("are not renamed where one file runs SQL that is not known", async () => {
    const loose = "import sys\nimport views\nspark.sql(sys.argv[1])  # ids\n";
    await client.open(uriOf("loose.py"), header + loose);
    fs.writeFileSync(path.join(root, "loose.py"), header + loose);
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: uriOf("loose.py"), type: 1 }],
    });
    await assert.rejects(
      ask(RenameRequest.method, { newName: "keys" }),
      /ids cannot be renamed everywhere: another file runs SQL that is not known/,
    );
  });
});
