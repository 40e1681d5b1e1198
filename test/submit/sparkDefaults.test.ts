import assert from "node:assert/strict";
import fc from "fast-check";
import { effectiveDefaults, parseSparkDefaults } from "../../server/src/submit/sparkDefaults.ts";

describe("spark-defaults.conf", () => {
  const files: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    [
      "spark.a 1\nspark.b=2\nspark.c: 3\nspark.d\t= 4\n",
      { "spark.a": "1", "spark.b": "2", "spark.c": "3", "spark.d": "4" },
    ],
    [
      "# spark.a 1\n  ! spark.b 2\n\n   spark.c   3   \r\nspark.d 4\rspark.e 5",
      { "spark.c": "3", "spark.d": "4", "spark.e": "5" },
    ],
    ["spark.a 1 \\\n   2 \\\n   3\nspark.b x", { "spark.a": "1 2 3", "spark.b": "x" }],
    ["spark.a one\\\\\nspark.b two", { "spark.a": "one\\", "spark.b": "two" }],
    ["spark.a -Dx=1 -Dy=2", { "spark.a": "-Dx=1 -Dy=2" }],
    ["spark.a = = b", { "spark.a": "= b" }],
    ["spark.a C:\\\\temp\\tx", { "spark.a": "C:\\temp\tx" }],
    ["spark.a \\u00e9", { "spark.a": "é" }],
    ["spark.a 1 # no comment", { "spark.a": "1 # no comment" }],
    ["spark\\.a 1\nspark.b\\ c 2\nspark.d\\=e 3", { "spark.a": "1", "spark.b c": "2", "spark.d=e": "3" }],
    ["spark.a 1\\\n# still a", { "spark.a": "1# still a" }],
    ["spark.a 1\\", { "spark.a": "1" }],
    ["spark.a 1\nspark.a 2", { "spark.a": "2" }],
    ["other.a 1", {}],
  ];
  for (const [text, settings] of files) {
    it(`is read: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(effectiveDefaults(parseSparkDefaults(text)), settings);
    });
  }

  const problems: readonly (readonly [string, readonly (readonly [RegExp, string])[]])[] = [
    ["spark.a 1\n", []],
    ["master local\n", [[/Spark ignores "master"/, "master"]]],
    ["spark.a\n", [[/"spark.a" has no value/, "spark.a"]]],
    ["spark.a 1\nspark.b 2\nspark.a 3", [[/"spark.a" is set again/, "spark.a"]]],
    ["spark.a C:\\users", [[/\\u needs four hexadecimal digits/, "\\users"]]],
  ];
  for (const [text, expected] of problems) {
    it(`is told to be wrong at the right place: ${JSON.stringify(text)}`, () => {
      const found = parseSparkDefaults(text).problems;
      assert.equal(found.length, expected.length, JSON.stringify(found));
      for (const [index, [message, underlined]] of expected.entries()) {
        assert.match(found[index]?.message ?? "", message);
        assert.equal(text.slice(found[index]?.start, found[index]?.end), underlined);
      }
    });
  }

  it("knows where keys and values lie", () => {
    const text = "  spark.a\t=  one \\\n  two  \nspark.b";
    const [first, second] = parseSparkDefaults(text).entries;
    assert.equal(text.slice(first?.keyRange.start, first?.keyRange.end), "spark.a");
    assert.equal(text.slice(first?.valueRange.start, first?.valueRange.end), "one \\\n  two");
    assert.equal(text.slice(second?.start, second?.end), "spark.b");
  });

  it("gives ordered ranges for any text", () => {
    const piece = fc.constantFrom(
      "spark.a",
      " ",
      "=",
      ":",
      "\\",
      "\n",
      "\r",
      "\t",
      "#",
      "!",
      "u00e9",
      "x",
      "\\u",
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join("")),
        (text) => {
          let last = 0;
          for (const { start, end, keyRange, valueRange } of parseSparkDefaults(text).entries) {
            const offsets = [last, start, keyRange.end, valueRange.start, valueRange.end, text.length];
            assert.deepEqual(
              offsets,
              offsets.toSorted((left, right) => left - right),
            );
            assert.ok(end <= text.length);
            last = end;
          }
        },
      ),
      { examples: [["spark.a\n\\"]] },
    );
  });
});
