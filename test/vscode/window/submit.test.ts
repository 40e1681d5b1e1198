import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { preparePython, sparkEnvironment } from "../../../scripts/prepare/python.mjs";
import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow, poll } from "../rig/editorWindow.ts";

const examples = path.resolve(import.meta.dirname, "../../../examples");

describe("submitting a job", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({ workspace: examples, env: sparkEnvironment(await preparePython()) });
  });

  closeBehind(() => window);

  it("runs the open file on a real Spark and says how it ended", async function () {
    this.timeout(180_000);
    await window.openFile("daily_revenue.py");
    await window.palette("Shufflewise: Submit Current File");
    const result = window.notification("daily_revenue.py:");
    await result.waitFor({ timeout: 150_000 });
    assert.match(await result.innerText(), /Finished after [\d.]+ s with exit status 0\./);
    await window.terminal.filter({ hasText: "with exit status 0." }).waitFor();
    assert.ok(window.exists("out/daily_revenue/_SUCCESS"));
    await window.screenshot("a submitted job");
  });
});

/** A job that tells its process and runs until there is a file "go". */
const patient = `import os, time

print("It waits.")
with open("pid.tmp", "w") as file:
    file.write(str(os.getpid()))
os.rename("pid.tmp", "pid")
while not os.path.exists("go"):
    time.sleep(0.1)
print("It went on.")
open("done", "w").close()
`;

/** What the editor's own command for the kind runs without asking. */
const group = (kind: "build" | "test") => ({ kind, isDefault: true });

describe("the terminal of a job", function () {
  this.timeout(120_000);
  let window: EditorWindow;

  before(async () => {
    window = await openWindow({
      workspace: {
        "fails.py": `import pyspark\n\nprint(1 // len("xxx"[3:]))\n`,
        "patient.py": patient,
        "tells.py": `import os\n\nopen("runs", "a").write("once\\n")\nprint("a terminal", os.environ["TERM"], int(os.environ["COLUMNS"]) > 40)\n`,
        ".vscode/shufflewise.json": JSON.stringify({
          profiles: { here: { master: "local[1]" } },
        }),
        ".vscode/tasks.json": JSON.stringify({
          version: "2.0.0",
          tasks: [
            {
              type: "shufflewise",
              file: "\${workspaceFolder}/tells.py",
              label: "Tell it",
              group: group("build"),
            },
            { type: "shufflewise", profile: "nowhere", label: "Refused", group: group("test") },
          ],
        }),
      },
      env: sparkEnvironment(await preparePython()),
    });
  });

  closeBehind(() => window);

  const shows = (text: string | RegExp) =>
    window.terminal.filter({ hasText: text }).waitFor({ timeout: 60_000 });

  const startPatient = async () => {
    for (const name of ["pid", "go", "done"]) rmSync(path.join(window.folder, name), { force: true });
    await window.openFile("patient.py");
    await window.palette("Shufflewise: Submit Current File");
    await poll(() => window.exists("pid"), "the job to start", 60_000);
    const pid = Number(window.read("pid"));
    assert.ok(isAlive(pid));
    return pid;
  };

  it("says why a job has failed", async () => {
    await window.openFile("fails.py");
    await window.palette("Shufflewise: Submit Current File");
    await shows("with exit status 1.");
    await window.squiggles("error").first().waitFor();
    await window.notification("ZeroDivisionError").waitFor();
    await window.screenshot("a failed job");
  });

  it("ends the job on Ctrl+C", async () => {
    const pid = await startPatient();
    await window.page.locator(".terminal-wrapper.active .xterm-screen").first().click();
    await window.press("Control+c");
    await shows("Cancelled after");
    await poll(() => !isAlive(pid), "the job to be gone");
    assert.ok(!window.exists("done"));
    // Where Python was interrupted is no failure.
    assert.equal(await window.squiggles("error").count(), 0);
    await window.screenshot("a cancelled job");
  });

  it("asks before it ends a job that is submitted again", async () => {
    const pid = await startPatient();
    await window.palette("Shufflewise: Submit Current File");
    const question = window.notification("patient.py is still running.");
    await question.waitFor();
    await window.screenshot("a job submitted twice");
    rmSync(path.join(window.folder, "pid"));
    await question.getByRole("button", { name: "End It and Submit Again" }).click();
    await poll(() => !isAlive(pid), "the first job to be gone");
    await poll(() => window.exists("pid"), "the second job to start", 60_000);
    writeFileSync(path.join(window.folder, "go"), "");
    await shows("with exit status 0.");
  });

  it("ends the job with its task", async () => {
    const pid = await startPatient();
    await window.palette("Tasks: Terminate Task");
    await window.picks.filter({ hasText: "patient.py" }).first().click();
    await window.notification("Cancelled after").first().waitFor();
    await poll(() => !isAlive(pid), "the job to be gone");
  });

  for (const [label, command, expected] of [
    ["Tell it", "Tasks: Run Build Task", /a terminal xterm-256color True.*with exit status 0\./s],
    ["Refused", "Tasks: Run Test Task", /There is no profile "nowhere"\./],
  ] as const) {
    it(`runs the task "${label}" of tasks.json`, async () => {
      await window.palette(command);
      await shows(expected);
      await window.screenshot(`the task ${label}`);
    });
  }

  it("tells how a job ends that has outlived the process of the extensions", async () => {
    await startPatient();
    process.kill(extensionHostOf(window), "SIGKILL");
    // Its terminal is still there: nothing is lost.
    await window.page.waitForTimeout(10_000);
    assert.equal(await window.notification("still runs").count(), 0);
    await shows("It waits.");
    writeFileSync(path.join(window.folder, "go"), "");
    await window.notification("patient.py: Finished after").first().waitFor();
    await shows("with exit status 0.");
    await window.screenshot("a job behind a crash of the extensions");
  });

  it("runs no job a second time when the window is reloaded while another one runs", async () => {
    // Written by the task "Tell it", once in each of its tries.
    const runs = window.read("runs");
    assert.match(runs, /^(once\n)+$/);
    const pid = await startPatient();
    // The editor notes down which terminals it has with a delay.
    await window.page.waitForTimeout(3000);
    await window.page.reload();
    await window.page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
    await window.statusBar("Spark").first().waitFor();
    const lost = window.notification("patient.py still runs, but its terminal was lost");
    await lost.waitFor();
    await window.screenshot("a job behind a reload");
    await lost.getByRole("button", { name: "End It" }).click();
    await window.notification("Cancelled after").first().waitFor();
    await poll(() => !isAlive(pid), "the job to be gone");
    await window.page.waitForTimeout(10_000);
    assert.equal(window.read("runs"), runs);
  });
});

/** The process of the window's extensions, by an environment that names its own folder. */
function extensionHostOf({ base }: EditorWindow): number {
  const found = readdirSync("/proc").filter((pid) => {
    try {
      const [command, environment] = ["cmdline", "environ"].map((name) =>
        readFileSync(`/proc/${pid}/${name}`, "utf8"),
      );
      return command?.includes("--type=extensionHost") === true && environment?.includes(base) === true;
    } catch {
      return false;
    }
  });
  assert.equal(found.length, 1);
  return Number(found[0]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("an untrusted workspace", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({
      workspace: {
        "job.py": `from pyspark.sql import SparkSession\n\nspark = SparkSession.builder.getOrCreate()\nrows = spark.table("t").collect()\nopen("started", "w").close()\n`,
      },
      trust: "ask",
    });
  });

  closeBehind(() => window);

  it("is analysed", async () => {
    await window.openFile("job.py");
    await window.squiggles("warning").first().waitFor();
  });

  it("starts nothing", async () => {
    await window.palette("Shufflewise: Submit Current File");
    await window.notification("starts nothing in a workspace that you do not trust").waitFor();
    assert.equal(await window.page.locator(".terminal-wrapper").count(), 0);
    assert.ok(!window.exists("started"));
    await window.screenshot("untrusted");
  });
});
