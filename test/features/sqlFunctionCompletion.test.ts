import assert from "node:assert/strict";
import { sqlFunctionCompletion } from "../../server/src/features/sqlFunctionCompletion.ts";
import { analyzed } from "../analysis/analyzed.ts";
import { catalog } from "../catalog/catalogFixture.ts";

/** The names offered at the mark for Spark 4.1. */
function offered(marked: string): readonly string[] {
  const mark = marked.indexOf("|");
  const code = marked.slice(0, mark) + marked.slice(mark + 1);
  const analysis = analyzed(`import pyspark.sql.functions as F\n${code}`, { sparkVersion: "4.1" });
  const offset = analysis.text.length - code.length + mark;
  return sqlFunctionCompletion(catalog, analysis, offset).choices.map(({ text }) => text);
}

describe("completion of SQL functions", () => {
  const inSql = [
    'F.expr("date_tr|")',
    'F.expr("upper(date_tr|)")',
    'df.selectExpr("id", "date_tr|")',
    'df.filter("date_tr|")',
    'spark.sql("SELECT DATE_TR|")',
    "spark.sql('''SELECT date_tr|\n''')",
    'F.expr("date_tr|"',
  ];
  for (const code of inSql)
    it(`offers date_trunc in ${code}`, () => assert.deepEqual(offered(code), ["date_trunc"]));

  for (const code of [
    'df.select("date_tr|")',
    'x = "date_tr|"',
    'foo("date_tr|")',
    "F.expr(\"'date_tr|'\")",
    'F.expr("t.date_tr|")',
    "F.expr(date_tr|)",
  ])
    it(`offers nothing in ${code}`, () => assert.deepEqual(offered(code), []));
});
