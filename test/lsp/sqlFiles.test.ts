import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostic } from "vscode-languageserver/node";
import { folderWith, startClient } from "./client.ts";

const using = "from pyspark.sql import SparkSession\n";
const slip = "SELECT 1;\nSELECT a FORM t;\nSELECT 2;\n";

/** The files of a workspace, the editor's settings, and the findings in the file of SQL. */
const cases: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly settings?: object;
  readonly findings: readonly string[];
}[] = [
  { name: "beside a program that uses PySpark", files: { "a.py": using }, findings: ["2: sql-syntax"] },
  {
    name: "beside a pin of PySpark",
    files: { "requirements.txt": "pyspark==4.0.1\n" },
    findings: ["2: sql-syntax"],
  },
  { name: "where nothing speaks of PySpark", files: { "a.py": "x = 1\n" }, findings: [] },
  {
    name: "where the user wants none",
    files: { "a.py": using },
    settings: { sqlFiles: false },
    findings: [],
  },
];

describe("files of SQL in the editor", () => {
  for (const { name, files, settings, findings } of cases)
    it(`are checked ${name}`, async () => {
      const folder = folderWith({ ...files, "q.sql": slip });
      const client = await startClient({ folders: [folder], ...(settings && { settings }) });
      try {
        const uri = pathToFileURL(path.join(folder, "q.sql")).href;
        await client.open(uri, slip, "sql");
        const { items } = await client.connection.sendRequest<{ readonly items: readonly Diagnostic[] }>(
          "textDocument/diagnostic",
          { textDocument: { uri } },
        );
        assert.deepEqual(
          items.map(({ range, code }) => `${range.start.line + 1}: ${String(code)}`),
          findings,
        );
      } finally {
        await client.stop();
        fs.rmSync(folder, { recursive: true, force: true });
      }
    });
});
