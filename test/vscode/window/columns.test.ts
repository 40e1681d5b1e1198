import assert from "node:assert/strict";
import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow, poll } from "../rig/editorWindow.ts";

const job = `from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
schema = "order_id bigint NOT NULL, amount decimal(10,2), customer string, address struct<city: string, zip: string>"
orders = spark.createDataFrame([], schema)
large = orders.filter(F.col("amount") > 100).withColumnRenamed("customer", "buyer")
totals = large.groupBy("buyer").agg(F.sum("amount").alias("total"))
totals.write.parquet("totals")
`;

describe("columns in the editor", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({ workspace: { "job.py": job } });
    await window.openFile("job.py");
    await window.statusBar("Spark").first().waitFor();
  });

  closeBehind(() => window);

  it("shows a frame's columns on hover", async () => {
    const hover = await window.hover("large");
    await poll(async () => (await hover.innerText()).includes("decimal(10,2)"), "the columns in the hover");
    await window.screenshot("hover on a frame");
    await window.press("Escape");
  });

  it("says on hover what a step does to the columns", async () => {
    const hover = await window.hover("withColumnRenamed");
    await poll(
      async () => (await hover.innerText()).includes("Renames customer to buyer."),
      "the change in the hover",
    );
    await window.screenshot("hover on a step");
    await window.press("Escape");
  });

  it("completes columns in strings and behind the dot", async () => {
    await window.putCursor("totals.write");
    await window.press("Control+End");
    await window.type('large.select("');
    assert.deepEqual((await window.complete()).slice(0, 4), ["order_id", "amount", "buyer", "address"]);
    await window.screenshot("completion of columns");
    await window.type("ord");
    await window.press("Enter");
    await window.line('large.select("order_id")').waitFor();
    await window.press("End");
    await window.press("Enter");
    await window.type("large.");
    assert.deepEqual((await window.complete()).slice(0, 4), ["order_id", "amount", "buyer", "address"]);
    await window.screenshot("completion behind the dot");
    await window.press("Escape");
    await window.press("Control+Shift+K");
  });

  it("renames a column everywhere", async () => {
    await window.putCursor('F.col("amount")');
    await window.press("F2");
    await window.page.locator(".rename-box input:visible").fill("price");
    await window.screenshot("renaming a column");
    await window.press("Enter");
    await window.line("price decimal(10,2)").waitFor();
    await window.line('F.sum("price")').waitFor();
  });
});
