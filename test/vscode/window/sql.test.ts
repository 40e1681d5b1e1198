import assert from "node:assert/strict";
import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow, poll } from "../rig/editorWindow.ts";

const job = `from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
purchases = spark.createDataFrame([], "order_id bigint, amount decimal(10,2), customer string")
purchases.createOrReplaceTempView("orders")
totals = spark.sql("""
    SELECT customer, sum(amount) AS total
    FROM orders
    GROUP BY customer
""")
totals.write.parquet("totals")
`;

describe("SQL in the editor", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({ workspace: { "job.py": job } });
    await window.openFile("job.py");
    await window.statusBar("Spark").first().waitFor();
  });

  closeBehind(() => window);

  it("has its own colours, and its shuffle beside the clause", async () => {
    const table = window.line("FROM orders").locator("span span", { hasText: /^\s*orders$/ });
    await table.first().waitFor();
    await window.line("shuffle by customer".replaceAll(" ", "\u00a0")).waitFor();
    await window.screenshot("colours of SQL");
  });

  it("tells on hover what a view is", async () => {
    const shown = await window.hover('"orders"');
    await poll(async () => (await shown.innerText()).includes("View orders"), "the view's columns");
    await window.press("Escape");
  });

  it("completes columns where an expression is wanted", async () => {
    await window.putCursor("GROUP");
    await window.press("End");
    await window.press("Enter");
    await window.type("ORDER BY ");
    // Behind GROUP BY, Spark takes its keys and what the list gives.
    const offered = await window.complete();
    assert.deepEqual(offered.slice(0, 2), ["customer", "total"]);
    assert.ok(!offered.includes("amount"));
    await window.screenshot("completion in SQL");
    await window.type("tot");
    await window.press("Enter");
    await window.line("ORDER BY total").waitFor();
  });

  it("renames a view in Python and SQL", async () => {
    await window.putCursor('"orders"');
    await window.press("F2");
    await window.page.locator(".rename-box input:visible").fill("purchases_today");
    await window.press("Enter");
    await window.line('TempView("purchases_today")').waitFor();
    await window.line("FROM purchases_today").waitFor();
  });
});
