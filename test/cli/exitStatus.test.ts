import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { collecting, makeProject, prelude, run, type TestProject } from "./project.ts";

describe("the exit status of check", () => {
  let project: TestProject;
  afterEach(() => {
    project.remove();
  });

  const statuses: readonly [name: string, argv: string[], status: number, err?: RegExp][] = [
    ["findings", ["a.py"], 1],
    ["nothing at the fail level", ["a.py", "--fail-level", "error"], 0],
    ["never failing", ["a.py", "--fail-level=never"], 0],
    ["no findings", ["clean.py"], 0],
    ["a missing file", ["a.py", "missing.py"], 2, /missing\.py is skipped: it does not exist/],
    [
      "a named file that cannot be decoded",
      ["broken.py"],
      2,
      /broken\.py is skipped: it is not valid UTF-8.*coding/,
    ],
    ["a named file in UTF-16", ["wide.py"], 2, /wide\.py is skipped: it is UTF-16, .*; save it as UTF-8\.$/m],
    ["one without its mark", ["bare.py"], 2, /bare\.py is skipped: it is UTF-16, /],
    ["a link to itself, beside others", ["links"], 1],
    ["the same one in a folder", ["sub"], 0, /sub\/broken\.py is skipped/],
    ["a named notebook that is broken", ["cut.ipynb"], 2, /^cut\.ipynb is skipped: its JSON is broken/],
    ["an unknown option", ["a.py", "--fixx"], 2, /no option --fixx\. Did you mean --fix/],
    ["an option without its value", ["a.py", "--profile"], 2, /--profile needs a value/],
    ["an unknown rule", ["a.py", "--select", "colect-unbounded"], 2, /Did you mean `collect-unbounded`/],
    ["an unknown profile", ["a.py", "--profile", "mild"], 2, /relaxed, recommended, strict/],
    ["a version that is none", ["a.py", "--spark-version", "new"], 2, /such as 4\.\d/],
    [
      "settings that are missing",
      ["a.py", "--config", "no.toml"],
      2,
      /no\.toml cannot be used: it does not exist/,
    ],
    ["jobs that are no number", ["a.py", "--jobs", "many"], 2, /number from 1/],
    ["an unknown format", ["a.py", "--output-format", "xml"], 2, /text, json, github, sarif/],
    ["an empty path", [""], 2, /A path is empty; `\.` is the current folder/],
    ["a dash", ["-"], 2, /- is skipped: it does not exist; --stdin-filename=NAME reads/],
    ["a pattern", ["sub/*.py"], 2, /sub\/\*\.py is skipped: it does not exist; [^.]* name the folder/],
    ["standard input and a path", ["--stdin-filename", "b.py", "a.py"], 2, /a\.py would not be read/],
  ];
  for (const [name, argv, status, message] of statuses)
    it(`is ${status} for ${name}`, async () => {
      const bytes = Uint8Array.of(0x78, 0x20, 0x3d, 0x20, 0x27, 0xe9, 0x27);
      project = makeProject({
        "a.py": collecting,
        "clean.py": prelude,
        "broken.py": bytes,
        "wide.py": Buffer.from(`\ufeff${collecting}`, "utf16le"),
        "bare.py": Buffer.from(collecting, "utf16le"),
        "links/z.py": collecting,
        "cut.ipynb": '{"cells": [',
        "sub/broken.py": bytes,
      });
      fs.symlinkSync("a.py", path.join(project.folder, "links/a.py"));
      const result = await run(project.folder, ["check", ...argv]);
      assert.match(result.err, message ?? /^$/);
      assert.equal(result.status, status);
    });
});
