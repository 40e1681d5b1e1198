import assert from "node:assert/strict";
import { githubReport } from "../../server/src/report/github.ts";
import { jsonReport } from "../../server/src/report/json.ts";
import type { ReportedFinding, ReportedRun } from "../../server/src/report/reportedFinding.ts";
import { sarifReport } from "../../server/src/report/sarif.ts";
import { colourStyle } from "../../server/src/report/style.ts";
import { textReport } from "../../server/src/report/text.ts";

const line = "rows = df.collect()";
const finding: ReportedFinding = {
  file: "jobs/etl.py",
  line: 12,
  column: 11,
  endLine: 12,
  endColumn: 18,
  rule: "collect-unbounded",
  severity: "warning",
  message: "All of it comes: 100%.",
  url: "https://example.org/rule",
  fix: { title: "Take ten", safety: "safe", edits: [] },
  evidence: [{ file: "jobs/etl.py", line: 3, text: "annotated as DataFrame" }],
  excerpt: { text: line, column: 11, endColumn: 18 },
  cell: null,
};

function run(...findings: readonly ReportedFinding[]): ReportedRun {
  return { findings, files: 3, durationMs: 5, fixed: 0 };
}

describe("textReport", () => {
  it("shows place, message, line, carets and fix", () => {
    assert.equal(
      textReport(run(finding)),
      [
        "jobs/etl.py:12:11 warning collect-unbounded",
        "  All of it comes: 100%.",
        "  12 | rows = df.collect()",
        "     |           ^^^^^^^",
        "     = safe fix: Take ten",
        "",
        "1 warning in 1 of 3 files. Available: 1 safe fix with --fix.",
        "",
      ].join("\n"),
    );
  });

  const carets: readonly [name: string, text: string, column: number, endColumn: number, expected: string][] =
    [
      ["keeps tabs", "\tdf.collect()", 5, 12, "\t   ^^^^^^^"],
      ["knows wide letters", "名 = df.collect()", 8, 15, "        ^^^^^^^"],
      ["knows emoji", '"😀".collect()', 6, 13, "     ^^^^^^^"],
      ["shows at least one", "df", 3, 3, "  ^"],
      ["shortens long lines", `${"x".repeat(300)}.collect()`, 302, 309, `${" ".repeat(112)}^^^^^^^`],
    ];
  for (const [name, text, column, endColumn, expected] of carets)
    it(`under a line: ${name}`, () => {
      const shown = textReport(run({ ...finding, excerpt: { text, column, endColumn } })).split("\n")[3];
      assert.equal(shown, `     | ${expected}`);
    });

  it("names cells of notebooks", () => {
    assert.match(
      textReport(run({ ...finding, cell: { cell: 2, line: 4 } })),
      /^jobs\/etl\.py: cell 2, line 4:11 warning/,
    );
  });

  it("lets no control character of a file through to the terminal", () => {
    const report = textReport(
      run({ ...finding, message: "\u001b[2Jx", excerpt: { ...finding.excerpt, text: "\u001b]0;x\u0007" } }),
    );
    assert.doesNotMatch(report, /[\u0000-\u0009\u000b-\u001f]/);
  });

  it("sums up", () => {
    assert.equal(textReport(run()), "No findings in 3 files.\n");
    assert.match(textReport({ ...run(), files: 0 }), /^Nothing was checked: .*\.\n$/);
    assert.equal(textReport({ ...run(), fixed: 2 }), "2 fixes applied. No findings in 3 files.\n");
    assert.equal(textReport(run(), { quiet: true }), "");
    const all = run({ ...finding, severity: "error" }, finding, { ...finding, file: "b.py", fix: null });
    assert.match(
      textReport(all),
      /\n1 error, 2 warnings in 2 of 3 files\. Available: 2 safe fixes with --fix\.\n$/,
    );
  });

  it("colours by severity", () => {
    assert.match(textReport(run(finding), { style: colourStyle }), /\u001b\[33mwarning\u001b\[39m/);
  });
});

describe("githubReport", () => {
  it("escapes what would end a command", () => {
    assert.equal(
      githubReport(run({ ...finding, file: "a,b:c.py", severity: "info", message: "100%\nmore" })),
      "::notice file=a%2Cb%3Ac.py,line=12,endLine=12,col=11,endColumn=18,title=collect-unbounded::100%25%0Amore%0Ahttps://example.org/rule\n",
    );
  });

  it("gives columns only within one line", () => {
    assert.match(
      githubReport(run({ ...finding, endLine: 13 })),
      /^::warning file=jobs\/etl\.py,line=12,endLine=13,title=/,
    );
  });
});

describe("jsonReport", () => {
  it("is one document with version, findings and summary", () => {
    const { excerpt, cell, ...told } = finding;
    assert.ok(excerpt.text !== "" && cell === null);
    assert.deepEqual(JSON.parse(jsonReport(run(finding))), {
      version: 1,
      findings: [told],
      summary: { files: 3, errors: 0, warnings: 1, infos: 0, hints: 0, durationMs: 5 },
    });
  });
});

describe("sarifReport", () => {
  it("names the tool, its rules and the places", () => {
    const text = sarifReport(run(finding), { version: "1.2.3", rules: [], pageUrl: () => null });
    const { version, runs } = JSON.parse(text) as {
      readonly version: string;
      readonly runs: readonly {
        readonly tool: unknown;
        readonly results: readonly Record<string, unknown>[];
      }[];
    };
    assert.equal(version, "2.1.0");
    assert.deepEqual(runs[0]?.tool, { driver: { name: "Shufflewise", version: "1.2.3", rules: [] } });
    assert.deepEqual(runs[0].results[0]?.["locations"], [
      {
        physicalLocation: {
          artifactLocation: { uri: "jobs/etl.py" },
          region: { startLine: 12, startColumn: 11, endLine: 12, endColumn: 18 },
        },
      },
    ]);
  });

  const uris: readonly [file: string, uri: string][] = [
    ["../a b/\u00fc.py", "../a%20b/%C3%BC.py"],
    ["day#1?.py", "day%231%3F.py"],
    ["s3:a.py", "s3%3Aa.py"],
    ["50%/a.py", "50%25/a.py"],
    ["/home/me/a.py", "file:///home/me/a.py"],
    ["C:/work/a#.py", "file:///C:/work/a%23.py"],
  ];
  for (const [file, uri] of uris)
    it(`names ${file} by a URI`, () => {
      const text = sarifReport(run({ ...finding, file }), { version: "1", rules: [], pageUrl: () => null });
      assert.ok(text.includes(`"uri": ${JSON.stringify(uri)}`), text);
    });
});
