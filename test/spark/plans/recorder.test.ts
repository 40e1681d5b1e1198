import assert from "node:assert/strict";
import { schemaText } from "../../plan/schemaText.ts";
import type { RecordOptions } from "../session/protocol.ts";
import { withSpark } from "../session/sparkSession.ts";
import { fieldsOfJson } from "./sparkFields.ts";

const spark = withSpark();

const record = (code: string, options: RecordOptions = {}) =>
  spark.run({ code, prelude: false, record: options });

/** "line name: schema" of each binding, with the function around it. */
async function noted(code: string): Promise<readonly string[]> {
  const { bindings = [], error } = await record(code);
  assert.equal(error, undefined, error?.message);
  return bindings.map(
    ({ line, name, function: around, schema }) =>
      `${line} ${around === null ? "" : `${around}.`}${name}: ${schemaText(fieldsOfJson(schema))}`,
  );
}

describe("the recorder of DataFrames", function () {
  this.timeout(120_000);

  const id = "id bigint not null";
  const cases: readonly (readonly [title: string, code: string, expected: readonly string[]])[] = [
    ["assignments", "a = b = spark.range(1)\nc: object = a", [`1 a: ${id}`, `1 b: ${id}`, `2 c: ${id}`]],
    ["tuples", "n, (a, *rest) = 1, (spark.range(1), 2)", [`1 a: ${id}`]],
    ["loops", "for a in [spark.range(1), spark.range(1)]:\n    pass", [`1 a: ${id}`, `1 a: ${id}`]],
    [
      "parameters and what a function binds",
      "def f(frame, n=1):\n    out = frame.limit(n)\n    return out\nf(spark.range(1))",
      [`1 f.frame: ${id}`, `2 f.out: ${id}`],
    ],
    [
      "methods",
      "class A:\n    def m(self, x):\n        'Says.'\n        return x\nA().m(spark.range(1))",
      [`2 A.m.x: ${id}`],
    ],
    ["walruses", "print((a := spark.range(1)).columns)", [`1 a: ${id}`]],
    [
      "with-targets",
      "import contextlib\nwith contextlib.nullcontext(spark.range(1)) as a:\n    pass",
      [`2 a: ${id}`],
    ],
    [
      "functions that run in Python workers",
      "from pyspark.sql.functions import udf\n@udf('int')\ndef one(x):\n    y = x\n    return 1\na = spark.range(1).select(one('id').alias('n'))\nassert a.collect()[0].n == 1",
      ["6 a: n int"],
    ],
  ];
  for (const [title, code, expected] of cases)
    it(`notes ${title}`, async () => assert.deepEqual(await noted(code), expected));

  it("notes what was bound before an error, and goes on after one where that is asked", async () => {
    const code = "a = spark.range(1)\na.select('x')\nb = a\n1 / 0\n";
    const ended = await record(code);
    assert.equal(ended.error?.class, "UNRESOLVED_COLUMN.WITH_SUGGESTION");
    assert.deepEqual(
      ended.bindings?.map(({ name }) => name),
      ["a"],
    );
    const all = await record(code, { continueAfterErrors: true });
    assert.equal(all.error, undefined);
    assert.deepEqual(
      all.bindings?.map(({ name }) => name),
      ["a", "b"],
    );
    assert.deepEqual(
      all.errors?.map((error) => [error.class, error.line]),
      [
        ["UNRESOLVED_COLUMN.WITH_SUGGESTION", 2],
        ["ZeroDivisionError", 4],
      ],
    );
  });

  it("lets a program make and stop its own session, wait and print without any of it", async () => {
    const code = [
      "import sys, time",
      "from pyspark import SparkContext",
      "from pyspark.sql import SparkSession",
      "spark = SparkSession.builder.appName('x').getOrCreate()",
      "sc = SparkContext(appName='y')",
      "n = sc.parallelize([1, 2]).count()",
      "time.sleep(1000)",
      "a = spark.readStream.format('rate').load()",
      "query = a.writeStream.format('memory').queryName('q').start()",
      "query.awaitTermination()",
      "b = spark.range(int(sys.argv[1]))",
      "b.show()",
      "spark.stop()",
      "c = spark.range(1)",
    ].join("\n");
    const answer = await record(code, { argv: ["3"] });
    assert.equal(answer.error, undefined, answer.error?.message);
    assert.equal(answer.stdout, "");
    assert.equal(answer.stopped, false);
    assert.deepEqual(
      answer.bindings?.map(({ name, streaming }) => [name, streaming]),
      [
        ["a", true],
        ["b", false],
        ["c", false],
      ],
    );
  });

  it("counts exchanges by kind", async () => {
    const none = { hash: 0, range: 0, single: 0, roundRobin: 0, broadcast: 0 };
    const plans: readonly (readonly [code: string, counts: object])[] = [
      // A range knows how it is partitioned; rows of the program do not.
      ["spark.range(9).groupBy('id').count().orderBy('id')", {}],
      ["spark.createDataFrame([(1,), (2,)], 'id int')", {}],
      ["f1.groupBy('id').count()", { hash: 1 }],
      ["f1.orderBy('id')", { range: 1 }],
      ["f1.agg({'id': 'sum'})", { single: 1 }],
      ["f1.repartition(3)", { roundRobin: 1 }],
      ["f1.join(f1.select('id').hint('broadcast'), 'id')", { broadcast: 1 }],
      [
        "f1.hint('merge').join(spark.createDataFrame([(3,), (4,)], 'id int'), 'id').groupBy('id').count()",
        { hash: 2 },
      ],
      ["f1.repartition(3).cache().filter('id > 1')", {}],
    ];
    const code = plans.map(([plan], index) => `f${index} = ${plan}`).join("\n");
    const answer = await record(code, { exchanges: true });
    assert.deepEqual(
      answer.bindings?.map(({ exchanges }) => exchanges),
      plans.map(([, counts]) => ({ ...none, ...counts })),
    );
  });
});
