import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { CompletionItem, TextEdit } from "vscode-languageserver/node";
import { atMark, startClient, type Client } from "./client.ts";

const imports =
  "from pyspark import SparkConf\nfrom pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n";
const defaults = "file:///conf/spark-defaults.conf";
const partitions = "spark.sql.shuffle.partitions";

describe("completion", () => {
  let client: Client;
  before(async () => {
    client = await startClient();
  });
  after(() => client.stop());

  /** What is typed, what is chosen, and the line that choosing it gives; null where nothing may be offered. */
  const cases: readonly (readonly [
    name: string,
    typed: string,
    choice: string,
    result: string | null,
    file?: string,
  ])[] = [
    ["a key", 'spark.conf.set("spark.sql.sh|", "8")', partitions, `spark.conf.set("${partitions}", "8")`],
    ["a key from nothing", 'spark.conf.set("|")', partitions, `spark.conf.set("${partitions}")`],
    [
      "a key over the rest of the word",
      'spark.conf.get("spark.sql.sh|uffle")',
      partitions,
      `spark.conf.get("${partitions}")`,
    ],
    [
      "a key without closing quote",
      'spark.conf.set("spark.sql.sh|',
      partitions,
      `spark.conf.set("${partitions}`,
    ],
    [
      "a key in single quotes",
      "spark.conf.set('spark.sql.sh|')",
      partitions,
      `spark.conf.set('${partitions}')`,
    ],
    [
      "a key on the builder",
      's = SparkSession.builder.config("spark.sql.sh|")',
      partitions,
      `s = SparkSession.builder.config("${partitions}")`,
    ],
    [
      "a key of a SparkConf",
      'c = SparkConf().set("spark.exec|',
      "spark.executor.memory",
      'c = SparkConf().set("spark.executor.memory',
    ],
    ["a key by words", 'spark.conf.set("shuffle.part|")', partitions, `spark.conf.set("${partitions}")`],
    [
      "a key in a dict",
      's = SparkSession.builder.config(map={"spark.sql.sh|": 8})',
      partitions,
      `s = SparkSession.builder.config(map={"${partitions}": 8})`,
    ],
    [
      "a key in a dict of which no use is seen",
      'SETTINGS = {"spark.sql.sh|": 8}',
      partitions,
      `SETTINGS = {"${partitions}": 8}`,
    ],
    [
      "a value in such a dict",
      'SETTINGS = {"spark.sql.adaptive.enabled": "fa|"}',
      "false",
      'SETTINGS = {"spark.sql.adaptive.enabled": "false"}',
    ],
    [
      "a key in a function",
      'def f(session: SparkSession):\n    session.conf.set("spark.sql.sh|")',
      partitions,
      `    session.conf.set("${partitions}")`,
    ],
    [
      "a key without closing quote before another argument",
      'spark.conf.set("spark.sql.sh|, "8")',
      partitions,
      `spark.conf.set("${partitions}, "8")`,
    ],
    [
      "a key without closing quote before a bracket",
      'spark.conf.set("spark.sql.sh|)',
      partitions,
      `spark.conf.set("${partitions})`,
    ],
    [
      "a key without closing quote before a comment",
      'spark.conf.set("spark.sql.sh|  # why',
      partitions,
      `spark.conf.set("${partitions}  # why`,
    ],
    [
      "a key without closing quote before other code",
      'n = [spark.conf.get("spark.sql.sh|, spark.conf.get("spark.master")]',
      partitions,
      `n = [spark.conf.get("${partitions}, spark.conf.get("spark.master")]`,
    ],
    [
      "a key in a chain over several lines",
      's = (SparkSession.builder\n    .config("spark.sql.sh|\n    .getOrCreate())\nrows = 1',
      partitions,
      `    .config("${partitions}`,
    ],
    [
      "a key in the midst of a chain over several lines",
      's = (SparkSession.builder\n    .appName("a")\n    .config("spark.sql.sh|")\n    .config("spark.master", "local")\n    .getOrCreate())',
      partitions,
      `    .config("${partitions}")`,
    ],
    [
      "a key in a chain without brackets around it",
      's = SparkSession.builder\\\n    .config("spark.sql.sh|\\\n    .getOrCreate()',
      partitions,
      `    .config("${partitions}\\`,
    ],
    [
      "a key in a chain that is not closed",
      "s = (SparkSession.builder\n    .config('spark.sql.sh|\n\nrows = 1",
      partitions,
      `    .config('${partitions}`,
    ],
    [
      "a key in a dict that is not closed",
      's = SparkSession.builder.config(map={"spark.sql.sh|',
      partitions,
      `s = SparkSession.builder.config(map={"${partitions}`,
    ],
    [
      "the first key of a dict, which is a set until then",
      'SETTINGS = {\n    "spark.sql.sh|"\n}',
      partitions,
      `    "${partitions}"`,
    ],
    [
      "a key before another, which would be the same string",
      'SETTINGS = {\n    "spark.sql.sh|"\n    "spark.sql.ansi.enabled": "true",\n}\nn = 1',
      partitions,
      `    "${partitions}"`,
    ],
    [
      "a last key that has no value yet",
      "def settings():\n    return {\n        'spark.sql.ansi.enabled': 'true',\n        'spark.sql.sh|'\n    }",
      partitions,
      `        '${partitions}'`,
    ],
    [
      "a last key without closing quote",
      'SETTINGS = {\n    "spark.sql.ansi.enabled": "true",\n    "spark.sql.sh|\n}',
      partitions,
      `    "${partitions}`,
    ],
    [
      "a key in a block that goes on behind the dict",
      'with DAG() as dag:\n    load = Submit(\n        conf={\n            "spark.sql.sh|"\n            "spark.master": "yarn",\n        },\n        count=4,\n    )',
      partitions,
      `            "${partitions}"`,
    ],
    ["a string in a list", 'KEYS = [\n    "spark.sql.sh|"\n]', partitions, null],
    [
      "a key of a pair that is not closed",
      'c = SparkConf().setAll([("spark.sql.sh|',
      partitions,
      `c = SparkConf().setAll([("${partitions}`,
    ],
    [
      "a key of a pair without closing quote",
      'c = SparkConf().setAll([("spark.sql.sh|, "8")])',
      partitions,
      `c = SparkConf().setAll([("${partitions}, "8")])`,
    ],
    ["a key without a quote", "spark.conf.set(|", `"${partitions}"`, `spark.conf.set("${partitions}"`],
    [
      "a key without a quote before a bracket",
      "spark.conf.set(|)",
      `"${partitions}"`,
      `spark.conf.set("${partitions}")`,
    ],
    [
      "a key without a quote in a chain",
      "s = (SparkSession.builder\n    .config(|\n    .getOrCreate())",
      `"${partitions}"`,
      `    .config("${partitions}"`,
    ],
    [
      "a key without a quote before its value",
      'spark.conf.set(|, "8")',
      `"${partitions}"`,
      `spark.conf.set("${partitions}", "8")`,
    ],
    [
      "a key in an indented half function",
      'def f(session: SparkSession):\n    session.conf.set("spark.sql.sh|\n    return 1',
      partitions,
      `    session.conf.set("${partitions}`,
    ],
    [
      "a value without closing quote before other code",
      's = (SparkSession.builder\n    .config("spark.sql.adaptive.enabled", "fa|\n    .getOrCreate())',
      "false",
      '    .config("spark.sql.adaptive.enabled", "false',
    ],
    [
      "a value from nothing in a chain",
      's = (SparkSession.builder\n    .config("spark.sql.adaptive.enabled", |\n    .getOrCreate())',
      '"false"',
      '    .config("spark.sql.adaptive.enabled", "false"',
    ],
    ["no key where a frame's method takes text", "df = spark.range(1)\ndf.filter(|", `"${partitions}"`, null],
    ["no key for what is no session, half typed", 'x.conf.set("spark.sql.sh|', partitions, null],
    ["no key in a comment", '# spark.conf.set("spark.sql.sh|', partitions, null],
    [
      "no key behind a closed call",
      'spark.conf.set("spark.master", "local"); x = ("spark.sql.sh|',
      partitions,
      null,
    ],
    ["no value for what is read", 'spark.conf.get("spark.sql.adaptive.enabled", |', '"false"', null],
    [
      "a boolean value",
      'spark.conf.set("spark.sql.adaptive.enabled", "|")',
      "false",
      'spark.conf.set("spark.sql.adaptive.enabled", "false")',
    ],
    [
      "a value without closing quote",
      'spark.conf.set("spark.sql.adaptive.enabled", "fa|',
      "false",
      'spark.conf.set("spark.sql.adaptive.enabled", "false',
    ],
    [
      "a value from nothing",
      'spark.conf.set("spark.sql.adaptive.enabled", |)',
      '"false"',
      'spark.conf.set("spark.sql.adaptive.enabled", "false")',
    ],
    [
      "one of the allowed values",
      'spark.conf.set("spark.sql.sources.partitionOverwriteMode", "dyn|")',
      "DYNAMIC",
      'spark.conf.set("spark.sql.sources.partitionOverwriteMode", "DYNAMIC")',
    ],
    [
      "an option of the format",
      'f = spark.read.option("hea|").csv("p")',
      "header",
      'f = spark.read.option("header").csv("p")',
    ],
    [
      "an option without closing quote before other code",
      'f = (spark.read\n    .option("hea|\n    .csv("p"))',
      "header",
      '    .option("header',
    ],
    [
      "a join type from nothing",
      'f = spark.range(1).join(spark.range(2), "id", |)',
      '"left_anti"',
      'f = spark.range(1).join(spark.range(2), "id", "left_anti")',
    ],
    ["no join type for what is no frame", 'x.join(y, "id", "|")', "left_anti", null],
    [
      "a rule",
      "x = 1  # shufflewise: ignore[coll|]",
      "collect-unbounded",
      "x = 1  # shufflewise: ignore[collect-unbounded]",
    ],
    [
      "a second rule",
      "x = 1  # shufflewise: ignore[cross-join, |",
      "collect-unbounded",
      "x = 1  # shufflewise: ignore[cross-join, collect-unbounded",
    ],
    ["a rule that is there already", "x = 1  # shufflewise: ignore[cross-join, |]", "cross-join", null],
    ["a rule behind noqa", "x = 1  # noqa: coll|", "collect-unbounded", "x = 1  # noqa: collect-unbounded"],
    ["a directive", "x = 1  # shufflewise: ig|", "ignore-file", "x = 1  # shufflewise: ignore-file"],
    ["a comment of another kind", "x = 1  # see coll|", "collect-unbounded", null],
    ["a key in a string of another kind", 'x = "spark.sql.sh|"', partitions, null],
    ["a key for what is no session", 'x.conf.set("spark.sql.sh|")', partitions, null],
    ["behind a value that is read", 'spark.conf.get("spark.sql.adaptive.enabled", "|")', "false", null],
    [
      "a key of spark-defaults.conf",
      "# ours\nspark.exec|",
      "spark.executor.memory",
      "spark.executor.memory",
      defaults,
    ],
    [
      "a key on an empty line",
      "spark.executor.memory 4g\n|\n",
      "spark.executor.cores",
      "spark.executor.cores",
      defaults,
    ],
    [
      "a value of spark-defaults.conf",
      "spark.sql.adaptive.enabled  f|",
      "false",
      "spark.sql.adaptive.enabled  false",
      defaults,
    ],
    [
      "a value after the blank",
      "spark.sql.adaptive.enabled |\n",
      "false",
      "spark.sql.adaptive.enabled false",
      defaults,
    ],
    ["a comment of spark-defaults.conf", "# spark.exec|", "spark.executor.memory", null, defaults],
  ];
  for (const [index, [name, typed, choice, result, file]] of cases.entries())
    it(name, async () => {
      const uri = file ?? `untitled:Untitled-${index}`;
      const { text, position } = atMark(file === undefined ? imports + typed : typed);
      await client.open(uri, text, file === undefined ? "python" : "plaintext");
      const items = await client.complete(uri, position);
      await client.close(uri);
      const item = items.find(({ label }) => label === choice);
      if (result === null) {
        assert.equal(item, undefined);
        return;
      }
      assert.ok(
        item,
        `not offered; offered are ${items
          .slice(0, 10)
          .map(({ label }) => label)
          .join(", ")}`,
      );
      const line = TextDocument.applyEdits(TextDocument.create(uri, "", 0, text), [
        item.textEdit as TextEdit,
      ]).split("\n")[position.line];
      assert.equal(line, result);
      assert.ok(
        fits(item, text.split("\n")[position.line]!.slice(0, position.character)),
        "the editor filters it out",
      );
    });

  it("options are found by their own names alone", async () => {
    const { text, position } = atMark(`${imports}spark.read.option("he|", True).csv("path")`);
    await client.open("untitled:options", text);
    const items = await client.complete("untitled:options", position);
    const wrong = items.filter(({ label, filterText }) => filterText !== label);
    assert.deepEqual(wrong, []);
    assert.ok(items.some(({ label }) => label === "header"));
  });

  it("the statements behind an unclosed string stay as they are", async () => {
    const { text, position } = atMark(`${imports}spark.conf.set("spark.sql.sh|\nrows = 1\n`);
    await client.open("untitled:more", text);
    const item = (await client.complete("untitled:more", position)).find(({ label }) => label === partitions);
    assert.ok(item, "offered");
    const after = TextDocument.applyEdits(TextDocument.create("", "", 0, text), [item.textEdit as TextEdit]);
    assert.equal(after, text.replace("spark.sql.sh\n", `${partitions}\n`));
  });

  /** Whether the text that is replaced, up to the cursor, is a subsequence of the filter text, as editors demand. */
  function fits({ textEdit, filterText = "" }: CompletionItem, before: string): boolean {
    const typed = before.slice((textEdit as TextEdit).range.start.character).toLowerCase();
    let at = 0;
    for (const character of filterText.toLowerCase()) if (character === typed[at]) at++;
    return at === typed.length;
  }
});
