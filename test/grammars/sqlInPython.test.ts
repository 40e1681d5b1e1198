import assert from "node:assert/strict";
import { tokenize, type Token } from "./tokens.ts";

/** `word` must stand in the text and carry the scope (or, with "not ", lack it). */
interface Case {
  readonly name: string;
  readonly text: string;
  readonly expected: readonly (readonly [word: string, scope: string])[];
}

const keyword = "keyword.other.sparksql";
const embedded = "meta.embedded.inline.sparksql";

const cases: readonly Case[] = [
  {
    name: "spark.sql with double quotes",
    text: `rows = spark.sql("SELECT count(*) FROM orders WHERE status = 'paid' -- all")\nafter = "SELECT"`,
    expected: [
      ["SELECT", keyword],
      ["count", "support.function.sparksql"],
      ["'paid'", "string.quoted.single.sparksql"],
      ["-- all", "comment.line.double-dash.sparksql"],
      ["after", "not sparksql"],
    ],
  },
  {
    name: "triple quotes over lines",
    text: `df = spark.sql(\n    """\n    SELECT a, 'it' AS b  -- note\n    FROM t /* old */\n    WHERE a > 1.5\n    """\n)\nselect = where`,
    expected: [
      ["SELECT", keyword],
      ["FROM", keyword],
      ["-- note", "comment.line.double-dash.sparksql"],
      ["/* old */", "comment.block.sparksql"],
      ["1.5", "constant.numeric.sparksql"],
      ["select", "not sparksql"],
      ["where", "not sparksql"],
    ],
  },
  {
    name: "f-strings keep Python in their holes",
    text: `spark.sql(f"SELECT * FROM {table.upper()} WHERE d = '{day}' AND {{x}}")\nend = 1`,
    expected: [
      ["SELECT", keyword],
      ["upper", "meta.function-call.generic.python"],
      ["day", "meta.embedded.inline.python"],
      ["AND", keyword],
      ["end", "not sparksql"],
    ],
  },
  {
    name: "expr and selectExpr with several strings",
    text: `df.selectExpr("cast(a as int) b", 'upper(c)').withColumn("x", F.expr("case when a then 1 end"))`,
    expected: [
      ["cast", keyword],
      ["int", "storage.type.sparksql"],
      ["upper", "support.function.sparksql"],
      ["case", keyword],
      ["x", "not sparksql"],
    ],
  },
  {
    name: "filter takes SQL only as a string of its own",
    text: `df.filter("a is not null").filter(F.col("select") == "from").where(df["order"] > 1)`,
    expected: [
      ["is", keyword],
      ["select", "not sparksql"],
      ["from", "not sparksql"],
      ["order", "not sparksql"],
    ],
  },
  {
    name: "an apostrophe does not run past the string",
    text: `spark.sql("select 'it")\nafter = 'x'\nspark.sql('select "it')\nlast = "y"`,
    expected: [
      ["after", "not sparksql"],
      ["x", "not sparksql"],
      ["last", "not sparksql"],
    ],
  },
  {
    name: "an unfinished string ends with its line",
    text: `spark.sql("select a\nafter = from_here`,
    expected: [
      ["select", keyword],
      ["from_here", "not sparksql"],
    ],
  },
  {
    name: "raw strings, hints and markers",
    text: String.raw`spark.sql(r"select /*+ BROADCAST(c) */ regexp_replace(a, '\d', '') from c where k = :key")`,
    expected: [
      ["/*+", "keyword.other.hint.begin.sparksql"],
      [":key", "variable.parameter.sparksql"],
    ],
  },
  {
    name: "columns that are called like soft keywords",
    text: `spark.sql("select name, t.order, year(day) from people t order by type")`,
    expected: [
      ["select", keyword],
      ["by", keyword],
      ["year", "support.function.sparksql"],
      ["name", "not keyword"],
      ["day", "not keyword"],
      ["type", "not keyword"],
    ],
  },
  {
    name: "other functions and plain strings stay Python",
    text: `sql = "SELECT 1"\nprint("select")\nquery("select")\nmy.sqlite("select")`,
    expected: [["select", "not sparksql"]],
  },
];

function find(tokens: readonly Token[], word: string): Token | undefined {
  return (
    tokens.find((token) => token.text.trim() === word) ?? tokens.find((token) => token.text.includes(word))
  );
}

describe("SQL inside Python strings", () => {
  for (const { name, text, expected } of cases)
    it(name, async () => {
      const tokens = (await tokenize("source.python", text)).flat();
      for (const [word, scope] of expected) {
        const token = find(tokens, word);
        assert.ok(token, `${word} is no token of: ${tokens.map((each) => each.text).join(" · ")}`);
        const scopes = token.scopes.join(" ");
        if (scope.startsWith("not ")) {
          const wrong = scope.slice(4) === "sparksql" ? embedded : scope.slice(4);
          assert.ok(!scopes.includes(wrong), `${word} must not be ${wrong}: ${scopes}`);
        } else assert.ok(scopes.includes(scope), `${word} must be ${scope}: ${scopes}`);
      }
    });

  it("leaves the rest of the file as the Python grammar has it", async () => {
    const tail = `class A:\n    def f(self, x: int) -> str:\n        return f"{x!r:>10}"\n`;
    const alone = await tokenize("source.python", tail);
    const behind = await tokenize(
      "source.python",
      `spark.sql("""select '''a''' from b""")\ndf.filter("a = 'b'")\n${tail}`,
    );
    assert.deepEqual(behind.slice(2), alone);
  });
});

describe("spark-defaults.conf", () => {
  const values: readonly (readonly [line: string, word: string, scope: string])[] = [
    ["# a comment", "# a comment", "comment.line"],
    ["spark.master yarn", "spark.master", "variable.other.property"],
    ["spark.master=yarn", "yarn", "string.unquoted"],
    ["spark.executor.memory   4g", "4g", "constant.numeric"],
    ["spark.sql.adaptive.enabled : true", "true", "constant.language"],
    ["executor.memory 4g", "executor.memory", "invalid"],
  ];
  for (const [line, word, scope] of values)
    it(line, async () => {
      const token = find((await tokenize("source.spark-defaults", line)).flat(), word);
      assert.ok(
        token?.scopes.some((each) => each.startsWith(scope)),
        JSON.stringify(token),
      );
    });
});
