import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow, poll } from "../rig/editorWindow.ts";

const job = `from pyspark.sql import SparkSession

if __name__ == "__main__":
    SparkSession.builder.getOrCreate()
`;

const profile = (name: string) => JSON.stringify({ profiles: { [name]: { master: "local[1]" } } });

describe("a workspace of several folders", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({
      workspace: {
        "first/one.py": job,
        "first/.vscode/shufflewise.json": profile("laptop"),
        "Zweiter #2/two.py": job,
        "Zweiter #2/.vscode/shufflewise.json": profile("desk"),
        "Zweiter #2/.vscode/settings.json": JSON.stringify({ "shufflewise.sparkVersion": "3.4" }),
        "both.code-workspace": JSON.stringify({ folders: [{ path: "first" }, { path: "Zweiter #2" }] }),
      },
    });
    await window.openWorkspace("both.code-workspace");
  });

  closeBehind(() => window);

  for (const [file, name] of [
    ["one.py", "laptop"],
    ["two.py", "desk"],
  ] as const) {
    it(`names the profile of the file's own folder above ${file}`, async () => {
      await window.openFile(file);
      await window.page.locator(".codelens-decoration", { hasText: `Submit to Spark (${name})` }).waitFor();
    });
  }

  it("changes the Spark version where a folder has its own", async () => {
    await window.openFile("two.py");
    await window.statusBar("Spark 3.4").click();
    await window.picks.filter({ hasText: "4.0" }).first().click();
    await window.statusBar("Spark 4.0").waitFor();
    await poll(() => window.read("Zweiter #2/.vscode/settings.json").includes("4.0"), "the folder's setting");
  });
});
