import assert from "node:assert/strict";
import { namedSchemas } from "../namedSchemas.ts";

/** What puts a table `t` with the one column `id` somewhere; afterwards a column `b` of it is asked for. */
const mayHaveMore: Readonly<Record<string, string>> = {
  "one that may have been there": `rows.write.mode("append").saveAsTable("t")`,
  "one that is not touched if it is there": `rows.write.mode("ignore").saveAsTable("t")`,
  "a mode that the code does not tell": `rows.write.mode(sys.argv[1]).saveAsTable("t")`,
  "CREATE TABLE IF NOT EXISTS": `spark.sql("CREATE TABLE IF NOT EXISTS t (id INT)")`,
  "CREATE VIEW IF NOT EXISTS": `spark.sql("CREATE VIEW IF NOT EXISTS t AS SELECT 1 AS id")`,
  "an overwritten table of Delta": `rows.write.format("delta").mode("overwrite").saveAsTable("t")`,
  "another catalog": `rows.write.mode("overwrite").saveAsTable("cat.db.t")\nrows.write.mode("append").saveAsTable("t")`,
  "a stream": `spark.readStream.format("rate").load().select(F.lit(1).alias("id")).writeStream.toTable("t")`,
  "one branch": `if len(sys.argv) > 1:\n    rows.write.saveAsTable("t")`,
  "what may have failed": `try:\n    rows.write.saveAsTable("t")\nexcept Exception:\n    pass`,
  "a loop that may not run": `for _ in sys.argv:\n    rows.write.mode("overwrite").saveAsTable("t")`,
  "an overwritten table whose name is not told": `rows.write.saveAsTable("t")\nrows.write.mode("overwrite").saveAsTable(sys.argv[1])`,
  "a statement that is not told": `rows.write.saveAsTable("t")\nspark.sql(sys.argv[1])`,
  "a statement that may make a view": `rows.write.saveAsTable("t")\nspark.sql("CREATE TEMP VIEW " + sys.argv[1])`,
  "a statement that may replace it": `rows.write.saveAsTable("t")\nspark.sql(f"CREATE OR REPLACE TABLE {sys.argv[1]} {sys.argv[2]}")`,
  "a merge that brings columns": `rows.write.saveAsTable("t")\nspark.sql("MERGE WITH SCHEMA EVOLUTION INTO " + sys.argv[1])`,
  "a statement of an unknown kind": `rows.write.saveAsTable("t")\nspark.sql(f"{sys.argv[1]} {sys.argv[2]}")`,
  "a changed table whose name is not told": `rows.write.saveAsTable("t")\nspark.sql(f"ALTER TABLE {sys.argv[1]} ADD COLUMNS (b INT)")`,
  "another catalog in use": `rows.write.saveAsTable("t")\nspark.sql("SET CATALOG other")`,
  "another database in use": `rows.write.saveAsTable("t")\nspark.catalog.setCurrentDatabase("other")`,
  "columns that appended rows bring": `rows.write.saveAsTable("t")\nrows.write.option("mergeSchema", "true").mode("append").saveAsTable("t")`,
  "a dropped table": `rows.write.saveAsTable("t")\nspark.sql("DROP TABLE t")`,
};

const hasNoMore: Readonly<Record<string, string>> = {
  "a new table": `rows.write.saveAsTable("t")`,
  "an overwritten one": `rows.write.mode("overwrite").saveAsTable("t")`,
  "one that was dropped before": `spark.sql("DROP TABLE IF EXISTS t")\nrows.write.mode("append").saveAsTable("t")`,
  "a view": `spark.sql("CREATE VIEW t AS SELECT 1 AS id")`,
  "a view that was dropped before": `spark.sql("DROP VIEW IF EXISTS t")\nspark.sql("CREATE VIEW IF NOT EXISTS t AS SELECT 1 AS id")`,
  "both branches":
    `if len(sys.argv) > 1:\n    rows.write.saveAsTable("t")\n` +
    `else:\n    rows.write.mode("overwrite").saveAsTable("t")`,
  "one that is added to": `rows.write.saveAsTable("t")\nrows.write.insertInto("t")`,
  "a query that is not told": `rows.write.saveAsTable("t")\nother = spark.sql(sys.argv[1])`,
  "a statement that only adds rows": `rows.write.saveAsTable("t")\nspark.sql("INSERT INTO " + sys.argv[1])`,
  "a loop over statements that keep tables": `rows.write.saveAsTable("t")\nfor name in sys.argv:\n    spark.sql(f"OPTIMIZE {name} {sys.argv[1]}")\n    spark.sql(f"-- a note\\nVACUUM {name} {sys.argv[2]}")`,
  "another table whose name is not told": `rows.write.saveAsTable("t")\nrows.write.saveAsTable(sys.argv[1])`,
  "a function that writes it": `def write(frame):\n    frame.write.saveAsTable("t")\nwrite(rows)`,
};

const problemsOf = (code: string, use = `x = spark.sql("SELECT b FROM t")`): readonly string[] => [
  ...new Set(
    namedSchemas(
      [
        "import sys",
        "from pyspark.sql import SparkSession, functions as F",
        "spark = SparkSession.builder.getOrCreate()",
        "rows = spark.range(3)",
        code,
        `${use}\n`,
      ].join("\n"),
    ).problems.map(({ condition }) => condition),
  ),
];

const insertOfTwo = `rows.select("id", F.lit(1).alias("b")).write.insertInto("t")`;

describe("tables that the program writes", () => {
  for (const [what, code] of Object.entries(mayHaveMore))
    it(`may have more columns: ${what}`, () => assert.deepEqual(problemsOf(code), []));
  for (const [what, code] of Object.entries(hasNoMore))
    it(`have no more columns: ${what}`, () =>
      assert.deepEqual(problemsOf(code), ["UNRESOLVED_COLUMN.WITH_SUGGESTION"]));
  for (const [what, code] of Object.entries(mayHaveMore))
    it(`may take more columns: ${what}`, () => assert.deepEqual(problemsOf(code, insertOfTwo), []));
  for (const [what, code] of Object.entries(hasNoMore).filter(([what]) => !/view|both/.test(what)))
    it(`take no more columns: ${what}`, () =>
      assert.deepEqual(problemsOf(code, insertOfTwo), [
        "INSERT_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS",
      ]));
  it("take more columns where they are allowed to bring them", () =>
    assert.deepEqual(
      problemsOf(
        `rows.write.saveAsTable("t")`,
        `rows.select("id", "id").write.option("mergeSchema", "true").insertInto("t")`,
      ),
      [],
    ));
  it("that may have been there offer what was written", () => {
    const { frames } = namedSchemas(
      `from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n` +
        `spark.range(3).write.mode("append").saveAsTable("t")\nx = spark.table("t")\n`,
    );
    const schema = frames.find(({ name }) => name === "x")?.schema;
    assert.equal(schema?.kind, "open");
    assert.deepEqual(
      schema.attributes.map(({ name, dataType, declared }) => [name, dataType.type, declared]),
      [["id", "unknown", { type: "atomic", name: "bigint" }]],
    );
  });
});
