import assert from "node:assert/strict";
import type { MarkupContent } from "vscode-languageserver/node";
import { atMark, startClient, type Client } from "./client.ts";

const imports = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n";

describe("hover", () => {
  let client: Client;
  before(async () => {
    client = await startClient();
  });
  after(() => client.stop());

  const cases: readonly {
    readonly name: string;
    readonly text: string;
    readonly file?: string;
    readonly shows: readonly RegExp[] | null;
    readonly covers?: string;
  }[] = [
    {
      name: "a finding: the short form of its page",
      text: 'rows = spark.table("orders").coll|ect()',
      shows: [
        /^\*\*collect-unbounded\*\*: .+\.\n/,
        /\*Why:\*/,
        /\*What to do:\*/,
        /collect-unbounded\.md\)\n/,
        /^DataFrame\.collect\(\) -> list\[Row\]$/m,
      ],
      covers: "collect",
    },
    {
      name: "a configuration's key",
      text: 'spark.conf.set("spark.sql.|shuffle.partitions", "64")',
      shows: [/^\*\*spark\.sql\.shuffle\.partitions\*\*/, /Default: `200`/],
      covers: "spark.sql.shuffle.partitions",
    },
    {
      name: "a configuration's value",
      text: 's = SparkSession.builder.config("spark.executor.memory", "4|g")',
      shows: [/spark\.executor\.memory/, /4 GiB/],
      covers: "4g",
    },
    {
      name: "a method of PySpark",
      text: 'x = spark.ta|ble("orders")',
      shows: [
        /^```python\nSparkSession\.table\(tableName: str\) -> DataFrame\n```\n/,
        /Since Spark 2\.0\.0/,
        /pyspark\.sql\.SparkSession\.table\.html\)\n/,
      ],
      covers: "table",
    },
    {
      name: "an option of a data source",
      text: 'f = spark.read.option("hea|der", True).csv("p")',
      shows: [/^\*\*header\*\* — `true` or `false`/, /Default: `false`/],
      covers: "header",
    },
    {
      name: "a join type",
      text: 'f = spark.range(1).join(spark.range(2), "id", "left_|anti")',
      shows: [/LEFT ANTI/],
      covers: "left_anti",
    },
    {
      name: "a key that is read",
      text: 'x = spark.conf.get("spark.sql.shuffle.|partitions")',
      shows: [/spark\.sql\.shuffle\.partitions/],
    },
    {
      name: "a key in a function that is called elsewhere",
      text: 'def tune(session):\n    session.conf.set("spark.sql.shuffle.|partitions", 8)\ntune(spark)',
      shows: [/spark\.sql\.shuffle\.partitions/],
    },
    {
      name: "a rule in a suppression",
      text: 'rows = spark.table("orders").collect()  # shufflewise: ignore[coll|ect-unbounded] small',
      shows: [/^\*\*collect-unbounded\*\*/],
      covers: "collect-unbounded",
    },
    {
      name: "spark-defaults.conf",
      file: "file:///conf/spark-defaults.conf",
      text: "spark.executor.mem|ory  4g",
      shows: [/^\*\*spark\.executor\.memory\*\*/],
      covers: "spark.executor.memory",
    },
    { name: "a key that Spark does not know", text: 'spark.conf.set("my.own.k|ey", "1")', shows: null },
    {
      name: "a key that is kept in a constant",
      text: 'KEY = "spark.sql.shuffle.part|itions"',
      shows: [/^\*\*spark\.sql\.shuffle\.partitions\*\*/],
      covers: "spark.sql.shuffle.partitions",
    },
    {
      name: "a key in a dict",
      text: 'SETTINGS = {\n    "spark.executor.mem|ory": "4g",\n}',
      shows: [/^\*\*spark\.executor\.memory\*\*/, /4 GiB/],
      covers: "spark.executor.memory",
    },
    {
      name: "its value in a dict",
      text: 'run(conf={"spark.executor.memory": "4|g"})',
      shows: [/^\*\*spark\.executor\.memory\*\*/, /4 GiB/],
      covers: "4g",
    },
    { name: "a string that begins as one", text: 'x = "spark.sql.shuffle.part|s"', shows: null },
    { name: "a string that speaks of one", text: 'print("set spark.sql.shuffle.part|itions")', shows: null },
    { name: "a dict of something else", text: 'x = {"driver": "4|g"}', shows: null },
    { name: "plain code", text: "x = spa|rk", shows: null },
    {
      name: "a comment in spark-defaults.conf",
      file: "file:///conf/spark-defaults.conf",
      text: "# spark.ex|ecutor.memory 4g",
      shows: null,
    },
  ];
  for (const [index, { name, text: marked, file, shows, covers }] of cases.entries())
    it(name, async () => {
      const uri = file ?? `untitled:Untitled-${index}`;
      const { text, position } = atMark(file === undefined ? imports + marked : marked);
      await client.open(uri, text, file === undefined ? "python" : "plaintext");
      const hover = await client.hover(uri, position);
      await client.close(uri);
      if (shows === null) {
        assert.equal(hover, null);
        return;
      }
      const { kind, value } = hover!.contents as MarkupContent;
      assert.equal(kind, "markdown");
      for (const pattern of shows) assert.match(value, pattern);
      assert.ok(value.split("\n").length <= 24, value);
      if (covers !== undefined) {
        const { start, end } = hover!.range!;
        assert.equal(text.split("\n")[start.line]!.slice(start.character, end.character), covers);
      }
    });
});
