import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow, poll } from "../rig/editorWindow.ts";

const job = `from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
rows = spark.table("t").collect()
`;

/** What each command says when nothing is open that it could work on. */
const withoutFile = {
  "Submit Current File": "Open the Python file that you want to submit.",
  "Show Plan": "Open a Python file, and put the cursor on a DataFrame to see its plan.",
  "Format SQL": "Open a file, and put the cursor in the SQL.",
  "Convert SQL to DataFrame Code": "Open a file, and put the cursor in the SQL.",
  "Convert DataFrame Code to SQL": "Open a Python file, and put the cursor on a DataFrame.",
  "Convert Suppressions of Other Linters": "Open the Python file with the suppressions.",
  "Insert Configuration at Cursor": "Open a file and put the cursor where the configuration belongs.",
  "Open Spark UI": "No job is running, so there is no Spark UI.",
  "Choose Submit Profile": "There are no submit profiles yet.",
  "Fix All Safe Problems in Workspace…": "No file of the workspace has a safe fix.",
};

/** What each command says where the cursor is at nothing that it could work on. */
const atNothing = {
  "Submit Current File": "Open the Python file that you want to submit.",
  "Format SQL": "There is no SQL at the cursor that could be formatted.",
  "Convert SQL to DataFrame Code": "There is no SQL query at the cursor.",
  "Convert DataFrame Code to SQL": "There is no chain of DataFrame methods at the cursor.",
  "Convert Suppressions of Other Linters": "This file has no suppressions of other linters.",
};

/** Commands that ask the server. */
const needServer = [
  "Submit Current File",
  "Submit with Profile…",
  "Set Up Local Spark",
  "Check Workspace",
  "Fix All Safe Problems in Workspace…",
  "Show Plan",
  "Explain Configuration",
  "Choose Submit Profile",
];

const run = (window: EditorWindow, title: string) => window.palette(`Shufflewise: ${title}`);
const clear = (window: EditorWindow) => window.palette("Notifications: Clear All Notifications");
const dialogs = (window: EditorWindow) => window.page.locator(".monaco-dialog-box");

describe("commands of the palette", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({
      workspace: { "job.py": job, "notes.md": "# Notes\n", "report.sql": "select 1 as one;\n" },
    });
    await window.openFile("job.py");
    await window.squiggles("warning").first().waitFor();
  });

  closeBehind(() => window);

  it("say what they need when no file is open", async function () {
    this.timeout(120_000);
    await window.palette("View: Close All Editors");
    for (const [title, message] of Object.entries(withoutFile)) {
      await run(window, title);
      await window.notification(message).waitFor();
      await clear(window);
    }
    assert.equal(await dialogs(window).count(), 0);
  });

  it("say what is missing in a file that they cannot work on", async function () {
    this.timeout(120_000);
    await window.openFile("notes.md");
    for (const [title, message] of Object.entries(atNothing)) {
      await run(window, title);
      await window.notification(message).waitFor();
      await clear(window);
    }
  });

  it("apply all safe fixes of the workspace without a choice of each", async () => {
    writeFileSync(
      path.join(window.folder, "empty.py"),
      `${job}if spark.table("t").count() == 0:\n    print("none")\n`,
    );
    await window.page.locator(".explorer-folders-view .monaco-list-row", { hasText: "empty.py" }).dblclick();
    await window.squiggles("warning").first().waitFor();
    await run(window, "Fix All Safe Problems in Workspace…");
    await window.picks.filter({ hasText: "Apply All" }).click();
    await window.line("isEmpty()").waitFor();
    await window.save();
  });

  it("format a whole file of SQL", async () => {
    await window.openFile("report.sql");
    await window.line("select").waitFor();
    await run(window, "Format SQL");
    await window.line("SELECT").waitFor();
    await window.save();
  });

  it("give a file without a name one before it is submitted", async () => {
    await window.palette("File: New Untitled Text File");
    await window.palette("Change Language Mode");
    await window.type("Python");
    await window.picks.filter({ hasText: "(python)" }).first().click();
    await run(window, "Submit Current File");
    await window.page.locator(".quick-input-title", { hasText: "Save As" }).waitFor();
    await window.press("Escape");
    assert.equal(await window.notification("Open the Python file").count(), 0);
  });

  it("submit the file behind a page that is no text, as the walkthrough asks to", async () => {
    await window.openFile("job.py");
    await window.palette("Welcome: Open Walkthrough");
    await window.type("Shufflewise");
    await window.picks.filter({ hasText: "Get started with Shufflewise" }).first().click();
    await window.page.locator(".getting-started-step", { hasText: "Submit a job" }).click();
    await window.page.getByRole("button", { name: "Submit Current File" }).click();
    await window.terminal.filter({ hasText: /./ }).first().waitFor();
    assert.equal(await window.notification("Open the Python file").count(), 0);
  });

  it("open the page of any rule, those of the file's findings first", async () => {
    await run(window, "Open Rule Page");
    await window.picks.filter({ hasText: "ambiguous-column" }).first().waitFor();
    await window.press("Escape");
    await window.openFile("job.py");
    await window.squiggles("warning").first().waitFor();
    await run(window, "Open Rule Page");
    await poll(async () => /collect-unbounded/.test(await window.picks.first().innerText()), "the own rule");
    await window.press("Escape");
  });
});

describe("commands of the palette without the server", () => {
  let window: EditorWindow | undefined;

  // A try that failed may leave the server off for good, so that each has a window of its own.
  beforeEach(async function () {
    this.timeout(120_000);
    await window?.close();
    window = await openWindow({ workspace: { "job.py": job } });
    await window.openFile("job.py");
    await window.squiggles("warning").first().waitFor();
  });

  closeBehind(() => window);

  it("say that the server is off, and offer to start it again", async function () {
    this.timeout(180_000);
    assert.ok(window);
    await killServer(window);
    await window.notification("ended unexpectedly and was started again").waitFor();
    await clear(window);
    // What the first server has found still stands there; one that dies while it starts is told in other words.
    await run(window, "Check Workspace");
    await window.notification("Files checked: 1").waitFor();
    await killServer(window);
    await window.notification("ended twice within three minutes and stays off").waitFor();
    await clear(window);
    for (const title of needServer) {
      await run(window, title);
      await window.notification("The Shufflewise server is not running, and this needs it.").waitFor();
      assert.equal(await dialogs(window).count(), 0, title);
      await clear(window);
    }
    await window.sideBar("Shufflewise");
    await window.page.locator(".sidebar .welcome-view", { hasText: "is not running" }).waitFor();
    await window.screenshot("server off");
    await window.statusBar("Shufflewise").click();
    await window.statusBar("Spark 4").waitFor();
    await window.squiggles("warning").first().waitFor();
    await window.treeRow("Catalogue").waitFor();
  });
});

/** Ends the language server of a window as a crash would. */
async function killServer({ base }: EditorWindow): Promise<void> {
  const ofWindow = () =>
    execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line.includes(base) && line.includes("server/dist/server.js"))
      .map((line) => Number.parseInt(line, 10));
  const pid = await poll(() => ofWindow()[0], "the language server");
  process.kill(pid, "SIGKILL");
  await poll(() => !ofWindow().includes(pid), "the end of the language server");
}
