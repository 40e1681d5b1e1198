import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import type { CompletionChoice } from "../../server/src/features/completionItem.ts";
import { sqlCompletion } from "../../server/src/features/sqlCompletion.ts";
import { likelyFunctions } from "../../server/src/features/sqlWords.ts";
import { testEngine } from "../analysis/analyzed.ts";
import { catalog } from "../catalog/catalogFixture.ts";

const program = `from pyspark.sql import SparkSession
from pyspark.sql import functions as F
spark = SparkSession.builder.getOrCreate()
people = spark.createDataFrame([], "id bigint, name string, address struct<city: string, zip: struct<code: int>>, \`a b\` int")
towns = spark.createDataFrame([], "id bigint, town string")
people.createOrReplaceTempView("p")
towns.createOrReplaceTempView("t")
`;

interface Offered extends CompletionChoice {
  /** The code behind the program after the choice is taken. */
  readonly taken: string;
}

function offered(marked: string): readonly Offered[] | null {
  const mark = marked.indexOf("‸");
  const text = program + marked.replace("‸", "");
  const analysis = analyze(testEngine, text, { ...defaultOptions, sparkVersion: "4.1" });
  const reanalyze = (typed: string) => analyze(testEngine, typed, analysis.options, analysis);
  const found = sqlCompletion(catalog, analysis, program.length + mark, reanalyze);
  return (
    found &&
    found.choices.map((choice) => ({
      ...choice,
      taken: (text.slice(0, choice.start) + choice.text + text.slice(choice.end)).slice(program.length),
    }))
  );
}

const sql = (text: string): string => `spark.sql("${text}")`;
const columns = ["id", "name", "address", "`a b`"];

describe("completion in SQL", () => {
  /** A place, what comes first there, and what is offered behind it. */
  const cases: readonly (readonly [
    marked: string,
    first: readonly string[],
    alsoOffered?: readonly string[],
    never?: readonly string[],
  ])[] = [
    // Where a statement begins.
    [sql("‸"), ["SELECT"], ["WITH", "INSERT", "CREATE", "FROM"], ["id", "JOIN"]],
    [sql("SEL‸"), ["SELECT"]],
    [sql("sel‸"), ["select"]],
    // Expressions: columns first.
    [sql("SELECT ‸ FROM p"), columns, ["p", "DISTINCT", "CASE", "CAST"], ["JOIN", "WHERE"]],
    [sql("SELECT id, ‸ FROM p"), columns, ["CASE"], ["DISTINCT"]],
    [sql("SELECT id, n‸ FROM p"), columns, ["nvl", "nullif"], ["SELECT"]],
    [sql("SELECT p.‸ FROM p"), columns, [], ["SELECT", "p", "upper"]],
    [sql("SELECT x.‸ FROM p AS x"), columns],
    [sql("SELECT x.na‸ FROM p x"), columns],
    [sql("SELECT address.‸ FROM p"), ["city", "zip"], [], ["id"]],
    [sql("SELECT p.address.zip.‸ FROM p"), ["code"], [], ["id", "city"]],
    [sql("SELECT upper(‸) FROM p"), columns],
    [sql("SELECT upper(na‸ FROM p"), columns],
    [sql("SELECT * FROM p WHERE ‸"), columns, ["NOT", "EXISTS"], ["FROM", "GROUP BY"]],
    [sql("SELECT * FROM p WHERE p.‸"), columns],
    [sql("SELECT * FROM p WHERE id = ‸"), columns],
    [sql("SELECT * FROM p WHERE id = 1 AND ‸"), columns],
    [sql("SELECT * FROM p WHERE ‸ ORDER BY id"), columns],
    [sql("SELECT * FROM p WHERE id IN (‸)"), columns, ["SELECT"]],
    [sql("SELECT CASE WHEN ‸ FROM p"), columns],
    [sql("SELECT id FROM p GROUP BY ‸"), columns, ["ROLLUP", "CUBE"]],
    [sql("SELECT id AS i FROM p ORDER BY ‸"), [...columns, "i"]],
    [sql("SELECT id AS i, ‸ FROM p"), [...columns, "i", "p"]],
    // Behind GROUP BY Spark takes keys and what the list gives; others stand in functions alone.
    [sql("SELECT count(*) c FROM p GROUP BY id HAVING ‸"), ["id", "c"], ["count"], ["name", "address"]],
    [sql("SELECT count(*) c FROM p GROUP BY id ORDER BY ‸"), ["id", "c"], ["count"], ["name", "address"]],
    [sql("SELECT name, count(*) FROM p GROUP BY ALL ORDER BY ‸"), ["name"], ["count"], ["id"]],
    [sql("SELECT name AS who, id FROM p GROUP BY 1, 2 ORDER BY ‸"), ["id", "name", "who"], [], ["address"]],
    [sql("SELECT upper(name) AS who FROM p GROUP BY 1 ORDER BY ‸"), ["who"], [], ["name", "id"]],
    [
      sql("SELECT 1 FROM p x GROUP BY ROLLUP (x.id, upper(name)) ORDER BY x.‸"),
      ["id", "name"],
      [],
      ["address"],
    ],
    [sql("SELECT count(*) c FROM p GROUP BY id ORDER BY max(‸)"), columns],
    [sql("SELECT * FROM p GROUP BY id ORDER BY ‸"), columns],
    [sql("SELECT * FROM p QUALIFY ‸"), []],
    // Two relations: what both have needs its qualifier.
    [
      sql("SELECT ‸ FROM p JOIN t ON p.id = t.id"),
      ["p.id", "name", "address", "`a b`", "t.id", "town", "p", "t"],
    ],
    [sql("SELECT * FROM p JOIN t ON p.id = ‸"), ["p.id", "name", "address", "`a b`", "t.id", "town"]],
    [sql("SELECT * FROM p JOIN t ON p.id = t.‸"), ["id", "town"]],
    [sql("SELECT * FROM p a JOIN t b ON b.‸"), ["id", "town"]],
    [sql("SELECT * FROM p JOIN t USING (‸)"), ["id"], [], ["town", "name"]],
    // Tables.
    [sql("SELECT * FROM ‸"), ["t", "p"], ["VALUES"], ["id", "SELECT"]],
    [sql("SELECT * FROM p JOIN ‸"), ["t", "p"]],
    [sql("SELECT * FROM p LEFT JOIN t‸"), ["t", "p"]],
    [sql("SELECT * FROM ‸ WHERE id = 1"), ["t", "p"]],
    [sql("INSERT INTO ‸"), ["t", "p"], ["TABLE"]],
    [sql("DESCRIBE TABLE ‸"), ["t", "p"]],
    [sql("WITH c AS (SELECT id FROM p) SELECT * FROM ‸"), ["c", "t", "p"]],
    [sql("WITH c AS (SELECT id AS i FROM p) SELECT ‸ FROM c"), ["i", "c"]],
    [sql("WITH c AS (SELECT ‸ FROM t) SELECT * FROM c"), ["id", "town", "t"]],
    [sql("SELECT ‸ FROM (SELECT id AS i, name FROM p) s"), ["i", "name", "s"]],
    [sql("SELECT * FROM p WHERE EXISTS (SELECT 1 FROM t WHERE ‸)"), ["id", "town", "t", "p.id", "p.name"]],
    [sql("SELECT id FROM p UNION SELECT ‸ FROM t"), ["id", "town"]],
    // Behind expressions and relations: words of the grammar.
    [sql("SELECT id ‸ FROM p"), [], ["AS", "AND", "IN"], ["id", "SELECT"]],
    [sql("SELECT * FROM p ‸"), ["WHERE", "JOIN", "LEFT"], ["GROUP BY", "ORDER BY", "LIMIT"], ["id"]],
    [sql("select * from p wh‸"), ["where", "join"], ["group by"], ["WHERE"]],
    [sql("SELECT * FROM p GROUP ‸"), ["BY"]],
    [sql("SELECT * FROM p WHERE id ‸"), [], ["AND", "OR", "IN", "IS", "LIKE", "BETWEEN"], ["id"]],
    [sql("SELECT sum(id) OVER (‸) FROM p"), [], ["PARTITION", "ORDER BY"]],
    [sql("SELECT sum(id) OVER (PARTITION BY ‸) FROM p"), columns],
    [sql("SELECT sum(id) OVER ‸ FROM p WINDOW w AS (ORDER BY id)"), ["w"]],
    // Types, hints, parameters, settings.
    [sql("SELECT CAST(id AS ‸) FROM p"), [], ["INT", "STRING", "DECIMAL", "ARRAY", "VARIANT"], ["id"]],
    [sql("CREATE TABLE x (a ‸"), [], ["INT", "STRING"]],
    [sql("SELECT /*+ ‸ */ id FROM p"), ["BROADCAST", "MERGE"], ["REPARTITION"], ["id", "SELECT"]],
    [sql("SELECT /*+ BROADCAST(‸) */ id FROM p JOIN t b"), ["p", "b"]],
    [sql("SET spark.sql.ans‸"), ["spark.sql.ansi.enabled"]],
    [sql("SET spark.sql.ansi.enabled = ‸"), ["true"], ["false"]],
    ['spark.sql("SELECT :‸ FROM p", args={"low": 1, "high": 2})', ["low", "high"], [], ["id"]],
    [sql("CREATE TABLE x USING ‸"), [], ["parquet", "csv"]],
    // Lambdas and pipes.
    [sql("SELECT transform(array(1), e -> ‸) FROM p"), ["e", "id"]],
    [sql("FROM p |> WHERE ‸"), columns],
    // Nothing in text, comments and numbers.
    [sql("SELECT '‸' FROM p"), [], [], ["id"]],
    [sql("SELECT id -- ‸"), [], [], ["id"]],
    [sql("SELECT 1‸ FROM p"), [], [], ["id"]],
    // Strings of all kinds.
    ["spark.sql('''\nSELECT id,\n  ‸\nFROM p\n''')", columns],
    ['spark.sql(f"SELECT ‸ FROM p WHERE id = {n}")', columns],
    ['spark.sql("SELECT ‸ FROM {df}", df=towns)', ["id", "town"]],
    ['spark.sql("SELECT x.‸ FROM {df} x JOIN p", df=towns)', ["id", "town"]],
    ['spark.sql("SELECT id, " "‸ FROM p")', columns],
    ['query = "SELECT ‸ FROM p"\nspark.sql(query)', columns],
    ['spark.sql("SELECT ‸ FROM p', columns],
    ['spark.sql("SELECT id FROM p WHERE p.‸', columns],
    // Expressions on a frame.
    ['people.filter("‸")', columns, ["NOT", "CASE"], ["SELECT", "FROM"]],
    ['people.filter("id > 1 AND n‸")', columns, ["nvl"]],
    ['people.selectExpr("upper(‸)")', columns],
    ['people.select(F.expr("address.‸"))', ["city", "zip"]],
    ['people.filter("address.zip.‸")', ["code"], [], ["id"]],
    // Names of tables.
    ['spark.table("‸")', ["t", "p"], [], ["SELECT"]],
    ['spark.read.table("p‸")', ["t", "p"]],
    ['F.col("id").cast("‸")', [], ["INT", "STRING"]],
  ];
  for (const [marked, first, also = [], never = []] of cases)
    it(marked, () => {
      const texts = offered(marked)?.map(({ text }) => text) ?? [];
      assert.deepEqual(texts.slice(0, first.length), first);
      for (const each of also) assert.ok(texts.includes(each), `${each} is not among ${texts.join(" ")}`);
      for (const each of never) assert.ok(!texts.includes(each), `${each} is offered`);
    });

  const outside: readonly string[] = ['print("‸")', 'people.select("‸")', "people.‸", 'F.lit("‸")', "# ‸"];
  for (const marked of outside)
    it(`has nothing to say in ${marked}`, () => {
      assert.equal(offered(marked), null);
    });

  const taken: readonly (readonly [marked: string, choice: string, result: string])[] = [
    [sql("SELECT na‸ FROM p"), "name", sql("SELECT name FROM p")],
    [sql("SELECT n‸ame FROM p"), "address", sql("SELECT address FROM p")],
    [sql("SELECT p.a‸ FROM p"), "`a b`", sql("SELECT p.`a b` FROM p")],
    [sql("SELECT `a‸` FROM p"), "`a b`", sql("SELECT `a b` FROM p")],
    [sql("SET spark.sql.ans‸"), "spark.sql.ansi.enabled", sql("SET spark.sql.ansi.enabled")],
    ['spark.sql("SELECT * FROM ‸", df=towns)', "{df}", 'spark.sql("SELECT * FROM {df}", df=towns)'],
  ];
  for (const [marked, wanted, result] of taken)
    it(`${marked} becomes ${result}`, () => {
      assert.equal(offered(marked)?.find(({ text }) => text === wanted)?.taken, result);
    });

  it("has the functions that queries use most before the others, each once", () => {
    const functions = (offered(sql("SELECT co‸ FROM p")) ?? []).filter(({ kind }) => kind === "function");
    const names = functions.map(({ text }) => text);
    assert.deepEqual(names.filter((name) => name.startsWith("co")).slice(0, 4), [
      "count",
      "coalesce",
      "concat",
      "concat_ws",
    ]);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(
      likelyFunctions.filter((name) => !names.includes(name)),
      [],
    );
  });

  it("tells the types of columns and what functions take", () => {
    const all = offered(sql("SELECT u‸ FROM p")) ?? [];
    const detail = (name: string): string | undefined => all.find(({ text }) => text === name)?.detail;
    assert.equal(detail("id"), "bigint");
    assert.equal(detail("address"), "struct<city:string,zip:struct<code:int>>");
    assert.equal(detail("upper"), "(str)");
  });
});
