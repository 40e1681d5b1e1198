import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { checked } from "../rules/checked.ts";
import { expandSnippet } from "./expand.ts";
import { readSnippets } from "./snippetFile.ts";

const files = ["pyspark", "shell", "spark-defaults"];
const pyspark = readSnippets("pyspark");

describe("the expansion of a snippet", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["plain $0", "plain "],
    ["${1:name} = $1", "name = name"],
    ["$1 = ${1:name}", "name = name"],
    ["${1|inner,left|}", "inner"],
    ["${1|a\\,b,c|}", "a,b"],
    ["${1:f(${2:x})} $2", "f(x) x"],
    ["{${1:a}} \\$1 \\\\ \\}", "{a} $1 \\ }"],
    ["${1} and $2", " and "],
  ];
  for (const [snippet, expected] of cases) it(snippet, () => assert.equal(expandSnippet(snippet), expected));

  for (const broken of ["${1:name", "${1|a,b}", "$NAME", "${1:$1}"])
    it(`refuses ${broken}`, () => assert.throws(() => expandSnippet(broken)));
});

describe("the snippets", () => {
  it("are at least fifty for PySpark", () => assert.ok(pyspark.size >= 50, `${pyspark.size}`));

  it("have a prefix of their own", () => {
    const prefixes = files.flatMap((file) => [...readSnippets(file).values()].map(({ prefix }) => prefix));
    assert.deepEqual(
      prefixes.filter((prefix, index) => prefixes.indexOf(prefix) !== index),
      [],
    );
  });

  for (const file of files)
    for (const [name, { prefix, description, body }] of readSnippets(file))
      it(`${file}: ${name}`, () => {
        assert.match(prefix, /^spark-[a-z]+(-[a-z]+)*$/);
        assert.match(description, /^[A-Z].{10,99}$/);
        assert.ok(!description.endsWith("."), "a description is no sentence");
        const text = expandSnippet(body);
        assert.doesNotMatch(text, /\t/, "spaces indent");
        assert.doesNotMatch(text.trimEnd(), / $/m, "no line ends in a space");
      });

  it("are Python, all of PySpark's", () => {
    const texts = Object.fromEntries([...pyspark].map(([name, { body }]) => [name, expandSnippet(body)]));
    const program = [
      "import ast, json, sys",
      "for name, text in json.load(sys.stdin).items():",
      "    try: ast.parse(text)",
      "    except SyntaxError as error: print(name, error)",
    ].join("\n");
    assert.equal(
      execFileSync("python3", ["-c", program], { input: JSON.stringify(texts), encoding: "utf8" }),
      "",
    );
  });

  it("are shell, all of the shell's", () => {
    for (const { body } of readSnippets("shell").values())
      execFileSync("sh", ["-n"], { input: expandSnippet(body), stdio: ["pipe", "pipe", "pipe"] });
  });

  it("are keys and values, all of spark-defaults.conf", () => {
    for (const { body } of readSnippets("spark-defaults").values())
      for (const line of expandSnippet(body).trim().split("\n")) assert.match(line, /^spark\.[\w.]+ +\S+$/);
  });

  const start = [
    "from pyspark.sql import DataFrame, SparkSession",
    "from pyspark.sql import functions as F",
    "",
    "spark = SparkSession.builder.getOrCreate()",
    ...["orders", "customers", "countries", "events"].map((name) => `${name} = spark.table("${name}")`),
    "",
  ].join("\n");
  for (const [name, { body }] of pyspark)
    it(`${name} has no finding`, () => {
      // What makes a session stands where there is none yet.
      const { findings } = checked((name.startsWith("Session") ? "" : start) + expandSnippet(body));
      assert.deepEqual(
        findings.map(({ rule, message }) => `${rule}: ${message}`),
        [],
      );
    });
});
