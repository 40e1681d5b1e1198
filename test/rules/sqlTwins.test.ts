import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { catalog, parser } from "../plan/evaluated.ts";

/** Queries in which a rule finds what it finds in DataFrame code, and "rule: text at the place"; none for none. */
const queries: readonly (readonly [query: string, ...findings: string[]])[] = [
  // Every row with every row.
  ["SELECT * FROM orders o, customers c", "cross-join: customers c"],
  ["SELECT * FROM orders o CROSS JOIN customers c", "cross-join: customers c"],
  ["SELECT * FROM orders o JOIN customers c", "cross-join: customers c"],
  ["SELECT * FROM orders o, customers c WHERE o.amount > 3", "cross-join: customers c"],
  ["SELECT * FROM a, b, c WHERE a.x = b.x", "cross-join: c"],
  ["SELECT * FROM (SELECT o.a FROM orders o, customers c) t JOIN d ON t.a = d.a", "cross-join: customers c"],
  ["WITH x AS (SELECT * FROM orders o CROSS JOIN customers c) SELECT * FROM x", "cross-join: customers c"],
  ["INSERT INTO t SELECT * FROM orders o CROSS JOIN customers c", "cross-join: customers c"],
  ["CREATE TEMP VIEW v AS SELECT * FROM orders o CROSS JOIN customers c", "cross-join: customers c"],
  ["SELECT * FROM orders o, customers c WHERE o.id = c.id"],
  ["SELECT * FROM orders, customers WHERE order_id = cust_id"],
  ["SELECT * FROM a, b, c WHERE a.x = c.x AND b.y = c.y"],
  ["SELECT * FROM orders o CROSS JOIN LATERAL explode(o.xs) t"],
  ["SELECT * FROM orders o, LATERAL (SELECT max(x) FROM b WHERE b.id = o.id) t"],
  ["SELECT * FROM orders o, (SELECT max(x) FROM b) t"],
  ["SELECT * FROM orders NATURAL JOIN customers"],
  ["SELECT * FROM (SELECT * FROM orders o, customers c) t WHERE t.a = t.b"],
  ["SELECT /*+ BROADCAST(c) */ * FROM orders o CROSS JOIN customers c"],
  ["SELECT * FROM orders o CROSS JOIN VALUES (1), (2) AS v(x)"],
  ["SELECT * FROM orders o, customers c WHERE o.s.id = c.s.id"],
  // A condition without an equality.
  ["SELECT * FROM orders o JOIN customers c ON o.a > c.b", "join-without-key: o.a > c.b"],
  ["SELECT * FROM orders o LEFT JOIN customers c ON o.a = o.b", "join-without-key: o.a = o.b"],
  ["SELECT * FROM a o JOIN b c ON o.a = c.a OR o.b = c.b", "join-without-key: o.a = c.a OR o.b = c.b"],
  ["SELECT * FROM orders o JOIN customers c ON o.a > c.b WHERE o.id = c.id"],
  ["SELECT * FROM orders o JOIN customers c ON year(o.a) = c.b"],
  ["SELECT * FROM orders JOIN customers ON a = b"],
  ["SELECT * FROM a o JOIN b c ON (o.a = c.a AND o.b = 3) OR (c.a = o.a AND o.b = 4)"],
  // All rows in one partition.
  [
    "SELECT row_number() OVER (ORDER BY amount) AS n FROM orders",
    "window-without-partition: (ORDER BY amount)",
  ],
  ["SELECT sum(x) OVER w FROM orders WINDOW w AS (ORDER BY y)", "window-without-partition: w"],
  ["SELECT row_number() OVER (PARTITION BY country ORDER BY amount) AS n FROM orders"],
  ["SELECT sum(sum(x)) OVER (ORDER BY y) FROM orders GROUP BY y"],
  ["SELECT /*+ COALESCE(1) */ * FROM orders", "coalesce-to-one: COALESCE(1)"],
  ["SELECT /*+ REPARTITION(1) */ * FROM orders", "coalesce-to-one: REPARTITION(1)"],
  ["SELECT /*+ REPARTITION(8, country) */ * FROM orders"],
  ["SELECT /*+ COALESCE(1) */ count(*) FROM orders"],
  // Nulls.
  ["SELECT * FROM orders WHERE amount = NULL", "column-compared-to-none: amount = NULL"],
  ["SELECT * FROM orders WHERE NOT amount <> NULL", "column-compared-to-none: amount <> NULL"],
  ["SELECT CASE x WHEN NULL THEN 0 ELSE x END FROM orders", "column-compared-to-none: NULL"],
  ["SELECT * FROM orders WHERE amount IS NULL OR amount <=> NULL"],
  ["UPDATE orders SET amount = NULL WHERE id = 3"],
  ["SELECT CASE WHEN x IS NULL THEN NULL ELSE x END FROM orders"],
  [
    "SELECT * FROM orders WHERE id NOT IN (SELECT order_id FROM returns)",
    "not-in-with-null: id NOT IN (SELECT order_id FROM returns)",
  ],
  ["SELECT * FROM orders WHERE id NOT IN (1, 2, NULL)", "not-in-with-null: id NOT IN (1, 2, NULL)"],
  ["SELECT * FROM orders WHERE id NOT IN (SELECT order_id FROM returns WHERE order_id IS NOT NULL)"],
  ["SELECT * FROM orders WHERE id IN (SELECT order_id FROM returns)"],
  ["SELECT * FROM orders WHERE id NOT IN (1, 2, 3)"],
  // Outer joins.
  [
    "SELECT * FROM orders o LEFT JOIN customers c ON o.id = c.id WHERE c.age > 3 AND o.a = 1",
    "filter-undoes-outer-join: c.age > 3",
  ],
  [
    "SELECT * FROM orders o RIGHT JOIN customers c ON o.id = c.id WHERE upper(o.status) = 'X'",
    "filter-undoes-outer-join: upper(o.status) = 'X'",
  ],
  ["SELECT * FROM orders o LEFT JOIN customers c ON o.id = c.id WHERE c.age IS NULL"],
  ["SELECT * FROM orders o LEFT JOIN customers c ON o.id = c.id WHERE coalesce(c.age, 0) > 3"],
  ["SELECT * FROM orders o LEFT JOIN customers c ON o.id = c.id WHERE c.age > 3 OR o.a = 1"],
  ["SELECT * FROM orders o LEFT JOIN customers c ON o.id = c.id AND c.age > 3"],
  ["SELECT * FROM orders o LEFT JOIN customers c ON o.id = c.id WHERE o.amount > 3"],
  // Functions.
  ["SELECT split(name, '.') FROM customers", "regex-as-text: '.'"],
  ["SELECT split(name, '[.]') FROM customers"],
  ["SELECT date_format(created, 'YYYY-MM-dd') FROM orders", "datetime-pattern-refused: 'YYYY-MM-dd'"],
  ["SELECT date_format(created, 'yyyy-mm-dd') FROM orders", "datetime-pattern-mistaken: 'yyyy-mm-dd'"],
  ["SELECT date_format(created, 'yyyy-MM-dd') FROM orders"],
  ["SELECT slice(tags, 0, 2) FROM events", "position-zero: 0"],
  ["SELECT slice(tags, 1, 2) FROM events"],
  // Rows that differ already.
  ["SELECT DISTINCT country, count(*) FROM orders GROUP BY country", "useless-distinct: DISTINCT"],
  ["SELECT DISTINCT count(*) FROM orders GROUP BY country"],
  ["SELECT country FROM a UNION SELECT DISTINCT country FROM b", "useless-distinct: DISTINCT"],
  ["SELECT country FROM a UNION ALL SELECT DISTINCT country FROM b"],
];

/** The same for programs: text that stands for one expression, and what Python does with queries. */
const programs: readonly (readonly [program: string, ...findings: string[]])[] = [
  ['q = spark.table("orders").filter("amount = NULL")', "column-compared-to-none: amount = NULL"],
  ['q = spark.table("orders").select(F.expr("split(status, \'|\')"))', "regex-as-text: '|'"],
  [
    'q = spark.table("orders").selectExpr("*", "row_number() OVER (ORDER BY amount) AS n")',
    "window-without-partition: (ORDER BY amount)",
  ],
  ['q = spark.sql("SELECT * FROM orders CROSS JOIN customers").filter("order_id = customer_id")'],
  ['q = spark.sql(f"SELECT * FROM orders o, customers c WHERE {given}")'],
  ['q = spark.sql(f"SELECT * FROM orders o, customers c {given}")'],
  ['spark.sql("SELECT count(*) FROM orders")', "unused-transformation: sql"],
  ['spark.sql("CREATE TEMP VIEW v AS SELECT 1 AS a")'],
  ['spark.sql("SET spark.sql.shuffle.partitions = 8")'],
  ['spark.sql(f"{given}")'],
  ['rows = spark.sql("SELECT * FROM orders").collect()', "collect-unbounded: collect"],
  ['rows = spark.sql("SELECT * FROM orders LIMIT 10").collect()'],
];

const header = `import sys
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
spark = SparkSession.builder.getOrCreate()
given = sys.argv[1]
`;

/** Parts of a query that nothing tells have findings of their own. */
const others: ReadonlySet<string> = new Set(["sql-built-from-strings", "spark-in-module"]);

const check = (program: string, expected: readonly string[]): void => {
  const { text, findings } = analyze({ parser, catalog }, header + program, defaultOptions);
  const found = findings
    .filter(({ rule }) => !others.has(rule))
    .map(({ rule, start, end }) => `${rule}: ${text.slice(start, end)}`);
  assert.deepEqual(found, expected);
};

describe("rules speak of SQL as of DataFrame code", () => {
  for (const [query, ...findings] of queries)
    it(query, () => {
      check(`q = spark.sql("""${query}""")`, findings);
    });
  for (const [program, ...findings] of programs)
    it(program, () => {
      check(program, findings);
    });
});
