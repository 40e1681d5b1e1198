import assert from "node:assert/strict";
import {
  embeddedSqlAt,
  embeddedSqlIn,
  type EmbeddedSql,
} from "../../../server/src/plan/query/embeddedSql.ts";
import type { ModuleFacts } from "../../../server/src/plan/facts.ts";
import { documentOffset } from "../../../server/src/syntax/siteOffset.ts";
import type { Site } from "../../../server/src/syntax/module.ts";
import { evaluated } from "../evaluated.ts";

const header = `import sys, textwrap, inspect
from pyspark.sql import SparkSession, functions as F
spark = SparkSession.builder.getOrCreate()
`;

interface Case {
  readonly name: string;
  readonly program: string;
  /** The SQL, with «…» around what is no exact place; holes as ⟨…⟩ with their kind's first letter. */
  readonly sql: string;
}

const cases: readonly Case[] = [
  { name: "a literal", program: 'spark.sql("SELECT 1 AS a")', sql: "SELECT 1 AS a" },
  {
    name: "a literal with quotes around three lines",
    program: 'spark.sql("""\n  SELECT 1\n""")',
    sql: "\n  SELECT 1\n",
  },
  { name: "escapes", program: "spark.sql(\"SELECT\\n'\\u0041\\t'\")", sql: "SELECT«\n»'«A»«\t»'" },
  { name: "a line that goes on", program: 'spark.sql("SELECT \\\n1")', sql: "SELECT 1" },
  { name: "a raw literal", program: "spark.sql(r\"SELECT '\\d'\")", sql: "SELECT '\\d'" },
  { name: "adjacent literals", program: 'spark.sql("SELECT a, "\n  r"b FROM t")', sql: "SELECT a, b FROM t" },
  { name: "a row of +", program: 'spark.sql("SELECT a " + "FROM t")', sql: "SELECT a FROM t" },
  { name: "a constant", program: 'Q = "SELECT 1"\nspark.sql(Q)', sql: "SELECT 1" },
  {
    name: "a constant in an f-string",
    program: 'T = "orders"\nspark.sql(f"SELECT * FROM {T}")',
    sql: "SELECT * FROM orders",
  },
  {
    name: "a number in an f-string",
    program: 'n = 5\nspark.sql(f"SELECT * FROM t LIMIT {n}")',
    sql: "SELECT * FROM t LIMIT «5»",
  },
  { name: "doubled braces", program: "n = 5\nspark.sql(f\"SELECT '{{{n}}}'\")", sql: "SELECT '«{»«5»«}»'" },
  {
    name: "an unknown value in quotes",
    program: "spark.sql(f\"SELECT * FROM t WHERE a = '{sys.argv[1]}'\")",
    sql: "SELECT * FROM t WHERE a = '⟨v:x⟩'",
  },
  {
    name: "an unknown value behind an operator",
    program: 'spark.sql(f"SELECT * FROM t WHERE a = {sys.argv[1]} AND b")',
    sql: "SELECT * FROM t WHERE a = ⟨v:_hole_⟩ AND b",
  },
  {
    name: "an unknown table",
    program: 'spark.sql(f"SELECT * FROM {sys.argv[1]}")',
    sql: "SELECT * FROM ⟨n:_hole_⟩",
  },
  {
    name: "a piece of a name",
    program: 'spark.sql(f"SELECT * FROM db.t_{sys.argv[1]}")',
    sql: "SELECT * FROM db.t_⟨n:_hole_⟩",
  },
  {
    name: "unknown columns",
    program: 'spark.sql(f"SELECT {sys.argv[1]} FROM t")',
    sql: "SELECT ⟨u:_hole_⟩ FROM t",
  },
  {
    name: "an unknown clause",
    program: 'spark.sql(f"SELECT a FROM t {sys.argv[1]}")',
    sql: "SELECT a FROM t ⟨u:⟩",
  },
  {
    name: "an unknown limit",
    program: 'spark.sql("SELECT a FROM t LIMIT " + sys.argv[1])',
    sql: "SELECT a FROM t LIMIT ⟨v:_hole_⟩",
  },
  {
    name: "an unknown interval",
    program: 'spark.sql(f"SELECT now() - INTERVAL {sys.argv[1]} DAYS")',
    sql: "SELECT now() - INTERVAL ⟨v:1⟩ DAYS",
  },
  {
    name: "an unknown date",
    program: "spark.sql(f\"SELECT DATE '{sys.argv[1]}'\")",
    sql: "SELECT DATE '⟨v:2000-01-01⟩'",
  },
  {
    name: "an unknown query",
    program: 'spark.sql(f"CREATE VIEW v AS {sys.argv[1]}")',
    sql: "CREATE VIEW v AS ⟨u:SELECT * FROM _hole_⟩",
  },
  {
    name: "a template for %",
    program: 'spark.sql("SELECT %d, \'100%%\' FROM %s" % (3, "t"))',
    sql: "SELECT «3», '100%' FROM t",
  },
  {
    name: "a template for format",
    program: 'spark.sql("SELECT {0} FROM {t}".format(1, t="orders"))',
    sql: "SELECT «1» FROM orders",
  },
  {
    name: "format with locals",
    program: 't = "orders"\nspark.sql("SELECT * FROM {t}".format(**locals()))',
    sql: "SELECT * FROM orders",
  },
  {
    name: "format with an unknown value",
    program: 'spark.sql("SELECT * FROM {}".format(sys.argv[1]))',
    sql: "SELECT * FROM ⟨n:_hole_⟩",
  },
  {
    name: "a dedented text",
    program: 'spark.sql(textwrap.dedent("""\n    SELECT a\n      FROM t\n    """))',
    sql: "\nSELECT a\n  FROM t\n",
  },
  {
    name: "a cleaned text",
    program: 'spark.sql(inspect.cleandoc("""\n    SELECT a\n      FROM t\n    """))',
    sql: "SELECT a\n  FROM t",
  },
  {
    name: "a stripped text",
    program: 'spark.sql("""\n SELECT a FROM t\n""".strip())',
    sql: "SELECT a FROM t",
  },
  {
    name: "a replaced piece",
    program: 'spark.sql("SELECT * FROM $T WHERE a".replace("$T", "orders"))',
    sql: "SELECT * FROM «orders» WHERE a",
  },
  {
    name: "joined columns",
    program: 'cols = ["a", "b"]\nspark.sql("SELECT " + ", ".join(cols) + " FROM t")',
    sql: "SELECT a, b FROM t",
  },
  {
    name: "a text that grows",
    program: 'q = "SELECT a"\nq += " FROM t"\nspark.sql(q)',
    sql: "SELECT a FROM t",
  },
  {
    name: "Jinja",
    program: 'spark.sql("SELECT * FROM {{ table }} {% if x %} WHERE a {% endif %}")',
    sql: "SELECT * FROM ⟨n:_hole_⟩ ⟨u:⟩ WHERE a ⟨u:⟩",
  },
  {
    name: "Spark's own variables",
    program: 'spark.conf.set("my.table", "orders")\nspark.sql("SELECT * FROM ${my.table}")',
    sql: "SELECT * FROM «orders»",
  },
  { name: "an expression", program: 'F.expr("a + 1")', sql: "a + 1" },
];

/** The one text of a program. */
function sqlOf(program: string): { readonly facts: ModuleFacts; readonly sql: EmbeddedSql } {
  const facts = evaluated(header + program);
  const [sql, ...others] = embeddedSqlIn(facts).filter(({ entry }) => entry !== "tableName");
  assert.ok(sql, "there is SQL");
  assert.equal(others.length, 0, "and no more");
  return { facts, sql };
}

const sourceAt = (facts: ModuleFacts, site: Site): string => {
  const start = (documentOffset(facts.module, site) ?? Number.NaN) + site.start;
  return facts.module.text.slice(start, start + site.end - site.start);
};

/** The text with marks around what is not exact, and around holes. */
function marked({ facts, sql }: ReturnType<typeof sqlOf>): string {
  let result = "";
  let inexact: Site | null = null;
  const close = (): void => {
    if (inexact !== null) result += "»";
    inexact = null;
  };
  for (let at = 0; at <= sql.text.length; at += 1) {
    for (const { start, end, kind } of sql.holes)
      if (start === at && start === end) result += `⟨${kind.charAt(0)}:⟩`;
    if (at === sql.text.length) break;
    const hole = sql.holes.find(({ start, end }) => start <= at && at < end);
    const span = { start: at, end: at + 1 };
    const exact = hole ? null : sql.exactSiteOf(span);
    const near = sql.siteOf(span);
    if (exact || hole || inexact?.start !== near.start) close();
    if (exact) assert.equal(sourceAt(facts, exact), sql.text.charAt(at));
    else if (!hole && inexact === null) {
      result += "«";
      inexact = near;
    }
    result += hole?.start === at ? `⟨${hole.kind.charAt(0)}:` : "";
    result += sql.text.charAt(at);
    if (hole?.end === at + 1) result += "⟩";
  }
  close();
  return result;
}

describe("SQL in Python", () => {
  for (const { name, program, sql } of cases)
    it(name, () => {
      const found = sqlOf(program);
      assert.equal(marked(found), sql);
      assert.deepEqual(found.sql.tree.problems, []);
    });

  it("is found by offsets, and back", () => {
    const { facts, sql } = sqlOf('t = "orders"\nspark.sql(f"SELECT a FROM {t} WHERE b")');
    for (let at = 0; at < sql.text.length; at += 1) {
      const site = sql.exactSiteOf({ start: at, end: at + 1 });
      assert.ok(site);
      const offset = (documentOffset(facts.module, site) ?? 0) + site.start;
      assert.equal(embeddedSqlAt(facts, offset)?.offset, at);
    }
  });
});
