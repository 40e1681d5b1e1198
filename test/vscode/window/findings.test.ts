import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
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

const other = `from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
rows = spark.read.parquet("returns").collect()
`;

describe("findings in the editor", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({
      workspace: { "job.py": job, "other.py": other, "shufflewise.toml": 'selekt = ["x"]\n' },
    });
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

  it("forgets what it has told about a file that is closed, and follows its settings on disk", async () => {
    const settings = path.join(window.folder, "shufflewise.toml");
    for (const [name, problem] of [
      ["shufflewise.toml", "There is no setting `selekt`"],
      ["other.py", "every row of `returns`"],
    ] as const) {
      await window.openFile(name);
      await window.palette("Problems: Focus on Problems View");
      await window.problem(problem).waitFor();
      await window.openFile(name);
      await window.palette("View: Close Editor");
    }
    await window.problem("every row of `returns`").waitFor({ state: "detached" });
    await window.problem("There is no setting `selekt`").waitFor();
    writeFileSync(settings, 'ignor = ["collect-unbounded"]\n');
    await window.problem("There is no setting `ignor`").waitFor();
    await window.problem("There is no setting `selekt`").waitFor({ state: "detached" });
    writeFileSync(settings, 'ignore = ["count-for-emptiness"]\n');
    await window.problem("There is no setting").waitFor({ state: "detached" });
  });

  it("shows the target Spark version in the status bar", async () => {
    await window.statusBar("Spark").first().waitFor();
  });
});
