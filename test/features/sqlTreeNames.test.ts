import assert from "node:assert/strict";
import { sqlNamesIn } from "../../server/src/features/sqlNames.ts";
import { createSqlParser } from "../../server/src/sql/parse.ts";
import { catalog } from "../catalog/catalogFixture.ts";

const parse = createSqlParser(catalog.sqlGrammars);
const all = ["3.3", "3.4", "3.5", "4.0", "4.1", "4.2", "4.3"];

/** "alias:t+ column:id": the names of a text in order; "+" marks what is made there, "→" what the text declares. */
const namesIn = (text: string, version: string): string =>
  sqlNamesIn(parse(text, "statement", version))
    .map(
      ({ kind, text: name, isNew, declaration }) =>
        `${kind}:${name}${isNew ? "+" : declaration ? `→${declaration.span.start}` : ""}`,
    )
    .join(" ");

describe("names in SQL, in all grammars", () => {
  const cases: readonly (readonly [text: string, names: string, versions?: readonly string[]])[] = [
    ["SELECT p.id FROM p", "table:p column:id table:p"],
    ["SELECT t.* FROM p t", "alias:t→18 table:p alias:t+"],
    ["SELECT db.t.a.b FROM db.t", "table:db.t column:a field:b table:db.t"],
    ["SELECT f(a).b, x[1].y FROM q", "function:f column:a field:b column:x field:y table:q"],
    [
      "WITH c AS (SELECT 1 x), d AS (SELECT x FROM c) SELECT c.x FROM d JOIN c",
      "cte:c+ column:x+ cte:d+ column:x cte:c→5 cte:c→5 column:x cte:d→24 cte:c→5",
    ],
    // A query of WITH does not see itself, unless it is recursive.
    ["WITH t AS (SELECT * FROM t) SELECT * FROM t", "cte:t+ table:t cte:t→5"],
    [
      "WITH RECURSIVE r AS (SELECT 1 n UNION ALL SELECT n FROM r) SELECT n FROM r",
      "cte:r+ column:n+ column:n cte:r→15 column:n cte:r→15",
      ["4.1", "4.2", "4.3"],
    ],
    [
      "SELECT * FROM a x WHERE EXISTS (SELECT 1 FROM b WHERE b.k = x.k)",
      "table:a alias:x+ table:b table:b column:k alias:x→16 column:k",
    ],
    ["SELECT a.k FROM a UNION SELECT a.k FROM b", "table:a column:k table:a column:a field:k table:b"],
    [
      "SELECT transform(xs, e -> e.k) FROM t",
      "function:transform column:xs variable:e+ variable:e→21 field:k table:t",
    ],
    [
      "SELECT l.y FROM p LATERAL VIEW explode(xs) l AS y",
      "alias:l→43 column:y table:p function:explode column:xs alias:l+ column:y+",
    ],
    [
      "SELECT sum(a) OVER w FROM t WINDOW w AS (PARTITION BY b)",
      "function:sum column:a window:w→35 table:t window:w+ column:b",
    ],
    [
      "SELECT /*+ BROADCAST(b) */ 1 FROM a JOIN b USING (k)",
      "hint:BROADCAST table:b table:a table:b column:k",
    ],
    [
      "MERGE INTO t USING s ON t.k = s.k WHEN MATCHED THEN UPDATE SET a = s.b",
      "table:t table:s table:t column:k table:s column:k column:a table:s column:b",
    ],
    ["CREATE OR REPLACE TEMP VIEW v (x) AS SELECT a FROM t", "table:v+ column:x+ column:a table:t"],
    ["CREATE TABLE t (a INT, b STRING) USING parquet", "table:t+ column:a+ column:b+ format:parquet"],
    ["INSERT INTO t SELECT a FROM s", "table:t column:a table:s"],
    ["DROP TABLE IF EXISTS t", "table:t"],
    ["CACHE TABLE t", "table:t"],
    ["USE db", "namespace:db"],
    ["SELECT * FROM t WHERE a > :low", "table:t column:a parameter:low", all.slice(1)],
    ["SET spark.sql.ansi.enabled = true", "setting:spark.sql.ansi.enabled"],
    ["FROM t |> WHERE t.a > 1 |> SELECT b", "table:t table:t column:a column:b", all.slice(3)],
    ["SELECT `a b`.`c``d` FROM `x y` AS `a b`", "alias:a b→34 column:c`d table:x y alias:a b+"],
    ["SELECT * FROM t VERSION AS OF 1 WHERE t.a = 1", "table:t table:t column:a"],
  ];
  for (const [text, names, versions = all] of cases)
    it(text, () => {
      for (const version of versions) assert.equal(namesIn(text, version), names, version);
    });

  it("are found in nested and broken text", () => {
    const deep = `SELECT ${"(".repeat(3000)}a${")".repeat(3000)} FROM t`;
    assert.equal(namesIn(deep, "4.1"), "column:a table:t");
    assert.match(namesIn("SELECT a, b FROM t WHERE (", "4.1"), /^column:a column:b table:t/);
    assert.equal(namesIn("", "4.1"), "");
  });
});
