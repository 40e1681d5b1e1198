import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { collecting, makeProject, userEnvironment, type TestProject } from "./project.ts";

const script = path.resolve(import.meta.dirname, "../../scripts/start.mjs");

describe("npm start -- --no-editor", function () {
  this.timeout(60_000);
  let project: TestProject;
  afterEach(() => {
    project.remove();
  });

  const cases: readonly [name: string, target: string, status: number, out: RegExp, err?: RegExp][] = [
    [
      "shows paths as they are seen from where it is called",
      "my jobs",
      0,
      /^my jobs\/\u00fc\.py:4:11 warning /,
    ],
    ["takes a single file", "-a.py", 0, /^-a\.py:4:11 warning /],
    [
      "tells a file that cannot be read, and goes on",
      "cut.ipynb",
      0,
      /^Nothing was checked/,
      /^cut\.ipynb is skipped: /,
    ],
    ["refuses what does not exist", "gone", 2, /^$/, /gone does not exist\.\nUsage: npm start/],
  ];
  for (const [name, target, status, out, err] of cases)
    it(name, () => {
      project = makeProject({ "my jobs/\u00fc.py": collecting, "-a.py": collecting, "cut.ipynb": "{" });
      const ran = spawnSync(process.execPath, [script, "--no-editor", "--", target], {
        cwd: path.dirname(script),
        env: { ...userEnvironment(), INIT_CWD: project.folder },
        encoding: "utf8",
      });
      assert.match(ran.stdout, out);
      assert.match(ran.stderr.replace(/^Built .*\n/, ""), err ?? /^(Checked for Spark .*\n)?$/);
      assert.equal(ran.status, status);
    });
});
