import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();

describe("the Spark session of the tests", function () {
  this.timeout(120_000);

  it("tells its versions", () => {
    assert.match(spark.greeting().sparkVersion, /^[34]\.\d+\.\d+/);
    assert.match(spark.greeting().javaVersion, /^\d+/);
  });

  it("reports the schema of each DataFrame that a block names, and what it prints", async () => {
    const answer = await spark.run({
      code: [
        "orders = spark.table('orders').select('order_id', 'amount')",
        "ticks = spark.readStream.format('rate').load()",
        "number = 3",
        "print('ready', number)",
      ].join("\n"),
    });
    assert.equal(answer.error, undefined);
    assert.equal(answer.stdout, "ready 3\n");
    assert.deepEqual(Object.keys(answer.names).sort(), ["orders", "ticks"]);
    assert.equal(answer.names.orders!.ddl, "order_id INT,amount DOUBLE");
    assert.deepEqual(
      answer.names.orders!.schema.fields.map((field) => [field.name, field.type, field.nullable]),
      [
        ["order_id", "integer", true],
        ["amount", "double", true],
      ],
    );
    assert.deepEqual([answer.names.orders!.streaming, answer.names.ticks!.streaming], [false, true]);
  });

  const values = [
    ["null", "CAST(NULL AS INT)", null],
    ["an integer", "1", 1],
    ["a long beyond JSON", "9007199254740993", { $long: "9007199254740993" }],
    ["a double", "1D", { $double: "1.0" }],
    ["negative zero", "-0D", { $double: "-0.0" }],
    ["NaN", "double('NaN')", { $double: "nan" }],
    ["a decimal", "1.10BD", { $decimal: "1.10" }],
    ["a string", "'nan'", "nan"],
    ["a boolean", "true", true],
    ["a date", "DATE'2024-02-29'", { $date: "2024-02-29" }],
    ["a timestamp", "TIMESTAMP'2024-02-29 01:02:03'", { $timestamp: "2024-02-29T01:02:03" }],
    ["binary", "X'00FF'", { $binary: "00ff" }],
    ["an array with a null", "array(1, NULL)", [1, null]],
    [
      "a map",
      "map('b', 1, 'a', 2)",
      {
        $map: [
          ["a", 2],
          ["b", 1],
        ],
      },
    ],
    [
      "a struct",
      "named_struct('a', 1, 'b', 1F)",
      {
        $row: [
          ["a", 1],
          ["b", { $double: "1.0" }],
        ],
      },
    ],
  ] as const;
  it("reports rows in which different values differ", async () => {
    const columns = values.map(([, expression], index) => `${expression} AS c${index}`).join(", ");
    const answer = await spark.run({
      code: `df = spark.sql("""SELECT ${columns}""")`,
      rows: ["df"],
      prelude: false,
    });
    assert.equal(answer.error, undefined);
    const [row] = answer.rows!.df!.rows;
    for (const [index, [title, , expected]] of values.entries()) {
      assert.deepEqual(row![index], expected, title);
    }
  });

  it("sorts rows, whatever order Spark returned them in", async () => {
    const answer = await spark.run({
      code: "up = spark.range(9).orderBy('id')\ndown = spark.range(9).orderBy('id', ascending=False)",
      rows: "all",
    });
    assert.equal(answer.rows!.up!.rows.length, 9);
    assert.deepEqual(answer.rows!.up, answer.rows!.down);
  });

  it("reports plans", async () => {
    const answer = await spark.run({
      code: "df = spark.table('orders').groupBy('country').count()",
      plans: ["df"],
    });
    assert.match(answer.plans!.df!.executed, /Exchange hashpartitioning\(country#\d+, 2\)/);
    assert.match(answer.plans!.df!.analyzed, /^Aggregate \[country/);
  });

  const errors = [
    ["a Spark condition", "\nspark.table('orders').select('nope')", "UNRESOLVED_COLUMN.WITH_SUGGESTION", 2],
    ["a condition of PySpark's own", "bool(spark.range(1).id > 0)", "CANNOT_CONVERT_COLUMN_INTO_BOOL", 1],
    [
      "a condition of a failed task",
      "spark.conf.set('spark.sql.ansi.enabled', True)\nspark.sql('SELECT 1 / id FROM range(2)').collect()",
      "DIVIDE_BY_ZERO",
      2,
    ],
    ["a Python exception", "def f():\n    return {}['x']\nf()", "KeyError", 2],
    ["a syntax error", "x = 1\ny = (", "SyntaxError", 2],
    ["an exit", "raise SystemExit(3)", "SystemExit", 1],
  ] as const;
  for (const [title, code, expected, line] of errors) {
    it(`names ${title} and its line`, async () => {
      const answer = await spark.run({ code });
      assert.equal(answer.ok, false);
      assert.equal(answer.error?.class, expected, answer.error?.message);
      assert.equal(answer.error.line, line);
    });
  }

  it("keeps blocks apart: names, views, tables, settings, caches, functions and files", async () => {
    const first = await spark.run({
      code: [
        "import os",
        "left_over = 1",
        "spark.conf.set('spark.sql.shuffle.partitions', 7)",
        "spark.range(3).createOrReplaceTempView('orders')",
        "spark.range(3).createOrReplaceTempView('mine')",
        "spark.range(3).write.saveAsTable('kept')",
        "spark.sql('CREATE DATABASE other')",
        "spark.range(3).write.parquet('out')",
        "spark.udf.register('twice', lambda x: x)",
        "spark.range(3).cache().count()",
        "print(os.path.isdir('out'))",
      ].join("\n"),
    });
    assert.equal(first.error, undefined);
    assert.equal(first.stdout, "True\n");
    const second = await spark.run({
      code: [
        "import os",
        "print('left_over' in globals())",
        "print(spark.conf.get('spark.sql.shuffle.partitions'))",
        "print(len(spark.table('orders').columns))",
        "print([t.name for t in spark.catalog.listTables() if t.name in ('mine', 'kept')])",
        "print([d.name for d in spark.catalog.listDatabases()])",
        "print(spark.catalog.functionExists('twice'))",
        "print(spark.range(3).storageLevel.useMemory)",
        "print(sorted(os.listdir('.')))",
      ].join("\n"),
    });
    assert.equal(second.error, undefined);
    assert.deepEqual(second.stdout.trim().split("\n"), [
      "False",
      "2",
      "6",
      "[]",
      "['default']",
      "False",
      "False",
      "['data']",
    ]);
  });

  it("gives the block its session through the builder too", async () => {
    const answer = await spark.run({
      code: [
        "from pyspark.sql import SparkSession",
        "other = SparkSession.builder.appName('job').getOrCreate()",
        "print(other.table('customers').count(), other is spark)",
      ].join("\n"),
    });
    assert.equal(answer.error, undefined);
    assert.equal(answer.stdout, "8 True\n");
  });

  it("runs a set-up first and does not count its lines", async () => {
    const answer = await spark.run({ setup: "x = 1\ny = 2\n", code: "print(x)\nundefined" });
    assert.equal(answer.stdout, "1\n");
    assert.deepEqual([answer.error?.class, answer.error?.line], ["NameError", 2]);
  });

  it("reads the files of the prelude by relative path", async () => {
    const answer = await spark.run({
      code: [
        "same = spark.read.parquet('data/orders.parquet').exceptAll(spark.table('orders'))",
        "lines = spark.read.option('header', True).csv('data/customers.csv')",
        "events = spark.read.json('data/events.json')",
        "parts = spark.read.parquet('data/orders_by_country')",
        "print(same.count(), lines.count(), events.count(), parts.columns[-1])",
      ].join("\n"),
    });
    assert.equal(answer.error, undefined);
    assert.equal(answer.stdout, "0 8 7 country\n");
  });

  for (const [title, code] of [
    ["in Python", "while True:\n    pass"],
    ["in Spark", "spark.range(10**13).selectExpr('max(hash(id))').collect()"],
  ] as const) {
    it(`interrupts a block that takes too long ${title}, and goes on`, async () => {
      const late = await spark.run({ code, timeoutMs: 1500 });
      assert.equal(late.error?.class, "TIMEOUT");
      const next = await spark.run({ code: "df = spark.range(2)", rows: ["df"] });
      assert.deepEqual(next.rows!.df!.rows, [[0], [1]]);
    });
  }

  it("gives the next block a new Spark when a block stopped it", async () => {
    assert.equal((await spark.run({ code: "spark.stop()" })).stopped, true);
    const next = await spark.run({ code: "print(spark.table('countries').count())" });
    assert.equal(next.stdout, "6\n");
  });

  it("starts once more when its process is killed", async () => {
    const killed = spark.greeting().processId;
    process.kill(killed, "SIGKILL");
    const answer = await spark.run({ code: "print(1)", prelude: false });
    assert.equal(answer.stdout, "1\n");
    assert.notEqual(spark.greeting().processId, killed);
  });

  it("reports a block that ends the process twice", async () => {
    const deadly = { code: "import os\nos._exit(7)", prelude: false };
    await assert.rejects(spark.run(deadly), /Spark's process ended \(7\) during a block/);
  });
});
