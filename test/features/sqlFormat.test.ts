import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { formatSqlAt, formatSqlDocument } from "../../server/src/features/sqlFormat.ts";
import { embeddedSqlIn } from "../../server/src/plan/query/embeddedSql.ts";
import { testEngine } from "../analysis/analyzed.ts";

const imports = `from pyspark.sql import SparkSession, functions as F
from textwrap import dedent
spark = SparkSession.builder.getOrCreate()
`;

/** The code behind the imports after formatting the SQL at the mark, or why it is not done. */
function formatted(marked: string): string | null {
  const mark = marked.indexOf("|");
  const text = imports + marked.slice(0, mark) + marked.slice(mark + 1);
  const { facts } = analyze(testEngine, text, defaultOptions);
  const result = formatSqlAt(facts, imports.length + mark, { keywordCase: "upper", width: 80 });
  if (result === null || "refusal" in result) return result?.refusal ?? null;
  let edited = text;
  for (const { start, end, newText } of result.edits.toReversed())
    edited = edited.slice(0, start) + newText + edited.slice(end);
  return edited.slice(imports.length);
}

/** What Spark reads: the tokens of all SQL in the code. */
const tokensOf = (code: string): readonly string[] =>
  embeddedSqlIn(analyze(testEngine, imports + code, defaultOptions).facts).map(({ tree }) =>
    tree.tokens.map(({ start, end }) => tree.text.slice(start, end).toUpperCase()).join(" "),
  );

const long = "select customer_id, count(*) as orders from orders where status = 'open' group by customer_id";
const cases: readonly (readonly [name: string, code: string, expected: string])[] = [
  ["a short line", 'df = spark.sql("|select a,b from t")', 'df = spark.sql("SELECT a, b FROM t")'],
  [
    "a line that is too long",
    `df = spark.sql("|${long}")`,
    `df = spark.sql("""
    SELECT customer_id, count(*) AS orders
    FROM orders
    WHERE status = 'open'
    GROUP BY customer_id
""")`,
  ],
  [
    "lines in a function",
    `def f(x):
    df = spark.sql(
        f"""
      select a, b
  from {x} where c = 'x{x}' and
     d = {x:>3}
        """
    )
    return df
f|("t")`
      .replace("|", "")
      .replace("select a", "select| a"),
    `def f(x):
    df = spark.sql(
        f"""
        SELECT a, b
        FROM {x}
        WHERE c = 'x{x}' AND d = {x:>3}
        """
    )
    return df
f("t")`,
  ],
  [
    "text at the margin",
    `query = """
select a
from| t
"""
spark.sql(query)`,
    `query = """
SELECT a
FROM t
"""
spark.sql(query)`,
  ],
  [
    "strings that follow each other",
    `df = spark.sql(
    "select customer_id, "
    f"count(*) as n from {table} "
    "where status = '{x}' |group by customer_id having n > 10"
)`,
    `df = spark.sql(
    f"""
    SELECT customer_id, count(*) AS n
    FROM {table}
    WHERE status = '{{x}}'
    GROUP BY customer_id
    HAVING n > 10
    """
)`,
  ],
  [
    "escapes",
    String.raw`spark.sql('select \'a\' as |x, "b\\n" as y\n')`,
    String.raw`spark.sql('SELECT \'a\' AS x, "b\\n" AS y')`,
  ],
  [
    "clauses that are not known",
    `def f(where, order):
    return spark.sql(f"select a |from t {where}
    order by {order}")`
      .replace('f"', 'f"""')
      .replace('")', '""")'),
    `def f(where, order):
    return spark.sql(f"""
        SELECT a
        FROM t {where}
        ORDER BY {order}
    """)`,
  ],
  [
    "format and dedent",
    `spark.sql(dedent("""
      select {cols|} from t
        where x='{y}'""").format(cols="a", y=1))`
      .replace("|", "")
      .replace("select", "|select"),
    `spark.sql(dedent("""
      SELECT {cols}
      FROM t
      WHERE x = '{y}'
""").format(cols="a", y=1))`,
  ],
  [
    "comments of SQL",
    'spark.sql("""select a, -- |first\nb from t""")',
    `spark.sql("""
    SELECT
      a, -- first
      b
    FROM t
""")`,
  ],
  [
    "a value that is known",
    'table = "shop.orders"\nspark.sql(f"select |a from {table} where b={1 + 2}")',
    'table = "shop.orders"\nspark.sql(f"SELECT a FROM {table} WHERE b = {1 + 2}")',
  ],
  [
    "templates",
    "spark.sql(\"select |a from {{ ref('x') }} where day='{{ ds }}'\")",
    "spark.sql(\"SELECT a FROM {{ ref('x') }} WHERE day = '{{ ds }}'\")",
  ],
  [
    "an expression",
    'df = spark.range(3).select(F.expr("|case  when id>1 then 1 end"))',
    'df = spark.range(3).select(F.expr("CASE WHEN id > 1 THEN 1 END"))',
  ],
  [
    "a filter",
    'df = spark.range(3).filter("|id>1 and  id<5")',
    'df = spark.range(3).filter("id > 1 AND id < 5")',
  ],
];

describe("formatting SQL in Python", () => {
  for (const [name, marked, expected] of cases)
    it(name, () => {
      const code = marked.replace("|", "");
      const result = formatted(marked) ?? "no SQL";
      assert.equal(result, expected);
      assert.deepEqual(tokensOf(result), tokensOf(code));
      const again = formatted(result.replace(/(FROM|id >|AS)/, "|$1"));
      assert.equal(again, result);
    });

  const refusals: readonly (readonly [code: string, reason: RegExp | null])[] = [
    ['spark.sql("select| a b c from t")', /refuses this SQL/],
    ['spark.sql("select |a" + f(x) + "from t")', /put together|refuses/],
    ['spark.sql(\n  "select |a " # first\n  "from t"\n)', /Comments stand between/],
    ['base = "select |a "\nspark.sql(base + "from t")', /put together/],
    ['spark.table("|t")', null],
    ['print("|select 1")', null],
  ];
  for (const [code, reason] of refusals)
    it(`leaves alone ${code.replace("|", "")}`, () => {
      const result = formatted(code);
      if (reason === null) assert.equal(result, null);
      else assert.match(result ?? "", reason);
    });
});

it("formats each statement of a file of SQL", () => {
  const text = "-- first\nselect a from t;\n\nselect  1 as x ;\nselect a b c;\n";
  const { facts } = analyze(testEngine, text, defaultOptions, undefined, undefined, "/w/q.sql");
  let edited = text;
  for (const { start, end, newText } of formatSqlDocument(facts, {
    keywordCase: "upper",
    width: 80,
  }).toReversed())
    edited = edited.slice(0, start) + newText + edited.slice(end);
  assert.equal(edited, "-- first\nSELECT a FROM t;\n\nSELECT 1 AS x ;\nselect a b c;\n");
});
