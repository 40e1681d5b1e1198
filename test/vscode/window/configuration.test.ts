import assert from "node:assert/strict";
import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow, poll } from "../rig/editorWindow.ts";

describe("the Spark configuration view", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({
      workspace: {
        "job.py": `from pyspark.sql import SparkSession\n\nspark = SparkSession.builder.appName("shop").config("spark.sql.shuffle.partitions", "many").getOrCreate()\n`,
        ".vscode/shufflewise.json": JSON.stringify({
          defaultProfile: "laptop",
          profiles: {
            laptop: { master: "local[2]", conf: { "spark.ui.enabled": false } },
            cluster: { master: "yarn", executorMemory: "8g" },
          },
        }),
        "conf/spark-defaults.conf": "# defaults\nspark.executor.memory  4g\nspark.sql.shufle.partitions 10\n",
      },
    });
    await window.openFile("job.py");
    await window.sideBar("Shufflewise");
  });

  closeBehind(() => window);

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

  it("lists what methods set", async () => {
    assert.match((await window.treeRow("spark.app.name").getAttribute("aria-label")) ?? "", /shop/);
  });

  it("shows every submit profile, and lets one be chosen", async () => {
    await window.treeRow("laptop").and(window.page.locator("[aria-expanded=true]")).waitFor();
    await window.treeRow("spark.ui.enabled").waitFor();
    await window.treeRow("cluster").hover();
    await window.treeRow("cluster").getByRole("button", { name: "Choose Submit Profile" }).click();
    await window.treeRow("cluster").filter({ hasText: "submits take it" }).waitFor();
    await window.screenshot("configuration view with profiles");
    assert.match(window.read(".vscode/settings.json"), /"shufflewise\.submit\.defaultProfile": "cluster"/);
    await window.palette("Shufflewise: Submit with Profile…");
    await window.picks.filter({ hasText: "cluster" }).filter({ hasText: "what submits take now" }).waitFor();
    await window.press("Escape");
  });

  it("chooses the file's own default again from the palette", async () => {
    await window.palette("Shufflewise: Choose Submit Profile");
    await window.picks.filter({ hasText: "laptop" }).click();
    await window.treeRow("laptop").filter({ hasText: "submits take it" }).waitFor();
    assert.doesNotMatch(window.read(".vscode/settings.json"), /defaultProfile/);
  });

  it("is used by keyboard", async () => {
    await window.openFile("job.py");
    await window.palette("Shufflewise: Focus on Spark Configuration View");
    await window.press("Home");
    await window.press("ArrowDown");
    await poll(
      () => window.page.locator('.sidebar .monaco-list-row.focused[aria-label*="spark.app.name"]').count(),
      "the first setting to have the focus",
    );
    await window.press("ArrowDown");
    await window.press("Enter");
    await window.page.locator(".editor-instance .monaco-editor.focused").waitFor();
    await window.statusBar("Selected").filter({ hasText: "Ln 3" }).waitFor();
  });

  it("opens the catalogue by area", async () => {
    await window.treeRow("Catalogue").click();
    await window.treeRow("Executors").click();
    await window.treeRow("spark.executor.cores").waitFor();
  });

  it("shows the file no more when it is closed", async () => {
    await window.palette("View: Close All Editors");
    await window.treeRow("Set in job.py").waitFor({ state: "detached" });
    await window.treeRow("spark-defaults.conf").waitFor();
  });

  it("marks a misspelt key in spark-defaults.conf", async () => {
    await window.openFile("spark-defaults.conf");
    await window.squiggles("warning").first().waitFor();
  });
});
