import assert from "node:assert/strict";
import path from "node:path";
import { preparePython, sparkEnvironment } from "../../../scripts/prepare/python.mjs";
import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow } from "../rig/editorWindow.ts";

const examples = path.resolve(import.meta.dirname, "../../../examples");

describe("submitting a job", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({ workspace: examples, env: sparkEnvironment(await preparePython()) });
  });

  closeBehind(() => window);

  it("runs the open file on a real Spark and says how it ended", async function () {
    this.timeout(180_000);
    await window.openFile("daily_revenue.py");
    await window.palette("Shufflewise: Submit Current File");
    const result = window.notification("daily_revenue.py:");
    await result.waitFor({ timeout: 150_000 });
    assert.match(await result.innerText(), /Finished after [\d.]+ s with exit status 0\./);
    await window.terminal.filter({ hasText: "with exit status 0." }).waitFor();
    assert.ok(window.exists("out/daily_revenue/_SUCCESS"));
    await window.screenshot("a submitted job");
  });
});

describe("an untrusted workspace", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({
      workspace: {
        "job.py": `from pyspark.sql import SparkSession\n\nspark = SparkSession.builder.getOrCreate()\nrows = spark.table("t").collect()\nopen("started", "w").close()\n`,
      },
      trust: "ask",
    });
  });

  closeBehind(() => window);

  it("is analysed", async () => {
    await window.openFile("job.py");
    await window.squiggles("warning").first().waitFor();
  });

  it("starts nothing", async () => {
    await window.palette("Shufflewise: Submit Current File");
    await window.notification("starts nothing in a workspace that you do not trust").waitFor();
    assert.equal(await window.page.locator(".terminal-wrapper").count(), 0);
    assert.ok(!window.exists("started"));
    await window.screenshot("untrusted");
  });
});
