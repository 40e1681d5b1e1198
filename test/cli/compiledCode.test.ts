import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const module = path.resolve(import.meta.dirname, "../../server/src/host/compiledCode.ts");

describe("compiled code that is kept", function () {
  this.timeout(60_000);
  let folder = "";
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "shufflewise-code-"));
    fs.writeFileSync(
      path.join(folder, "bundle.js"),
      'const path = require("node:path"); console.log(path.basename(__filename), path.basename(__dirname) !== "", process.argv[2]);' +
        // As a run sets options for the parser.
        'require("node:v8").setFlagsFromString("--stack-trace-limit=20");',
    );
    fs.writeFileSync(
      path.join(folder, "run.mjs"),
      `import { setFlagsFromString } from "node:v8";\nimport { runWithCompiledCode } from ${JSON.stringify(pathToFileURL(module).href)};\nrunWithCompiledCode(${JSON.stringify(path.join(folder, "bundle.js"))}, () => setFlagsFromString("--stack-trace-limit=10"));\n`,
    );
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const caches = (): string => path.join(folder, "caches");
  const kept = (): readonly string[] => {
    const code = path.join(caches(), "shufflewise", "code");
    return fs.existsSync(code) ? fs.readdirSync(code).map((name) => path.join(code, name)) : [];
  };
  /** What the bundle prints when it is run so in a process of its own. */
  const run = (): string =>
    execFileSync(process.execPath, ["--import=tsx", path.join(folder, "run.mjs"), "given"], {
      encoding: "utf8",
      env: { ...process.env, XDG_CACHE_HOME: caches() },
    });
  const printed = "bundle.js true given\n";

  it("is made by the first run and used by the next", () => {
    assert.equal(run(), printed);
    const [file = "", ...others] = kept();
    assert.deepEqual(others, []);
    const made = fs.statSync(file).mtimeMs;
    assert.equal(run(), printed);
    assert.deepEqual(kept(), [file]);
    assert.equal(fs.statSync(file).mtimeMs, made);
  });

  it("is made anew where it is damaged", () => {
    run();
    const [file = ""] = kept();
    fs.writeFileSync(file, "no code at all");
    assert.equal(run(), printed);
    assert.notEqual(fs.readFileSync(file, "latin1"), "no code at all");
  });

  it("belongs to one version of the bundle", () => {
    run();
    fs.appendFileSync(path.join(folder, "bundle.js"), '\nconsole.log("more");');
    assert.equal(run(), `${printed}more\n`);
    assert.equal(kept().length, 2);
  });

  it("is not missed where it cannot be written", () => {
    fs.writeFileSync(caches(), "a file where the folder should be");
    assert.equal(run(), printed);
  });
});
