import assert from "node:assert/strict";
import { mayPinVersion, pinnedVersion, targetVersion } from "../../server/src/analysis/targetVersion.ts";

describe("pinnedVersion", () => {
  const cases: readonly [file: string, text: string, expected: string | null][] = [
    ["requirements.txt", "pandas\npyspark==3.5.1\n", "3.5"],
    ["requirements.txt", "pyspark[sql,connect] >= 3.4, < 4 ; python_version > '3.8'  # why\n", "3.4"],
    ["requirements.txt", "pyspark<=4.0\n", "4.0"],
    ["requirements.txt", "# pyspark==3.3.0\npyspark~=4.1.0\n", "4.1"],
    ["requirements.txt", "pyspark-stubs==2.0\nnot-pyspark==1.0\npyspark\n", null],
    ["requirements-dev.txt", "pyspark != 3.4.0\n", null],
    ["pyproject.toml", '[project]\ndependencies = ["pandas", "pyspark>=4.0.0"]\n', "4.0"],
    ["pyproject.toml", '[tool.poetry.dependencies]\npyspark = "^3.5"\n', "3.5"],
    [
      "pyproject.toml",
      '[tool.poetry.dependencies]\npyspark = { version = "3.4.*", optional = true }\n',
      "3.4",
    ],
    ["pyproject.toml", '[dependency-groups]\ndev = ["pyspark==4"]\n', "4.0"],
    ["pyproject.toml", '[project\npyspark = "', null],
    [
      "poetry.lock",
      '[[package]]\nname = "py4j"\nversion = "0.10"\n[[package]]\nname = "pyspark"\nversion = "3.5.3"\n',
      "3.5",
    ],
    ["uv.lock", 'version = 1\n[[package]]\nname = "pyspark"\nversion = "4.1.0"\n', "4.1"],
    ["environment.yml", "dependencies:\n  - python=3.11\n  - conda-forge::pyspark=3.5.0\n", "3.5"],
    ["environment.yml", 'dependencies:\n  - pip:\n    - "pyspark==4.0.1"\n', "4.0"],
  ];
  for (const [name, text, expected] of cases)
    it(`${name} ${JSON.stringify(text)}: ${expected ?? "none"}`, () => {
      assert.equal(pinnedVersion({ name, text }), expected);
    });
});

describe("targetVersion", () => {
  const requirements = { name: "requirements.txt", text: "pyspark>=3.4\n" };
  const lock = { name: "uv.lock", text: '[[package]]\nname = "pyspark"\nversion = "3.5.3"\n' };
  const setting = { sparkVersion: "4.0", origin: "the setting" };
  it("asks the setting, then locks, then requirements, then the interpreter, then takes the default", () => {
    const files = [requirements, lock];
    assert.deepEqual(targetVersion({ setting, files, interpreter: "3.3.0" }), setting);
    assert.deepEqual(targetVersion({ files, interpreter: "3.3.0" }), {
      sparkVersion: "3.5",
      origin: "uv.lock",
    });
    assert.equal(targetVersion({ files: [requirements], interpreter: "3.3.0" }).sparkVersion, "3.4");
    assert.equal(targetVersion({ files: [], interpreter: "3.3.0" }).sparkVersion, "3.3");
    assert.equal(targetVersion({ files: [] }).sparkVersion, "4.1");
  });

  it("knows the files that may pin a version", () => {
    const names = [
      "pyproject.toml",
      "requirements.txt",
      "requirements/dev.txt",
      "dev-requirements.txt",
      "requirements-dev.txt",
      "a/uv.lock",
      "environment.yaml",
      "main.py",
    ];
    assert.deepEqual(names.filter(mayPinVersion), [
      "pyproject.toml",
      "requirements.txt",
      "dev-requirements.txt",
      "requirements-dev.txt",
      "a/uv.lock",
      "environment.yaml",
    ]);
  });
});
