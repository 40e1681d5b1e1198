import assert from "node:assert/strict";
import { type EditorWindow, openWindow, poll } from "../rig/editorWindow.ts";

describe("the Spark configuration view", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({
      workspace: {
        "job.py": `from pyspark.sql import SparkSession\n\nspark = SparkSession.builder.config("spark.sql.shuffle.partitions", "many").getOrCreate()\n`,
        "conf/spark-defaults.conf": "# defaults\nspark.executor.memory  4g\nspark.sql.shufle.partitions 10\n",
      },
    });
    await window.openFile("job.py");
    await window.sideBar("Shufflewise");
  });

  after(() => window.close());

  afterEach(async function () {
    if (this.currentTest?.state === "failed")
      await window.screenshot(`failed ${this.currentTest.fullTitle()}`);
  });

  it("lists what the open file sets, with its problem", async () => {
    await window.treeRow("spark.sql.shuffle.partitions").waitFor();
    const label = await window.treeRow("spark.sql.shuffle.partitions").getAttribute("aria-label");
    assert.match(label ?? "", /problem/i);
  });

  it("lists spark-defaults.conf, and a click goes to the line", async () => {
    await window.treeRow("spark.executor.memory").click();
    await poll(
      () => window.page.locator('.tab.active[data-resource-name="spark-defaults.conf"]').count(),
      "the file",
    );
    await window.screenshot("configuration view");
  });

  it("opens the catalogue by area", async () => {
    await window.treeRow("Catalogue").click();
    await window.treeRow("Executors").click();
    await window.treeRow("spark.executor.cores").waitFor();
  });

  it("marks a misspelt key in spark-defaults.conf", async () => {
    await window.squiggles("warning").first().waitFor();
  });
});
