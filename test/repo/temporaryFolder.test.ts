import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const rig = path.resolve(import.meta.dirname, "../vscode/rig/workspace.ts");

describe("folders of window tests", () => {
  it("go with their process, however many they are, without a word", () => {
    const code = `
      import { temporaryFolder } from ${JSON.stringify(rig)};
      for (let i = 0; i < 12; i++) console.log(temporaryFolder("sw-"));`;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import=tsx", "--input-type=module", "-e", code],
      { encoding: "utf8" },
    );
    assert.deepEqual([status, stderr], [0, ""]);
    const folders = stdout.trim().split("\n");
    assert.equal(folders.length, 12);
    assert.deepEqual(folders.filter(existsSync), []);
  });
});
