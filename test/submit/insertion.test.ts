import assert from "node:assert/strict";
import { insertionFor } from "../../client/src/configView/insertion.ts";

describe("a configuration that is inserted", () => {
  const insert = (language: string): string => {
    const { before, after } = insertionFor(language, "spark.sql.shuffle.partitions");
    return `${before}8${after}`;
  };

  it("is a member of a profile's conf", () => {
    for (const language of ["json", "jsonc"])
      assert.deepEqual(JSON.parse(`{${insert(language)}}`), { "spark.sql.shuffle.partitions": "8" });
  });

  for (const [language, expected] of [
    ["python", '.config("spark.sql.shuffle.partitions", "8")'],
    ["sql", "SET spark.sql.shuffle.partitions = 8;"],
    ["shellscript", "--conf spark.sql.shuffle.partitions=8"],
    ["spark-defaults", "spark.sql.shuffle.partitions 8"],
    ["plaintext", "spark.sql.shuffle.partitions 8"],
  ] as const) {
    it(`is in ${language}: ${expected}`, () => assert.equal(insert(language), expected));
  }
});
