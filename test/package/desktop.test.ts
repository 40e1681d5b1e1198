import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../../scripts/prepare/paths.mjs";

/**
 * Stands for a desktop VS Code: says how it was started, takes the suite as VS Code's extension host does (by `require`
 * only where the name ends in .cjs, since our package.json says "module"), and reports what it is told to.
 */
const program = `#!${process.execPath}
const { writeFileSync } = require("node:fs");
const value = (name) => process.argv.find((each) => each.startsWith(name + "=")).slice(name.length + 1);
const suite = value("--extensionTestsPath");
const run = suite.endsWith(".cjs") ? typeof require(suite).run : "an ES module";
const { SHUFFLEWISE_REPORT, PYSPARK_PYTHON, TEST_REPORT } = process.env;
writeFileSync(__filename + ".json", JSON.stringify({ argv: process.argv.slice(2), run, PYSPARK_PYTHON }));
if (TEST_REPORT) writeFileSync(SHUFFLEWISE_REPORT, TEST_REPORT);
process.exit(TEST_REPORT?.includes('"failures":0') ? 0 : 1);
`;

/** What mocha's JSON reporter leaves. */
const reportOf = (...errors: readonly (string | undefined)[]): string => {
  const failures = errors.filter((error) => error !== undefined).length;
  return JSON.stringify({
    stats: { passes: errors.length - failures, failures, pending: 0 },
    tests: errors.map((message, index) => ({ fullTitle: `test ${index}`, err: { message } })),
  });
};

const cases = [
  { what: "tests that pass", report: reportOf(undefined, undefined), status: 0, last: "2 passed, 0 failed" },
  { what: "a test that fails", report: reportOf(undefined, "wrong"), status: 1, last: "1 passed, 1 failed" },
  { what: "a suite without tests", report: reportOf(), status: 1, last: "0 passed, 1 failed" },
  { what: "a crash", report: "", status: 1, last: "0 passed, 1 failed" },
];

describe("the suite in a desktop VS Code", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "sw-desktop-"));
  const code = path.join(folder, "code");
  writeFileSync(code, program, { mode: 0o755 });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (env: NodeJS.ProcessEnv) => {
    const report = path.join(folder, "report.json");
    const script = path.join(root, "test/vscode/rig/runHostSuite.ts");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", script, "--electron"],
      { cwd: root, encoding: "utf8", env: { ...process.env, SHUFFLEWISE_REPORT: report, ...env } },
    );
    return { status, last: stdout.trimEnd().split("\n").at(-1), output: stdout + stderr };
  };

  for (const { what, report, status, last } of cases)
    it(`tells of ${what} by its status and last line`, () => {
      const ended = run({ VSCODE_EXECUTABLE: code, TEST_REPORT: report });
      assert.equal(ended.last, `${last}, 0 skipped`, ended.output);
      assert.equal(ended.status, status);
    });

  it("gets the extension, the suite, a folder, and profiles of its own", () => {
    run({ VSCODE_EXECUTABLE: code, TEST_REPORT: reportOf(undefined) });
    const {
      argv,
      run: entry,
      PYSPARK_PYTHON,
    } = JSON.parse(readFileSync(`${code}.json`, "utf8")) as {
      argv: string[];
      run: string;
      PYSPARK_PYTHON?: string;
    };
    assert.equal(entry, "function");
    assert.ok(PYSPARK_PYTHON);
    assert.equal(path.basename(argv[0] ?? ""), "examples");
    assert.ok(argv.includes(`--extensionDevelopmentPath=${root}`));
    for (const own of ["--user-data-dir", "--extensions-dir"])
      assert.ok(argv.find((each) => each.startsWith(`${own}=`))?.includes("sw-vs-"), argv.join(" "));
  });

  it("says what to do where VS Code cannot be downloaded", () => {
    const nowhere = "http://127.0.0.1:9";
    const { status, last, output } = run({
      VSCODE_EXECUTABLE: undefined,
      VSCODE_VERSION: "1.91.0",
      https_proxy: nowhere,
      HTTPS_PROXY: nowhere,
    });
    assert.match(output, /VS Code 1\.91\.0 cannot be downloaded \(.+\)\. Set VSCODE_EXECUTABLE/);
    assert.equal(last, "0 passed, 1 failed, 0 skipped");
    assert.equal(status, 1);
  });
});
