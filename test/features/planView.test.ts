import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { planView, type ShownPlan } from "../../server/src/features/planView.ts";
import { lineIndex } from "../../server/src/syntax/lineIndex.ts";
import { testEngine } from "../analysis/analyzed.ts";

const program = `from pyspark.sql import SparkSession
from pyspark.sql import functions as F
spark = SparkSession.builder.getOrCreate()
orders = spark.read.schema("id bigint, customer_id bigint, amount double").parquet("orders")
people = spark.read.schema("customer_id bigint, name string").parquet("people")
`;

/** The plan at "|"; the one on the screen is that of the frame at "^". */
function viewAt(marked: string): ShownPlan | null {
  const code = marked.replaceAll(/[|^]/g, "");
  const placeOf = (mark: string): number | null => {
    const at = marked.indexOf(mark);
    return at < 0 ? null : program.length + marked.slice(0, at).replaceAll(/[|^]/g, "").length;
  };
  const analysis = analyze(testEngine, program + code, defaultOptions);
  const lines = lineIndex(analysis.text);
  return planView(analysis, placeOf("|") ?? 0, placeOf("^"), ({ start, end }) => ({
    uri: "job.py",
    range: { start: lines.positionAt(start), end: lines.positionAt(end) },
  }));
}

/** The steps as lines, the current one marked: "1 Join join(people, …) ← 2 shuffle by id, 3". */
function linesOf({ plan, current }: ShownPlan): readonly string[] {
  return plan.steps.map(({ id, operator, inputs }) => {
    const reads = inputs.map(({ step, exchange }) => (exchange === "" ? `${step}` : `${step} ${exchange}`));
    const mark = id === current ? "*" : "";
    return `${mark}${id} ${operator}${reads.length === 0 ? "" : ` ← ${reads.join(", ")}`}`;
  });
}

const joined = [
  "0 Aggregate ← 1 shuffle by name",
  "1 Join ← 2 shuffle by customer_id, 3 shuffle by customer_id",
  "2 Relation",
  "3 Relation",
];
const marked = (at: number): readonly string[] =>
  joined.map((line, index) => (index === at ? `*${line}` : line));

describe("plans for the screen", () => {
  const chain = 'orders.join(people, "customer_id").groupBy("name").count()';
  const cases: readonly (readonly [title: string, marked: string, lines: readonly string[] | null])[] = [
    ["of a name", `x| = ${chain}`, marked(0)],
    ["of a step", chain.replace("join", "jo|in"), marked(1).slice(1).map(renumbered)],
    ["of the step whose argument it is", chain.replace('"name"', '"na|me"'), marked(0)],
    ["of what is written", `x = ${chain}\nx.write.mode("app|end").parquet("p")`, marked(0)],
    ["of what an action runs on", `x = ${chain}\nx.show(|)`, marked(0)],
    ["of what a statement binds", `x |= ${chain}`, marked(0)],
    ["in half-typed code", `x = ${chain}\ny = x|.filter(F.col("`, marked(0)],
    ["where there is none", `x = ${chain}\ny| = 1`, null],
    [
      "a broadcast moves one side",
      'x| = orders.join(F.broadcast(people), "customer_id")',
      ["*0 Join ← 1, 2 broadcast", "1 Relation", "2 Hint ← 3", "3 Relation"],
    ],
    [
      "a limit takes a sort's place",
      'x| = orders.orderBy("id").limit(3)',
      ["*0 Limit ← 1", "1 Sort ← 2", "2 Relation"],
    ],
    [
      "a frame that is read twice stands once",
      "x| = orders.union(orders)",
      ["*0 Union ← 1, 1", "1 Relation"],
    ],
    [
      "a query in SQL",
      'orders.createOrReplaceTempView("o")\nx| = spark.sql("SELECT id, count(*) FROM o GROUP BY id")',
      ["*0 SqlQuery ← 1", "1 Aggregate ← 2 shuffle by id", "2 SubqueryAlias ← 3", "3 Relation"],
    ],
  ];
  for (const [title, code, lines] of cases)
    it(title, () => {
      const shown = viewAt(code);
      assert.deepEqual(shown && linesOf(shown), lines);
    });

  const following: readonly (readonly [title: string, marked: string, lines: readonly string[] | null])[] = [
    ["stays while the cursor is on its steps", `^x = ${chain.replace("join", "jo|in")}`, marked(1)],
    ["stays on the frames that it reads", `^x = ${chain.replace("people", "peop|le")}`, marked(3)],
    ["stays where no frame is", `^x = ${chain}\ny| = 1`, joined],
    [
      "goes over to another frame",
      `^x = ${chain}\ny| = people.limit(3)`,
      ["*0 Limit ← 1 single partition", "1 Relation"],
    ],
    ["goes with its frame", `^y = 1\nx| = ${chain}`, marked(0)],
  ];
  for (const [title, code, lines] of following)
    it(title, () => {
      const shown = viewAt(code);
      assert.deepEqual(shown && linesOf(shown), lines);
    });

  it("tells the place, the code, the columns and what is known of the rows", () => {
    const shown = viewAt("x| = orders.limit(1000).cache()\nx.count()");
    const [limit] = shown?.plan.steps ?? [];
    assert.deepEqual(limit, {
      id: 0,
      operator: "Limit",
      code: "limit(1000)",
      place: { uri: "job.py", range: { start: { line: 5, character: 11 }, end: { line: 5, character: 22 } } },
      notes: ["3 columns", "at most 1,000 rows", "cached"],
      columns: [
        { name: "id", type: "bigint" },
        { name: "customer_id", type: "bigint" },
        { name: "amount", type: "double" },
      ],
      columnsLeft: 0,
      inputs: [{ step: 1, exchange: "single partition" }],
      column: 0,
      row: 0,
    });
  });

  it("says once why columns are not known, at the step where that begins", () => {
    const shown = viewAt('x| = orders.select("nowhere").distinct().limit(3)');
    assert.deepEqual(
      shown?.plan.steps.map(({ notes }) => notes[0]),
      [
        "columns not known",
        "columns not known",
        "columns not known: Spark refuses it: there is no column `nowhere`",
        "3 columns",
      ],
    );
  });

  it("cuts plans of hundreds of steps", () => {
    const shown = viewAt(`x = orders\n${'x = x.filter("id > 1")\n'.repeat(400)}x|`);
    assert.equal(shown?.plan.steps.length, 300);
    assert.equal(shown.plan.left, 101);
  });
});

/** The line of a step whose plan begins one step later. */
function renumbered(line: string): string {
  return line.replaceAll(/\d+(?= )|(?<=← |, )\d+/g, (id) => String(Number(id) - 1));
}
