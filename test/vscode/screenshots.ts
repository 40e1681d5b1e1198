/**
 * Takes the README's pictures anew, from the real editor on a copy of examples/ and with a real Spark:
 * `node --import=tsx test/vscode/screenshots.ts`. They land in docs/images; look at them before you commit.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../scripts/prepare/paths.mjs";
import { preparePython, sparkEnvironment } from "../../scripts/prepare/python.mjs";
import { type EditorWindow, openWindow, poll } from "./rig/editorWindow.ts";

const images = path.join(root, "docs/images");
const examples = path.join(root, "examples");

const pictures: Readonly<Record<string, (window: EditorWindow) => Promise<void>>> = {
  async editor(window) {
    await window.openFile("daily_revenue.py");
    await window.squiggles("warning").first().waitFor();
    await goToLine(window, 26);
    await window.line("paid.count()").waitFor();
    const hover = await window.hover("count()");
    await poll(async () => (await hover.innerText()).includes("Quick Fix"), "the finding with its fix");
  },
  async schema(window) {
    await window.openFile("customer_segments.py");
    await window.press("Control+b");
    await goToLine(window, 53);
    await hintShown(window);
    const hover = await window.hover("by_segment");
    await poll(async () => (await hover.innerText()).includes("bigint"), "the columns");
  },
  async notebook(window) {
    await window.openFile("explore_orders.ipynb");
    await window.press("Control+b");
    await window.squiggles("warning").first().waitFor();
    await window.press("Control+End");
    await window.squiggles("error").first().waitFor();
    const hover = await window.hover('status").show');
    await poll(
      async () => (await hover.innerText()).includes("unknown-column"),
      "the finding in the last cell",
    );
  },
  async plan(window) {
    await window.openFile("customer_segments.py");
    await window.press("Control+b");
    await goToLine(window, 44);
    await hintShown(window);
    await window.putCursor("by_segment");
    await window.palette("Shufflewise: Show Plan");
    const page = await window.webview("Plan of by_segment");
    await page.locator('[role="radio"]', { hasText: "Picture" }).click();
    await page.locator("svg .box").first().waitFor();
  },
  async sql(window) {
    writeFileSync(path.join(window.folder, "jobs/top_customers.py"), topCustomers);
    await window.openFile("top_customers.py");
    await window.press("Control+b");
    await goToLine(window, 22);
    await hintShown(window);
    await window.press("End");
    await window.type(" o.");
    await window.page.locator(".suggest-widget.visible .monaco-list-row").nth(3).waitFor();
  },
  async refactorings(window) {
    await window.openFile("daily_revenue.py");
    await window.press("Control+b");
    await goToLine(window, 34);
    await window.line("shuffle by day, region".replaceAll(" ", "\u00a0")).waitFor();
    await window.putCursor("join");
    await window.press("Control+Shift+r");
    await window.page.locator(".action-widget .monaco-list-row", { hasText: "build_daily" }).waitFor();
  },
  async configuration(window) {
    await window.openFile("conftest.py");
    await window.sideBar("Shufflewise");
    await window.treeRow("spark.ui.enabled").waitFor();
    await window.treeRow("Catalogue").click();
    await window.treeRow("Executors").click();
    await window.treeRow("spark.executor.cores").click();
    const page = await window.webview("spark.executor.cores");
    await page.locator("body", { hasText: "spark.executor.cores" }).waitFor();
  },
  async submit(window) {
    await window.openFile("daily_revenue.py");
    await window.press("Control+b");
    await window.palette("Shufflewise: Submit Current File");
    await window.notification("with exit status 0.").waitFor({ timeout: 300_000 });
    await window.terminal.filter({ hasText: "Terminal will be reused" }).waitFor();
    // A notification fades in.
    await window.page.waitForTimeout(1000);
  },
};

/** A job with a query that is being typed. */
const topCustomers = `"""Customers by what they spent, for the newsletter."""

from pyspark.sql import SparkSession

from shop.schemas import CUSTOMERS, ORDERS

spark = SparkSession.builder.appName("top-customers").getOrCreate()
spark.read.csv("data/orders.csv", header=True, schema=ORDERS).createOrReplaceTempView("orders")
spark.read.csv("data/customers.csv", header=True, schema=CUSTOMERS).createOrReplaceTempView("customers")

countries = spark.sql("""
    SELECT orders.country, count(*) AS purchases
    FROM orders JOIN customers USING (customer_id)
    WHERE status = 'paid' -- no returns
    GROUP BY orders.country
""")

top = spark.sql("""
    WITH paid AS (SELECT * FROM orders WHERE status = 'paid')
    SELECT c.name, sum(o.amount) AS spent
    FROM paid o JOIN customers c ON c.customer_id = o.customer_id
    WHERE
    GROUP BY c.name
""")
`;

/** Waits until the server has looked at the file; hints have spaces that do not break. */
const hintShown = (window: EditorWindow): Promise<void> =>
  window.line("shuffle by country".replaceAll(" ", "\u00a0")).waitFor();

async function goToLine(window: EditorWindow, line: number): Promise<void> {
  await window.press("Control+g");
  await window.type(`${line}`);
  await window.press("Enter");
}

mkdirSync(images, { recursive: true });
const env = sparkEnvironment(await preparePython());
const wanted = process.argv.slice(2);
for (const [name, show] of Object.entries(pictures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const settings = { "editor.minimap.enabled": false, "terminal.integrated.fontSize": 11 };
  const window = await openWindow({ workspace: examples, env, settings });
  try {
    await show(window);
    await window.page.screenshot({ path: path.join(images, `${name}.png`) });
    console.log(path.join("docs/images", `${name}.png`));
  } finally {
    await window.close();
  }
}
