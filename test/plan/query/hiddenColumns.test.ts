import assert from "node:assert/strict";
import { namedSchemas } from "../namedSchemas.ts";

/** What may stand in tables that nobody knows is found behind lists and groups as Spark finds it. */
const takes = [
  `spark.sql("SELECT y FROM a ORDER BY z")`,
  `spark.sql("SELECT y FROM a dt ORDER BY dt.y")`,
  `spark.sql("SELECT dt.y, count(*) AS c FROM a dt GROUP BY dt.y ORDER BY dt.y LIMIT 3")`,
  `spark.sql("SELECT y, avg(x) AS a FROM s GROUP BY y HAVING avg(x) > (SELECT avg(x) FROM s GROUP BY k)")`,
  `spark.sql("SELECT y FROM a GROUP BY y HAVING max(z) > 1")`,
  `spark.table("a").select("y").filter(F.col("z") > 1)`,
  `spark.table("a").select("y").orderBy("z")`,
];

const refuses = [
  `spark.sql("SELECT DISTINCT y FROM a ORDER BY z")`,
  `spark.range(3).select("id").filter(F.col("z") > 1)`,
];

const problemsOf = (code: string): readonly string[] =>
  namedSchemas(
    `from pyspark.sql import SparkSession, functions as F\nspark = SparkSession.builder.getOrCreate()\nx = ${code}\n`,
  ).problems.map(({ condition }) => condition);

describe("columns that a list leaves out", () => {
  for (const code of takes) it(`takes ${code}`, () => assert.deepEqual(problemsOf(code), []));
  for (const code of refuses) it(`refuses ${code}`, () => assert.notDeepEqual(problemsOf(code), []));
});
