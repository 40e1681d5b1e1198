import assert from "node:assert/strict";
import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow, poll } from "../rig/editorWindow.ts";

const job = `from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
orders = spark.read.schema("day date").parquet("data/orders")
late = orders.filter("day > '2026-01-01'")
late.write.mode("overwrite").parquet("out/late")
`;

const queries = `-- What came in late,
-- day by day.
CREATE TEMPORARY VIEW late AS
WITH big AS (
  SELECT *
  FROM orders
)
SELECT id, day
FROM big;

INSERT INTO archive
SELECT * FROM late;
`;

describe("the outline in the editor", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({
      workspace: { "job.py": job, "late.sql": queries },
      settings: { "shufflewise.outline": "all" },
    });
    await window.openFile("job.py");
    await window.statusBar("Spark").first().waitFor();
  });

  closeBehind(() => window);

  /** What the view shows, once it has an item. */
  async function listed(item: string): Promise<readonly string[]> {
    const rows = window.page.locator(".outline-tree .monaco-list-row");
    await rows.filter({ hasText: item }).first().waitFor();
    return rows.allInnerTexts();
  }

  it("lists the statements of a file of SQL", async () => {
    await window.openFile("late.sql");
    await window.palette("Explorer: Focus on Outline View");
    const rows = await listed("INSERT INTO archive");
    assert.ok(
      rows.some((row) => /late.*← orders/su.test(row)),
      rows.join("; "),
    );
    await window.screenshot("outline of SQL");
  });

  it("folds them", async () => {
    await window.putCursor("TEMPORARY");
    await window.press("Control+Shift+BracketLeft");
    await poll(async () => (await window.line("big;").count()) === 0, "the statement to be folded");
    await window.press("Control+Shift+BracketRight");
    await window.line("big;").waitFor();
  });

  it("shows the flow of the data in Python where the user wants it", async () => {
    await window.openFile("job.py");
    const rows = await listed("out/late");
    assert.ok(
      rows.some((row) => /orders.*← data\/orders/su.test(row)),
      rows.join("; "),
    );
    await window.screenshot("outline of Python");
  });
});
