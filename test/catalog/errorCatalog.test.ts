import assert from "node:assert/strict";
import fc from "fast-check";
import { knownVersions } from "../../server/src/catalog/sparkVersion.ts";
import type { ErrorSigns } from "../../server/src/catalog/errorCatalog.ts";
import { catalog, readData } from "./catalogFixture.ts";

const { errors } = catalog;

interface Remedies {
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly pythonConditions: Readonly<Record<string, unknown>>;
  readonly exceptions: Readonly<Record<string, { readonly cause: string; readonly remedy: string }>>;
}
const remedies = JSON.parse(readData("error-remedies.json")) as Remedies;

describe("error conditions", () => {
  const cases: readonly [name: string, version: string, expected: string | null][] = [
    ["UNRESOLVED_COLUMN.WITH_SUGGESTION", "4.3", "42703 (proposal)"],
    ["UNRESOLVED_COLUMN.WITH_SUGGESTION", "3.3", null],
    ["MISSING_COLUMN", "3.3", "42000 (columnName, proposal)"],
    ["DIVIDE_BY_ZERO", "3.3", "22012 (config)"],
    ["CANNOT_MODIFY_STATIC_CONFIG", "4.0", null],
    ["CANNOT_MODIFY_STATIC_CONFIG", "4.1", "46110 (key)"],
    ["NOT_COLUMN", "3.5", "none (arg_name, arg_type), Python"],
    ["NOT_COLUMN", "4.9", null],
    ["NO_SUCH_CONDITION", "4.3", null],
    ["constructor", "4.3", null],
  ];
  for (const [name, version, expected] of cases)
    it(`${name} in ${version}: ${expected ?? "unknown"}`, () => {
      const found = errors.condition(name, version);
      const text =
        found &&
        `${found.sqlState ?? "none"} (${found.parameters.join(", ")})${found.python ? ", Python" : ""}`;
      assert.equal(text, expected);
    });

  it("each version has its names, and each of them is found", () => {
    for (const version of knownVersions) {
      const names = errors.names(version);
      assert.ok(names.length > (version === "3.3" ? 60 : 350), `${version}: ${names.length}`);
      for (const name of names) assert.equal(errors.condition(name, version)?.name, name);
    }
  });
});

describe("remedies", () => {
  const none: ErrorSigns = { exception: null, condition: null, text: "" };
  const cases: readonly [what: string, signs: Partial<ErrorSigns>, expected: RegExp | null][] = [
    ["a condition", { condition: "TABLE_OR_VIEW_NOT_FOUND" }, /full name/],
    ["a sub-condition by its parent", { condition: "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION" }, /printSchema/],
    ["a sub-condition of its own", { condition: "FAILED_READ_FILE.FILE_NOT_EXIST" }, /refreshTable/],
    ["a condition of PySpark", { condition: "CANNOT_CONVERT_COLUMN_INTO_BOOL" }, /&, \| and ~/],
    [
      "a wrapper's cause comes first",
      {
        condition: "FAILED_READ_FILE.NO_HINT",
        text: "Caused by: java.io.IOException: No space left on device",
      },
      /spark\.local\.dir/,
    ],
    ["a wrapper alone", { condition: "STREAM_FAILED", text: "x" }, /checkpoint/],
    [
      "the driver's heap behind a failed stage",
      {
        exception: "Py4JJavaError",
        text: "Job aborted due to stage failure: Task 0\nCaused by: java.lang.OutOfMemoryError: Java heap space",
      },
      /--driver-memory/,
    ],
    [
      "a failed stage that tells no more",
      { text: "Job aborted due to stage failure: Task 3 failed 4 times" },
      /Traceback/,
    ],
    [
      "what cannot be pickled",
      {
        exception: "PicklingError",
        text: "Could not serialize object: TypeError: cannot pickle '_thread.lock'",
      },
      /inside the function/,
    ],
    ["a TypeError of the user's own", { exception: "TypeError", text: "f() takes 1 argument" }, null],
    ["a missing module", { exception: "ModuleNotFoundError", text: "No module named 'numpy'" }, /--py-files/],
    [
      "a missing file system",
      { text: 'org.apache.hadoop.fs.UnsupportedFileSystemException: No FileSystem for scheme "s3"' },
      /hadoop-aws/,
    ],
    ["another Java", { text: "java.lang.UnsupportedClassVersionError: org/apache/spark/x" }, /JAVA_HOME/],
    ["an unknown condition", { condition: "NO_SUCH_CONDITION" }, null],
    ["a name of every object", { condition: "constructor" }, null],
    ["nothing at all", {}, null],
  ];
  for (const [what, signs, expected] of cases)
    it(`${what}: ${String(expected ?? "none")}`, () => {
      const found = errors.remedy({ ...none, ...signs });
      if (expected === null) assert.equal(found, null);
      else assert.match(found?.remedy ?? "none", expected);
    });

  it("are for conditions that some version has", () => {
    const has = (name: string, python: boolean) =>
      knownVersions.some((version) => {
        const found = errors.condition(name, version);
        return found !== null && (!python || found.python);
      });
    assert.deepEqual(
      Object.keys(remedies.conditions).filter((name) => !has(name, false)),
      [],
    );
    assert.deepEqual(
      Object.keys(remedies.pythonConditions).filter((name) => !has(name, true)),
      [],
    );
  });

  it("are at least 120, in whole sentences", () => {
    const all = [remedies.conditions, remedies.pythonConditions, remedies.exceptions].flatMap(
      (table) => Object.entries(table) as [string, { cause: string; remedy: string }][],
    );
    assert.ok(all.length >= 120, String(all.length));
    for (const [name, { cause, remedy }] of all)
      for (const text of [cause, remedy]) assert.match(text, /^\S.* .*\.$/, `${name}: ${text}`);
  });

  it("never throw, whatever the text is", () => {
    fc.assert(
      fc.property(
        fc.option(fc.string()),
        fc.option(fc.string()),
        fc.string(),
        (exception, condition, text) => {
          errors.remedy({ exception, condition, text });
        },
      ),
    );
  });
});
