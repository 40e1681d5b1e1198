import assert from "node:assert/strict";
import type { SqlBody, SqlQuery, SqlRelation, SqlTableAlias } from "../../server/src/sql/sqlQuery.ts";
import type { NamePart } from "../../server/src/sql/sqlExpression.ts";
import type { SqlStatement } from "../../server/src/sql/sqlStatement.ts";
import { readStatement } from "../../server/src/sql/statement.ts";
import { parseSql, rootOf, spelt } from "./sqlFixture.ts";
import { size } from "../portion.ts";

const joined = (names: readonly NamePart[]): string => names.map(({ text }) => text).join(".");
const named = (alias: SqlTableAlias | null): string =>
  alias === null
    ? ""
    : ` as ${alias.name.text}${alias.columns.length > 0 ? `(${alias.columns.map(({ text }) => text).join(", ")})` : ""}`;

function relation(each: SqlRelation): string {
  switch (each.kind) {
    case "table":
      return `${joined(each.name)}${named(each.alias)}${each.sampled ? " sampled" : ""}`;
    case "subquery":
      return `${each.lateral ? "lateral " : ""}(${query(each.query)})${named(each.alias)}`;
    case "function":
      return `${joined(each.name)}(${each.args.map((arg) => (arg === null ? "table" : spelt(arg))).join(", ")})${named(each.alias)}`;
    case "values":
      return `${body(each)}${named(each.alias)}`;
    case "join": {
      const on = each.on === null ? "" : ` on ${spelt(each.on)}`;
      const using = each.using.length === 0 ? "" : ` using ${each.using.map(({ text }) => text).join(", ")}`;
      return `{${relation(each.left)} ${each.natural ? "natural " : ""}${each.type} ${relation(each.right)}${on}${using}}`;
    }
    case "lateralView":
      return `{${relation(each.input)} view ${each.outer ? "outer " : ""}${joined(each.function)}(${each.args.map(spelt).join(", ")}) ${each.table.text}(${each.columns.map(({ text }) => text).join(", ")})}`;
    case "pivot": {
      const values = each.values.map(
        ({ value, name }) => `${spelt(value)}${name === null ? "" : ` as ${name.text}`}`,
      );
      return `{${relation(each.input)} pivot ${each.aggregates.map(spelt).join(", ")} for ${each.columns.map(({ text }) => text).join(", ")} in ${values.join(", ")}}${named(each.alias)}`;
    }
    case "unpivot":
      return `{${relation(each.input)} unpivot ${each.values.map(({ text }) => text).join(", ")} for ${each.name?.text} in ${each.columns.map(({ names, alias }) => `${names.map(joined).join("+")}${alias === null ? "" : ` as ${alias.text}`}`).join(", ")}}`;
    case "aliased":
      return `${relation(each.input)}${named(each.alias)}`;
    case "input":
    case "unknown":
      return each.kind;
  }
}

function body(each: SqlBody): string {
  switch (each.kind) {
    case "select": {
      const parts = [
        `select ${each.hints.map(({ name }) => `+${name.text} `).join("")}${each.distinct ? "distinct " : ""}${each.items.map(spelt).join(", ")}`,
        each.from === null ? "" : `from ${relation(each.from)}`,
        each.where === null ? "" : `where ${spelt(each.where)}`,
        each.groupBy === null
          ? ""
          : `group ${each.groupBy.map(({ kind, sets }) => `${kind === "expression" ? "" : kind}${sets.map((set) => `(${set.map(spelt).join(", ")})`).join("")}`).join(" ")}`,
        each.having === null ? "" : `having ${spelt(each.having)}`,
        each.qualify === null ? "" : `qualify ${spelt(each.qualify)}`,
        ...each.windows.map(({ name }) => `window ${name.text}`),
      ];
      return parts.filter((part) => part !== "").join(" ");
    }
    case "setOperation":
      return `${body(each.first)}${each.rest.map((step) => ` ${step.operator}${step.all ? " all" : ""} ${body(step.body)}`).join("")}`;
    case "pipe":
      return `${body(each.input)}${each.steps.map(({ kind }) => ` |> ${kind}`).join("")}`;
    case "transform":
      return `transform ${body(each.input)} into ${each.columns?.map(({ name }) => name.text).join(", ") ?? "?"}`;
    case "values":
      return `values ${each.rows.map((row) => `(${row.map(spelt).join(", ")})`).join(" ")}`;
    case "table":
      return `table ${joined(each.name)}`;
    case "query":
      return `(${query(each)})`;
    case "unknown":
      return "unknown";
  }
}

function query({ ctes, body: inner, organization, recursive }: SqlQuery): string {
  const { order, limit, offset } = organization;
  return [
    ...ctes.map(
      (cte) =>
        `with ${recursive ? "recursive " : ""}${cte.name.text}${cte.columns.length > 0 ? `(${joined(cte.columns)})` : ""} = (${query(cte.query)})`,
    ),
    body(inner),
    order.length === 0
      ? ""
      : `order ${order.map(({ expression, descending }) => `${spelt(expression)}${descending ? " desc" : ""}`).join(", ")}`,
    limit === null ? "" : `limit ${spelt(limit)}`,
    offset === null ? "" : `offset ${spelt(offset)}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

const queries: Readonly<Record<string, string>> = {
  "SELECT TRANSFORM (a, b) USING 'cat' AS (x, y) FROM t": "transform select a, b from t into x, y",
  "MAP a USING 'cat' FROM t": "transform select a from t into ?",
  "SELECT a, b.c AS d FROM t": "select a, b.c as d from t",
  "WITH a(x) AS (SELECT 1), b AS (TABLE a) SELECT * FROM b":
    "with a(x) = (select 1:int) with b = (table a) select * from b",
  "SELECT /*+ BROADCAST(u) */ DISTINCT t.x FROM db.t t LEFT OUTER JOIN u AS v(p, q) USING (x)":
    "select +BROADCAST distinct t.x from {db.t as t left u as v(p, q) using x}",
  "SELECT * FROM a, b JOIN c ON b.x = c.x, LATERAL (SELECT 2) q":
    "select * from {{a cross {b inner c on [== b.x, c.x]}} cross lateral (select 2:int) as q}",
  "SELECT * FROM a NATURAL JOIN b CROSS JOIN (c LEFT ANTI JOIN d ON true) AS j":
    "select * from {{a natural inner b} cross {c leftanti d on true:boolean} as j}",
  "SELECT x FROM t TABLESAMPLE (10 PERCENT) AS s": "select x from t as s sampled",
  "SELECT * FROM range(10) AS r(id)": "select * from range(10:int) as r(id)",
  "SELECT * FROM VALUES (1, 'a'), (2, 'b') AS t(x, y)":
    'select * from values (1:int, "a":string) (2:int, "b":string) as t(x, y)',
  "VALUES 1, 2": "values (1:int) (2:int)",
  "SELECT e.x FROM t LATERAL VIEW OUTER explode(arr) e AS x WHERE x > 1":
    "select e.x from {t view outer explode(arr) e(x)} where [> x, 1:int]",
  "SELECT a, count(*) FROM t GROUP BY a HAVING count(*) > 1 ORDER BY 2 DESC LIMIT 10 OFFSET 5":
    "select a, count(*) from t group (a) having [> count(*), 1:int] order 2:int desc limit 10:int offset 5:int",
  "SELECT a FROM t GROUP BY ROLLUP (a, (b, c)), d": "select a from t group rollup(a)(b, c) (d)",
  "SELECT a FROM t GROUP BY a, b WITH CUBE": "select a from t group cube(a)(b)",
  "SELECT a FROM t GROUP BY a, b GROUPING SETS ((a), (a, b), ())": "select a from t group sets(a)(a, b)()",
  "SELECT a FROM t QUALIFY row_number() OVER w = 1":
    "select a from t qualify [== row_number() over <w>, 1:int]",
  "SELECT 1 UNION ALL SELECT 2 INTERSECT SELECT 3 EXCEPT SELECT 4":
    "select 1:int union all select 2:int intersect select 3:int except select 4:int",
  "(SELECT 1 LIMIT 1) UNION SELECT 2": "(select 1:int limit 1:int) union select 2:int",
  "SELECT * FROM t PIVOT (sum(x) AS s FOR (a, b) IN ((1, 2) AS p, (3, 4))) AS z":
    "select * from {t pivot sum(x) as s for a, b in (1:int, 2:int) as p, (3:int, 4:int)} as z",
  "SELECT * FROM t UNPIVOT (v FOR n IN (c1 AS x, c2))": "select * from {t unpivot v for n in c1 as x, c2}",
  "FROM t SELECT a WHERE b": "select a from t where b",
  "FROM t |> WHERE a > 1 |> EXTEND b AS c |> JOIN u USING (x) |> AGGREGATE sum(c) GROUP BY d |> ORDER BY 1":
    "select * from t |> where |> extend |> relation |> aggregate |> organization",
  "SELECT a FROM t WHERE a >": "select a from t where [> a, ]",
};

/** What is told of a statement, without spans and queries. */
const statements: Readonly<Record<string, object>> = {
  "CREATE OR REPLACE TEMP VIEW v AS SELECT 1": {
    kind: "createView",
    name: "v",
    scope: "temporary",
    replaces: true,
  },
  "CREATE VIEW db.v (a, b COMMENT 'x') AS SELECT 1, 2": { kind: "createView", name: "db.v", columns: "a.b" },
  "CREATE TABLE t (a INT, b STRING NOT NULL) USING parquet": {
    kind: "createTable",
    name: "t",
    provider: "parquet",
  },
  "INSERT OVERWRITE TABLE db.t PARTITION (d = 1) SELECT 1": {
    kind: "insert",
    table: "db.t",
    overwrite: true,
  },
  "INSERT INTO t (a, b) VALUES (1, 2)": { kind: "insert", table: "t", columns: "a.b", overwrite: false },
  "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE": {
    kind: "change",
    operation: "merge",
    table: "t",
  },
  "DELETE FROM t WHERE a = 1": { kind: "change", operation: "delete", table: "t" },
  "UPDATE t SET a = 1": { kind: "change", operation: "update", table: "t" },
  "CACHE LAZY TABLE x AS SELECT 1": { kind: "cache", name: "x", lazy: true },
  "UNCACHE TABLE x": { kind: "uncache", name: "x" },
  "CLEAR CACHE": { kind: "clearCache" },
  "SET spark.sql.shuffle.partitions = 10;": { kind: "set", key: "spark.sql.shuffle.partitions", value: "10" },
  "SET `a.b`": { kind: "set", key: "a.b", value: null },
  SET: { kind: "set", key: null },
  "RESET a.b": { kind: "reset", key: "a.b" },
  "SET TIME ZONE 'UTC'": { kind: "command", word: "set" },
  "USE db": { kind: "use", name: "db" },
  "DROP VIEW IF EXISTS a.b": { kind: "drop", what: "view", name: "a.b", ifExists: true },
  "EXPLAIN EXTENDED SELECT 1": { kind: "explain" },
  "SHOW TABLES": { kind: "command", word: "show" },
  "BEGIN SELECT 1; END": { kind: "script", catches: false },
  "BEGIN l: BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN END; END; END": {
    kind: "script",
    labels: "l",
    catches: true,
  },
};

const flat = (statement: SqlStatement): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(statement).map(([key, value]) => [
      key,
      Array.isArray(value) &&
      value.every((each: unknown) => typeof each === "object" && each !== null && "text" in each)
        ? joined(value as unknown as readonly NamePart[])
        : (value as unknown),
    ]),
  );

describe("queries of SQL", () => {
  for (const [text, expected] of Object.entries(queries))
    it(text, () => {
      const statement = readStatement(rootOf(text, "statement"), text);
      assert.equal(statement.kind === "query" ? query(statement.query) : statement.kind, expected);
    });

  it("may nest and follow each other without end", () => {
    for (const text of [
      `${"SELECT * FROM (".repeat(2000)}SELECT 1${")".repeat(2000)}`,
      Array.from({ length: size(5000, 1000) }, () => "SELECT 1").join(" UNION ALL "),
      `SELECT * FROM t ${Array.from({ length: 1000 }, () => "JOIN u ON true").join(" ")}`,
    ]) {
      const { root, problems } = parseSql(text, "statement", "4.3");
      assert.deepEqual(problems, []);
      assert.ok(root !== null);
      assert.equal(readStatement(root, text).kind, "query");
    }
  }).timeout(60_000);
});

describe("statements of SQL", () => {
  for (const [text, expected] of Object.entries(statements))
    it(text, () => {
      const found = flat(readStatement(rootOf(text, "statement"), text));
      for (const [key, value] of Object.entries(expected)) assert.deepEqual(found[key], value, key);
    });
});
