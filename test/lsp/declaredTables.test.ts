import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { FileChangeType, MarkupContent } from "vscode-languageserver/node";
import { folderWith, startClient, type Client } from "./client.ts";

const properties = (column: string): string =>
  `version: 2\nmodels:\n  - name: orders\n    columns:\n      - name: ${column}\n        data_type: bigint\n`;
const model = 'def model(dbt, session):\n    orders = dbt.ref("orders")\n    return orders\n';

describe("tables that the workspace declares", () => {
  let client: Client;
  let root: string;
  beforeEach(() => {
    root = folderWith({ "models/schema.yml": properties("order_id"), "models/report.py": model });
  });
  afterEach(async () => {
    await client.stop();
    fs.rmSync(root, { recursive: true, force: true });
  });
  const uriOf = (name: string): string => pathToFileURL(path.join(root, name)).href;
  const hover = async (): Promise<string> => {
    const found = await client.hover(uriOf("models/report.py"), { line: 1, character: 5 });
    return MarkupContent.is(found?.contents) ? found.contents.value : "";
  };

  it("are shown, and read again when their file changes", async () => {
    client = await startClient({ folders: [root] });
    await client.open(uriOf("models/report.py"), model);
    assert.match(await hover(), /`order_id` \| `bigint` \(declared\)/);
    fs.writeFileSync(path.join(root, "models/schema.yml"), properties("number"));
    await client.fileChanged(uriOf("models/schema.yml"), FileChangeType.Changed);
    assert.match(await hover(), /`number` \| `bigint` \(declared\)/);
  });

  it("are not read in a workspace that nobody trusts", async () => {
    client = await startClient({ folders: [root], trusted: false });
    await client.open(uriOf("models/report.py"), model);
    assert.match(await hover(), /columns not known: no YAML file of the project lists/);
  });
});
