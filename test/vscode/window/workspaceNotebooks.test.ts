import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow } from "../rig/editorWindow.ts";
import { codeCell, markdownCell, notebookJson } from "../rig/notebookJson.ts";

const notebook = notebookJson(
  markdownCell("# Orders"),
  codeCell(
    'from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\norders = spark.read.schema("id bigint, amount double").parquet("orders")',
  ),
  codeCell('large = orders.filter("colour > 1")\nif large.count() == 0:\n    print("none")'),
);

/** Its URI has brackets, which VS Code escapes and Node does not. */
const name = "job (1).ipynb";

const unknown = "has no column `colour`";

for (const mode of ["document", "workspace"] as const)
  describe(`a notebook that is not open, in ${mode} mode`, () => {
    let window: EditorWindow;

    before(async function () {
      this.timeout(120_000);
      window = await openWindow({
        workspace: { [name]: notebook, "clean.py": "import pyspark\n" },
        settings: { "shufflewise.diagnostics.mode": mode },
      });
      await window.openFile("clean.py");
      await window.statusBar("Spark 4").waitFor();
      if (mode === "document") {
        await window.palette("Shufflewise: Check Workspace");
        await window.notification("Files checked: 2; findings:").waitFor();
      }
      await window.palette("Problems: Focus on Problems View");
    });

    closeBehind(() => window);

    /** Not only the first one: there is to be one. */
    const problems = (text: string) =>
      window.page.locator(".markers-panel .monaco-list-row", { hasText: text });

    it("has its findings in the Problems view, each with its cell", async () => {
      await problems("Code cell 2, line 1").waitFor();
      await window.screenshot(`problems of a closed notebook in ${mode} mode`);
    });

    it("leaves them to its cells while it is open", async () => {
      await window.openFile(name);
      await window.squiggles("error").first().waitFor();
      await problems("Code cell 2, line 1").waitFor({ state: "detached" });
      await problems(unknown).waitFor();
      await window.screenshot(`problems of an opened notebook in ${mode} mode`);
      await window.palette("View: Close All Editors");
      await problems("Code cell 2, line 1").waitFor();
    });

    it("is left out by the fix of the workspace, which says so", async () => {
      await window.palette("Shufflewise: Fix All Safe Problems in Workspace…");
      await window.notification("Notebooks with safe fixes that are left out").waitFor();
      await window.palette("Notifications: Clear All Notifications");
    });

    it("is opened by a click, and fixed then", async () => {
      await window.palette("Problems: Focus on Problems View");
      await problems("Code cell 2, line 1").dblclick();
      await window.squiggles("error").first().waitFor();
      await problems("Code cell 2, line 1").waitFor({ state: "detached" });
      await window.palette("Shufflewise: Fix All Safe Problems in Workspace…");
      await window.picks.filter({ hasText: "Choose in a Preview" }).click();
      const preview = window.page.locator(".bulk-edit-panel");
      await preview.locator(".edit-checkbox").first().click();
      await window.screenshot(`preview of the fix of a notebook in ${mode} mode`);
      await preview.getByRole("button", { name: "Apply" }).click();
      await window.line("if large.isEmpty():").first().waitFor();
    });
  });
