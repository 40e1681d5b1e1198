import assert from "node:assert/strict";
import { makeProject, run } from "./project.ts";

const job = `from pyspark.sql import SparkSession, functions as F
from tables import ORDERS
spark = SparkSession.builder.getOrCreate()
orders = spark.read.csv("data/orders.csv", header=True, schema=ORDERS)
customers = spark.read.csv("data/customers.csv", header=True)
def totals(df):
    sums = df.groupBy("customer").agg(F.sum("amount").alias("total"))
    return sums
report = totals(orders).join(customers, "customer")
report.show()
other = spark.table("elsewhere").filter("x > 1")
`;

const cells = [
  "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n",
  "%time\nids = spark.range(3)\nmore = spark.table('t')\n",
  "ids.count()",
];
const notebook = {
  cells: cells.map((source) => ({ cell_type: "code", source: source.split(/(?<=\n)/) })),
  metadata: {},
  nbformat: 4,
};

describe("schemas and plans on the command line", () => {
  const project = makeProject({
    "job.py": job,
    "tables.py": 'ORDERS = "id bigint, customer string, amount double"\n',
    "data/orders.csv": "id,customer,amount\n1,a,2.5\n",
    "data/customers.csv": "customer,name\na,Ann\n",
    "empty.py": "x = 1\n",
    "broken.py": "import (\n",
    "cells.ipynb": JSON.stringify(notebook, null, 1),
    "cut.ipynb": "{",
    "submit.conf": "spark.master yarn\n",
    job: "from pyspark.sql import SparkSession\nids = SparkSession.builder.getOrCreate().range(3)\n",
  });
  after(() => project.remove());

  const texts: readonly [argv: string[], status: number, out: RegExp, err?: RegExp][] = [
    [
      ["schema", "job.py"],
      0,
      /^orders job\.py:4:1\n {2}id BIGINT,customer STRING,amount DOUBLE\n[^]*sums job\.py:7:5\n {2}customer STRING,total DOUBLE\n[^]*other job\.py:11:1\n {2}unknown: .*\(line 11\)\n$/,
    ],
    [["schema", "empty.py"], 0, /No name is bound to a DataFrame/],
    [["schema", "broken.py"], 0, /No name is bound to a DataFrame/],
    [["schema", "nowhere.py"], 2, /No name/, /nowhere\.py/],
    [
      ["plan", "--line", "9", "job.py"],
      0,
      /^report job\.py:9:1, computed by show \(line 10\)\n {2}Project[^]*BroadcastHashJoin inner on customer[^]*HashAggregate keys=\[customer\] \(line 7\)[^]*Exchange hashpartitioning\(customer, 200\)[^]*BroadcastExchange \d+ bytes[^]*FileScan csv data\/customers\.csv/,
    ],
    [["plan", "--line", "x", "job.py"], 2, /^$/, /--line is a line's number, not "x"/],
    [
      ["schema", "cells.ipynb"],
      0,
      /^ids cells\.ipynb: cell 2, line 2:1\n {2}id BIGINT NOT NULL\n[^]* \(cell 2, line 3\)\n$/,
    ],
    [
      ["plan", "cells.ipynb"],
      0,
      /^ids cells\.ipynb: cell 2, line 2:1, computed by count \(cell 3, line 1\)\n.*\(cell 2, line 2\)/,
    ],
    [["schema", "cut.ipynb"], 2, /No name/, /^cut\.ipynb is skipped: its JSON is broken in line 1\.\n$/],
    [["schema", "submit.conf"], 2, /No name/, /^submit\.conf is skipped: it is no program\.\n$/],
    [["schema", "job"], 0, /^ids job:2:1\n/],
    [["plan", "empty.py"], 0, /No name is bound to a DataFrame/],
  ];
  for (const [argv, status, out, err] of texts)
    it(`shufflewise ${argv.join(" ")}`, async () => {
      const result = await run(project.folder, argv);
      assert.match(result.out, out);
      assert.match(result.err, err ?? /^$/);
      assert.equal(result.status, status);
    });

  it("are JSON for scripts", async () => {
    const { schemas } = await json<{ schemas: Record<string, unknown>[] }>(["schema", "job.py"]);
    assert.deepEqual(
      schemas.map(({ name, line, function: within, complete, schema, streaming }) => [
        name,
        line,
        within,
        complete,
        schema,
        streaming,
      ]),
      [
        ["orders", 4, null, "closed", "id BIGINT,customer STRING,amount DOUBLE", false],
        ["customers", 5, null, "closed", "customer STRING,name STRING", false],
        ["df", 6, "totals", "closed", "id BIGINT,customer STRING,amount DOUBLE", false],
        ["sums", 7, "totals", "closed", "customer STRING,total DOUBLE", false],
        ["report", 9, null, "closed", "customer STRING,total DOUBLE,name STRING", false],
        ["other", 11, null, "unknown", null, false],
      ],
    );
    const { plans } = await json<{ plans: Record<string, unknown>[] }>(["plan", "job.py"]);
    const report = plans.find(({ name }) => name === "report") ?? {};
    assert.deepEqual(report["exchanges"], { hash: 1, range: 0, single: 0, roundRobin: 0, broadcast: 1 });
    assert.deepEqual(report["actions"], [{ method: "DataFrame.show", line: 10 }]);
  });

  it("tell places in a notebook's file and in its cells", async () => {
    const { schemas } = await json<{ schemas: Record<string, unknown>[] }>(["schema", "cells.ipynb"]);
    const text = JSON.stringify(notebook, null, 1).split("\n");
    const line = text.findIndex((each) => each.includes("ids = ")) + 1;
    assert.deepEqual(
      schemas.map(({ name, line: at, column, cell, cellLine }) => [name, at, column, cell, cellLine]),
      [
        ["ids", line, 6, 2, 2],
        ["more", line + 1, 6, 2, 3],
      ],
    );
    const { plans } = await json<{ plans: Record<string, unknown>[] }>(["plan", "cells.ipynb"]);
    assert.deepEqual(plans[0]?.["actions"], [
      { method: "DataFrame.count", line: text.findIndex((each) => each.includes("ids.count")) + 1 },
    ]);
  });

  async function json<T>(argv: readonly string[]): Promise<T> {
    const { out, status } = await run(project.folder, [...argv, "--output-format", "json"]);
    assert.equal(status, 0);
    return JSON.parse(out) as T;
  }
});
