import assert from "node:assert/strict";
import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow, poll } from "../rig/editorWindow.ts";

const job = `from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.appName("shop").config("spark.sql.shuffle.partitions", "64").getOrCreate()
orders = spark.read.parquet("orders")
large = orders.filter(F.col("amount") > 100 and F.col("status") == "paid")
rows = orders.collect()
if orders.count() == 0:
    print("none")
`;

describe("findings in the editor", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({ workspace: { "job.py": job } });
    await window.openFile("job.py");
  });

  closeBehind(() => window);

  it("underlines what is wrong", async () => {
    await window.squiggles("error").first().waitFor();
    await window.squiggles("warning").first().waitFor();
  });

  it("says on hover what, why and what to do", async () => {
    const hover = await window.hover("collect");
    await poll(
      async () => (await hover.innerText()).includes("collect-unbounded"),
      "the finding in the hover",
    );
    await window.screenshot("hover on a finding");
    await window.press("Escape");
  });

  it("explains a configuration on hover", async () => {
    const hover = await window.hover("spark.sql.shuffle.partitions");
    await poll(async () => (await hover.innerText()).includes("200"), "the default in the hover");
    await window.screenshot("hover on a configuration");
    await window.press("Escape");
  });

  it("fixes by the keyboard", async () => {
    await window.putCursor("and");
    await window.applyByKeyboard("Use `&` instead of `and`");
    await window.line('(F.col("amount") > 100) & (F.col("status") == "paid")').waitFor();
  });

  it("fixes from the lightbulb", async () => {
    await window.putCursor("count");
    await window.applyByLightbulb("isEmpty");
    await window.line("orders.isEmpty()").waitFor();
  });

  it("fixes everything safe on request and saves", async () => {
    await window.press("Control+Home");
    await window.save();
    assert.match(window.read("job.py"), /isEmpty\(\)/);
    assert.match(window.read("job.py"), / & /);
  });

  it("completes a configuration's key while it is typed", async () => {
    await window.press("Control+End");
    await window.type('spark.conf.set("spark.sql.adaptive.coa');
    const offered = await window.complete();
    assert.ok(
      offered.some((key) => key.startsWith("spark.sql.adaptive.coalescePartitions")),
      offered.join(", "),
    );
    await window.screenshot("completion of a configuration");
    await window.press("Escape");
  });

  it("shows the target Spark version in the status bar", async () => {
    await window.statusBar("Spark").first().waitFor();
  });
});
