import assert from "node:assert/strict";
import { filePins, mayPinVersion, pinFileGlobs } from "../../server/src/analysis/projectPins.ts";
import { versionConstraint } from "../../server/src/analysis/versionConstraint.ts";

/** "3.5" for a pin of PySpark, "databricks 15.4" for a platform's runtime. */
const inShort = (name: string, text: string): readonly string[] =>
  filePins({ name, text }).pins.map(({ constraint: { version }, platform }) =>
    platform === null ? version : `${platform} ${version}`,
  );

describe("what a project's files pin", () => {
  const cases: readonly [file: string, text: string, expected: string | null][] = [
    ["requirements.txt", "pandas\npyspark==3.5.1\n", "3.5"],
    ["requirements.txt", "pyspark[sql,connect] >= 3.4, < 4 ; python_version > '3.8'  # why\n", "3.4"],
    ["requirements.txt", "pyspark<=4.0\n", "4.0"],
    ["requirements.txt", "# pyspark==3.3.0\npyspark~=4.1.0\n", "4.1"],
    ["requirements.txt", "pyspark-stubs==2.0\nnot-pyspark==1.0\npyspark\n", null],
    ["requirements.txt", "PySpark_Client==4.0.0\n", "4.0"],
    ["requirements.txt", "databricks-connect==15.4.1\n", "databricks 15.4"],
    ["requirements.txt", "pyspark==3.5.0\ndatabricks-connect~=14.3\n", "databricks 14.3, 3.5"],
    ["requirements.txt", "\u0000\ufffd==", null],
    ["requirements-dev.txt", "pyspark != 3.4.0\n", null],
    ["setup.cfg", "[options]\ninstall_requires =\n    pyspark>=3.4\n    pandas\n", "3.4"],
    ["setup.cfg", "[options]\ninstall_requires = pyspark==4.0.1\n", "4.0"],
    ["pyproject.toml", '[project]\ndependencies = ["pandas", "pyspark>=4.0.0"]\n', "4.0"],
    ["pyproject.toml", '[tool.poetry.dependencies]\npyspark = "^3.5"\n', "3.5"],
    ["pyproject.toml", '[tool.poetry.group.dev.dependencies]\npyspark = { version = "3.4.*" }\n', "3.4"],
    ["pyproject.toml", '[tool.poetry.dependencies]\npyspark = { git = "https://x" }\n', null],
    ["pyproject.toml", '[tool.pdm.dev-dependencies]\ntest = ["pyspark~=4.1"]\n', "4.1"],
    ["pyproject.toml", '[tool.uv]\ndev-dependencies = ["databricks-connect==16.4.*"]\n', "databricks 16.4"],
    ["pyproject.toml", '[dependency-groups]\ndev = ["pyspark==4"]\n', "4.0"],
    ["Pipfile", '[packages]\npyspark = "==3.5.1"\n', "3.5"],
    ["Pipfile", '[packages]\npyspark = "*"\n', null],
    ["Pipfile.lock", '{"default": {"pyspark": {"version": "==3.5.1"}}}', "3.5"],
    ["Pipfile.lock", '{"default": [], "develop": {"pyspark": 3}}', null],
    [
      "poetry.lock",
      '[[package]]\nname = "py4j"\nversion = "0.10"\n[[package]]\nname = "pyspark"\nversion = "3.5.3"\n',
      "3.5",
    ],
    ["uv.lock", 'version = 1\n[[package]]\nname = "pyspark"\nversion = "4.1.0"\n', "4.1"],
    ["pdm.lock", '[[package]]\nname = "pyspark"\nversion = "3.4.2"\n', "3.4"],
    ["pylock.toml", '[[packages]]\nname = "pyspark"\nversion = "4.2.0"\n', "4.2"],
    ["environment.yml", "dependencies:\n  - python=3.11\n  - conda-forge::pyspark=3.5.0\n", "3.5"],
    ["environment.yml", 'dependencies:\n  - pip:\n    - "pyspark==4.0.1"\n', "4.0"],
    ["conda.yaml", "dependencies: [python]\n- pyspark >=3.3,<3.5\n", "3.3"],
    [
      "databricks.yml",
      "resources:\n  jobs:\n    a:\n      new_cluster:\n        spark_version: 15.4.x-scala2.12\n",
      "databricks 15.4",
    ],
    ["databricks.yml", "bundle:\n  name: pyspark\n", null],
    ["template.yaml", 'Type: AWS::Glue::Job\nProperties:\n  GlueVersion: "4.0"\n', "glue 4.0"],
    ["template.yml", "  ReleaseLabel: emr-6.15.0\n", "emr 6.15"],
    ["main.py", "pyspark==3.5", null],
  ];
  for (const [name, text, expected] of cases)
    it(`${name} ${JSON.stringify(text)}: ${expected ?? "nothing"}`, () => {
      assert.equal(inShort(name, text).join(", "), expected ?? "");
    });

  const broken: readonly [file: string, text: string, problem: string][] = [
    ["pyproject.toml", '[project\npyspark = "', "line 1 is no TOML"],
    ["uv.lock", "[[package]]\nname = pyspark\n", "line 2 is no TOML"],
    ["Pipfile.lock", '{"default": {"pyspark"', "it is no JSON"],
  ];
  for (const [name, text, problem] of broken)
    it(`a broken ${name} has no pins and says why`, () => {
      assert.deepEqual(filePins({ name, text }), { pins: [], problem });
    });

  it("a broken file that has nothing to do with Spark is no matter", () => {
    assert.deepEqual(filePins({ name: "pyproject.toml", text: "[project\n" }), { pins: [], problem: null });
  });

  it("knows the files that may pin a version, and has them watched", () => {
    const names = [
      "requirements.txt",
      "dev-requirements.txt",
      "requirements-dev.txt",
      "a/uv.lock",
      "pdm.lock",
      "pylock.spark.toml",
      "Pipfile",
      "Pipfile.lock",
      "setup.cfg",
      "environment.yaml",
      "conda.yml",
      "databricks.yml",
      "template.yaml",
    ];
    assert.deepEqual(names.filter(mayPinVersion), names);
    assert.deepEqual(["main.py", "requirements/dev.txt", "setup.py", "my.lock"].filter(mayPinVersion), []);
    assert.ok(pinFileGlobs.every((glob) => glob.startsWith("**/")));
  });
});

describe("constraints on a version", () => {
  const lines = ["3.3", "3.4", "3.5", "4.0", "4.1"];
  const cases: readonly [constraint: string, version: string | null, allowed: string][] = [
    ["==3.5.1", "3.5", "3.5"],
    ["3.5.*", "3.5", "3.5"],
    ["==3.*", "3.0", "3.3 3.4 3.5"],
    [">=3.4", "3.4", "3.4 3.5 4.0 4.1"],
    [">= 3.4 , < 4", "3.4", "3.4 3.5"],
    [">=3.3,<3.5.2", "3.3", "3.3 3.4 3.5"],
    ["<=3.4", "3.4", "3.3 3.4"],
    ["~=3.4", "3.4", "3.4 3.5"],
    ["~=3.4.1", "3.4", "3.4"],
    ["^3.4", "3.4", "3.4 3.5"],
    ["~3.4", "3.4", "3.4"],
    ["!=3.4", null, ""],
    ["<4", null, ""],
    ["*", null, ""],
    ["", null, ""],
  ];
  for (const [text, version, allowed] of cases)
    it(`"${text}" is about ${version ?? "no version"} and allows ${allowed || "nothing that it names"}`, () => {
      const constraint = versionConstraint(text);
      assert.equal(constraint?.version ?? null, version);
      assert.equal(lines.filter((line) => constraint?.allows(line)).join(" "), allowed);
    });
});
