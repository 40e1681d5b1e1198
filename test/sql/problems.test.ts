import assert from "node:assert/strict";
import { parseSql, shown } from "./sqlFixture.ts";

/** A broken text, the token at which Spark stops, what we say, and the text after the fix. */
const cases: readonly (readonly [text: string, at: string, message: RegExp, fixed: string | null])[] = [
  ["SELECT a FORM t", "t", /Did you mean FROM/, "SELECT a FROM t"],
  ["SELEC a FROM t", "SELEC", /Did you mean SELECT/, "SELECT a FROM t"],
  ["SELECT (a + b FROM t", "FROM", /Is \) missing/, "SELECT (a + b) FROM t"],
  ["SELECT sum(a FROM t", "t", /./, null],
  ["SELECT a FROM t WHERE b >", "", /ends too early/, null],
  ["SELECT 'a FROM t", "'", /has no end/, null],
  ["", "", /no SQL/, null],
  ["SELECT a-b-c FROM x-y", "x-y", /`x-y`/, "SELECT a-b-c FROM `x-y`"],
  ["SELECT a FROM t GROUP BY a AS b", "AS b", /takes no names/, "SELECT a FROM t GROUP BY a "],
  ["SELECT a FROM t GROUP BY a HAVING", "HAVING", /HAVING begins a clause/, "SELECT a FROM t GROUP BY a "],
  ["SELECT a FROM t WHERE b > 1 ORDER", "", /Expected: BY\.$/, null],
  ["SELECT 1 /* open", "/* open", /no end/, "SELECT 1 /* open */"],
  [
    "SELECT * FROM t WHERE a IN (SELECT b FROM u",
    "",
    /Is \) missing/,
    "SELECT * FROM t WHERE a IN (SELECT b FROM u)",
  ],
  ["SELECT * FROM t WHERE a IN (1, 2", "", /Is \) missing/, "SELECT * FROM t WHERE a IN (1, 2)"],
  [
    "SELECT * FROM t WHERE EXISTS (SELECT b FROM u",
    "(",
    /Is \) missing/,
    "SELECT * FROM t WHERE EXISTS (SELECT b FROM u)",
  ],
];

describe("problems of SQL", () => {
  for (const [text, at, message, fixed] of cases)
    it(text === "" ? "an empty text" : text, () => {
      const [problem] = parseSql(text, "statement", "4.3").problems;
      assert.ok(problem !== undefined);
      assert.match(problem.message, message);
      if (fixed === null) return;
      assert.equal(text.slice(problem.start, problem.end), at);
      assert.ok(problem.fix !== null);
      const { start, end } = problem.fix;
      assert.equal(text.slice(0, start) + problem.fix.text + text.slice(end), fixed);
    });

  it("stand where the parser of each version stops", () => {
    const text = "SELECT * FROM t WHERE a IN (SELECT b FROM u";
    const starts = ["3.5", "4.3"].map((version) => parseSql(text, "statement", version).problems[0]?.start);
    assert.deepEqual(starts, [text.indexOf("IN"), text.length]);
  });

  it("leave a tree with what is missing put in", () => {
    const { root } = parseSql("SELECT a FROM t WHERE b >", "statement", "4.3");
    assert.ok(root !== null);
    assert.match(shown(root), /\(whereClause WHERE \(booleanExpression/);
  });

  // Each was run on Spark 4.3 with values that fit.
  for (const text of [
    "SELECT INTERVAL :x DAY",
    "SELECT INTERVAL ? MONTH, INTERVAL -? YEAR, INTERVAL ? DAY ? HOUR",
    "SELECT INTERVAL :x DAY TO SECOND",
    "SELECT CAST(1 AS DECIMAL(:p, 2)), CAST(1 AS DECIMAL(:p, :s)), CAST('a' AS CHAR(:n))",
    "SELECT 'a' :x, 'a' LIKE 'b' ESCAPE :e",
    "SELECT * FROM t TABLESAMPLE (:p PERCENT)",
    "SET TIME ZONE INTERVAL :h HOUR TO MINUTE",
  ])
    it(`wait for the values of parameters: ${text}`, () => {
      assert.deepEqual(parseSql(text, "statement", "4.3").problems, []);
    });

  // Each grew with the square of its length, or faster.
  for (const [name, open] of Object.entries({
    parentheses: "(",
    queries: "(SELECT a FROM ",
    CASEs: "CASE WHEN a THEN ",
    NOTs: "NOT ",
    types: "CAST(a AS ARRAY<",
  }))
    it(`are found in time behind a thousand ${name} that nobody closes`, function () {
      this.timeout(30_000);
      const time = (count: number): number => {
        const start = process.cpuUsage();
        parseSql(`SELECT ${open.repeat(count)}`, "statement", "4.3");
        return process.cpuUsage(start).user / 1000;
      };
      time(50);
      const [quarter, whole] = [time(250), time(1000)];
      assert.ok(whole < 9 * quarter + 300, `${Math.round(quarter)} ms, then ${Math.round(whole)} ms`);
    });

  it("depend on the version", () => {
    const text = "FROM t |> WHERE a > 1";
    assert.equal(parseSql(text, "statement", "3.5").problems.length, 1);
    assert.deepEqual(parseSql(text, "statement", "4.0").problems, []);
  });

  for (const [text, refused] of Object.entries({
    "SELECT 1 UNION SELECT 2": true,
    "SELECT 1 AS a UNION SELECT 2": false,
    "SELECT * MINUS SELECT 2": true,
    "SELECT (SELECT 1 UNION SELECT 2)": true,
    "SELECT 1 UNION ALL SELECT 2": false,
    "SELECT 1 UNION (SELECT 2)": false,
    "(SELECT 1) UNION SELECT 2": false,
    "SELECT 1 UNION SELECT 2 FROM t": false,
    "FROM t SELECT a UNION SELECT 2": false,
    "SELECT 1 UNION VALUES (1)": false,
  }))
    it(`before 3.5, as Spark 3.3.4 says: ${text}`, () => {
      assert.equal(parseSql(text, "statement", "3.3").problems.length > 0, refused);
      assert.deepEqual(parseSql(text, "statement", "3.5").problems, []);
    });

  it("depend on reserved words", () => {
    assert.deepEqual(parseSql("SELECT table FROM t", "statement", "4.3").problems, []);
    const strict = { reservedKeywords: true };
    assert.equal(parseSql("SELECT table FROM t", "statement", "4.3", strict).problems.length, 1);
  });

  it("are found in any text without a throw", () => {
    const whole =
      "SELECT /*+ BROADCAST(t) */ a, sum(`b`) OVER (ORDER BY c) FROM t JOIN u USING (x) WHERE d IN ('e', 1.5)";
    for (let end = 0; end <= whole.length; end++) parseSql(whole.slice(0, end), "statement", "4.3");
    for (const text of [
      "\ud800",
      "\0",
      "😀",
      "{{ x }}",
      "$$",
      "${a}",
      "'\\",
      "/*",
      "1e",
      "`",
      "SELECT \u2028 1",
    ])
      for (const entry of ["statement", "expression", "dataType", "tableSchema", "tableName"] as const)
        parseSql(text, entry, "4.3");
  }).timeout(60_000);
});
