import assert from "node:assert/strict";
import { embeddedSqlIn } from "../../../server/src/plan/query/embeddedSql.ts";
import { moduleProblems } from "../../../server/src/plan/schema/moduleProblems.ts";
import { evaluated } from "../evaluated.ts";
import { namedSchemas } from "../namedSchemas.ts";
import { schemaText } from "../schemaText.ts";

const header = `import sys
from datetime import date
from pyspark.sql import SparkSession, functions as F
spark = SparkSession.builder.getOrCreate()
spark.createDataFrame([], "id int not null, k string, x double").createOrReplaceTempView("rows")
df = spark.table("rows")
given = sys.argv[1]
`;

const schemaCases: readonly { readonly program: string; readonly schema: string }[] = [
  {
    program: 'q = spark.sql(f"SELECT id, k FROM rows WHERE x > {given}")',
    schema: "id int not null, k string",
  },
  {
    program: "q = spark.sql(f\"SELECT id, '{given}' AS day FROM rows\")",
    schema: "id int not null, day string null?",
  },
  {
    program: 'q = spark.sql(f"SELECT id, {given} FROM rows")',
    schema: "open: a column's name is not known before it runs",
  },
  {
    program: 'q = spark.sql(f"SELECT id, upper({given}) AS u FROM rows")',
    schema: "id int not null, u string null?",
  },
  {
    program: 'q = spark.sql(f"SELECT * FROM {given}")',
    schema: "open: the name of a table is not known before it runs",
  },
  { program: 'q = spark.sql(f"SELECT id FROM rows {given}")', schema: "id int not null" },
  {
    program: 'q = spark.sql(f"SELECT * FROM rows {given}")',
    schema: "open: a part of the query is not known before it runs",
  },
  {
    program: 'q = spark.sql(f"SELECT CAST(k AS {given}) AS c FROM rows")',
    schema: "open: a column's name is not known before it runs",
  },
  {
    program: 'q = spark.sql(f"SELECT k AS {given} FROM rows")',
    schema: "open: a column's name is not known before it runs",
  },
  {
    program: 'q = spark.sql("SELECT {c} AS c FROM {t}", c=F.col("k"), t=df)',
    schema: "open: a column's name is not known before it runs",
  },
  {
    program: 'q = spark.sql("SELECT k, {v} AS v FROM {t}", v="a", t=df)',
    schema: "k string, v string not null",
  },
  {
    program: 'q = spark.sql("SELECT :a AS a, :b AS b FROM rows", args={"a": 1, "b": given})',
    schema: "a int not null, b string null?",
  },
  {
    program: 'q = spark.sql("SELECT ? AS a, ? AS b", args=[date(2024, 1, 1), 2.5])',
    schema: "a date not null, b double not null",
  },
  {
    program: 'q = df.selectExpr("k", f"x * {given} AS y")',
    schema: "k string, y ?",
  },
  {
    program: "q = df.filter(f\"x > {given} AND k = '{given}'\")",
    schema: "id int not null, k string, x double",
  },
];

/** Places in a statement for a value that is not told, as {}. */
const statements: readonly string[] = [
  "SELECT * FROM {}",
  "SELECT * FROM {}.rows",
  "SELECT * FROM db.{}",
  "SELECT * FROM db.rows_{}",
  "SELECT * FROM {}_rows r",
  "SELECT * FROM `{}`",
  "SELECT * FROM `db`.`t_{}` AS t WHERE t.a = 1",
  "SELECT {} FROM rows",
  "SELECT id, {} FROM rows",
  "SELECT {}, id FROM rows",
  "SELECT id {} FROM rows",
  "SELECT DISTINCT {} FROM rows",
  "SELECT id {}",
  "SELECT id, {}",
  "SELECT id FORM {}",
  "SELECT id, nope {} FROM rows",
  "SELECT id, count(*) FROM rows GROUP BY {}",
  "SELECT id, count(*) FROM rows WHERE {} GROUP BY id",
  "SELECT k, count(*) FROM rows {}",
  "SELECT nope, count(*) FROM rows r {} GROUP BY ALL",
  "SELECT * FROM rows WHERE {}",
  "SELECT * FROM rows WHERE x > {}",
  "SELECT * FROM rows WHERE x > 1 {}",
  "SELECT * FROM rows WHERE x > 1 AND {}",
  "SELECT * FROM rows WHERE {} AND x > 1",
  "SELECT * FROM rows WHERE k = '{}'",
  "SELECT * FROM rows WHERE k LIKE '%{}%'",
  'SELECT * FROM rows WHERE k = "{}"',
  "SELECT * FROM rows WHERE k IN ({})",
  "SELECT * FROM rows WHERE k IN ('a', {})",
  "SELECT * FROM rows WHERE k IN {}",
  "SELECT * FROM rows WHERE k BETWEEN {} AND '{}'",
  "SELECT * FROM rows WHERE to_date(k) >= DATE '{}'",
  "SELECT * FROM rows WHERE to_date(k) >= DATE'{}-{}-01'",
  "SELECT * FROM rows WHERE now() > TIMESTAMP '{} 00:00:00'",
  "SELECT now() - INTERVAL {} DAYS",
  "SELECT now() - INTERVAL '{}' DAY",
  "SELECT now() - INTERVAL '{} days'",
  "SELECT * FROM rows LIMIT {}",
  "SELECT * FROM rows ORDER BY {}",
  "SELECT * FROM rows ORDER BY id {}",
  "SELECT * FROM rows ORDER BY id {} LIMIT 10",
  "SELECT * FROM rows {} LIMIT 10",
  "SELECT * FROM rows TABLESAMPLE ({} PERCENT)",
  "SELECT * FROM rows a JOIN {} b ON a.id = b.id",
  "SELECT * FROM rows a JOIN rows b ON {}",
  "SELECT * FROM rows a JOIN rows b USING ({})",
  "SELECT * FROM rows a {} JOIN rows b ON a.id = b.id",
  "SELECT * FROM rows a {} WHERE b.id = a.id",
  "SELECT * FROM ({})",
  "SELECT * FROM ({}) t WHERE t.a",
  "WITH t AS ({}) SELECT * FROM t",
  "WITH {} SELECT * FROM t",
  "{} SELECT * FROM t",
  "{} FROM rows",
  "{} LIMIT 10",
  "EXPLAIN {}",
  "SELECT CAST(id AS {}) FROM rows",
  "SELECT CAST(id AS DECIMAL({}, {})) FROM rows",
  "SELECT id AS {} FROM rows",
  "SELECT id AS `{}` FROM rows",
  "SELECT id AS id_{} FROM rows",
  "SELECT {}(id) FROM rows",
  "SELECT coalesce({}) FROM rows",
  "SELECT sum({}) FROM rows",
  "SELECT sum(x_{}) FROM {}",
  "SELECT CASE WHEN id = {} THEN {} ELSE {} END FROM rows",
  "SELECT CASE {} ELSE 1 END FROM rows",
  "SELECT id, row_number() OVER (PARTITION BY {} ORDER BY {}) FROM rows",
  "SELECT id + {} FROM rows",
  "SELECT {} + id FROM rows",
  "SELECT -{} FROM rows",
  "SELECT array({})[{}] FROM rows",
  "SELECT s.{} FROM t",
  "SELECT {}.a FROM t",
  "SELECT * EXCEPT ({}) FROM rows",
  "SELECT /*+ {} */ * FROM rows",
  "SELECT /*+ BROADCAST({}) */ * FROM rows",
  "SELECT 1 -- {}\n FROM rows",
  "SELECT /* {} */ 1 FROM rows",
  "SELECT * FROM a UNION {} SELECT * FROM b",
  "SELECT * FROM a {} SELECT * FROM b",
  "SELECT * FROM a UNION ALL {}",
  "SELECT * FROM rows PIVOT (sum(x) FOR k IN ({}))",
  "SELECT * FROM rows LATERAL VIEW explode({}) e AS y",
  "SELECT * FROM delta.`{}`",
  "SELECT * FROM parquet.`/data/{}/x`",
  "SELECT * FROM rows VERSION AS OF {}",
  "SELECT * FROM rows TIMESTAMP AS OF '{}'",
  "INSERT INTO {} SELECT * FROM rows",
  "INSERT INTO {} VALUES (1)",
  "INSERT INTO t VALUES {}",
  "INSERT INTO t VALUES ({})",
  "INSERT INTO t VALUES (1, {}), ({}, '{}')",
  "INSERT INTO t ({}) VALUES (1)",
  "INSERT OVERWRITE TABLE t PARTITION (day = '{}') SELECT * FROM rows",
  "INSERT OVERWRITE TABLE t PARTITION (day = {}) SELECT * FROM rows",
  "INSERT OVERWRITE TABLE t PARTITION ({}) SELECT * FROM rows",
  "INSERT OVERWRITE TABLE t {} SELECT * FROM rows",
  "CREATE TABLE {} (a INT)",
  "CREATE TABLE t ({})",
  "CREATE TABLE t (a INT, {})",
  "CREATE TABLE t (a {})",
  "CREATE TABLE t USING {} AS SELECT 1 AS a",
  "CREATE TABLE IF NOT EXISTS {}.{} (a INT) USING delta LOCATION '{}'",
  "CREATE TABLE t (a INT) TBLPROPERTIES ({})",
  "CREATE TABLE t (a INT) PARTITIONED BY ({})",
  "CREATE TABLE t (a INT) COMMENT '{}'",
  "CREATE OR REPLACE TEMP VIEW {} AS SELECT 1 AS a",
  "CREATE OR REPLACE TEMP VIEW v AS {}",
  "CREATE TABLE t AS {}",
  "CREATE DATABASE IF NOT EXISTS {}",
  "CREATE DATABASE d LOCATION '{}'",
  "DROP TABLE IF EXISTS {}",
  "DROP {} t",
  "ALTER TABLE {} ADD COLUMNS (a INT)",
  "ALTER TABLE t ADD COLUMNS ({})",
  "ALTER TABLE t ADD PARTITION (day = '{}')",
  "ALTER TABLE t DROP IF EXISTS PARTITION ({})",
  "ALTER TABLE t SET TBLPROPERTIES ('a' = '{}')",
  "ALTER TABLE t RENAME TO {}",
  "USE {}",
  "USE CATALOG {}",
  "SHOW TABLES IN {}",
  "SHOW PARTITIONS {}",
  "DESCRIBE {}",
  "DESCRIBE TABLE EXTENDED {}",
  "ANALYZE TABLE {} COMPUTE STATISTICS",
  "ANALYZE TABLE t COMPUTE STATISTICS FOR COLUMNS {}",
  "MSCK REPAIR TABLE {}",
  "REFRESH TABLE {}",
  "CACHE TABLE {}",
  "CACHE TABLE c AS {}",
  "UNCACHE TABLE {}",
  "TRUNCATE TABLE {}",
  "SET {} = 1",
  "SET spark.sql.shuffle.partitions = {}",
  "SET spark.sql.shuffle.partitions={}",
  "SET {}",
  "DELETE FROM {} WHERE a = 1",
  "DELETE FROM t WHERE {}",
  "UPDATE t SET a = {} WHERE b = '{}'",
  "UPDATE t SET {} WHERE b",
  "MERGE INTO {} t USING {} s ON t.id = s.id WHEN MATCHED THEN UPDATE SET *",
  "MERGE INTO t USING ({}) s ON {} WHEN MATCHED THEN UPDATE SET {} WHEN NOT MATCHED THEN INSERT ({}) VALUES ({})",
  "MERGE INTO t USING s ON t.id = s.id {}",
  "OPTIMIZE {} ZORDER BY ({})",
  "VACUUM {} RETAIN {} HOURS",
  "CALL {}.system.f('{}')",
  "SELECT * FROM range({})",
  "SELECT * FROM {}(1, 2)",
  "SELECT '{}', \"{}\", `{}`, {} FROM rows",
  "{}",
  "{} {}",
];

/** The ways to put a value into a statement. */
const forms: readonly { readonly name: string; readonly program: (statement: string) => string }[] = [
  { name: "f-string", program: (text) => `q = spark.sql(f${quoted(text.replaceAll("{}", "{given}"))})` },
  { name: "format", program: (text) => `q = spark.sql(${quoted(text)}.format(*sys.argv))` },
  {
    name: "+",
    program: (text) => `q = spark.sql(${text.split("{}").map(quoted).join(" + given + ")})`,
  },
];

const quoted = (text: string): string => JSON.stringify(text);

describe("SQL with parts that the program does not tell", () => {
  for (const { program, schema } of schemaCases)
    it(program, () => {
      const frame = namedSchemas(header + program).frames.at(-1);
      assert.ok(frame);
      const found = frame.schema;
      const text =
        found.kind === "closed" ? schemaText(found.attributes) : `${found.kind}: ${found.reason.text}`;
      assert.equal(text, schema);
    });

  for (const { name, program } of forms)
    it(`has no false errors: ${name}`, () => {
      const text = header + statements.map(program).join("\n");
      const facts = evaluated(text);
      const problems = moduleProblems(facts).map(({ problem }) => `${problem.condition} ${problem.text}`);
      assert.deepEqual(problems, []);
      const all = embeddedSqlIn(facts).filter(({ entry }) => entry === "statement");
      const certain = all.filter(({ certainProblems }) => certainProblems.length > 0);
      // These are Delta Lake's, whose parser comes before Spark's.
      assert.deepEqual(
        certain.map((sql) => sql.text).filter((sql) => !/^(OPTIMIZE|VACUUM)/.test(sql)),
        [],
      );
      const unread = all
        .filter(({ isRead }) => !isRead)
        .map((sql) => sql.text)
        .filter((sql) => !/^(OPTIMIZE|VACUUM)/.test(sql));
      assert.deepEqual(unread, []);
    });
});
