import assert from "node:assert/strict";
import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow, poll } from "../rig/editorWindow.ts";
import { codeCell, markdownCell, notebookJson } from "../rig/notebookJson.ts";

const notebook = notebookJson(
  codeCell(
    'from pyspark.sql import SparkSession\nspark = SparkSession.builder.config("spark.sql.shuffle.partitions", "8").getOrCreate()\norders = spark.read.schema("id bigint, amount double").parquet("orders")',
  ),
  markdownCell("# Totals"),
  codeCell('large = orders.filter("colour > 1")\nif large.count() == 0:\n    print("none")'),
  codeCell('%%sql\nSELECT id FORM "orders"'),
  codeCell('large.groupBy("id").count().show()\nhas_rows = large.count() > 0'),
);

describe("a notebook in the editor", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({
      workspace: { "job.ipynb": notebook },
      settings: {
        "notebook.lineNumbers": "on",
        "notebook.codeActionsOnSave": { "notebook.source.fixAll.shufflewise": "explicit" },
      },
    });
    await window.openFile("job.ipynb");
  });

  closeBehind(() => window);

  it("has the findings of all its cells together, each in its own", async () => {
    await window.squiggles("error").first().waitFor();
    await window.squiggles("warning").first().waitFor();
    const hover = await window.hover("colour");
    await poll(async () => (await hover.innerText()).includes("unknown-column"), "the finding in the hover");
    await window.screenshot("notebook with findings");
    await window.press("Escape");
  });

  it("offers fixes in the cell", async () => {
    await window.putCursor("count");
    await window.applyByLightbulb("isEmpty");
    await window.line("if large.isEmpty():").waitFor();
  });

  it("forgets a finding when another cell gives the column", async () => {
    await window.putCursor("bigint");
    await window.press("End");
    await window.press("Shift+Home");
    await window.type('orders = spark.read.schema("id bigint, colour int").parquet("orders")');
    await poll(
      async () => (await window.page.locator(".squiggly-error").count()) === 1,
      "one error to be left",
    );
    await window.screenshot("notebook after an edit in another cell");
  });

  it("shows the plan over cells, and goes to a step in another one", async () => {
    await window.putCursor("groupBy");
    await window.palette("Shufflewise: Show Plan");
    const page = await window.webview("Aggregate");
    assert.deepEqual(await page.locator('[role="treeitem"] .operator').allTextContents(), [
      "Aggregate",
      "Filter",
      "Relation",
    ]);
    await page.locator('[role="treeitem"]', { hasText: "Filter" }).last().locator(".step").click();
    await window.screenshot("plan of a notebook");
    await poll(
      async () =>
        (await window.page
          .locator(".cell-focus-indicator, .code-cell-row.focused", { hasText: "large = orders" })
          .count()) > 0,
      "the focus in the cell with the filter",
    );
  });

  it("lists what its cells configure", async () => {
    await window.sideBar("Shufflewise");
    await window.treeRow("spark.sql.shuffle.partitions").waitFor();
    await window.screenshot("configuration of a notebook");
  });

  it("takes its findings along when it is closed", async () => {
    await window.palette("Problems: Focus on Problems View");
    await window.problem("Spark's parser refuses this SQL").waitFor();
    await window.palette("View: Focus First Editor Group");
    await window.save();
    assert.match(window.read("job.ipynb"), /has_rows = not large\.isEmpty\(\)/, "saving fixes what is safe");
    await window.palette("View: Close All Editors");
    await window.problem("Spark's parser refuses this SQL").waitFor({ state: "detached" });
  });
});
