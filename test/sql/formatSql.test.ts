import assert from "node:assert/strict";
import { formatSql, textOfPieces, type SqlStyle } from "../../server/src/sql/formatSql.ts";
import type { SqlEntry, SqlTree } from "../../server/src/sql/parse.ts";
import { portion, size } from "../portion.ts";
import { parseSql } from "./sqlFixture.ts";
import { entryOf, readTruth } from "./truthRows.ts";

const plain: SqlStyle = { keywordCase: "upper", width: 100 };

function formatted(text: string, style = plain, entry: SqlEntry = "statement"): string {
  const pieces = formatSql(parseSql(text, entry, "4.3"), style);
  assert.ok(pieces !== null, text);
  return textOfPieces(pieces);
}

/** What a text must keep: its tokens, where keywords and types may change their case, and its comments. */
function kept({ text, tokens, comments }: SqlTree): readonly string[] {
  const word = /^[A-Za-z_]+$/;
  return [
    ...tokens.map(({ type, start, end }) => {
      const source = text.slice(start, end);
      return `${type} ${type !== "IDENTIFIER" && word.test(source) ? source.toUpperCase() : source}`;
    }),
    ...comments.map(({ start, end }) => text.slice(start, end).trim()),
  ];
}

/** Texts on one line that fit there: only blanks and the case of keywords change. */
const lines: Readonly<Record<string, string>> = {
  "select  a,b from t where x=1": "SELECT a, b FROM t WHERE x = 1",
  "select a.b x, c :: int, - 1, - a, - - 1": "SELECT a.b x, c::INT, -1, -a, - -1",
  "select date '2020-01-01', x'1F', r'a\\d'": "SELECT DATE '2020-01-01', x'1F', r'a\\d'".replace("x'", "X'"),
  "select cast( a as struct<a:int,b :array<decimal( 10,2 )>> )":
    "SELECT CAST(a AS STRUCT<a: INT, b: ARRAY<DECIMAL(10, 2)>>)",
  "select Sum( x ) filter(where y) over(partition by a order by b)":
    "SELECT Sum(x) FILTER (WHERE y) OVER (PARTITION BY a ORDER BY b)",
  "select extract(year from d), timestampadd(hour,1,t), trim( both 'x' from s)":
    "SELECT extract(year FROM d), timestampadd(hour, 1, t), trim(BOTH 'x' FROM s)",
  "select left ( a,1 ), first(b), struct(c)": "SELECT left(a, 1), first(b), struct(c)",
  "select `a b` . c, \"x\", 'it''s', date.year, `select` from s3":
    "SELECT `a b`.c, \"x\", 'it''s', date.year, `select` FROM s3",
  "select m['k'][ 0 ], y : z.w, :p, ? from t": "SELECT m['k'][0], y:z.w, :p, ? FROM t",
  "select transform(xs,x->x+1), f(a=>1)": "SELECT transform(xs, x -> x + 1), f(a => 1)",
  "select /*+ broadcast( a ) */ * from a": "SELECT /*+ broadcast(a) */ * FROM a",
  "select /* why */ 1 -- end": "SELECT /* why */ 1 -- end",
  "insert into t(a,b) values(1,2),(3,4)": "INSERT INTO t (a, b) VALUES (1, 2), (3, 4)",
  "set spark.sql.shuffle.partitions =  8": "set spark.sql.shuffle.partitions =  8",
  "select * from t timestamp as of '2020-01-01' v(a, b)":
    "SELECT * FROM t TIMESTAMP AS OF '2020-01-01' v(a, b)",
  "select if(a, not b, !c), a in (1,2), exists(select 1)":
    "SELECT if(a, NOT b, !c), a IN (1, 2), EXISTS (SELECT 1)",
};

/** Texts that take several lines, at a width of 60. */
const pages: readonly (readonly [title: string, text: string, expected: string])[] = [
  [
    "clauses",
    "select c.id, count(*) as orders from customers c left join orders o on c.id = o.customer_id and o.status = 'open' where c.country in ('CH','AT') and c.active group by c.id having count(*) > 3 order by orders desc limit 10",
    `SELECT c.id, count(*) AS orders
FROM customers c
LEFT JOIN orders o
  ON c.id = o.customer_id
  AND o.status = 'open'
WHERE c.country IN ('CH', 'AT') AND c.active
GROUP BY c.id
HAVING count(*) > 3
ORDER BY orders DESC
LIMIT 10`,
  ],
  [
    "what was on several lines",
    "select a\nfrom t",
    `SELECT a
FROM t`,
  ],
  [
    "queries in queries",
    "with a as (select * from t where x > (select max(x) from t)), b as (select 1) select * from a, (select y from b) s where a.x in (select y from b where y is not null and y > 0)",
    `WITH a AS (
  SELECT *
  FROM t
  WHERE x > (SELECT max(x) FROM t)
),
b AS (
  SELECT 1
)
SELECT *
FROM a, (SELECT y FROM b) s
WHERE
  a.x IN (SELECT y FROM b WHERE y IS NOT NULL AND y > 0)`,
  ],
  [
    "CASE",
    "select case when amount > 1000 and country = 'CH' then 'large' when amount > 100 then 'middle' else 'small' end as size from t",
    `SELECT
  CASE
    WHEN amount > 1000 AND country = 'CH' THEN 'large'
    WHEN amount > 100 THEN 'middle'
    ELSE 'small'
  END AS size
FROM t`,
  ],
  [
    "AND and OR",
    "select * from t where (first_condition = 1 and second_condition = 2) or (third_condition = 3 and fourth_condition) or fifth",
    `SELECT *
FROM t
WHERE
  (first_condition = 1 AND second_condition = 2)
  OR (third_condition = 3 AND fourth_condition)
  OR fifth`,
  ],
  [
    "comments",
    "select -- all of it\n a, -- first\n b, /* second */ c\n -- from there\nfrom t\n/* only\n   these */\nwhere a = 1 -- one\n and b = 2",
    `SELECT -- all of it
  a, -- first
  b, /* second */
  c
-- from there
FROM t
/* only
   these */
WHERE
  a = 1 -- one
  AND b = 2`,
  ],
  [
    "lists of values",
    `select * from t where id in (${Array.from({ length: 20 }, (_, at) => at * 100).join(",")})`,
    `SELECT *
FROM t
WHERE
  id IN (
    0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000,
    1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800, 1900
  )`,
  ],
  [
    "windows",
    "select row_number() over (partition by customer_id, country order by ordered_at desc, id rows between unbounded preceding and current row) n from orders",
    `SELECT
  row_number() OVER (
    PARTITION BY customer_id, country
    ORDER BY ordered_at DESC, id
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  ) n
FROM orders`,
  ],
  [
    "tables",
    "create table if not exists shop.orders (id bigint comment 'the key', amount decimal(10,2)) using parquet partitioned by (country) as select * from raw",
    `CREATE TABLE IF NOT EXISTS shop.orders (
  id BIGINT COMMENT 'the key',
  amount DECIMAL(10, 2)
) USING parquet
PARTITIONED BY (country)
AS
SELECT *
FROM raw`,
  ],
  [
    "MERGE",
    "merge into t using s on t.id = s.id when matched and s.gone then delete when matched then update set a = s.a when not matched then insert *",
    `MERGE INTO t
USING s
ON t.id = s.id
WHEN MATCHED AND s.gone THEN DELETE
WHEN MATCHED THEN UPDATE SET a = s.a
WHEN NOT MATCHED THEN INSERT *`,
  ],
  [
    "pipes",
    "from t |> where a > 1 |> extend a + 1 as b |> aggregate sum(b) as s group by a |> order by s desc",
    `FROM t
|> WHERE a > 1
|> EXTEND a + 1 AS b
|> AGGREGATE sum(b) AS s GROUP BY a
|> ORDER BY s DESC`,
  ],
  [
    "scripts",
    "begin declare x int = 1; if x = 1 then select 1; else select 2; end if; end",
    `BEGIN
  DECLARE x INT = 1;
  IF x = 1 THEN
    SELECT 1;
  ELSE
    SELECT 2;
  END IF;
END`,
  ],
];

describe("formatting SQL", () => {
  for (const [text, expected] of Object.entries(lines))
    it(text, () => {
      assert.equal(formatted(text), expected);
    });

  for (const [title, text, expected] of pages)
    it(`lays out ${title}`, () => {
      assert.equal(formatted(text, { keywordCase: "upper", width: 60 }), expected);
    });

  it("writes keywords as it is told to", () => {
    const text = "Select a From `From` Where Coalesce(a, 1) Is Null";
    assert.equal(
      formatted(text, { ...plain, keywordCase: "lower" }),
      "select a from `From` where Coalesce(a, 1) is null",
    );
    assert.equal(formatted(text, { ...plain, keywordCase: "preserve" }), text);
  });

  it("leaves alone what Spark does not take", () => {
    assert.equal(formatSql(parseSql("select a b c from", "statement", "4.3"), plain), null);
  });

  it("takes linear time, and any depth", () => {
    const [wide, deep] = [size(5000, 1000), size(3000, 1000)];
    const items = Array.from({ length: wide }, (_, at) => `a${at} + f(b, ${at})`).join(", ");
    const rows = Array.from({ length: wide }, (_, at) => `(${at}, 'x')`).join(", ");
    for (const text of [
      `select ${items} from t`,
      `select * from values ${rows}`,
      `select ${"(".repeat(deep)}1${")".repeat(deep)}`,
      `select 1${" union all select 1".repeat(deep)}`,
      `select ${"f(".repeat(deep)}1${")".repeat(deep)}`,
      `select * from t where ${Array.from({ length: wide }, () => "a").join(" and ")}`,
    ])
      formatted(text);
  }).timeout(60_000);

  // The narrow style breaks most lines; a part of the texts shows it.
  for (const [version, style, share] of [
    ["4.3", plain, 1],
    ["4.3", { keywordCase: "lower", width: 30 }, 4],
    ["3.5", { keywordCase: "preserve", width: 60 }, 4],
  ] as const)
    it(`keeps the tokens of Spark's own texts and is idempotent (${version}, ${style.width} wide)`, () => {
      let count = 0;
      const texts = portion(
        readTruth().filter((_, at) => at % share === 0),
        30,
      );
      for (const { sql, kind } of texts) {
        const tree = parseSql(sql, entryOf[kind], version);
        const pieces = formatSql(tree, style);
        if (pieces === null) continue;
        count++;
        const text = textOfPieces(pieces);
        const again = parseSql(text, entryOf[kind], version);
        assert.deepEqual(kept(again), kept(tree), sql);
        assert.equal(textOfPieces(formatSql(again, style) ?? []), text);
      }
      assert.ok(count > texts.length * 0.75, `${count} of ${texts.length} texts`);
    }).timeout(240_000);
});
