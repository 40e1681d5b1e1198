import assert from "node:assert/strict";
import path from "node:path";
import { found, makeProject, run } from "./project.ts";

describe("imports on the command line", () => {
  const cases: readonly (readonly [name: string, files: Readonly<Record<string, string>>, path: string])[] = [
    ["a folder", {}, "jobs"],
    ["a file of a project", { "pyproject.toml": "" }, "jobs/a.py"],
  ];
  for (const [name, files, given] of cases)
    it(`are followed where ${name} stands elsewhere`, async () => {
      const project = makeProject({
        ...files,
        "jobs/a.py": "from lib.session import spark\n\nrows = spark.table('t').collect()\n",
        "jobs/lib/session.py":
          "from pyspark.sql import SparkSession\n\nspark = SparkSession.builder.getOrCreate()\n",
        "elsewhere/notes.txt": "",
      });
      try {
        const cwd = path.join(project.folder, "elsewhere");
        const { out } = await run(cwd, ["check", `../${given}`, "--output-format", "json"]);
        assert.deepEqual(found(out), ["../jobs/a.py:3:25 collect-unbounded"]);
      } finally {
        project.remove();
      }
    });
});
