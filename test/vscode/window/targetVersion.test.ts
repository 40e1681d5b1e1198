import assert from "node:assert/strict";
import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow } from "../rig/editorWindow.ts";

describe("the target Spark version", () => {
  let window: EditorWindow;
  /** The status bar's item, by what it says to a screen reader. */
  const item = (name: string | RegExp) => window.page.getByRole("button", { name });

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({
      workspace: {
        "requirements.txt": "pandas\npyspark==3.5.9\n",
        "job.py": "from pyspark.sql import SparkSession\n\nspark = SparkSession.builder.getOrCreate()\n",
        "notes.md": "# Notes\n",
      },
    });
    await window.openFile("job.py");
  });

  closeBehind(() => window);

  it("stands in the status bar with its reason", async () => {
    const shown = item("Target Spark version 3.5, from requirements.txt.");
    await shown.waitFor();
    assert.equal((await shown.textContent())?.trim(), "Spark 3.5");
  });

  it("tells its reason to who points at it", async () => {
    await item("Target Spark version 3.5").hover();
    await window.page
      .locator(".workbench-hover", { hasText: "Target Spark version 3.5, from requirements.txt." })
      .waitFor();
    await window.screenshot("target Spark version");
  });

  it("follows the project's pin", async () => {
    await window.openFile("requirements.txt");
    await window.putCursor("pyspark==");
    await window.press("Home");
    await window.press("Shift+End");
    await window.type("pyspark==3.4.4");
    await window.save();
    await window.openFile("job.py");
    await item("Target Spark version 3.4, from requirements.txt.").waitFor();
  });

  it("is not shown for files of other kinds", async () => {
    await window.openFile("notes.md");
    await item("Target Spark version").waitFor({ state: "detached" });
  });

  it("yields to the version that the user chooses by a click", async () => {
    await window.openFile("job.py");
    await item("Target Spark version 3.4").click();
    await window.picks.filter({ hasText: "4.0" }).first().click();
    await item("Target Spark version 4.0, from the editor's settings.").waitFor();
    assert.match(window.read(".vscode/settings.json"), /"shufflewise\.sparkVersion": "4\.0"/);
  });
});
