import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pysparkOf } from "../../client/src/installedPyspark.ts";

describe("the PySpark of an environment", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), "shufflewise-env-"));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const make = (file: string, text = ""): void => {
    const target = path.join(home, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  };

  const site = "lib/python3.11/site-packages";
  const cases: readonly [
    what: string,
    files: Readonly<Record<string, string>>,
    environment: string,
    expected: string | null,
  ][] = [
    [
      "a virtual environment, by its interpreter",
      { [`${site}/pyspark/version.py`]: '# x\n__version__: str = "4.1.0"\n' },
      "bin/python",
      "4.1.0",
    ],
    ["by its folder", { [`${site}/pyspark/version.py`]: '__version__ = "3.3.4"\n' }, ".", "3.3.4"],
    [
      "by what pip has recorded",
      { [`${site}/pyspark_client-4.0.1.dist-info/METADATA`]: "" },
      "bin/python3.11",
      "4.0.1",
    ],
    [
      "on Windows",
      { "Lib/site-packages/pyspark/version.py": "__version__ = '3.5.1'" },
      "Scripts/python.exe",
      "3.5.1",
    ],
    ["of a conda environment", { "Lib/site-packages/pyspark-3.4.2.dist-info/x": "" }, "python.exe", "3.4.2"],
    [
      "of a Debian",
      { "lib/python3/dist-packages/pyspark/version.py": '__version__="4.2.1"' },
      "bin/python3",
      "4.2.1",
    ],
    ["none without PySpark", { [`${site}/pandas/version.py`]: '__version__ = "2.0.0"' }, "bin/python", null],
    [
      "none of a damaged file",
      { [`${site}/pyspark/version.py`]: "__version__ = unknown()" },
      "bin/python",
      null,
    ],
    ["none where nothing is", {}, "no/such/python", null],
  ];
  for (const [what, files, environment, expected] of cases)
    it(`${what}: ${expected ?? "none"}`, () => {
      for (const [file, text] of Object.entries(files)) make(file, text);
      const found = pysparkOf(path.join(home, environment));
      assert.equal(found?.version ?? null, expected);
      if (found) assert.equal(path.basename(found.folder), "pyspark");
    });
});
