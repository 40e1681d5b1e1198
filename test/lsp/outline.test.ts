import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { SymbolKind, type DocumentSymbol, type FoldingRange } from "vscode-languageserver/node";
import { folderWith, startClient } from "./client.ts";

const job = `from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
orders = spark.range(3)
`;
const queries = "CREATE TEMP VIEW late AS\nSELECT *\nFROM orders;\nSELECT 1;\n";

describe("the outline in the editor", () => {
  it("is there for SQL, and for Python where the user wants it", async () => {
    const folder = folderWith({ "job.py": job, "q.sql": queries });
    const client = await startClient({ folders: [folder] });
    const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;
    const ask = <T>(method: string, name: string): Promise<T> =>
      client.connection.sendRequest<T>(method, { textDocument: { uri: uriOf(name) } });
    const symbols = (name: string): Promise<readonly DocumentSymbol[]> =>
      ask("textDocument/documentSymbol", name);
    try {
      await client.open(uriOf("q.sql"), queries, "sql");
      await client.open(uriOf("job.py"), job);
      const [late, other] = await symbols("q.sql");
      assert.deepEqual([late?.name, late?.kind], ["late", SymbolKind.Interface]);
      assert.deepEqual(late?.selectionRange.start, { line: 0, character: 17 });
      assert.deepEqual([other?.name, other?.kind], ["SELECT", SymbolKind.Event]);
      assert.deepEqual(await symbols("job.py"), []);
      const folds = await ask<FoldingRange[]>("textDocument/foldingRange", "q.sql");
      assert.ok(folds.some(({ startLine, endLine }) => startLine === 0 && endLine === 2));
      assert.equal(await ask("textDocument/foldingRange", "job.py"), null);

      await client.configure({ outline: "all" });
      const [orders] = await symbols("job.py");
      assert.deepEqual(
        [orders?.name, orders?.kind, orders?.children?.map(({ name }) => name)],
        ["orders", SymbolKind.Variable, ["id"]],
      );
    } finally {
      await client.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});
