import assert from "node:assert/strict";
import path from "node:path";
import { type EditorWindow, openWindow, poll } from "../rig/editorWindow.ts";

const examples = path.resolve(import.meta.dirname, "../../../examples");

describe("submitting a job", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({ workspace: examples });
  });

  after(() => window.close());

  afterEach(async function () {
    if (this.currentTest?.state === "failed")
      await window.screenshot(`failed ${this.currentTest.fullTitle()}`);
  });

  it("runs the open file on a real Spark and says how it ended", async function () {
    this.timeout(180_000);
    await window.openFile("daily_revenue.py");
    await window.palette("Shufflewise: Submit Current File");
    await poll(
      async () => {
        await window.screenshot("submitting");
        return (await window.page.locator(".notifications-toasts, .statusbar").allInnerTexts()).some((text) =>
          /finished|succeeded/i.test(text),
        );
      },
      "the result",
      150_000,
    );
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

  after(() => window.close());

  it("is analysed", async () => {
    await window.openFile("job.py");
    await window.squiggles("warning").first().waitFor();
  });

  it("starts nothing", async () => {
    await window.palette("Shufflewise: Submit Current File");
    await poll(
      async () => /trust/i.test((await window.page.locator("body").innerText()).slice(0, 20_000)),
      "a word about trust",
    );
    assert.throws(() => window.read("started"));
    await window.screenshot("untrusted");
  });
});
