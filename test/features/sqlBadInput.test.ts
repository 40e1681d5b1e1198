import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { sqlColours } from "../../server/src/features/sqlColours.ts";
import { sqlCompletion } from "../../server/src/features/sqlCompletion.ts";
import { sqlHover } from "../../server/src/features/sqlHover.ts";
import { sqlDefinition, sqlPlaces } from "../../server/src/features/sqlNavigation.ts";
import { prepareSqlRename } from "../../server/src/features/sqlRename.ts";
import { sqlSignatureHelp } from "../../server/src/features/sqlSignatureHelp.ts";
import { testEngine } from "../analysis/analyzed.ts";
import { catalog } from "../catalog/catalogFixture.ts";

const program = `from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
spark.range(3).createOrReplaceTempView("p")
`;

/** Asks everything at every place; steps over most of long texts. */
function askAll(code: string): void {
  const text = program + code;
  const analysis = analyze(testEngine, text, defaultOptions);
  sqlColours(analysis.facts);
  const step = Math.max(1, Math.floor(code.length / 12));
  for (let offset = program.length; offset <= text.length; offset += step) {
    const found = sqlCompletion(catalog, analysis, offset, () => analysis);
    for (const { start, end } of found?.choices ?? [])
      assert.ok(start <= offset && offset <= end && end <= text.length);
    sqlHover(catalog, analysis, offset, () => "");
    sqlDefinition(catalog, analysis, offset);
    sqlPlaces(catalog, analysis, offset);
    prepareSqlRename(catalog, analysis, offset, () => "");
    sqlSignatureHelp(catalog, analysis, offset);
  }
}

describe("SQL of any kind", () => {
  const query =
    "WITH c AS (SELECT id FROM p) SELECT c.id, sum(x.y[0].z) OVER (w) FROM c JOIN p `q r` ON c.id = p.id";
  const cases: readonly (readonly [name: string, code: string])[] = [
    ...[7, 20, 33, 48, 60, 75].map(
      (length) => [`${length} characters of a query`, `spark.sql("${query.slice(0, length)}")`] as const,
    ),
    ["an open string", `spark.sql("${query}`],
    ["an open triple quote", `spark.sql("""\n${query}`],
    ["no text", "spark.sql()"],
    ["an empty text", 'spark.sql("")'],
    ["bytes", 'spark.sql(b"SELECT 1")'],
    ["surrogates", 'spark.sql("SELECT \\ud800 FROM p")'],
    ["astral letters", 'spark.sql("SELECT 😀, `😀` FROM p WHERE (")'],
    ["marks of a template", 'spark.sql("SELECT {{ a }} FROM {% if x %} p {% endif %}")'],
    ["escapes", 'spark.sql("SELECT \\x61, \\"\\u0062\\" FROM p\\n WHERE \\\\ ")'],
    ["holes everywhere", 'spark.sql(f"{a} {b} FROM {c} WHERE {d}")'],
    ["another dialect", 'spark.sql("SELECT TOP 5 [a b] FROM #t WITH (NOLOCK)")'],
    ["deep parentheses", `spark.sql("SELECT ${"(".repeat(800)}id${")".repeat(800)} FROM p")`],
    ["open parentheses", `spark.sql("SELECT ${"(".repeat(40)}")`],
    ["a view of itself", 'spark.sql("CREATE TEMP VIEW p AS SELECT * FROM p")\nspark.sql("SELECT  FROM p")'],
  ];
  for (const [name, code] of cases)
    it(name, () => {
      assert.doesNotThrow(() => {
        askAll(code);
      });
    });
});
