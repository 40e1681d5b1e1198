import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions, type Options } from "../../server/src/analysis/options.ts";
import { defineRule } from "../../server/src/rules/rule.ts";
import { analyzed, collectRule, countRule, described, engineWith, prelude, testEngine } from "./analyzed.ts";

describe("analyze", () => {
  const cases: readonly [
    name: string,
    code: string,
    options: Partial<Options>,
    expected: readonly string[],
  ][] = [
    ["reports calls", "df.collect()\ndf.count()\n", {}, ["no-collect@collect", "no-count@count"]],
    ["is silent without Spark", "import os\nos.collect()\n", {}, []],
    ["keeps rules of other profiles quiet", "df.show()\n", {}, []],
    ["runs rules of the profile", "df.show()\n", { profile: "strict" }, ["no-show@show"]],
    ["switches a rule on by name", "df.show()\n", { rules: { "no-show": "info" } }, ["no-show@show"]],
    [
      "switches a rule off by name",
      "df.collect()\ndf.count()\n",
      { rules: { "no-count": "off" } },
      ["no-collect@collect"],
    ],
    ["selects", "df.collect()\ndf.count()\ndf.show()\n", { select: ["no-show"] }, ["no-show@show"]],
    ["selects a category", "df.collect()\n", { select: ["driver-memory"] }, ["no-collect@collect"]],
    ["ignores", "df.collect()\ndf.count()\n", { ignore: ["no-collect"] }, ["no-count@count"]],
    ["ignores what is selected", "df.collect()\n", { select: ["no-collect"], ignore: ["no-collect"] }, []],
    [
      "reports one place once, however often it is called",
      "def load(frame):\n    return frame.collect()\nload(df)\nload(df.limit(3))\n",
      {},
      ["no-collect@collect"],
    ],
  ];
  for (const [name, code, options, expected] of cases)
    it(name, () => {
      assert.deepEqual(described(analyzed(code, options)), expected);
    });

  it("gives a rule the severity that the options name", () => {
    const [finding] = analyzed("df.collect()\n", { rules: { "no-collect": "hint" } }).findings;
    assert.equal(finding?.severity, "hint");
  });

  it("drops what is believed on weaker evidence than asked for", () => {
    const text = "import pyspark\ndef f(df):\n    return df.withColumnRenamed('a', 'b').collect()\n";
    const rules = (evidence: Options["evidence"]): string[] =>
      described(analyze(testEngine, text, { ...defaultOptions, evidence }));
    assert.deepEqual(rules("structural"), ["no-collect@collect"]);
    assert.deepEqual(rules("certain"), []);
  });

  it("says why a value is believed to be Spark's", () => {
    const reasons = analyzed("df.collect()\n").findings.flatMap(({ evidence }) => evidence);
    assert.deepEqual([...new Set(reasons.map(({ level }) => level))], ["certain"]);
    assert.deepEqual(
      reasons.map(({ because }) => because),
      [
        "DataFrameReader.parquet",
        "Builder.getOrCreate",
        "SparkSession.builder",
        "pyspark.sql.SparkSession is imported",
      ],
    );
  });

  it("holds rules to the Spark versions they are for", () => {
    const engine = engineWith({ ...collectRule, spark: { from: "3.4", until: "4.0" } });
    const on = ["3.3", "3.4", "4.0", "4.1"].map(
      (sparkVersion) => analyzed("df.collect()\n", { sparkVersion }, engine).findings.length,
    );
    assert.deepEqual(on, [0, 1, 1, 0]);
  });

  it("reports a rule that crashes, and lets the others run", () => {
    const crashing = defineRule({
      ...countRule,
      id: "crashing",
      calls: {
        names: ["DataFrame.collect"],
        check: () => {
          throw new Error("no luck");
        },
      },
    });
    const { findings } = analyzed("df.collect()\ndf.collect()\n", {}, engineWith(crashing, collectRule));
    assert.deepEqual(
      findings.map(({ rule, severity }) => [rule, severity]),
      [
        ["rule-crashed", "info"],
        ["no-collect", "warning"],
        ["no-collect", "warning"],
      ],
    );
    assert.match(findings[0]?.message ?? "", /crashing.*no luck.*report/);
    assert.equal(findings[0]?.start, 0);
  });

  it("says when the time was over before the end", () => {
    let asked = 0;
    const budget = { expired: () => asked++ > 2 };
    const text = prelude + "df.collect()\n".repeat(50);
    const { findings } = analyze(testEngine, text, defaultOptions, undefined, budget);
    assert.ok(findings.some(({ rule }) => rule === "analysis-incomplete"));
  });

  it("evaluates what is parsed when the time for parsing is over", () => {
    let asked = 0;
    const budget = { expired: (share = 1) => share < 1 && asked++ > 10 };
    const text = prelude + "df.collect()\n".repeat(50);
    const { findings } = analyze(testEngine, text, defaultOptions, undefined, budget);
    const rules = new Set(findings.map(({ rule }) => rule));
    assert.deepEqual([...rules].sort(), ["analysis-incomplete", "no-collect"]);
  });

  it("checks single facts only of what has changed", () => {
    const checked: string[] = [];
    const engine = engineWith({
      ...collectRule,
      calls: {
        names: ["DataFrame.collect"],
        check: (call, context) => {
          checked.push(call.unit.text.trim());
          collectRule.calls?.check(call, context);
        },
      },
    });
    const texts = ["a = df.collect()\nb = df.collect()\n", "x = 1\na = df.collect()\nb = df.collect()\n"];
    const [first, second] = texts.map((text) => prelude + text);
    const before = analyze(engine, first ?? "", defaultOptions);
    checked.length = 0;
    const moved = analyze(engine, second ?? "", defaultOptions, before);
    assert.deepEqual(checked, []);
    const after = analyze(engine, moved.text.replace("b =", "b2 ="), defaultOptions, moved);
    assert.deepEqual(checked, ["b2 = df.collect()"]);
    const fresh = analyze(engine, after.text, defaultOptions);
    assert.deepEqual(
      after.findings.map(({ rule, start, end }) => [rule, start, end]),
      fresh.findings.map(({ rule, start, end }) => [rule, start, end]),
    );
  });

  it("gives the same analysis back for the same text and options", () => {
    const before = analyzed("df.collect()\n");
    assert.equal(analyze(testEngine, before.text, { ...defaultOptions }, before), before);
    assert.notEqual(
      analyze(testEngine, before.text, { ...defaultOptions, profile: "strict" }, before),
      before,
    );
  });

  it("resolves fixes to document offsets, in order", () => {
    const [finding] = analyzed("\n\ndf.collect()\n").findings;
    const fix = finding?.fix?.();
    const at = prelude.length + 2;
    assert.deepEqual(fix, {
      title: "Take ten",
      safety: "safe",
      edits: [
        { start: at + 3, end: at + 10, newText: "take" },
        { start: at + 10, end: at + 12, newText: "(10)" },
      ],
    });
  });

  it("offers no fix whose edits overlap, change nothing or fail", () => {
    const edits = [
      [0, 5, "x", 3, 6, "y"],
      [0, 2, "df", 0, 2, "df"],
    ] as const;
    for (const [start, end, newText, otherStart, otherEnd, otherText] of edits) {
      const engine = engineWith({
        ...collectRule,
        calls: {
          names: ["DataFrame.collect"],
          check: ({ unit, nameSite }, { report }) =>
            report({
              site: nameSite,
              message: "Collects.",
              fix: {
                title: "Fix",
                safety: "safe",
                edits: () => [
                  { site: { unit, start, end }, newText },
                  { site: { unit, start: otherStart, end: otherEnd }, newText: otherText },
                ],
              },
            }),
        },
      });
      assert.equal(analyzed("df.collect()\n", {}, engine).findings[0]?.fix?.(), null);
    }
  });
});
