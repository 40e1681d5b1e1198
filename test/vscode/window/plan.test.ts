import assert from "node:assert/strict";
import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow, poll } from "../rig/editorWindow.ts";

const job = `from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
path = "orders"
orders = spark.read.schema("id int, buyer int").orc(path)
buyers = spark.read.schema("buyer int, land string").orc(path)
joined = orders.filter("id > 0").join(buyers, "buyer")
totals = joined.groupBy("land").sum("id")
first = totals.orderBy("land").limit(10)
lone = 1
`;

describe("the plan beside the code", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({
      workspace: { "job.py": job },
      settings: { "editor.minimap.enabled": false },
    });
    await window.openFile("job.py");
    await window.statusBar("Spark").first().waitFor();
    // Without the side bar whole lines can be seen beside the plan.
    await window.press("Control+b");
  });

  closeBehind(() => window);

  /** The cursor's line; the status bar does not tell it while the plan has the focus. */
  const cursorLine = (line: number) =>
    window.page.locator(".editor-instance .active-line-number", { hasText: `${line}` }).waitFor();

  it("hints tell in the code what is moved", async () => {
    // The editor writes hints with spaces that do not break.
    for (const hint of ["shuffle by buyer", "shuffle by land"])
      await window.line(hint.replaceAll(" ", "\u00a0")).waitFor();
    await window.screenshot("hints of shuffles");
  });

  it("says what to do where there is no DataFrame", async () => {
    await window.putCursor("lone");
    await window.palette("Shufflewise: Show Plan");
    await window.notification("No DataFrame is known here.").waitFor();
    await window.palette("Notifications: Clear All Notifications");
  });

  it("shows the plan of the DataFrame at the cursor as a tree", async () => {
    await window.putCursor("totals");
    await window.press("Home");
    await window.press("Control+Alt+p");
    const page = await window.webview("Plan of totals");
    await page.locator('[role="treeitem"]').first().waitFor();
    const operators = await page.locator('[role="treeitem"] .operator').allTextContents();
    assert.deepEqual(operators, ["Aggregate", "Join", "Filter", "Relation", "Relation"]);
    assert.deepEqual(await page.locator(".tree .exchange").allTextContents(), [
      "shuffle by land",
      "shuffle by buyer",
      "shuffle by buyer",
    ]);
    await window.screenshot("plan as a tree");
  });

  it("goes to the line of a step that is clicked, and stays the same plan", async () => {
    const page = await window.webview("Plan of totals");
    await page.locator('[role="treeitem"]', { hasText: "Join" }).locator(".step").click();
    await cursorLine(7);
    await page.locator('[role="treeitem"][aria-current]', { hasText: "Join" }).waitFor();
    assert.equal(await page.locator('[role="treeitem"]').count(), 5);
  });

  it("is walked by keys", async () => {
    const page = await window.webview("Plan of totals");
    await page.locator('[role="treeitem"]', { hasText: "Join" }).focus();
    await window.press("Home");
    await window.press("Enter");
    await cursorLine(8);
    await window.press("ArrowRight");
    await page.locator("details[open] td", { hasText: "sum(id)" }).first().waitFor();
    await window.press("ArrowLeft");
  });

  it("is reached, walked and left by keys alone, and one sees and hears where one is", async () => {
    await window.putCursor("totals");
    await window.press("Home");
    await window.press("Control+2");
    const page = await window.webview("Plan of totals");
    const row = (operator: string) => page.locator(`[role="treeitem"]:focus`, { hasText: operator });
    await row("Aggregate").waitFor();
    await window.press("ArrowDown");
    await row("Join").waitFor();
    await row("Join").and(page.locator("[aria-expanded=false]")).waitFor();
    assert.match((await row("Join").getAttribute("aria-label")) ?? "", /: buyer, id, land$/);
    await window.press("ArrowRight");
    await row("Join").and(page.locator("[aria-expanded=true]")).waitFor();
    assert.match((await row("Join").getAttribute("aria-label")) ?? "", /: buyer int, id int, land string$/);
    await window.press("ArrowLeft");
    await window.press("Shift+Tab");
    const choice = page.locator('[role="radio"]:focus', { hasText: "Tree" });
    await choice.waitFor();
    assert.match(
      await choice.evaluate((element) => getComputedStyle(element).outline),
      /^rgb\(\d+, \d+, \d+\) solid 1px$/,
    );
    await window.screenshot("plan by keyboard");
    await window.press("Control+1");
    await window.page.locator(".editor-instance .monaco-editor.focused").waitFor();
  });

  it("marks the step that the cursor goes to in the code", async () => {
    await window.putCursor("filter");
    const page = await window.webview("Plan of totals");
    await page.locator('[role="treeitem"][aria-current]', { hasText: "Filter" }).waitFor();
  });

  it("follows what is typed", async () => {
    await window.putCursor("lone");
    await window.press("Control+Home");
    await window.type("\n\n");
    const page = await window.webview("Plan of totals");
    await page
      .locator('[role="treeitem"]', { hasText: "Aggregate" })
      .locator(".line", { hasText: ":10" })
      .waitFor();
    await window.press("Control+z");
    await window.press("Control+z");
  });

  it("draws the plan as a picture that keys and clicks walk too", async () => {
    const page = await window.webview("Plan of totals");
    await page.locator('[role="radio"]', { hasText: "Picture" }).click();
    await page.locator("svg .box").first().waitFor();
    assert.equal(await page.locator("svg .box").count(), 5);
    assert.equal(await page.locator("svg .flow.shuffled").count(), 3);
    await window.screenshot("plan as a picture");
    await page.locator("svg .box", { hasText: "Aggregate" }).click();
    await cursorLine(8);
    await page.locator("svg .box", { hasText: "Aggregate" }).focus();
    await window.press("ArrowDown");
    await window.press("Enter");
    await cursorLine(7);
    await page.locator("svg .box[aria-current]", { hasText: "Join" }).waitFor();
  });

  it("goes over to another DataFrame with the cursor", async () => {
    await window.putCursor("first");
    await window.press("Home");
    const page = await window.webview("Plan of first");
    await page.locator("svg .box", { hasText: "Limit" }).waitFor();
  });

  for (const theme of ["Dark Modern", "Dark High Contrast", "Light High Contrast"])
    it(`can be read in ${theme}`, async () => {
      await window.palette("Preferences: Color Theme");
      await window.type(theme);
      await window.press("Enter");
      const page = await window.webview("Plan of first");
      await poll(
        async () =>
          (await page.locator("body").getAttribute("class"))?.includes(
            theme.includes("Contrast") ? "vscode-high-contrast" : "vscode-dark",
          ),
        "the theme on the page",
      );
      await window.screenshot(`plan picture ${theme}`);
      await page.locator('[role="radio"]', { hasText: "Tree" }).click();
      await page.locator('[role="treeitem"]').first().waitFor();
      await window.screenshot(`plan tree ${theme}`);
      await page.locator('[role="radio"]', { hasText: "Picture" }).click();
    });
});
