import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { createWorkspaceModules } from "../../server/src/analysis/workspaceModules.ts";
import { catalog, parser } from "../plan/evaluated.ts";

const header = `import sys, textwrap
from pyspark.sql import SparkSession, functions as F
spark = SparkSession.builder.getOrCreate()
df = spark.createDataFrame([(1, "a", 2.5, True)], "id int, k string, x double, b boolean")
df.createOrReplaceTempView("rows")
`;

/** Programs with one mistake in SQL, and "rule: text at the place". */
const cases: readonly (readonly [program: string, finding: string])[] = [
  ['q = spark.sql("SELECT idd FROM rows")', "unknown-column: idd"],
  ["q = spark.sql(f\"SELECT idd FROM {'rows'}\")", "unknown-column: idd"],
  ['q = spark.sql("SELECT " + "idd" + " FROM rows")', "unknown-column: idd"],
  ['c = "idd"\nq = spark.sql(f"SELECT {c} FROM rows")', "unknown-column: idd"],
  ['q = spark.sql("SELECT {} FROM rows WHERE idd > 1".format("id"))', "unknown-column: idd"],
  ['q = spark.sql("SELECT %s FROM rows WHERE idd > 1" % "id")', "unknown-column: idd"],
  ['q = spark.sql(textwrap.dedent("""\n    SELECT id,\n      idd\n    FROM rows"""))', "unknown-column: idd"],
  ["q = spark.sql(r\"SELECT id, '\\d', idd FROM rows\")", "unknown-column: idd"],
  ["q = spark.sql(\"SELECT '\\u00e9\\n', idd FROM rows\")", "unknown-column: idd"],
  ['q = spark.sql(f"SELECT idd FROM rows WHERE x > {sys.argv[1]}")', "unknown-column: idd"],
  ['q = spark.sql("SELECT idd FROM {d}", d=df)', "unknown-column: idd"],
  ['q = spark.sql("SELECT r.id FROM rows r JOIN rows s ON r.id = s.idd")', "unknown-column: s.idd"],
  ['q = spark.sql("SELECT id FROM rows r JOIN rows s ON r.id = s.id")', "ambiguous-column: id"],
  ['q = spark.sql("SELECT array(1) + id FROM rows")', "type-mismatch: array(1) + id"],
  ['q = df.selectExpr("id", "upper(idd) AS u")', "unknown-column: idd"],
  ['q = df.filter("idd > 3")', "unknown-column: idd"],
  ['q = df.filter(f"idd > {sys.argv[1]}")', "unknown-column: idd"],
  ['q = df.select(F.expr("id + idd"))', "unknown-column: idd"],
  ['q = spark.sql(f"SELEC id FROM {sys.argv[1]}")', "sql-syntax: SELEC"],
  ['q = df.filter("id > > 3")', "sql-syntax: >"],
  ['q = df.selectExpr("id", "k ||")', "sql-syntax: ||"],
  ['spark.sql("SELECT 1; SELECT 2")', "sql-syntax: SELECT"],
  ['q = df.select(F.col("x").cast("decimal(10"))', "sql-syntax: 10"],
];

const engine = { parser, catalog };

describe("mistakes in SQL are told where they stand", () => {
  for (const [program, expected] of cases)
    it(program.replaceAll("\n", " ⏎ "), () => {
      const { text, findings } = analyze(engine, header + program, defaultOptions);
      const found = findings
        .filter(({ severity }) => severity === "error")
        .map(({ rule, start, end }) => `${rule}: ${text.slice(start, end)}`);
      assert.deepEqual(found, [expected]);
    });

  it("at the call, where the text is a constant of another module", () => {
    const files = new Map([
      ["/w/queries.py", 'WRONG = "SELECT idd FROM rows"\nBROKEN = "SELECT a FORM t"\n'],
      ["/w/job.py", `${header}from queries import WRONG, BROKEN\nq = spark.sql(WRONG)\nspark.sql(BROKEN)\n`],
    ]);
    const modules = createWorkspaceModules({
      version: () => 1,
      read: (path) => files.get(path) ?? null,
      listVersion: () => 1,
      folders: () => ["/w"],
    });
    const { text, findings } = analyze(
      { ...engine, modules },
      files.get("/w/job.py") ?? "",
      defaultOptions,
      undefined,
      undefined,
      "/w/job.py",
    );
    assert.deepEqual(
      findings.map(({ rule, start, end }) => `${rule}: ${text.slice(start, end)}`),
      ["unknown-column: sql", "sql-syntax: BROKEN"],
    );
  });
});
