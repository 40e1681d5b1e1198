import assert from "node:assert/strict";
import { knownVersions } from "../../server/src/catalog/sparkVersion.ts";
import { apiHover, describeApi } from "../../server/src/features/apiHover.ts";
import { analyzed } from "../analysis/analyzed.ts";
import { catalog, readData } from "../catalog/catalogFixture.ts";

const { api } = catalog;
const imports = [
  "import pyspark.sql.functions as F",
  "from pyspark.sql.functions import *",
  "from pyspark.sql.types import StructType",
  "from pyspark.sql import Window",
  "from pyspark.ml.feature import VectorAssembler",
  "import pyspark.pandas as ps",
  "",
].join("\n");
const docs = "https://spark.apache.org/docs";

/** The hover at the mark, and the text that it covers. */
function hoverAt(marked: string, sparkVersion = "4.1"): { markdown: string; covers: string } | null {
  const mark = marked.indexOf("|");
  const code = marked.slice(0, mark) + marked.slice(mark + 1);
  const analysis = analyzed(imports + code, { sparkVersion });
  const hover = apiHover(api, analysis, analysis.text.length - code.length + mark);
  return hover && { markdown: hover.markdown, covers: analysis.text.slice(hover.start, hover.end) };
}

describe("hover on PySpark's API", () => {
  const examples: readonly {
    readonly code: string;
    readonly version?: string;
    readonly covers: string;
    readonly shows: readonly string[];
  }[] = [
    {
      code: "df.dist|inct()",
      covers: "distinct",
      shows: [
        "```python",
        "DataFrame.distinct() -> DataFrame",
        "```",
        "",
        "Keeps one of equal rows.",
        "",
        "Transformation, wide: brings rows of several partitions together  ",
        "Since Spark 1.3.0",
        "",
        `[PySpark 4.1 documentation](${docs}/4.1.0/api/python/reference/pyspark.sql/api/pyspark.sql.DataFrame.distinct.html)`,
      ],
    },
    {
      code: 'df.wh|ere("a > 1")',
      covers: "where",
      shows: ["Keeps the rows for which a condition is true.", "Same as `filter`  "],
    },
    {
      code: 'df.fil|ter("a > 1")',
      covers: "filter",
      shows: ["Transformation, narrow  ", "Also called `where`  "],
    },
    { code: "df.c|ount()", covers: "count", shows: ["DataFrame.count() -> int", "Action: runs a job  "] },
    {
      code: "F.su|m('a')",
      covers: "sum",
      shows: ["functions.sum(col: ColumnOrName) -> Column", "Aggregate: one value of many rows  "],
    },
    { code: "uppe|r('a')", covers: "upper", shows: ["Text in capital letters."] },
    { code: "df.wri|te.parquet('x')", covers: "write", shows: ["DataFrame.write: DataFrameWriter"] },
    { code: "df.rd|d.map(f)", covers: "rdd", shows: ["Not in Spark Connect.  "] },
    { code: "df.rd|d.map(f)", version: "3.3", covers: "rdd", shows: ["DataFrame.rdd: RDD[Row]"] },
    {
      code: "w = Window.part|itionBy('a')",
      covers: "partitionBy",
      shows: ["A window for each combination of columns."],
    },
    {
      code: "s = StructTy|pe([])",
      covers: "StructType",
      shows: ["StructType(fields: list[StructField] | None = None)"],
    },
    {
      code: "a = VectorAss|embler(inputCols=['a'])",
      covers: "VectorAssembler",
      shows: ["    handleInvalid: str = 'error',"],
    },
    {
      code: "p = ps.read_j|son('x')",
      covers: "read_json",
      shows: ["    path: str, lines: bool = True, index_col: str | list[str] | None = None,"],
    },
    {
      code: "df.registerTemp|Table('x')",
      covers: "registerTempTable",
      shows: ["**Deprecated since Spark 2.0.0.** Use `createOrReplaceTempView` instead.  "],
    },
    {
      code: "df.toArr|ow()",
      version: "3.5",
      covers: "toArrow",
      shows: ["**Not in Spark 3.5 yet**, only from 4.0.  "],
    },
    {
      code: "F.rp|ad('a', 1, 'x')",
      version: "3.5",
      covers: "rpad",
      shows: ["functions.rpad(col: ColumnOrName, len: int, pad: str) -> Column"],
    },
    {
      code: "def f(frame):\n    return frame.withCol|umn('a', F.lit(1))",
      covers: "withColumn",
      shows: ["Adds a column, or replaces the one of that name."],
    },
  ];
  for (const { code, version, covers, shows } of examples)
    it(`${JSON.stringify(code)}${version === undefined ? "" : ` for Spark ${version}`}`, () => {
      const hover = hoverAt(code, version);
      assert.ok(hover, "no hover");
      assert.equal(hover.covers, covers);
      const lines = hover.markdown.split("\n");
      for (const line of shows)
        assert.ok(lines.includes(line), `no ${JSON.stringify(line)} in\n${hover.markdown}`);
    });

  for (const code of [
    "x = foo.jo|in(1)",
    "', '.jo|in(names)",
    "prin|t(df)",
    "x = d|f",
    "col_na|me = 1",
    "# df.jo|in",
    "'df.sel|ect'",
  ])
    it(`is silent on ${code}`, () => assert.equal(hoverAt(code), null));

  it("is short and has no empty part, for every method and function in every version", () => {
    const { members } = JSON.parse(readData("pyspark-api.json")) as { members: Record<string, object> };
    let said = 0;
    for (const version of knownVersions) {
      const signatures = [
        ...api.functionNames.map((name) => api.functionSignature(`functions.${name}`, version)),
        ...Object.keys(members).map((key) => {
          const dot = key.lastIndexOf(".");
          return api.signature(key.slice(0, dot), key.slice(dot + 1), version);
        }),
      ];
      for (const signature of signatures) {
        if (signature === null) continue;
        const markdown = describeApi(api, signature, version);
        assert.ok(markdown.split("\n").length <= 24, markdown);
        assert.doesNotMatch(markdown, /undefined|\n\n\n/, markdown);
        said++;
      }
    }
    assert.ok(said > 10_000, `only ${said}`);
  });
});
