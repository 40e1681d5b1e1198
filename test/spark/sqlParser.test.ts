import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { simpleString } from "../../server/src/catalog/dataTypeText.ts";
import { readExpression } from "../../server/src/sql/expression.ts";
import { parseSql, rootOf } from "../sql/sqlFixture.ts";
import { grammatical, readTruth } from "../sql/truthRows.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();

const literals = [
  "1",
  "-2147483648",
  "2147483648",
  "9223372036854775807",
  "9223372036854775808",
  "1L",
  "2S",
  "3Y",
  "1.5D",
  "2F",
  "1e3",
  "1.0",
  "0.50",
  ".5",
  "12.",
  "00.10",
  "1.50BD",
  "1e3BD",
  "1.5e-3BD",
  "'it''s'",
  "'a' 'b'",
  "'x\\ty\\u0041\\101\\%\\_\\q'",
  "r'a\\n'",
  '"double"',
  "true",
  "NULL",
  "DATE'2020-01-01'",
  "TIMESTAMP'2020-01-01 00:00:00'",
  "TIMESTAMP_NTZ'2020-01-01'",
  "TIMESTAMP_LTZ'2020-01-01'",
  "TIME'12:30:00'",
  "X'1F'",
  "INTERVAL 1 DAY 2 HOURS",
  "INTERVAL 3 WEEKS",
  "INTERVAL '1-2' YEAR TO MONTH",
  "INTERVAL '10:11' HOUR TO MINUTE",
  "INTERVAL '3 months'",
  "INTERVAL 5 MILLISECONDS",
  "INTERVAL 2 YEARS 3 MONTHS",
];

/** The same numbers in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Statements of Spark's tests with a token left out, doubled, or swapped with the next one. */
function mutants(count: number, version: string): readonly string[] {
  const random = numbers(17);
  const texts = readTruth().filter(({ kind, accept, sql }) => kind === "plan" && accept && sql.length < 400);
  return Array.from({ length: count }, () => {
    const { sql } = texts[random(texts.length)]!;
    const { tokens } = parseSql(sql, "statement", version);
    const at = random(Math.max(1, tokens.length - 2));
    const [first, second] = [tokens[at]!, tokens[at + 1] ?? tokens[at]!];
    const [one, two] = [sql.slice(first.start, first.end), sql.slice(second.start, second.end)];
    const between = sql.slice(first.end, second.start);
    const middle = [between + two, `${one} ${one}${between}${two}`, `${two} ${one}`][random(3)]!;
    return `${sql.slice(0, first.start)}${middle}${sql.slice(second.end)}`;
  });
}

async function ask(lines: readonly string[]): Promise<unknown> {
  const code = ["import json, logging", "logging.disable(logging.CRITICAL)", ...lines].join("\n");
  const answer = await spark.run({ prelude: false, code, timeoutMs: 300_000 });
  assert.ok(answer.ok, answer.error?.message);
  return JSON.parse(answer.stdout.trim().split("\n").at(-1) ?? "null");
}

const pythonList = (texts: readonly string[]): string =>
  `json.loads(${JSON.stringify(JSON.stringify(texts))})`;

describe("the SQL parser beside Spark's", function () {
  this.timeout(400_000);

  it("gives literals Spark's types", async () => {
    const version = spark.greeting().sparkVersion;
    const types = (await ask([
      "table = spark.range(1)",
      `print(json.dumps([table.selectExpr(text).schema[0].dataType.simpleString() for text in ${pythonList(literals)}]))`,
    ])) as readonly string[];
    const ours = literals.map((text) => {
      const expression = readExpression(rootOf(text, "expression", version), text);
      return expression.kind === "literal" ? simpleString(expression.dataType) : expression.kind;
    });
    assert.deepEqual(ours, types);
  });

  it("reads strings as Spark does", async () => {
    const version = spark.greeting().sparkVersion;
    const strings = literals.filter((text) => /['"]$/.test(text) && /^[r'"]/.test(text));
    const values = (await ask([
      "table = spark.range(1)",
      `print(json.dumps([table.selectExpr(text).first()[0] for text in ${pythonList(strings)}]))`,
    ])) as readonly string[];
    const ours = strings.map((text) => {
      const expression = readExpression(rootOf(text, "expression", version), text);
      return expression.kind === "literal" ? expression.value : expression.kind;
    });
    assert.deepEqual(ours, values);
  });

  it("takes and refuses mutants of statements as Spark does", async () => {
    const version = spark.greeting().sparkVersion;
    const texts = mutants(1500, version);
    const conditions = (await ask([
      "parser = spark._jsparkSession.sessionState().sqlParser()",
      "found = []",
      `for text in ${pythonList(texts)}:`,
      "    try:",
      "        parser.parsePlan(text)",
      "        found.append(None)",
      "    except Exception as problem:",
      "        found.append(str(getattr(problem, 'getCondition', lambda: problem)()))",
      "print(json.dumps(found))",
    ])) as readonly (string | null)[];
    const wrong = texts.flatMap((text, at) => {
      const theirs = conditions[at] ?? null;
      const ours = parseSql(text, "statement", version).problems[0]?.condition ?? null;
      if (theirs !== null && !grammatical.has(theirs)) return [];
      return ours === theirs ? [] : [`${theirs} / ${ours}: ${text}`];
    });
    assert.deepEqual(wrong.slice(0, 10), []);
  });
});
