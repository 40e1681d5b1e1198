import assert from "node:assert/strict";
import { caretAt, type SqlCaret } from "../../server/src/sql/caret.ts";
import { parseSql } from "./sqlFixture.ts";
import { portion, size } from "../portion.ts";

const mark = "‸";
const at = (marked: string, entry: "statement" | "expression" = "statement"): SqlCaret => {
  const text = marked.replace(mark, "");
  return caretAt(parseSql(text, entry, "4.3"), marked.indexOf(mark));
};

/** A text with its caret; what names may stand for there; words that are offered, or not (!); a rule around the caret. */
const cases: readonly (readonly [text: string, names: string, words: string, rule: string])[] = [
  ["SELECT ‸", "column function", "DISTINCT CASE !FROM", "selectClause"],
  ["SELECT a, ‸ FROM t", "column function", "CAST !FROM !DISTINCT", "namedExpression"],
  ["SELECT a‸ FROM t", "column function", "CASE", "namedExpression"],
  ["SELECT a ‸", "new", "FROM AS !SELECT", "querySpecification"],
  ["SELECT a AS ‸", "new", "!FROM", "namedExpression"],
  ["SELECT t.‸ FROM t", "column", "!CASE", "primaryExpression"],
  ["SELECT a FROM ‸", "table tableFunction", "LATERAL VALUES !WHERE", "relationPrimary"],
  ["SELECT a FROM db.‸", "table tableFunction", "!LATERAL", "relationPrimary"],
  ["SELECT a FROM t ‸", "new", "WHERE JOIN LEFT GROUP ORDER !ON", "fromClause"],
  ["SELECT a FROM t WHERE ‸", "column function", "EXISTS NOT !WHERE", "whereClause"],
  ["SELECT a FROM t WHERE x ‸", "", "AND BETWEEN IS GROUP !WHERE", "query"],
  ["SELECT a FROM t WHERE x = ‸", "column function", "CASE", "whereClause"],
  ["SELECT a FROM t WHERE x IS ‸", "", "NULL NOT !AND", "predicate"],
  ["SELECT a, FROM t WHERE ‸", "column function", "CASE", "whereClause"],
  ["SELECT a FROM t WHERE (b = 1 AND ‸", "column function", "CASE", "whereClause"],
  ["SELECT a FROM t JOIN ‸", "table tableFunction", "LATERAL", "joinRelation"],
  ["SELECT a FROM t JOIN u ‸", "new", "ON USING WHERE", "joinRelation"],
  ["SELECT * FROM a JOIN b ON ‸", "column function", "NOT", "joinCriteria"],
  ["SELECT * FROM a JOIN b USING (‸", "column", "!CASE", "joinCriteria"],
  ["SELECT * FROM a JOIN b ON a.‸ WHERE c > 1", "column", "!CASE", "joinCriteria"],
  ["SELECT a FROM t GROUP ‸", "", "BY", ""],
  ["SELECT a FROM t GROUP BY ‸", "column function", "CUBE ROLLUP GROUPING", "aggregationClause"],
  ["SELECT a FROM t ORDER BY a ‸", "", "ASC DESC LIMIT NULLS !WHERE", "queryOrganization"],
  ["SELECT sum(a) OVER (‸", "window", "PARTITION ORDER ROWS !SELECT", "windowSpec"],
  ["SELECT sum(a) OVER (PARTITION BY ‸)", "column function", "CASE", "windowSpec"],
  ["SELECT CAST(a AS ‸", "type", "INT ARRAY DECIMAL !CASE", "dataType"],
  ["SELECT a::‸ FROM t", "type", "STRING", "dataType"],
  ["SELECT /*+ ‸ */ a FROM t", "hint", "", "hintStatement"],
  ["CREATE TABLE t (a ‸", "type", "STRING", "dataType"],
  ["CREATE TABLE t (a INT) USING ‸", "provider", "", "tableProvider"],
  ["CREATE VIEW ‸", "new", "IF", ""],
  ["INSERT INTO ‸", "table", "TABLE", "insertInto"],
  ["INSERT INTO t (‸", "column", "SELECT", "insertInto"],
  ["DROP TABLE ‸", "table", "IF", ""],
  ["USE ‸", "namespace", "DATABASE", ""],
  ["SHOW TABLES IN ‸", "namespace", "", ""],
  ["WITH x AS (SELECT ‸ FROM t) SELECT * FROM x", "column function", "CASE", "namedQuery"],
  ["SELECT a FROM t WHERE b IN (SELECT ‸ FROM u)", "column function", "CASE", "predicate"],
  ["SELECT a FROM (SELECT ‸ ) WHERE", "column function", "CASE", "relationPrimary"],
  ["FROM t |> ‸", "", "WHERE AGGREGATE SELECT EXTEND", ""],
  ["FROM t |> WHERE ‸", "column function", "CASE", "operatorPipeRightSide"],
  ["SELECT * FROM t LATERAL VIEW ‸", "function", "OUTER", "lateralView"],
  ["SELECT * FROM t PIVOT (sum(a) FOR ‸", "column", "", "pivotClause"],
  ["UPDATE t SET ‸", "column", "", "setClause"],
  ["MERGE INTO t USING s ON ‸", "column function", "CASE", ""],
  ["SELECT * FROM t UNION ‸", "", "ALL SELECT VALUES !WHERE", ""],
  ["SET ‸", "configuration", "TIME !SELECT", ""],
  ["SELECT INTERVAL 1 ‸", "", "DAY HOURS", ""],
  ["‸", "", "SELECT WITH INSERT CREATE !WHERE", ""],
];

describe("carets in SQL", () => {
  for (const [text, names, words, rule] of cases)
    it(text, () => {
      const caret = at(text);
      assert.equal([...caret.names].sort().join(" "), names);
      for (const word of words.split(" ").filter((each) => each !== ""))
        assert.equal(caret.keywords.includes(word.replace("!", "")), !word.startsWith("!"), word);
      assert.ok(
        rule === "" || caret.path.some((node) => node.rule === rule),
        caret.path.map((node) => node.rule).join(" "),
      );
    });

  it("know the word they stand in, and the names before it", () => {
    const text = "SELECT db.t.co‸ FROM db.t";
    const { word, qualifier } = at(text);
    const bare = text.replace(mark, "");
    const spelt = (span: { start: number; end: number }): string => bare.slice(span.start, span.end);
    assert.deepEqual([spelt(word), qualifier.map(spelt)], ["co", ["db", "t"]]);
  });

  for (const [text, within] of Object.entries({
    "SELECT 'a‸' FROM t": "text",
    "SELECT 'a‸": "text",
    "SELECT 'a' ‸": "sql",
    "SELECT 1 -- te‸": "comment",
    "SELECT /* ‸ */ 1": "comment",
    "SELECT /* */ ‸ 1": "sql",
    "SELECT 12‸": "number",
    "SELECT `a‸` FROM t": "sql",
  }))
    it(`are within ${within}: ${text}`, () => {
      assert.equal(at(text).within, within);
    });

  it("see columns and functions where an expression begins", () => {
    for (const text of ["‸", "a + ‸", "upper(a‸)", "CASE WHEN ‸"])
      assert.ok(at(text, "expression").names.has("column"), text);
  });

  it("may be anywhere in any text", () => {
    const text = "SELECT 'a', \"b\", `c` /* d */ FROM (VALUES (1.5, X'1F')) |> WHERE {{ x }} -- e";
    for (let offset = 0; offset <= text.length; offset++)
      for (let end = offset; end <= text.length; end += size(17, 40))
        caretAt(parseSql(text.slice(0, end), "statement", "4.3"), offset);
  }).timeout(60_000);

  it("takes time by the length of a text, however many CASEs and NOTs are open", () => {
    const timeOf = (text: string): number => {
      const tree = parseSql(text, "statement", "4.3");
      const start = process.cpuUsage();
      caretAt(tree, text.length);
      return process.cpuUsage(start).user / 1000;
    };
    for (const part of ["CASE WHEN a THEN ", "NOT "]) {
      const least = (count: number): number =>
        Math.min(...portion([1, 2, 3], 3).map(() => timeOf(`SELECT ${part.repeat(count)}`)));
      // By the square it would be sixteen times as much, and seconds.
      assert.ok(least(2000) < 10 * least(500) + 100, part);
    }
  });
});
