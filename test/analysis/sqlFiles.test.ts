import assert from "node:assert/strict";
import { analyze, type Analysis } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { embeddedSqlAt, embeddedSqlIn } from "../../server/src/plan/query/embeddedSql.ts";
import { statementSpans } from "../../server/src/plan/conventions/sqlStatementText.ts";
import { parser, catalog } from "../plan/evaluated.ts";

const engine = { parser, catalog };
const analyzed = (text: string, previous?: Analysis): Analysis =>
  analyze(engine, text, defaultOptions, previous, undefined, "/w/queries.sql");

/** A file, and its findings as "line: rule: text at the place". */
const cases: readonly {
  readonly name: string;
  readonly text: string;
  readonly findings: readonly string[];
}[] = [
  {
    name: "statements of Spark",
    text: "-- all\nSELECT 1 AS a;\n\nSELECT ';' AS b -- ; no end\n;\n",
    findings: [],
  },
  { name: "an empty file", text: "", findings: [] },
  { name: "comments alone", text: "-- nothing\n/* here; */\n", findings: [] },
  {
    name: "a slip in one of three",
    text: "SELECT 1;\nSELECT a FORM t;\nSELECT 2",
    findings: ["2: sql-syntax: t"],
  },
  {
    name: "views made in the file",
    text: "CREATE TEMP VIEW v AS SELECT 1 AS a, 'x' AS b;\nSELECT a, c FROM v;",
    findings: ["2: unknown-column: c"],
  },
  {
    name: "a finding that a comment suppresses",
    text: "CREATE TEMP VIEW v AS SELECT 1 AS a, 'x' AS b;\nSELECT a, c FROM v -- shufflewise: ignore[unknown-column] it comes\n;",
    findings: [],
  },
  {
    name: "templates",
    text: "SELECT * FROM {{ ref('orders') }} {% if x %} WHERE a {% endif %};\nSELECT * FROM {schema}.t WHERE day = '%(day)s' AND b = ${b};\nSELECT :a",
    findings: [],
  },
  {
    name: "another database's",
    text: "SELECT TOP 10 * FROM [dbo].[orders];\nGO\nDECLARE @x INT = 1;\nPRINT 'a';\nSELECT 1;",
    findings: ["1: foreign-sql: SELECT TOP 10 * FROM [dbo].[orders];"],
  },
  {
    name: "one statement of another database's",
    text: "SELECT TOP 10 * FROM [dbo].[orders]",
    findings: ["1: foreign-sql: SELECT TOP 10 * FROM [dbo].[orders]"],
  },
  {
    name: "Delta Lake's statements",
    text: "OPTIMIZE t ZORDER BY (a);\nVACUUM t RETAIN 168 HOURS;\nSELECT 1",
    findings: [],
  },
  { name: "a script", text: "BEGIN\n  DECLARE a INT = 1;\n  SELECT a;\nEND;\nSELECT 2;", findings: [] },
  { name: "NUL and half a character", text: "SELECT '\0', '\ud800';\nSELECT 1", findings: [] },
];

function shown({ findings, text }: Analysis): readonly string[] {
  return findings.map(({ start, end, rule }) => {
    const line = text.slice(0, start).split("\n").length;
    return `${line}: ${rule}: ${text.slice(start, end)}`;
  });
}

describe("files of SQL", () => {
  for (const { name, text, findings } of cases)
    it(name, () => assert.deepEqual(shown(analyzed(text)), findings));

  it("have their SQL where it stands", () => {
    const text = "SELECT 1;\n  SELECT a\n  FROM t;";
    const { facts } = analyzed(text);
    const all = embeddedSqlIn(facts);
    assert.deepEqual(
      all.map((sql) => [sql.text, sql.call]),
      [
        ["SELECT 1", null],
        ["SELECT a\n  FROM t", null],
      ],
    );
    const found = embeddedSqlAt(facts, text.indexOf("FROM"));
    assert.equal(found?.sql.text.slice(found.offset), "FROM t");
  });

  it("keep what an edit elsewhere leaves alone", () => {
    const before = analyzed("SELECT 1;\nSELECT 2;\nSELECT 3;");
    const after = analyzed("SELECT 1;\nSELECT 22;\nSELECT 3;", before);
    const units = after.facts.module.units;
    assert.equal(units[0], before.facts.module.units[0]);
    assert.notEqual(units[1], before.facts.module.units[1]);
    assert.equal(units[2], before.facts.module.units[2]);
    assert.deepEqual(units.map((unit) => unit.text).join(""), after.text);
  });

  it("give fixes in place", () => {
    const text = "SELECT 1;\nSELECT (a + b FROM t;\nSELECT 3";
    const [finding] = analyzed(text).findings;
    const [edit, ...others] = finding?.fix?.()?.edits ?? [];
    assert.ok(edit);
    assert.equal(others.length, 0);
    assert.equal(
      text.slice(0, edit.start) + edit.newText + text.slice(edit.end),
      text.replace("b FROM", "b) FROM"),
    );
  });

  it("are split in time that grows with their length", () => {
    const text = "SELECT '".repeat(20_000);
    const start = performance.now();
    assert.equal(statementSpans(`${text};${"--;\n".repeat(20_000)}`).length, 1);
    assert.ok(performance.now() - start < 2000);
  });

  for (const magic of ["%%sql", "%%sparksql --limit 3", "%sql", "\n%sql \r"])
    it(`in a cell of a notebook begin behind ${JSON.stringify(magic)}`, () => {
      const text = `${magic}\nSELECT a FORM t`;
      const line = text.split("\n").length;
      assert.deepEqual(shown(analyze(engine, text, defaultOptions, undefined, undefined, null)), [
        `${line}: sql-syntax: t`,
      ]);
    });

  it("in comments of a Databricks notebook run in their place", () => {
    const text = [
      "# Databricks notebook source",
      'spark.range(3).createOrReplaceTempView("numbers")',
      "",
      "# COMMAND ----------",
      "",
      "# MAGIC %sql",
      "# MAGIC -- twice; as a view",
      "# MAGIC CREATE OR REPLACE TEMP VIEW twice AS",
      "# MAGIC   SELECT id * 2 AS two,",
      "# MAGIC     ids",
      "# MAGIC   FROM numbers;",
      "# MAGIC SELECT two FORM twice",
      "",
      "# COMMAND ----------",
      "",
      "# MAGIC %md",
      "# MAGIC SELECT nothing FORM here",
      "",
      "# COMMAND ----------",
      "",
      "# MAGIC %sql SELECT idd FROM numbers",
      "",
    ].join("\n");
    const analysis = analyze(engine, text, defaultOptions, undefined, undefined, "/w/notebook.py");
    assert.deepEqual(shown(analysis), [
      "10: unknown-column: ids",
      "12: sql-syntax: twice",
      "21: unknown-column: idd",
    ]);
  });
});
