import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { simpleString } from "../../server/src/catalog/dataTypeText.ts";
import { readExpression } from "../../server/src/sql/expression.ts";
import { parseSql, rootOf } from "../sql/sqlFixture.ts";
import { readTruth, sameCondition } from "../sql/truthRows.ts";
import { withSpark } from "./session/sparkSession.ts";
import { seededNumbers } from "../../scripts/catalog/seededNumbers.mjs";

const spark = withSpark();

const literals = [
  "1",
  "-2147483648",
  "2147483648",
  "9223372036854775807",
  "9223372036854775808",
  "1L",
  "2S",
  "3Y",
  "1.5D",
  "2F",
  "1e3",
  "1.0",
  "0.50",
  ".5",
  "12.",
  "00.10",
  "1.50BD",
  "1e3BD",
  "1.5e-3BD",
  "'it''s'",
  "'a' 'b'",
  "'x\\ty\\u0041\\101\\%\\_\\q'",
  "r'a\\n'",
  '"double"',
  "true",
  "NULL",
  "DATE'2020-01-01'",
  "TIMESTAMP'2020-01-01 00:00:00'",
  "TIMESTAMP_NTZ'2020-01-01'",
  "TIMESTAMP_LTZ'2020-01-01'",
  "TIME'12:30:00'",
  "X'1F'",
  "INTERVAL 1 DAY 2 HOURS",
  "INTERVAL 3 WEEKS",
  "INTERVAL '1-2' YEAR TO MONTH",
  "INTERVAL '10:11' HOUR TO MINUTE",
  "INTERVAL '3 months'",
  "INTERVAL 5 MILLISECONDS",
  "INTERVAL 2 YEARS 3 MONTHS",
];

/** Texts that the grammar takes; some are refused afterwards. */
const judged = [
  ...[
    "2020 2020-1 2020-01-31 2020-02-30 2020-13-01 0000-01-01 20200101 2020-1-1T00 +2020-01-01 -2020-01-01 02020-1-1",
    "12345678-01-01 1234567-01-01 2020-01- 2020- now today epoch yesterday noon 2020-01-01x 20-01-01 T 2020-01-01T",
  ].flatMap((texts) => texts.split(" ").map((text) => `SELECT DATE '${text}'`)),
  ..."2020-01-01 10:11:12|2020-01-01T10|2020-01-01 10:|2020-01-01 24:00|2020-01-01 10:60|10:11|T10:11:12|2020-01-01 10:11:12.|2020-01-01 10:11:12.1234567890|2020-01-01 10:11:12Z|2020-01-01 10:11:12 UTC|2020-01-01 10:11:12+25:00|2020-01-01 10:11:12 Mars/X|2020-01-01 10:11Z|now|tomorrow UTC|1234567-01-01|2020-01-01 10:11:12 Europe/Paris|2020-01-01 1:2:3| 2020-01-01 |2020-01-01T|abc"
    .split("|")
    .flatMap((text) => [`SELECT TIMESTAMP '${text}'`, `SELECT TIMESTAMP_NTZ '${text}'`]),
  ..."10:11|10|25:00|10:11:12.5|T10:11|10:11 PM|13:11 PM|0:11 AM|10:11:60|10:11:12.1234567|a"
    .split("|")
    .map((text) => `SELECT TIME '${text}'`),
  ..."1 day|1 day 2 hours|interval 1 day|1day|1.5 day|1.5 seconds|.5 second|-1 day|- 1 day|+1 day|1 fortnight|1 day -2 hours|1 month 1 day|1 year 2 months|9999999999 days|1 week 2 days||  |1. second|1.1234567890 second|1 Day 2 HOURS|interval|1 second 2|3000000000 years"
    .split("|")
    .flatMap((text) => [`SELECT INTERVAL '${text}'`]),
  ..."1 DAY|'1' DAY|'1 day' DAY|'-1' DAY|-'1' DAY|-'-1' DAY|1.5 SECOND|1.5 DAY|1 YEAR 2 MONTHS|1 YEAR 2 DAYS|'1-2' YEAR TO MONTH|'1-12' YEAR TO MONTH|'1' YEAR TO MONTH|1 YEAR TO MONTH|'1 2' DAY TO HOUR|'1 24' DAY TO HOUR|'1 2:3' DAY TO MINUTE|'1 2:3:4.5' DAY TO SECOND|'1 2:3:4.5' DAY TO MINUTE|'2:3' HOUR TO MINUTE|'2:3:4' HOUR TO SECOND|'3:4.5' MINUTE TO SECOND|'3:61' MINUTE TO SECOND|'1' DAY TO YEAR|'1' MONTH TO DAY|'999999999-1' YEAR TO MONTH|' 1 2 ' DAY TO HOUR|'+1-2' YEAR TO MONTH|-'1-2' YEAR TO MONTH|1 DAY '2' HOUR TO MINUTE|1 MICROSECOND|1 NANOSECOND|1 WEEK"
    .split("|")
    .map((text) => `SELECT INTERVAL ${text}`),
  ..."127Y 128Y -128Y -129Y 32767S 32768S 9223372036854775807L 9223372036854775808L -9223372036854775808L 3.4e38F 3.5e38F 1e308D 1e309D 1e309 1e-400 123456789012345678901234567890123456789 12345678901234567890123456789012345678 0.123456789012345678901234567890123456789 1e38BD 1e37BD 1.5BD 1e-39BD 1e-38BD X'1' X'1G' X'' foo'x' STRING'x' DECIMAL'1'"
    .split(" ")
    .map((text) => `SELECT ${text}`),
  ..."INT|INT(3)|INTEGER|CHAR|CHAR(3)|VARCHAR|VARCHAR(3)|CHARACTER(2)|STRING|STRING(3)|DECIMAL|DECIMAL(39)|DECIMAL(38,38)|DECIMAL(5,6)|DECIMAL(1,2,3)|NUMERIC(3)|DEC|ARRAY|ARRAY<INT>|MAP|STRUCT|STRUCT<>|STRUCT<a INT>|TIMESTAMP_NTZ|VARIANT|TIME|TIME(3)|TIME(7)|BLOB|TEXT|JSON|INTERVAL|INTERVAL DAY|INTERVAL DAY TO HOUR|INTERVAL HOUR TO DAY|VOID|NULL|BYTE|SHORT|LONG|REAL|FLOAT|DOUBLE|TIMESTAMP(3)|GEOMETRY|GEOMETRY(4326)|STRING COLLATE UTF8_LCASE|`int`|BIGINT(20)"
    .split("|")
    .map((text) => `SELECT CAST(a AS ${text})`),
  "SELECT 1 ORDER BY a SORT BY b",
  "SELECT 1 SORT BY a DISTRIBUTE BY b",
  "SELECT 1 DISTRIBUTE BY b SORT BY a",
  "SELECT 1 CLUSTER BY a SORT BY b",
  "SELECT 1 CLUSTER BY a ORDER BY b",
  "SELECT 1 ORDER BY a LIMIT 1 OFFSET 2",
  "FROM t |> ORDER BY a |> LIMIT 1",
  "FROM t |> LIMIT 1 OFFSET 1",
  "FROM t |> AGGREGATE count(*)",
  "FROM t |> AGGREGATE count(*) GROUP BY GROUPING SETS (a)",
  "FROM t |> AGGREGATE GROUP BY a",
  "FROM t |> SET a = 1, b = 2",
  "SELECT * FROM a NATURAL CROSS JOIN b",
  "SELECT * FROM a RIGHT JOIN LATERAL (SELECT 1)",
  "SELECT * FROM a LEFT JOIN LATERAL (SELECT 1)",
  "SELECT * FROM a LEFT SEMI JOIN LATERAL (SELECT 1)",
  "SELECT * FROM t PIVOT (sum(a) FOR b IN (1)) UNPIVOT (x FOR y IN (a))",
  "SELECT * FROM t LATERAL VIEW explode(a) PIVOT (sum(a) FOR b IN (1))",
  "SELECT * FROM t LATERAL VIEW explode(a) UNPIVOT (x FOR y IN (a))",
  "SELECT * FROM t TABLESAMPLE (10 PERCENT)",
  "SELECT * FROM t TABLESAMPLE (101 PERCENT)",
  "SELECT * FROM t TABLESAMPLE (-1 PERCENT)",
  "SELECT * FROM t TABLESAMPLE (0.5 PERCENT)",
  "SELECT * FROM t TABLESAMPLE (5 ROWS)",
  "SELECT * FROM t TABLESAMPLE (5)",
  "SELECT * FROM t TABLESAMPLE (5b)",
  "SELECT * FROM t TABLESAMPLE ()",
  "SELECT * FROM t TABLESAMPLE (BUCKET 3 OUT OF 2)",
  "SELECT * FROM t TABLESAMPLE (BUCKET 1 OUT OF 2)",
  "SELECT * FROM t TABLESAMPLE (BUCKET 0 OUT OF 2)",
  "SELECT * FROM t TABLESAMPLE (BUCKET 1 OUT OF 2 ON a)",
  "SELECT * FROM VALUES (1, 2), (3)",
  "SELECT * FROM VALUES (1, 2), (3, 4) AS t(a)",
  "SELECT * FROM VALUES (1), (a, b)",
  "SELECT * FROM VALUES (1, 2), (f(3))",
  "SELECT * FROM VALUES 1, 2 AS t(a)",
  "SELECT * FROM VALUES (1 + 2, -3), (cast(1 AS BIGINT), 4)",
  "VALUES (struct(1, 2)), (3)",
  "VALUES (1, 2), 3",
  "SELECT a ! IN (1), b ! LIKE 'x'",
  "SELECT a IN ()",
  "SELECT a LIKE ANY ()",
  "SELECT a NOT LIKE ALL ('x')",
  "SELECT dateadd('day', 1, d)",
  "SELECT dateadd(day, 1, d)",
  "SELECT datediff('day', a, b)",
  "SELECT datediff(a, b)",
  "SELECT a FROM t GROUP BY ROLLUP (a, ())",
  "SELECT a FROM t GROUP BY GROUPING SETS (a, ())",
  "SELECT a FROM t GROUP BY CUBE ((a, b), ())",
  "WITH a AS (SELECT 1), A AS (SELECT 2) SELECT 1",
  "WITH a AS (SELECT 1), b AS (SELECT 2) SELECT 1",
  "WITH a MAX RECURSION LEVEL 3 AS (SELECT 1) SELECT 1",
  "SET a.b=c",
  "SET a.b = c d",
  "SET a b = c",
  "SET a",
  "SET -v",
  "SET a.b=1;2",
  "SET a b",
  "SET `a b` = c",
  "SET `a b` = `c;d`",
  "SET a-b = `c`",
  "SET TIME ZONE LOCAL",
  "SET TIME ZONE 'UTC'",
  "SET TIME ZONE foo",
  "SET TIME ZONE INTERVAL 19 HOURS",
  "SET TIME ZONE INTERVAL 1 DAY",
  "SET TIME ZONE INTERVAL '1:30' HOUR TO MINUTE",
  "RESET",
  "RESET a.b",
  "RESET a b",
  "RESET `a b`",
  "DECLARE v",
  "DECLARE v INT",
  "DECLARE v = 1",
  "DECLARE v DEFAULT 1",
  "ALTER TABLE t CHANGE COLUMN a",
  "ALTER TABLE t CHANGE COLUMN a COMMENT 'x'",
  "ALTER TABLE t ALTER COLUMN a TYPE INT",
  "ALTER TABLE t ALTER COLUMN a",
  "DESCRIBE t AS JSON",
  "DESCRIBE EXTENDED t AS JSON",
  "DESCRIBE EXTENDED t a AS JSON",
  "DESCRIBE t PARTITION (a)",
  "DESCRIBE t PARTITION (a = 1)",
  "ALTER TABLE t ADD PARTITION (a)",
  "ALTER TABLE t DROP PARTITION (a)",
  "ALTER TABLE t PARTITION (a) RENAME TO PARTITION (a = 2)",
  "TRUNCATE TABLE t PARTITION (a)",
  "SHOW PARTITIONS t PARTITION (a)",
  "INSERT INTO t PARTITION (a) SELECT 1",
  "INSERT OVERWRITE t PARTITION (a = 1, b) SELECT 1",
  "ANALYZE TABLE t PARTITION (a) COMPUTE STATISTICS",
  "LOAD DATA INPATH 'x' INTO TABLE t PARTITION (a)",
  "REFRESH TABLE t",
  "REFRESH a b",
  "REFRESH 'a b'",
  "CREATE FUNCTION f(a INT) RETURNS INT RETURN 1",
  "CREATE FUNCTION f(a FOO) RETURNS INT RETURN 1",
  "CREATE FUNCTION f(a INT) RETURNS FOO RETURN 1",
  "SELECT 1 AS IDENTIFIER('a.b')",
  "SELECT 1 AS IDENTIFIER('a')",
  "SELECT * FROM IDENTIFIER('a.b')",
  "SELECT IDENTIFIER('a.b').c FROM t",
  "EXECUTE IMMEDIATE 'x' USING 1 AS a, 2 AS A",
  "EXECUTE IMMEDIATE 'x' USING 1 AS a, 2 AS a",
  "EXECUTE IMMEDIATE 'x' USING 1, 2",
  "SELECT * FROM db.range(3)",
  "SELECT TRANSFORM(a) USING 'cat' FROM t",
  "SELECT TRANSFORM(ALL a) USING 'cat' FROM t",
];

/** Statements of Spark's tests with a token left out, doubled, or swapped with the next one. */
function mutants(count: number, version: string): readonly string[] {
  const random = seededNumbers(17);
  const texts = readTruth().filter(({ kind, accept, sql }) => kind === "plan" && accept && sql.length < 400);
  return Array.from({ length: count }, () => {
    const { sql } = texts[random(texts.length)]!;
    const { tokens } = parseSql(sql, "statement", version);
    const at = random(Math.max(1, tokens.length - 2));
    const [first, second] = [tokens[at]!, tokens[at + 1] ?? tokens[at]!];
    const [one, two] = [sql.slice(first.start, first.end), sql.slice(second.start, second.end)];
    const between = sql.slice(first.end, second.start);
    const middle = [between + two, `${one} ${one}${between}${two}`, `${two} ${one}`][random(3)]!;
    return `${sql.slice(0, first.start)}${middle}${sql.slice(second.end)}`;
  });
}

async function ask(lines: readonly string[]): Promise<unknown> {
  const code = ["import json, logging", "logging.disable(logging.CRITICAL)", ...lines].join("\n");
  const answer = await spark.run({ prelude: false, code, timeoutMs: 300_000 });
  assert.ok(answer.ok, answer.error?.message);
  return JSON.parse(answer.stdout.trim().split("\n").at(-1) ?? "null");
}

/** Why Spark's parser refuses each text; null for those that it takes. */
const conditionsOf = async (texts: readonly string[]): Promise<readonly (string | null)[]> =>
  (await ask([
    "parser = spark._jsparkSession.sessionState().sqlParser()",
    "found = []",
    `for text in ${pythonList(texts)}:`,
    "    try:",
    "        parser.parsePlan(text)",
    "        found.append(None)",
    "    except Exception as problem:",
    "        found.append(str(getattr(problem, 'getCondition', lambda: problem)()))",
    "print(json.dumps(found))",
  ])) as readonly (string | null)[];

const pythonList = (texts: readonly string[]): string =>
  `json.loads(${JSON.stringify(JSON.stringify(texts))})`;

describe("the SQL parser beside Spark's", function () {
  this.timeout(400_000);

  it("gives literals Spark's types", async () => {
    const version = spark.greeting().sparkVersion;
    const types = (await ask([
      "table = spark.range(1)",
      `print(json.dumps([table.selectExpr(text).schema[0].dataType.simpleString() for text in ${pythonList(literals)}]))`,
    ])) as readonly string[];
    const ours = literals.map((text) => {
      const expression = readExpression(rootOf(text, "expression", version), text);
      return expression.kind === "literal" ? simpleString(expression.dataType) : expression.kind;
    });
    assert.deepEqual(ours, types);
  });

  it("reads strings as Spark does", async () => {
    const version = spark.greeting().sparkVersion;
    const strings = literals.filter((text) => /['"]$/.test(text) && /^[r'"]/.test(text));
    const values = (await ask([
      "table = spark.range(1)",
      `print(json.dumps([table.selectExpr(text).first()[0] for text in ${pythonList(strings)}]))`,
    ])) as readonly string[];
    const ours = strings.map((text) => {
      const expression = readExpression(rootOf(text, "expression", version), text);
      return expression.kind === "literal" ? expression.value : expression.kind;
    });
    assert.deepEqual(ours, values);
  });

  it("takes and refuses mutants of statements as Spark does", async () => {
    const version = spark.greeting().sparkVersion;
    const texts = mutants(1500, version);
    const conditions = await conditionsOf(texts);
    const wrong = texts.flatMap((text, at) => {
      const theirs = conditions[at] ?? null;
      const ours = parseSql(text, "statement", version).problems[0]?.condition ?? null;
      return sameCondition(ours, theirs) ? [] : [`${theirs?.split("\n", 2).join(" ")} / ${ours}: ${text}`];
    });
    assert.deepEqual(wrong.slice(0, 10), []);
  });

  it("refuses literals, types and clauses as Spark does", async () => {
    const version = spark.greeting().sparkVersion;
    const conditions = await conditionsOf(judged);
    const wrong = judged.flatMap((text, at) => {
      const ours = parseSql(text, "statement", version).problems[0]?.condition ?? null;
      const theirs = conditions[at] ?? null;
      return sameCondition(ours, theirs) ? [] : [`${theirs?.split("\n", 2).join(" ")} / ${ours}: ${text}`];
    });
    assert.deepEqual(wrong, []);
  });
});
