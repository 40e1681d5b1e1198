import assert from "node:assert/strict";
import type { Engine } from "../../server/src/analysis/analyze.ts";
import { fixAll, type FixAllRequest } from "../../server/src/analysis/fixAll.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { collectRule, engineWith, prelude, testEngine } from "./analyzed.ts";

/** The collect rule with other edits. */
function replacing(newText: string, names: readonly string[] = ["DataFrame.collect"]): Engine {
  return engineWith({
    ...collectRule,
    calls: {
      names,
      check: ({ nameSite }, { report }) => {
        report({
          site: nameSite,
          message: "No.",
          fix: { title: "Fix", safety: "safe", edits: () => [{ site: nameSite, newText }] },
        });
      },
    },
  });
}

describe("fixAll", () => {
  const cases: readonly [name: string, code: string, request: FixAllRequest, expected: string][] = [
    [
      "applies safe fixes",
      "df.collect()\ndf.count()\ndf.collect()\n",
      { safety: "safe" },
      "df.take(10)\ndf.count()\ndf.take(10)\n",
    ],
    [
      "applies suggested ones when asked",
      "df.collect()\ndf.count()\n",
      { safety: "suggested" },
      "df.take(10)\ndf.show()\n",
    ],
    [
      "keeps to one rule",
      "df.collect()\ndf.count()\n",
      { safety: "suggested", rule: "no-count" },
      "df.collect()\ndf.show()\n",
    ],
    [
      "removes suppressions",
      "df.take(1)  # shufflewise: ignore[no-collect]\n",
      { safety: "safe" },
      "df.take(1)\n",
    ],
    [
      "keeps suppressed code",
      "df.collect()  # shufflewise: ignore[no-collect]\n",
      { safety: "safe" },
      "df.collect()  # shufflewise: ignore[no-collect]\n",
    ],
    [
      "keeps what a misspelt suppression is meant for",
      "df.collect()  # shufflewise: ignore[no-colect]\ndf.collect()\n",
      { safety: "safe" },
      "df.collect()  # shufflewise: ignore[no-collect]\ndf.take(10)\n",
    ],
    ["has nothing to do", "x = 1\n", { safety: "suggested" }, "x = 1\n"],
  ];
  for (const [name, code, request, expected] of cases)
    it(name, () => {
      assert.equal(fixAll(testEngine, prelude + code, defaultOptions, request).text, prelude + expected);
    });

  it("tells what it did", () => {
    assert.deepEqual(
      fixAll(testEngine, `${prelude}df.collect()\n`, defaultOptions, { safety: "safe" }).applied,
      [{ rule: "no-collect", title: "Take ten" }],
    );
  });

  it("leaves out a fix that breaks the syntax", () => {
    const text = `${prelude}df.collect()\n`;
    assert.equal(fixAll(replacing("("), text, defaultOptions, { safety: "safe" }).text, text);
  });

  it("ends when a fix brings itself forth", () => {
    const engine = replacing("collect().collect");
    const { applied } = fixAll(engine, `${prelude}df.collect()\n`, defaultOptions, { safety: "safe" });
    assert.ok(applied.length <= 10);
  });

  it("ends when fixes undo each other", () => {
    const text = `${prelude}df.collect()\n`;
    const there = replacing("count").rules?.[0];
    const back = replacing("collect", ["DataFrame.count"]).rules?.[0];
    assert.ok(there && back);
    const engine = engineWith(there, { ...back, id: "back" });
    assert.equal(fixAll(engine, text, defaultOptions, { safety: "safe" }).applied.length, 1);
  });
});
