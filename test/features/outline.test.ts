import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { outline, type OutlineItem } from "../../server/src/features/outline.ts";
import { sqlFolds } from "../../server/src/features/sqlFolding.ts";
import { testEngine } from "../analysis/analyzed.ts";

const using = `from pyspark.sql import SparkSession
from pyspark.sql import functions as F
spark = SparkSession.builder.getOrCreate()
`;

/** Each item on a line, those below it indented; columns in brackets behind their frame. */
function shown(items: readonly OutlineItem[], depth = 0): readonly string[] {
  return items.flatMap((item) => {
    const columns = item.children.filter(({ kind }) => kind === "column").map(({ name }) => name);
    const others = item.children.filter(({ kind }) => kind !== "column");
    const detail = item.detail === "" ? "" : `: ${item.detail}`;
    const list = columns.length === 0 ? "" : ` [${columns.join(", ")}]`;
    return [`${"  ".repeat(depth)}${item.kind} ${item.name}${detail}${list}`, ...shown(others, depth + 1)];
  });
}

/** Every name lies in its item, and every item in the one around it. */
function checkPlaces(
  text: string,
  items: readonly OutlineItem[],
  around = { start: 0, end: text.length },
): void {
  for (const { name, range, nameRange, children, kind } of items) {
    assert.ok(around.start <= range.start && range.end <= around.end, `${name} leaves what is around it`);
    assert.ok(range.start <= nameRange.start && nameRange.end <= range.end, `${name} is not in its range`);
    if (kind !== "column") checkPlaces(text, children, range);
  }
}

interface Case {
  readonly name: string;
  readonly code: string;
  readonly shows: readonly string[];
}

const programs: readonly Case[] = [
  {
    name: "frames with what flows into them",
    code: `orders = spark.read.schema("id bigint, customer_id bigint").parquet("data/orders")
people = spark.table("people")
big = orders.filter("id > 1").join(people, "customer_id")
count = big.count()`,
    shows: [
      "frame orders: ← data/orders · 2 columns [id, customer_id]",
      "frame people: ← people",
      "frame big: ← orders, people · 2 columns, perhaps more",
    ],
  },
  {
    name: "columns where they come to be",
    code: `a = spark.range(3)
b = a.withColumn("x", F.lit(1))
c = b.withColumn("y", F.lit(2)).drop("id")`,
    shows: ["frame a: 1 column [id]", "frame b: ← a · 2 columns [x]", "frame c: ← b · 2 columns [y]"],
  },
  {
    name: "a variable once, with the columns that it has in the end",
    code: `df = spark.range(3)
df = df.withColumn("x", F.lit(1))
df = df.withColumn("y", F.lit(2))`,
    shows: ["frame df: 3 columns [id, x, y]"],
  },
  {
    name: "views, tables and writes",
    code: `orders = spark.range(3)
orders.createOrReplaceTempView("o")
orders.write.mode("overwrite").parquet("out/orders")
orders.write.saveAsTable("kept")
spark.sql("SELECT id FROM o").write.csv("out/ids")`,
    shows: [
      "frame orders: 1 column [id]",
      "view o: ← orders · view · 1 column",
      "write out/orders: ← orders · parquet",
      "table kept: ← orders · table · 1 column",
      "write out/ids: ← orders · csv",
    ],
  },
  {
    name: "functions and classes around them",
    code: `class Job:
    def run(self):
        rows = spark.range(3)
        return rows

def unrelated():
    return 1

def load(path):
    raw = spark.read.parquet(path)
    return raw`,
    shows: ["class Job", "  function run", "    frame rows: 1 column [id]", "function load", "  frame raw"],
  },
  {
    name: "no password in an address",
    code: `t = spark.read.parquet("s3a://key:secret@bucket/t")`,
    shows: ["frame t: ← s3a://key:*********(redacted)@bucket/t"],
  },
  {
    name: "streams",
    code: `s = spark.readStream.format("rate").load()`,
    shows: ["frame s: streaming · 2 columns [timestamp, value]"],
  },
  {
    name: "half-typed code",
    code: `a = spark.range(3)\nb = a.join(`,
    shows: ["frame a: 1 column [id]", "frame b: ← a"],
  },
];

const statements: readonly Case[] = [
  {
    name: "views and tables by their names, others by their first words",
    code: `CREATE OR REPLACE TEMP VIEW recent AS
WITH late AS (SELECT * FROM orders WHERE day > 3)
SELECT id FROM late JOIN people USING (id);
INSERT INTO archive SELECT * FROM recent;
SELECT count(*) FROM recent;
DROP TABLE IF EXISTS old;
SET spark.sql.ansi.enabled = true`,
    shows: [
      "view recent: ← orders, people · view · 1 column [id]",
      "  namedQuery late: WITH",
      "statement INSERT INTO archive: ← recent",
      "statement SELECT: ← recent",
      "statement DROP TABLE IF EXISTS old",
      "statement SET",
    ],
  },
  {
    name: "half a statement",
    code: "SELECT a FORM t;\nSELECT 1",
    shows: ["statement SELECT: ← t", "statement SELECT"],
  },
  { name: "nothing", code: "-- only this", shows: [] },
];

describe("the outline of a program", () => {
  for (const { name, code, shows } of programs)
    it(`tells ${name}`, () => {
      const text = using + code;
      const { facts } = analyze(testEngine, text, defaultOptions);
      const items = outline(facts, "all");
      assert.deepEqual(shown(items), shows);
      checkPlaces(text, items);
    });

  it("is empty unless it is wanted, and without Spark", () => {
    const { facts } = analyze(testEngine, `${using}a = spark.range(3)`, defaultOptions);
    assert.deepEqual([outline(facts, "sql"), outline(facts, "off")], [[], []]);
    const other = analyze(testEngine, "def f(df):\n    x = df.groupBy('a')", defaultOptions);
    assert.deepEqual(outline(other.facts, "all"), []);
  });
});

describe("the outline of a file of SQL", () => {
  for (const { name, code, shows } of statements)
    it(`tells ${name}`, () => {
      const { facts } = analyze(testEngine, code, defaultOptions, undefined, undefined, "/jobs/q.sql");
      const items = outline(facts, "sql");
      assert.deepEqual(shown(items), shows);
      checkPlaces(code, items);
    });
});

describe("folding of a file of SQL", () => {
  it("takes statements, parentheses, clauses and comments of several lines", () => {
    const text = `-- one
-- two

SELECT
  a,
  b
FROM (
  SELECT *
  FROM t
)
WHERE a = 1;
SELECT 2`;
    const { facts } = analyze(testEngine, text, defaultOptions, undefined, undefined, "/jobs/q.sql");
    const line = (offset: number): number => text.slice(0, offset).split("\n").length;
    const folds = sqlFolds(facts).map(
      ({ start, end, isComment }) => `${line(start)}-${line(end)}${isComment ? " comment" : ""}`,
    );
    assert.deepEqual([...new Set(folds)].sort(), ["1-2 comment", "4-11", "4-6", "7-10"]);
  });

  it("leaves Python alone", () => {
    const { facts } = analyze(testEngine, `${using}a = (\n  1\n)`, defaultOptions);
    assert.deepEqual(sqlFolds(facts), []);
  });
});
