import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { engine } from "./checked.ts";

/** What may stand in the place of a pasted value, by version, as Spark 3.5.9, 4.0.5 and 4.3.0 answered. */
const cases: readonly (readonly [sql: string, until40: string, from41: string])[] = [
  ["SELECT * FROM t WHERE day = '{x}'", "args", "args"],
  ["SELECT * FROM t WHERE day LIKE '%{x}%'", "args", "args"],
  ["SELECT * FROM t WHERE day = DATE '{x}'", "cast", "cast"],
  ["CREATE TABLE t USING parquet AS SELECT * FROM u WHERE day = '{x}'", "args", "args"],
  ["CREATE TABLE t (n INT) USING parquet LOCATION '{x}'", "none", "args"],
  ["CREATE TABLE t (n INT) USING parquet TBLPROPERTIES ('k' = '{x}')", "none", "args"],
  ["COMMENT ON TABLE t IS '{x}'", "none", "args"],
  ["INSERT INTO t PARTITION (day = '{x}') VALUES (1)", "none", "args"],
  ["ALTER TABLE t DROP PARTITION (day = '{x}')", "none", "args"],
  ["SELECT sum(n) OVER (PARTITION BY m ORDER BY n) FROM t WHERE day = '{x}'", "args", "args"],
  ["CREATE TEMP VIEW v AS SELECT * FROM t WHERE day = '{x}'", "none", "args"],
  ["CACHE TABLE v AS SELECT * FROM t WHERE day = '{x}'", "none", "args"],
  ["SET TIME ZONE '{x}'", "none", "args"],
  ["SET spark.sql.session.timeZone = '{x}'", "none", "none"],
  ["SHOW TABLES LIKE '{x}'", "none", "args"],
];

const words: readonly (readonly [string, RegExp])[] = [
  ["args", /Pass it with `args=` and a/],
  ["cast", /and cast it/],
  ["none", /takes no parameter here/],
];

describe("what a value pasted into SQL may be instead", () => {
  for (const [sql, until40, from41] of cases)
    for (const [version, expected] of [
      ["3.5", until40],
      ["4.0", until40],
      ["4.1", from41],
      ["4.3", from41],
    ] as const)
      it(`${version}: ${sql}`, () => {
        const text = `import sys\nfrom pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\nx = sys.argv[1]\nspark.sql(f"${sql}")\n`;
        const { findings } = analyze(engine, text, { ...defaultOptions, sparkVersion: version });
        const found = findings.filter(({ rule }) => rule === "sql-built-from-strings");
        assert.equal(found.length, 1);
        const [word] = words.find(([, pattern]) => pattern.test(found[0]?.message ?? "")) ?? [];
        assert.equal(word, expected);
        if (expected !== "args") assert.equal(found[0]?.fix?.() ?? null, null, "no fix without a parameter");
      });
});
