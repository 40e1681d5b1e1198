import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { columnHover } from "../../server/src/features/columnHover.ts";
import { frameHover, stepHover } from "../../server/src/features/frameHover.ts";
import { groupsHover } from "../../server/src/features/groupsHover.ts";
import { testEngine } from "../analysis/analyzed.ts";

const imports = `from pyspark.sql import SparkSession, DataFrame, Window
from pyspark.sql import functions as F
spark = SparkSession.builder.getOrCreate()
`;
const people = 'people = spark.createDataFrame([(1, "a")], "id bigint NOT NULL, name string")\n';

/** The hover at the mark; lines are counted behind the imports. */
function hoverAt(
  hover: typeof frameHover | typeof stepHover | typeof groupsHover,
  marked: string,
): { readonly on: string; readonly markdown: string } | null {
  const mark = marked.indexOf("|");
  const text = imports + marked.slice(0, mark) + marked.slice(mark + 1);
  const found = hover(analyze(testEngine, text, defaultOptions), imports.length + mark, ({ start }) => {
    return `line ${text.slice(imports.length, start).split("\n").length}`;
  });
  return found && { on: text.slice(found.start, found.end), markdown: found.markdown };
}

describe("hover of frames", () => {
  it("shows the columns with their types, nulls and origins", () => {
    assert.deepEqual(hoverAt(frameHover, `${people}x = peop|le`), {
      on: "people",
      markdown: [
        "**people** — 2 columns",
        "",
        "| Column | Type | Nulls | From |",
        "| :-- | :-- | :-- | :-- |",
        "| `id` | `bigint` | no | line 1 |",
        "| `name` | `string` | yes | line 1 |",
        "",
        "Batch · at most 1 row · no shuffle so far",
        "",
        "A DataFrame by SparkSession.createDataFrame (line 1) ← Builder.getOrCreate (line 1) ← pyspark.sql.SparkSession is imported (line 1)",
      ].join("\n"),
    });
  });

  const cases: readonly (readonly [name: string, marked: string, on: string, shows: RegExp])[] = [
    ["where a name is bound", "d|f = spark.range(3)", "df", /^\*\*df\*\* — 1 column\n/],
    ["a parameter, by its callers", `${people}def f(x|x):\n    pass\nf(people)`, "xx", /— 2 columns/],
    ["a parameter in use", `${people}def f(xx):\n    return x|x.count()\nf(people)`, "xx", /— 2 columns/],
    [
      "what a function gives",
      `${people}def f(x):\n    return x.select("id")\ny = f|(people)`,
      "f",
      /— 1 column/,
    ],
    ["a step", `${people}x = people.sel|ect("id").limit(1)`, "select", /^After this step — 1 column\n/],
    [
      "an aggregate",
      `${people}people.groupBy("id").cou|nt()`,
      "count",
      /^After this step — 2 columns\n.*1 shuffle so far\n/s,
    ],
    [
      "no schema",
      'd|f = spark.read.csv("p")',
      "df",
      /^\*\*df\*\* — columns not known: .*csv.* at line 1\n\nBatch · no bound on rows · no shuffle so far\n/,
    ],
    ["an open one", 'd|f = spark.read.csv("p").withColumn("n", F.lit(1))', "df", /at line 1/],
    ["a stream", 'd|f = spark.readStream.format("rate").load()', "df", /Streaming · rows without end · /],
    [
      "a limit that the code does not tell",
      'd|f = spark.read.csv("p").limit(n)',
      "df",
      /Batch · limited rows · /,
    ],
    [
      "a frame of a caller, which may be a stream",
      "def f(x: DataFrame):\n    y = x|.select('id')\n    return y",
      "x",
      /\n\nNo bound on rows · /,
    ],
    ["a cached frame", `${people}people.cache()\npeo|ple.count()`, "people", / · cached at line 2\n/],
    [
      "several frames",
      `${people}def f(x|):\n    pass\nf(people)\nf(spark.range(2))`,
      "x",
      /Other paths bring 1 other frame here\.$/,
    ],
    [
      "many columns",
      'd|f = spark.createDataFrame([], ", ".join(f"c{i} int" for i in range(40)))',
      "df",
      /— 40 columns\n.*`c24`.*\| … and 15 more \|/s,
    ],
  ];
  for (const [name, marked, on, shows] of cases)
    it(name, () => {
      const hover = hoverAt(frameHover, marked);
      assert.equal(hover?.on, on);
      assert.match(hover.markdown, shows);
    });

  for (const marked of ["x| = 1", "spa|rk.range(2)", 'print("d|f")', "spark.range(3).cou|nt()"])
    it(`says nothing of ${marked}`, () => {
      assert.equal(hoverAt(frameHover, marked), null);
    });
});

describe("hover of steps", () => {
  const cases: readonly (readonly [marked: string, change: string | null])[] = [
    ['people.sel|ect("id")', "Removes `name`."],
    ['people.withCol|umn("n", F.lit(1))', "Adds `n` (int)."],
    ['people.withCol|umn("id", F.lit("x"))', "Changes the type of `id` from bigint to string."],
    ['people.withCol|umn("id", F.col("id") + 1)', "Replaces `id`."],
    ['people.withColumnRen|amed("id", "n")', "Renames `id` to `n`."],
    [
      'people.select(F.struct("id").alias("s")).sele|ct(F.col("s.id").alias("n"))',
      "Adds `n` (bigint).  \nRemoves `s`.",
    ],
    ['people.select(F.struct("id").alias("s")).sele|ct("s.id")', "Adds `id` (bigint).  \nRemoves `s`."],
    ['people.select(F.col("id").alias("n"), "name").fil|ter("n > 1")', "Columns stay as they are."],
    ['people.sele|ct(F.col("id").alias("n"), "name")', "Renames `id` to `n`."],
    ['people.groupBy("id").cou|nt()', "Adds `count` (bigint).  \nRemoves `name`."],
    ['people.jo|in(spark.range(2).withColumn("x", F.lit(1)), "id")', "Adds `x` (int)."],
    ["people.cou|nt()", null],
    ["peo|ple.count()", null],
    ['spark.read.par|quet("p")', null],
  ];
  for (const [marked, change] of cases)
    it(`${marked}: ${change ?? "nothing"}`, () => {
      assert.equal(hoverAt(stepHover, people + marked)?.markdown ?? null, change);
    });
});

describe("hover of groups", () => {
  const cases: readonly (readonly [marked: string, on: string, markdown: string])[] = [
    [
      'g| = people.groupBy("id", F.upper("name"))',
      "g",
      '**g** — groups by `"id"`, `F.upper("name")`  \nOver a DataFrame: 2 columns',
    ],
    ['g = people.groupBy("id")\ng|.count()', "g", '**g** — groups by `"id"`  \nOver a DataFrame: 2 columns'],
    [
      'people.group|By("id").count()',
      "groupBy",
      'After this step — groups by `"id"`  \nOver a DataFrame: 2 columns',
    ],
    [
      "people.group|By().count()",
      "groupBy",
      "After this step — all rows as one group  \nOver a DataFrame: 2 columns",
    ],
  ];
  for (const [marked, on, markdown] of cases)
    it(marked, () => {
      assert.deepEqual(hoverAt(groupsHover, people + marked), { on, markdown });
    });

  it("says nothing of frames", () => {
    assert.equal(hoverAt(groupsHover, `${people}peop|le.count()`), null);
  });
});

describe("hover of columns", () => {
  const cases: readonly (readonly [name: string, marked: string, on: string, shows: RegExp])[] = [
    [
      "a string",
      `${people}people.select("i|d")`,
      "id",
      /^\*\*Column\*\* `id`: `bigint`, never null  \nFrom line 1  \nNamed by 1 step: line 2$/,
    ],
    ["an attribute", `${people}people.filter(people.na|me == "a")`, "name", /`string`, may be null/],
    ["an item", `${people}people.filter(people["na|me"] == "a")`, "name", /`string`, may be null/],
    ["col()", `${people}people.filter(F.col("na|me") == "a")`, "name", /`string`, may be null/],
    ["SQL text", `${people}people.filter("na|me = 'a'")`, "name", /`string`, may be null/],
    ["a constant", `C = "na|me"\n${people}people.select(C)`, "name", /`string`, may be null/],
    ["the field that defines it", people.replace("name", "na|me"), "name", /No step names it/],
    [
      "renames",
      `${people}x = people.withColumnRenamed("name", "n")\nx.select("n|")`,
      "n",
      /From line 2, before that `name` from line 1  \n/,
    ],
    [
      "aliases",
      `${people}x = people.select(F.col("name").alias("n"))\nx.select("n|")`,
      "n",
      /From line 2, before that `name` from line 1  \n/,
    ],
  ];
  for (const [name, marked, on, shows] of cases)
    it(name, () => {
      const hover = hoverAt(columnHover, marked);
      assert.equal(hover?.on, on);
      assert.match(hover.markdown, shows);
    });

  const bare: readonly (readonly [marked: string, on: string, shows: RegExp])[] = [
    [`${people}c = people.na|me`, "name", /^\*\*Column\*\* `name`: `string`, may be null/],
    [`${people}c = people["na|me"]`, "name", /^\*\*Column\*\* `name`: `string`, may be null/],
    [`${people}c = people.name\nx = people.select("na|me", c)`, "name", /Named by 1 step: line 3$/],
    [
      `${people}people.createOrReplaceTempView("p")\nx = spark.sql("SELECT id, na|me AS n FROM p")`,
      "name",
      /`string`, may be null/,
    ],
    [
      `${people}people.createOrReplaceTempView("p")\nx = spark.sql("SELECT id, name AS n FROM p").select("n|")`,
      "n",
      /From line 3, before that `name` from line 1/,
    ],
  ];
  for (const [marked, on, shows] of bare)
    it(`tells of ${marked.split("\n").slice(1).join("; ")}`, () => {
      const hover = hoverAt(columnHover, marked);
      assert.equal(hover?.on, on);
      assert.match(hover.markdown, shows);
    });

  const structs = 'df = spark.createDataFrame([], "a struct<x: struct<y: int NOT NULL>>")\n';
  for (const marked of [
    "df.select(df.a.x.y|)",
    'df.select(F.col("a")["x"]["y|"])',
    'df.select(F.col("a").x.getField("y|"))',
    'df.select("a.x.y|")',
  ])
    it(`tells of the field in ${marked}`, () => {
      assert.match(
        hoverAt(columnHover, structs + marked)?.markdown ?? "",
        /^\*\*Field\*\* `y`: `int`, may be null|^\*\*Field\*\* `y`: `int`, never null/,
      );
    });

  it("tells of fields of structs", () => {
    const code = 'df = spark.createDataFrame([], "a array<struct<x: struct<y: int NOT NULL>>>")\n';
    assert.deepEqual(hoverAt(columnHover, `${code}df.select("a.x|.y")`), {
      on: "x",
      markdown: "**Field** `x`: `struct<y:int>`, may be null  \nOf the column `a`",
    });
    assert.match(
      hoverAt(columnHover, `${code}df.select(F.col("a.x.y|"))`)?.markdown ?? "",
      /`y`: `int`, never null/,
    );
    assert.match(
      hoverAt(columnHover, `${code}df.selectExpr("size(a.x|)")`)?.markdown ?? "",
      /`x`: `struct<y:int>`/,
    );
    assert.equal(hoverAt(columnHover, `${code}df.select("a.z|")`), null);
  });

  it("tells of names that hold a Column", () => {
    assert.deepEqual(hoverAt(columnHover, `${people}more = F.col("id") + 1\npeople.filter(mo|re > 2)`), {
      on: "more",
      markdown: "**Column** `more`: `bigint`, never null  \nReads `id`  \nAs used at line 3",
    });
    assert.equal(hoverAt(columnHover, 'mo|re = F.col("id") + 1'), null);
  });

  it("says nothing of other strings", () => {
    assert.equal(hoverAt(columnHover, `${people}people.select(F.lit("i|d"))`), null);
    assert.equal(hoverAt(columnHover, 'spark.read.csv("i|d")'), null);
  });
});
