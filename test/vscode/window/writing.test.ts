import assert from "node:assert/strict";
import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow } from "../rig/editorWindow.ts";

const job = `from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
rows = spark.range(10).collect()
`;

describe("a window of the real editor", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({ workspace: { "job.py": job } });
  });

  closeBehind(() => window);

  it("opens a Python file", async () => {
    await window.openFile("job.py");
    await window.line("spark.range(10)").waitFor();
  });

  it("saves what is typed", async () => {
    await window.putCursor("collect");
    await window.press("Control+End");
    await window.type("# the end");
    await window.save();
    assert.match(window.read("job.py"), /# the end$/);
  });

  it("expands a snippet", async () => {
    await window.press("Control+End");
    await window.press("Enter");
    await window.type("spark-read-parquet");
    const offered = await window.complete();
    assert.ok(offered.includes("spark-read-parquet"), offered.join(", "));
    await window.press("Enter");
    await window.line('orders = spark.read.parquet("data/orders.parquet")').waitFor();
  });
});
