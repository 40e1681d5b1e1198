import assert from "node:assert/strict";
import fc from "fast-check";
import { targetVersion, type VersionSources } from "../../server/src/analysis/targetVersion.ts";
import { defaultVersion, knownVersions } from "../../server/src/catalog/sparkVersion.ts";
import { catalog } from "../catalog/catalogFixture.ts";

const target = (sources: Partial<VersionSources>) =>
  targetVersion({ files: [], ...sources }, catalog.versions);

describe("the Spark version to check for", () => {
  const requirements = { name: "requirements.txt", text: "pyspark>=3.4\n" };
  const old = { name: "environment.yml", text: "dependencies:\n  - pyspark=3.3\n" };
  const lock = { name: "uv.lock", text: '[[package]]\nname = "pyspark"\nversion = "3.5.3"\n' };
  const bundle = { name: "databricks.yml", text: "spark_version: 15.4.x-scala2.12\n" };
  const connect = { name: "requirements.txt", text: "databricks-connect==17.0.1\n" };
  const broken = { name: "pyproject.toml", text: "[project\npyspark" };

  const cases: readonly [
    what: string,
    sources: Partial<VersionSources>,
    expected: string,
    platform: string,
    notes: readonly string[],
  ][] = [
    [
      "the setting wins",
      {
        setting: { sparkVersion: "4.0", origin: "the setting" },
        files: [requirements],
        interpreter: "3.3.0",
      },
      "4.0 from the setting",
      "plain",
      [],
    ],
    [
      "then a lock file",
      { files: [requirements, lock], interpreter: "3.3.0" },
      "3.5 from uv.lock",
      "plain",
      [],
    ],
    [
      "then what the project declares",
      { files: [requirements], interpreter: "3.3.0" },
      "3.4 from requirements.txt",
      "plain",
      [],
    ],
    ["then the interpreter", { interpreter: "3.3.0" }, "3.3 from the selected interpreter", "plain", []],
    ["then the newest", {}, "4.3 from the newest known Spark", "plain", []],
    [
      "a file that disagrees is named",
      { files: [old, lock, requirements] },
      "3.5 from uv.lock",
      "plain",
      ["environment.yml asks for Spark 3.3; uv.lock comes first."],
    ],
    [
      "a bundle says where the code runs",
      { files: [lock, bundle] },
      "3.5 from databricks.yml",
      "databricks",
      [],
    ],
    ["databricks-connect counts", { files: [connect] }, "4.0 from requirements.txt", "databricks", []],
    [
      "an unknown runtime is told and skipped",
      { files: [{ name: "databricks.yml", text: "spark_version: 99.9.x\n" }, lock] },
      "3.5 from uv.lock",
      "plain",
      ["The runtime 99.9 of spark_version in databricks.yml is not known."],
    ],
    [
      "a broken file is told and skipped",
      { files: [broken, requirements] },
      "3.4 from requirements.txt",
      "plain",
      ["pyproject.toml was not read: line 1 is no TOML."],
    ],
    [
      "the platform may be set",
      { platform: "emr", files: [connect] },
      "4.0 from requirements.txt",
      "emr",
      [],
    ],
    [
      "a future version has a stand-in",
      { setting: { sparkVersion: "4.9", origin: "the setting" } },
      "4.3 from the setting",
      "plain",
      ["Spark 4.9 is newer than all that Shufflewise knows; 4.3 stands for it."],
    ],
    [
      "an old version has a stand-in",
      { files: [{ name: "requirements.txt", text: "pyspark==3.2.4\n" }] },
      "3.3 from requirements.txt",
      "plain",
      ["Spark 3.2 is older than all that Shufflewise knows; 3.3 stands for it."],
    ],
    [
      "a version between releases has a stand-in",
      { interpreter: "3.9.0" },
      "3.5 from the selected interpreter",
      "plain",
      ["Spark 3.9 is no release that Shufflewise knows; 3.5 stands for it."],
    ],
    [
      "a branch is the newest",
      { setting: { sparkVersion: "main", origin: "the setting" } },
      "4.3 from the setting",
      "plain",
      ['"main" is no release of Spark; 4.3, the newest known, stands for it.'],
    ],
    [
      "a strange interpreter is none",
      { interpreter: "unknown" },
      "4.3 from the newest known Spark",
      "plain",
      [],
    ],
  ];
  for (const [what, sources, expected, platform, notes] of cases)
    it(what, () => {
      const found = target(sources);
      assert.equal(`${found.sparkVersion} from ${found.origin}`, expected);
      assert.equal(found.platform, platform);
      assert.deepEqual(found.notes, notes);
    });

  it("is always a known one, and the order of files on disk does not matter", () => {
    const file = fc.constantFrom(requirements, old, lock, bundle, connect, broken);
    fc.assert(
      fc.property(
        fc.uniqueArray(file, { selector: ({ name }) => name }),
        fc.string(),
        (files, interpreter) => {
          const one = target({ files, interpreter });
          assert.ok(knownVersions.some((version) => version === one.sparkVersion));
          assert.deepEqual(target({ files: files.toReversed(), interpreter }), one);
        },
      ),
    );
  });

  it("is the newest of the data when nothing says another", () => {
    assert.equal(defaultVersion, knownVersions.at(-1));
  });
});
