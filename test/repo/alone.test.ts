import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { alone } from "../../scripts/prepare/lock.mjs";
import { run } from "../../scripts/prepare/processes.mjs";
import { root } from "../../scripts/prepare/paths.mjs";

describe("work that one process at a time does", () => {
  let folder: string;
  let lock: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "sw-lock-"));
    lock = path.join(folder, "lock");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const [left, content] of [
    ["a process that is gone", "4194305"],
    ["a write that failed", ""],
    ["something else", "?"],
  ] as const) {
    it(`takes over the lock of ${left}`, async () => {
      writeFileSync(lock, content);
      assert.equal(await alone(lock, () => Promise.resolve("done")), "done");
      assert.ok(!existsSync(lock));
    });
  }

  it("leaves no lock behind work that fails", async () => {
    await assert.rejects(
      alone(lock, () => Promise.reject(new Error("no"))),
      /no/,
    );
    assert.ok(!existsSync(lock));
  });

  it("is never done by two processes together", async () => {
    writeFileSync(lock, "4194305");
    const log = path.join(folder, "log");
    const script = `
      import { appendFileSync } from "node:fs";
      import { setTimeout as wait } from "node:timers/promises";
      import { alone } from ${JSON.stringify(path.join(root, "scripts/prepare/lock.mjs"))};
      for (let round = 0; round < 3; round++) await alone(${JSON.stringify(lock)}, async () => {
        appendFileSync(${JSON.stringify(log)}, "in ");
        await wait(5);
        appendFileSync(${JSON.stringify(log)}, "out ");
      });`;
    const argv = [process.execPath, "--input-type=module", "--eval", script];
    const finished = await Promise.all(Array.from({ length: 4 }, () => run(argv, { timeoutMs: 30_000 })));
    for (const { status, output } of finished) assert.equal(status, 0, output);
    assert.equal(readFileSync(log, "utf8"), "in out ".repeat(12));
  });
});
