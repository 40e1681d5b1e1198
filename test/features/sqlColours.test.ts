import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { sqlColours } from "../../server/src/features/sqlColours.ts";
import { testEngine } from "../analysis/analyzed.ts";

const program = `from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
people = spark.createDataFrame([], "id bigint")
`;

/** "SELECT:keyword id:column …" for the code behind the program; "+" marks what is made there. */
function coloured(code: string): string {
  const text = program + code;
  const { facts } = analyze(testEngine, text, { ...defaultOptions, sparkVersion: "4.1" });
  return sqlColours(facts)
    .filter(({ start }) => start >= program.length)
    .map(({ start, end, kind, isNew }) => `${text.slice(start, end)}:${kind}${isNew ? "+" : ""}`)
    .join(" ");
}

describe("colours of SQL", () => {
  const cases: readonly (readonly [code: string, expected: string])[] = [
    [
      'spark.sql("SELECT a.id AS x, count(*) FROM t AS a")',
      "SELECT:keyword a:variable id:column AS:keyword x:column+ count:function *:operator FROM:keyword t:table AS:keyword a:variable+",
    ],
    [
      "spark.sql('WITH c AS (SELECT 1.5) SELECT CAST(b AS decimal(3, 1)) FROM c')",
      "WITH:keyword c:table+ AS:keyword SELECT:keyword 1.5:number SELECT:keyword CAST:function b:column AS:keyword decimal:type 3:number 1:number FROM:keyword c:table",
    ],
    [
      'spark.sql("SELECT /*+ BROADCAST(t) */ x -> x + 1 -- why\\n")',
      "SELECT:keyword BROADCAST:hint t:column x:parameter+ ->:operator x:parameter +:operator 1:number -- why:comment",
    ],
    // Nothing where Python's own expression is, and none for escapes.
    [
      "spark.sql(f\"SELECT id FROM {people} WHERE d = '{x}' AND e = 'a'\")",
      "SELECT:keyword id:column FROM:keyword WHERE:keyword d:column =:operator AND:keyword e:column =:operator 'a':string",
    ],
    ['spark.sql("SELECT \\"a\\", 1")', "SELECT:keyword 1:number"],
    // A piece of several lines is told line by line.
    ['spark.sql("""SELECT 1 /* a\n b */""")', "SELECT:keyword 1:number /* a:comment  b */:comment"],
    ['people.filter("id > 1")', "id:column >:operator 1:number"],
    ['q = "SELECT 1"\nspark.sql(q)', "SELECT:keyword 1:number"],
    ['for i in range(3):\n    spark.sql("SELECT 1")', "SELECT:keyword 1:number"],
    ['spark.sql("SELECT FROM WHERE (")', "SELECT:keyword"],
    ['spark.sql("SET spark.sql.ansi.enabled = true")', "SET:keyword"],
    // Names alone stay strings.
    ['spark.table("t")', ""],
    ['print("SELECT 1")', ""],
  ];
  for (const [code, expected] of cases)
    it(code, () => {
      const found = coloured(code);
      // What broken text is taken for may change; its beginning is certain.
      if (code.includes('(")')) assert.ok(found.startsWith(expected), found);
      else if (code.includes("SET ")) assert.match(found, /^SET:keyword spark:column .*true:/);
      else assert.equal(found, expected);
    });
});
