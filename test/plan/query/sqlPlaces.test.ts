import assert from "node:assert/strict";
import { embeddedSqlAt, embeddedSqlIn } from "../../../server/src/plan/query/embeddedSql.ts";
import { documentOffset } from "../../../server/src/syntax/siteOffset.ts";
import { size } from "../../portion.ts";
import { evaluated } from "../evaluated.ts";
import { seededNumbers } from "../../../scripts/catalog/seededNumbers.mjs";

type Random = ReturnType<typeof seededNumbers>;

const pick = <T>(random: Random, items: readonly T[]): T => items[random(items.length)] as T;

const words = [
  "SELECT a",
  "\n",
  "'é😀'",
  " FROM t",
  "\t",
  '"x"',
  "{",
  "}",
  "%",
  "\\",
  " -- c\n",
  "b",
  "  ",
  "1",
];

const randomText = (random: Random): string =>
  Array.from({ length: 1 + random(6) }, () => pick(random, words)).join("");

/** Python's spelling of a text in one of its ways; `{` and `}` are doubled in f-strings. */
function literal(random: Random, text: string): string {
  const isFormatted = random(3) === 0;
  const isRaw = random(4) === 0 && !/[\\"\n]/.test(text);
  const content = isFormatted ? text.replaceAll(/[{}]/g, "$&$&") : text;
  const prefix = (isFormatted ? "f" : "") + (isRaw ? "r" : "");
  if (isRaw) return `${prefix}"${content}"`;
  const quote = pick(random, ['"', "'", '"""', "'''"]);
  const escaped = content
    .replaceAll("\\", "\\\\")
    .replaceAll(quote.charAt(0), `\\${quote.charAt(0)}`)
    .replaceAll("\n", quote.length === 3 && random(2) === 0 ? "\n" : "\\n")
    .replaceAll("é", random(2) === 0 ? "\\u00e9" : "é");
  return `${prefix}${quote}${escaped}${quote}`;
}

/** An expression of Python that gives the text. */
function spelling(random: Random, text: string, depth: number): string {
  const half = random(text.length + 1);
  const [left, right] = [text.slice(0, half), text.slice(half)];
  switch (depth > 3 ? 0 : random(9)) {
    case 1:
      return `(${spelling(random, left, depth + 1)} + ${spelling(random, right, depth + 1)})`;
    case 2:
      return `(${literal(random, left)} ${literal(random, right)})`;
    case 3:
      return `"".join([${spelling(random, left, depth + 1)}, ${spelling(random, right, depth + 1)}])`;
    case 4:
      return `(${literal(random, left.replaceAll("%", "%%"))} + "%s" % ${spelling(random, right, depth + 1)})`;
    case 5:
      return `${literal(random, `${left.replaceAll(/[{}]/g, "$&$&")}{}`)}.format(${spelling(random, right, depth + 1)})`;
    case 6:
      return `textwrap.dedent(${spelling(random, text, depth + 1)})`;
    case 7:
      return `${spelling(random, text, depth + 1)}.rstrip("~")`;
    default:
      return literal(random, text);
  }
}

describe("places of SQL text", () => {
  it("spell what stands there, however the text is put together", () => {
    const random = seededNumbers(7);
    let checked = 0;
    for (let round = 0; round < size(250, 80); round += 1) {
      const program = `import textwrap\nfrom pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\nspark.sql(${spelling(random, randomText(random), 0)})\n`;
      const facts = evaluated(program);
      for (const sql of embeddedSqlIn(facts))
        for (let start = 0; start < sql.text.length; start += 1) {
          const end = Math.min(sql.text.length, start + 1 + random(5));
          const site = sql.exactSiteOf({ start, end });
          if (site === null) continue;
          const offset = (documentOffset(facts.module, site) ?? Number.NaN) + site.start;
          const text = program.slice(offset, offset + site.end - site.start);
          assert.equal(text, sql.text.slice(start, end), program);
          assert.equal(embeddedSqlAt(facts, offset)?.offset, start, program);
          const written = sql.spelt(text, { start, end });
          assert.ok(written === text || /[\\{}%"'\n]/.test(text), program);
          checked += 1;
        }
    }
    assert.ok(checked > size(1000, 300), `${checked} places were checked`);
  });

  const edits: readonly (readonly [argument: string, old: string, sql: string, expected: string | null])[] = [
    ['"SELECT a"', "a", '`a"b`', '"SELECT `a\\"b`"'],
    ["'SELECT a'", "a", "'x'", "'SELECT \\'x\\''"],
    ['"""SELECT a"""', "a", "a\nFROM t", '"""SELECT a\nFROM t"""'],
    ['"SELECT a"', "a", "a\nFROM t", '"SELECT a\\nFROM t"'],
    ['r"SELECT a"', "a", "'\\d'", "r\"SELECT '\\d'\""],
    ['r"SELECT a"', "a", '"x"', null],
    ['f"SELECT a"', "a", "'{}'", "f\"SELECT '{{}}'\""],
    ['"SELECT a, {}".format(1)', "a", "'{}'", "\"SELECT '{{}}', {}\".format(1)"],
    ['"SELECT a, %d" % 1', "a", "'5%'", "\"SELECT '5%%', %d\" % 1"],
    ['"SELECT \\x61"', "a", "b", null],
  ];
  for (const [argument, old, sql, expected] of edits)
    it(`are written to as the literal wants: ${sql} in ${argument}`, () => {
      const header = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n";
      const program = `${header}spark.sql(${argument})`;
      const facts = evaluated(program);
      const [text] = embeddedSqlIn(facts);
      assert.ok(text);
      const start = text.text.indexOf(old, 6);
      const span = { start, end: start + old.length };
      const written = text.spelt(sql, span);
      const site = text.exactSiteOf(span);
      if (written === null || site === null) {
        assert.equal(expected, null);
        return;
      }
      const offset = (documentOffset(facts.module, site) ?? Number.NaN) + site.start;
      const changed = program.slice(0, offset) + written + program.slice(offset + site.end - site.start);
      assert.equal(changed, `${header}spark.sql(${String(expected)})`);
      const again = embeddedSqlIn(evaluated(changed))[0]?.text;
      assert.equal(again, text.text.slice(0, span.start) + sql + text.text.slice(span.end));
    });

  for (const [name, argument] of Object.entries({
    bytes: 'b"SELECT 1"',
    "a number": "5",
    nothing: "None",
    "a surrogate alone": "\"SELECT '\\ud800'\"",
    "a NUL": "\"SELECT '\\0'\"",
    "an unknown character": "\"SELECT '\\N{BULLET}'\"",
    "a text of 5 MB": '"SELECT 1 " * 500_000',
    "a literal of 2 MB": `"SELECT ${"1, ".repeat(700_000)}"`,
    "a text that ends in an escape": '"SELECT \\',
  }))
    it(`do not fail for ${name}`, function () {
      this.timeout(20_000);
      const facts = evaluated(
        `from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\nspark.sql(${argument})`,
      );
      for (const sql of embeddedSqlIn(facts)) {
        assert.ok(Array.isArray(sql.tree.problems));
        sql.siteOf({ start: 0, end: sql.text.length });
        sql.exactSiteOf({ start: 3, end: 1_000_000_000 });
        sql.spelt("x", { start: -1, end: -1 });
      }
    });
});
