import assert from "node:assert/strict";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { preparePython } from "../../../scripts/prepare/python.mjs";
import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow } from "../rig/editorWindow.ts";
import { pysparkWheels } from "../rig/pysparkWheels.ts";
import { temporaryFolder } from "../rig/workspace.ts";

const command = "Shufflewise: Set Up Local Spark";
const job = `from pyspark.sql import SparkSession
import pyspark

spark = SparkSession.builder.getOrCreate()
with open("result.txt", "w") as result:
    result.write(f"{spark.range(10).count()} {pyspark.__file__}")
spark.stop()
`;

/** With SHUFFLEWISE_REAL_INSTALL=1 everything comes from the package index, over the network (450 MB). */
const fromIndex = process.env.SHUFFLEWISE_REAL_INSTALL === "1";

describe("setting up a local Spark", () => {
  let window: EditorWindow;
  let version: string;
  let source: readonly string[] = [];
  const pip = temporaryFolder("sw-pip-");
  const pipFile = path.join(pip, "pip.conf");
  const configurePip = (...lines: string[]) => writeFileSync(pipFile, `[global]\n${lines.join("\n")}\n`);

  before(async function () {
    this.timeout(300_000);
    const ready = await preparePython();
    version = ready.sparkVersion;
    if (!fromIndex)
      source = ["no-index = true", `find-links = ${await pysparkWheels(ready.python, version)}`];
    window = await openWindow({
      workspace: { "job.py": job },
      env: {
        JAVA_HOME: ready.javaHome,
        SPARK_HOME: "",
        PIP_CONFIG_FILE: pipFile,
        PIP_FIND_LINKS: undefined,
        PIP_INDEX_URL: undefined,
        PIP_CACHE_DIR: path.join(pip, "cache"),
        TMPDIR: pip,
      },
      settings: { "shufflewise.sparkVersion": minor(version) },
    });
    await window.openFile("job.py");
  });

  closeBehind(() => window);

  it("names the package index that it cannot reach, and leaves nothing behind", async function () {
    this.timeout(120_000);
    configurePip("index-url = http://127.0.0.1:9/simple", "retries = 0");
    await window.palette(command);
    const message = window.notification("could not reach the package index http://127.0.0.1:9/simple");
    await message.waitFor({ timeout: 100_000 });
    await window.screenshot("set up spark without network");
    assert.ok(!window.exists(".venv"));
    await message.getByRole("button", { name: "Set Up Local Spark" }).waitFor();
    await window.palette("Notifications: Clear All Notifications");
  });

  /** A test that is tried again begins without what its last try has installed. */
  const removeEnvironment = () => rmSync(path.join(window.folder, ".venv"), { recursive: true, force: true });

  it("can be cancelled, and leaves nothing behind", async function () {
    this.timeout(120_000);
    removeEnvironment();
    configurePip(...source);
    await window.palette(command);
    const progress = window.notification(`Setting up PySpark ${minor(version)}`);
    await progress
      .filter({ hasText: /Processing|Downloading|downloaded|Collecting|Installing/ })
      .waitFor({ timeout: 60_000 });
    await window.screenshot("set up spark at work");
    await progress.getByRole("button", { name: "Cancel" }).click();
    await window.statusBar("Setting up a local Spark was cancelled.").waitFor({ timeout: 40_000 });
    assert.ok(!window.exists(".venv"));
    assert.deepEqual(
      readdirSync(pip).filter((name) => name.startsWith("pip-")),
      [],
    );
  });

  it("installs PySpark", async function () {
    this.timeout(fromIndex ? 900_000 : 240_000);
    removeEnvironment();
    await window.palette(command);
    const done = window.notification(`PySpark ${version} is installed in .venv.`);
    await done.waitFor({ timeout: fromIndex ? 880_000 : 220_000 });
    await window.screenshot("set up spark done");
    assert.ok(window.exists(".venv/.gitignore"));
    await window.palette("Notifications: Clear All Notifications");
  });

  it("finds what is there when it runs again", async () => {
    await window.palette(command);
    await window.notification(`PySpark ${version} is in .venv already.`).waitFor();
    await window.palette("Notifications: Clear All Notifications");
  });

  it("is what a submit uses then", async function () {
    this.timeout(180_000);
    await window.palette("Shufflewise: Submit Current File");
    const result = window.notification("job.py:");
    await result.waitFor({ timeout: 150_000 });
    assert.match(await result.innerText(), /with exit status 0\./);
    const [count, file] = window.read("result.txt").split(" ");
    assert.equal(count, "10");
    assert.ok(file?.startsWith(path.join(window.folder, ".venv")), file);
    await window.screenshot("set up spark used");
  });
});

describe("setting up a local Spark without Python", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    const empty = temporaryFolder("sw-path-");
    window = await openWindow({ workspace: { "job.py": job }, env: { PATH: empty, SPARK_HOME: "" } });
    await window.openFile("job.py");
  });

  after(() => window.close());

  it("says what is missing and where to get it", async () => {
    await window.palette(command);
    const message = window.notification("There is no Python on PATH.");
    await message.waitFor();
    await message.getByRole("button", { name: "Get Python" }).waitFor();
    await window.screenshot("set up spark without python");
    assert.ok(!window.exists(".venv"));
  });
});

/** "4.3" of "4.3.0". */
function minor(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}
