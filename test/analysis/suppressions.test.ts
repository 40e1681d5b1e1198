import assert from "node:assert/strict";
import { convertSuppressions } from "../../server/src/analysis/convertSuppressions.ts";
import { ignoreEdit } from "../../server/src/analysis/ignoreEdit.ts";
import { applyEdits } from "../../server/src/analysis/fixAll.ts";
import type { Options } from "../../server/src/analysis/options.ts";
import { analyzed, described, prelude, testEngine } from "./analyzed.ts";

const found = ["no-collect@collect"];

describe("suppressions", () => {
  const cases: readonly [
    name: string,
    code: string,
    expected: readonly string[],
    options?: Partial<Options>,
  ][] = [
    ["one line, one rule", "df.collect()  # shufflewise: ignore[no-collect] few rows", []],
    [
      "several rules",
      "df.collect()  # shufflewise: ignore[no-count, no-collect]",
      ["unused-suppression@# shufflewise: ignore[no-count, no-collect]"],
    ],
    ["all rules", "df.collect()  # shufflewise: ignore", []],
    ["behind another tool's mark", "df.collect()  # type: ignore  # shufflewise: ignore[no-collect]", []],
    ["alone on the line above", "# shufflewise: ignore[no-collect]\ndf.collect()", []],
    ["above, with a comment between", "# shufflewise: ignore[no-collect]\n# why\ndf.collect()", []],
    ["above, in a function", "def f():\n    # shufflewise: ignore[no-collect]\n    return df.collect()", []],
    [
      "not two lines above",
      "# shufflewise: ignore[no-collect]\n\ndf.collect()",
      ["unused-suppression@# shufflewise: ignore[no-collect]", ...found],
    ],
    [
      "not behind the line above",
      "x = 1  # shufflewise: ignore[no-collect]\ndf.collect()",
      ["unused-suppression@# shufflewise: ignore[no-collect]", ...found],
    ],
    ["a chain's guilty line", "(df\n  .collect()  # shufflewise: ignore[no-collect]\n)", []],
    [
      "behind a string of several lines",
      'df.filter("""\na > 1\n""").collect()  # shufflewise: ignore[no-collect]',
      [],
    ],
    ["behind a continued line", "x = df.collect() \\\n  [0]  # shufflewise: ignore[no-collect]", []],
    ["above a continued line", "# shufflewise: ignore[no-collect]\nx = df \\\n  .collect()", []],
    ["the whole file", "df.collect()\n# shufflewise: ignore-file[no-collect]", []],
    [
      "not the whole file from inside a function",
      "def f():\n    # shufflewise: ignore-file[no-collect]\n    df.collect()",
      ["unused-suppression@# shufflewise: ignore-file[no-collect]", ...found],
    ],
    [
      "a block",
      "# shufflewise: ignore-start[no-collect]\ndf.collect()\n# shufflewise: ignore-end\ndf.collect()",
      found,
    ],
    ["a block to the end of the file", "# shufflewise: ignore-start\ndf.collect()", []],
    [
      "nested blocks",
      "# shufflewise: ignore-start[no-count]\n# shufflewise: ignore-start[no-collect]\ndf.collect()\n# shufflewise: ignore-end[no-collect]\ndf.count()\n# shufflewise: ignore-end[no-count]\ndf.count()",
      ["no-count@count"],
    ],
    [
      "an end without a start",
      "# shufflewise: ignore-end\ndf.collect()",
      ["unused-suppression@# shufflewise: ignore-end", ...found],
    ],
    ["noqa with our id", "df.collect()  # noqa: no-collect", []],
    ["noqa with a peer's id", "df.collect()  # noqa: PS001", []],
    ["noqa with ids of others too", "df.collect()  # noqa: E501,ps001", []],
    ["noqa for others alone", "df.collect()  # noqa: E501", found],
    ["bare noqa", "df.collect()  # NOQA", []],
    ["unused bare noqa is nobody's business", "x = 1  # noqa", []],
    ["unused noqa of a peer neither", "x = 1  # noqa: PS001", []],
    ["unused noqa with our id", "x = 1  # noqa: no-collect", ["unused-suppression@# noqa: no-collect"]],
    ["a peer's id in our mark", "df.collect()  # shufflewise: ignore[PS001]", []],
    ["pyspark-antipattern's noqa", "df.collect()  # noqa: pap: D001, S010", []],
    ["CatalystOps' noqa", "df.collect()  # noqa: catalystops", []],
    [
      "another tool's noqa without ids leaves what it does not look for",
      "df.count()  # noqa: catalystops",
      ["no-count@count"],
    ],
    ["cylint's mark", "df.collect()  # cy:ignore CY003,CY001", []],
    ["cylint's mark without ids", "df.collect()  # cy:ignore", []],
    ["cylint's mark with other ids", "df.collect()  # cy:ignore CY003", found],
    ["cylint's mark is for its own line", "# cy:ignore\ndf.collect()", found],
    ["SonarQube's mark", "df.collect()  # NOSONAR", []],
    ["SonarQube's mark leaves what it does not look for", "df.count()  # NOSONAR", ["no-count@count"]],
    ["SonarQube's mark with an id", "df.collect()  # NOSONAR(S7193)", []],
    ["SonarQube's mark with a language", "df.collect()  # NOSONAR(python:S7193) few rows", []],
    ["SonarQube's mark with another id", "df.collect()  # NOSONAR(S1192)", found],
    ["Bandit's mark", "df.collect()  # nosec", found],
    ["pylint's mark by code", "df.collect()  # pylint: disable=C8917", []],
    [
      "pylint's mark by name, among others",
      "df.collect()  # pylint: disable=line-too-long, no-collecting",
      [],
    ],
    ["pylint's mark for all", "df.collect()  # pylint: disable=all", []],
    ["pylint's mark for others", "df.collect()  # pylint: disable=line-too-long", found],
    ["pylint's mark for the next line", "# pylint: disable-next=C8917\ndf.collect()\ndf.collect()", found],
    [
      "pylint's mark alone, to the end",
      "df.collect()\n# pylint: disable=C8917\nx = 1\n\ndf.collect()",
      found,
    ],
    [
      "pylint's mark alone, to the end of its block",
      "def f():\n    # pylint: disable=C8917\n    if df:\n        df.collect()\n\n# more\n    df.collect()\ndf.collect()",
      found,
    ],
    [
      "pylint's mark behind the head of a block",
      "def f():  # pylint: disable=C8917\n    df.collect()\ndf.collect()",
      found,
    ],
    [
      "pylint's mark until it is enabled again",
      "# pylint: disable=C8917\ndf.collect()\n# pylint: enable=C8917\ndf.collect()",
      found,
    ],
    ["no mark of another tool inside a string", 'x = "# NOSONAR"; df.collect()', found],
    ["no mark inside a string", 'x = "# shufflewise: ignore[no-collect]"; df.collect()', found],
    [
      "unused",
      "x = 1  # shufflewise: ignore[no-collect]",
      ["unused-suppression@# shufflewise: ignore[no-collect]"],
    ],
    ["a rule that is off is not unused", "x = 1  # shufflewise: ignore[no-show]", []],
    ["bare and unused", "x = 1  # shufflewise: ignore", ["unused-suppression@# shufflewise: ignore"]],
    ["bare with selected rules says nothing", "x = 1  # shufflewise: ignore", [], { ignore: ["no-count"] }],
    [
      "unused ones may be switched off",
      "x = 1  # shufflewise: ignore",
      [],
      { rules: { "unused-suppression": "off" } },
    ],
    ["unknown rule", "df.collect()  # shufflewise: ignore[no-colect]", [...found, "unknown-rule@no-colect"]],
    ["unknown word", "df.collect()  # shufflewise: ingore[no-collect]", [...found, "unknown-rule@ingore"]],
    [
      "empty brackets",
      "df.collect()  # shufflewise: ignore[]",
      [...found, "unused-suppression@# shufflewise: ignore[]"],
    ],
  ];
  for (const [name, code, expected, options] of cases)
    for (const lineEnd of ["\n", "\r\n"])
      it(`${name}${lineEnd === "\n" ? "" : " (CRLF)"}`, () => {
        assert.deepEqual(described(analyzed(code.replaceAll("\n", lineEnd), options)), expected);
      });

  const fixes: readonly [name: string, code: string, expected: string][] = [
    ["removes the comment", "x = 1  # shufflewise: ignore[no-collect]\ny = 2\n", "x = 1\ny = 2\n"],
    ["removes its line", "x = 1\n# shufflewise: ignore\ny = 2\n", "x = 1\ny = 2\n"],
    ["keeps what stands before", "x = 1  # type: ignore  # shufflewise: ignore\n", "x = 1  # type: ignore\n"],
    ["keeps what stands behind", "x = 1  # shufflewise: ignore  # type: ignore\n", "x = 1  # type: ignore\n"],
    [
      "keeps the rules in use",
      "df.collect()  # shufflewise: ignore[no-count, no-collect] few\n",
      "df.collect()  # shufflewise: ignore[no-collect] few\n",
    ],
    ["keeps noqa for others", "x = 1  # noqa: E501, no-collect\n", "x = 1  # noqa: E501\n"],
    [
      "removes both ends of a block",
      "# shufflewise: ignore-start\nx = 1\n# shufflewise: ignore-end\ny = 2\n",
      "x = 1\ny = 2\n",
    ],
    [
      "corrects a rule",
      "df.collect()  # shufflewise: ignore[no-colect]\n",
      "df.collect()  # shufflewise: ignore[no-collect]\n",
    ],
    [
      "corrects the word",
      "df.collect()  # shufflewise: ingore[no-collect]\n",
      "df.collect()  # shufflewise: ignore[no-collect]\n",
    ],
  ];
  for (const [name, code, expected] of fixes)
    it(`the fix ${name}`, () => {
      const { findings, text } = analyzed(code);
      const fix = findings
        .find(({ rule }) => rule === "unused-suppression" || rule === "unknown-rule")
        ?.fix?.();
      assert.equal(applyEdits(text, fix?.edits ?? []), prelude + expected);
    });
});

describe("suppressions for other linters, made ours", () => {
  const ours = "# shufflewise: ignore[no-collect]";
  const cases: readonly [name: string, code: string, expected: string][] = [
    ["noqa", "df.collect()  # noqa: PS001", `df.collect()  ${ours}`],
    ["noqa with a reason", "df.collect()  # noqa: PS001 few rows", `df.collect()  ${ours} few rows`],
    ["ids of others stay", "df.collect()  # noqa: E501, PS001", `df.collect()  # noqa: E501  ${ours}`],
    ["pyspark-antipattern's", "df.collect()  # noqa: pap: D001", `df.collect()  ${ours}`],
    [
      "pyspark-antipattern's with another id",
      "df.collect()  # noqa: pap: S099, D001",
      `df.collect()  # noqa: pap: S099  ${ours}`,
    ],
    ["CatalystOps'", "df.collect()  # noqa: catalystops", `df.collect()  ${ours}`],
    ["cylint's", "df.collect()  # cy:ignore CY001", `df.collect()  ${ours}`],
    ["cylint's without ids", "df.collect()  # cy:ignore", `df.collect()  ${ours}`],
    ["SonarQube's", "df.collect()  # NOSONAR(S7193)", `df.collect()  ${ours}`],
    [
      "SonarQube's with another id",
      "df.collect()  # NOSONAR(S1192, S7193)",
      `df.collect()  # NOSONAR(S1192)  ${ours}`,
    ],
    [
      "pylint's",
      "df.collect()  # pylint: disable=C8917,W0611",
      `df.collect()  # pylint: disable=W0611  ${ours}`,
    ],
    ["pylint's for the next line", "# pylint: disable-next=C8917\ndf.collect()", `${ours}\ndf.collect()`],
    ["what suppresses nothing goes", "x = 1  # noqa: PS001\ny = 2", "x = 1\ny = 2"],
    [
      "what suppresses nothing goes, and others stay",
      "x = 1  # noqa: E501, PS001 why",
      "x = 1  # noqa: E501 why",
    ],
    ["noqa alone stays", "df.collect()  # noqa", "df.collect()  # noqa"],
    ["NOSONAR alone stays", "df.collect()  # NOSONAR", "df.collect()  # NOSONAR"],
    ["ours stay", `df.collect()  ${ours}`, `df.collect()  ${ours}`],
    ["our id behind noqa stays", "df.collect()  # noqa: no-collect", "df.collect()  # noqa: no-collect"],
    [
      "pylint's block",
      "def f():\n    # pylint: disable=C8917\n    df.collect()\n\n\ndf.show()\n",
      "def f():\n    # shufflewise: ignore-start[no-collect]\n    df.collect()\n    # shufflewise: ignore-end[no-collect]\n\n\ndf.show()\n",
    ],
    [
      "pylint's block from its head",
      "def f():  # pylint: disable=C8917\n    df.collect()\ndf.show()\n",
      "# shufflewise: ignore-start[no-collect]\ndef f():\n    df.collect()\n# shufflewise: ignore-end[no-collect]\ndf.show()\n",
    ],
    [
      "pylint's disable and enable",
      "# pylint: disable=C8917\ndf.collect()\n# pylint: enable=C8917\ndf.show()\n",
      "# shufflewise: ignore-start[no-collect]\ndf.collect()\n# shufflewise: ignore-end[no-collect]\ndf.show()\n",
    ],
    [
      "pylint's to the end",
      "# pylint: disable=C8917\ndf.collect()\n",
      "# shufflewise: ignore-start[no-collect]\ndf.collect()\n",
    ],
  ];
  for (const [name, code, expected] of cases)
    it(name, () => {
      const analysis = analyzed(code);
      const text = applyEdits(analysis.text, convertSuppressions(testEngine, analysis));
      assert.equal(text, prelude + expected);
      const converted = analyzed(expected);
      assert.deepEqual(described(converted), described(analysis), "the same is found");
      assert.deepEqual(convertSuppressions(testEngine, converted), [], "once is enough");
    });
});

describe("ignoreEdit", () => {
  const cases: readonly [name: string, code: string, reason: string, expected: string][] = [
    [
      "adds a comment",
      "df.collect()\nx = 1\n",
      "few rows",
      "df.collect()  # shufflewise: ignore[no-collect] few rows\nx = 1\n",
    ],
    ["needs no reason", "df.collect()", "", "df.collect()  # shufflewise: ignore[no-collect]"],
    [
      "follows another comment",
      "df.collect()  # all of it  \n",
      "",
      "df.collect()  # all of it  # shufflewise: ignore[no-collect]  \n",
    ],
    [
      "joins a suppression",
      "df.collect(df.count())  # shufflewise: ignore[no-count] ok\n",
      "",
      "df.collect(df.count())  # shufflewise: ignore[no-count, no-collect] ok\n",
    ],
    [
      "keeps CRLF",
      "df.collect()\r\nx = 1\r\n",
      "",
      "df.collect()  # shufflewise: ignore[no-collect]\r\nx = 1\r\n",
    ],
    [
      "goes behind a long string",
      'df.collect("""\n""")\n',
      "",
      'df.collect("""\n""")  # shufflewise: ignore[no-collect]\n',
    ],
    [
      "goes behind a continued line",
      "df.collect() \\\n  [0]\n",
      "",
      "df.collect() \\\n  [0]  # shufflewise: ignore[no-collect]\n",
    ],
    [
      "stays on the line of a chain",
      "(df\n  .collect()\n)\n",
      "",
      "(df\n  .collect()  # shufflewise: ignore[no-collect]\n)\n",
    ],
    [
      "puts a reason on one line",
      "df.collect()\n",
      "a\n b",
      "df.collect()  # shufflewise: ignore[no-collect] a b\n",
    ],
  ];
  for (const [name, code, reason, expected] of cases)
    it(name, () => {
      const analysis = analyzed(code);
      const finding = analysis.findings.find(({ rule }) => rule === "no-collect");
      assert.ok(finding);
      const text = applyEdits(analysis.text, [ignoreEdit(analysis, finding, reason)]);
      assert.equal(text, prelude + expected);
      assert.deepEqual(described(analyzed(text.slice(prelude.length))), []);
    });
});
