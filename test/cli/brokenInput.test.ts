import assert from "node:assert/strict";
import { collecting, makeProject, run, type TestProject } from "./project.ts";

describe("check of what is broken", () => {
  let project: TestProject;
  afterEach(() => {
    project.remove();
  });

  const cases: readonly [
    name: string,
    files: Record<string, string | Uint8Array>,
    out: RegExp,
    err: string,
  ][] = [
    [
      "tells settings that cannot be read, and uses the defaults",
      { "shufflewise.toml": Uint8Array.of(0xff, 0xfe, 0), "a.py": collecting },
      /^shufflewise\.toml:1:1 error broken-settings\n {2}This file cannot be read: it is UTF-16, which Python and Spark do not read either\. [^]*a\.py:4:11 /,
      "",
    ],
    [
      "counts settings with problems among the files",
      { "shufflewise.toml": 'profil = "strict"\n', "a.py": collecting },
      /\n2 warnings in 2 of 2 files\./,
      "",
    ],
    [
      "says that a notebook is broken, and checks the rest",
      { "a.ipynb": '{"cells": [\n{"cell_type"', "b.py": collecting },
      /^b\.py:4:11 [^]*\n1 warning in 1 of 1 file\./,
      "a.ipynb is skipped: its JSON is broken in line 2.\n",
    ],
  ];
  for (const [name, files, expected, complaint] of cases)
    it(name, async () => {
      project = makeProject(files);
      const { out, err } = await run(project.folder, ["check", "."]);
      assert.equal(err, complaint);
      assert.match(out, expected);
    });
});
