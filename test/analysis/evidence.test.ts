import assert from "node:assert/strict";
import { analyze, type Engine } from "../../server/src/analysis/analyze.ts";
import { defaultOptions, type Options } from "../../server/src/analysis/options.ts";
import { createWorkspaceModules } from "../../server/src/analysis/workspaceModules.ts";
import { lineIndex } from "../../server/src/syntax/lineIndex.ts";
import { catalog, parser } from "../plan/evaluated.ts";

/** The reasons behind the first finding of main.py, as "level line text", or with the file for another one. */
function reasons(files: Readonly<Record<string, string>>, options: Partial<Options> = {}): readonly string[] {
  const modules = createWorkspaceModules({
    read: (path) => files[path.replace("/w/", "")] ?? null,
    folders: () => ["/w"],
    version: () => 0,
    listVersion: () => 0,
  });
  const engine: Engine = { parser, catalog, modules };
  const main = Object.keys(files).at(-1) ?? "";
  const text = files[main] ?? "";
  const index = lineIndex(text);
  const { findings } = analyze(
    engine,
    text,
    { ...defaultOptions, profile: "strict", ...options },
    undefined,
    undefined,
    `/w/${main}`,
  );
  const [found] = findings.filter(({ rule }) => ["collect-unbounded", "argument-unknown"].includes(rule));
  return (found?.evidence ?? []).map(({ level, because, start, elsewhere }) =>
    elsewhere
      ? `${level} ${elsewhere.path}:${elsewhere.line} ${because}`
      : `${level} ${index.positionAt(start).line + 1} ${because}`,
  );
}

const session = `from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.appName("a").config("b", "c")
    .getOrCreate()
)
`;

interface EvidenceCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly options?: Partial<Options>;
  readonly expected: readonly string[];
}

const cases: readonly EvidenceCase[] = [
  {
    name: "from a read back to the import",
    files: {
      "main.py": `${session}orders = spark.read.option("a", "b").parquet("p")\nrows = orders.filter("x > 1").collect()\n`,
    },
    expected: [
      "certain 7 DataFrameReader.parquet",
      "certain 4 Builder.getOrCreate",
      "certain 4 SparkSession.builder",
      "certain 1 pyspark.sql.SparkSession is imported",
    ],
  },
  {
    name: "an annotation, imported in the function",
    files: {
      "main.py":
        "import pyspark\ndef f(df):\n    from pyspark.sql import DataFrame\n    def g(x: DataFrame):\n        return x.collect()\n    return g\n",
    },
    expected: ["certain 4 annotated as DataFrame", "certain 3 pyspark.sql.DataFrame is imported"],
  },
  {
    name: "a session from another file",
    files: {
      "jobs/session.py": session,
      "main.py": 'from jobs.session import spark\norders = spark.table("a")\nrows = orders.collect()\n',
    },
    expected: [
      "certain 2 SparkSession.table",
      "certain /w/jobs/session.py:4 Builder.getOrCreate",
      "certain /w/jobs/session.py:4 SparkSession.builder",
      "certain /w/jobs/session.py:1 pyspark.sql.SparkSession is imported",
    ],
  },
  {
    name: "a fixture of a conftest.py above the test",
    files: {
      "tests/conftest.py": `import pytest\n${session.replace("spark = (", "@pytest.fixture\ndef spark():\n  return (")}`,
      "tests/unit/test_a.py":
        'def test_a(spark):\n    assert spark.table("a").join(spark.table("b"), "k", "innr").isEmpty()\n',
    },
    expected: [
      "certain 2 SparkSession.table",
      "certain /w/tests/conftest.py:7 Builder.getOrCreate",
      "certain /w/tests/conftest.py:7 SparkSession.builder",
      "certain /w/tests/conftest.py:2 pyspark.sql.SparkSession is imported",
    ],
  },
  {
    name: "a fixture that nobody defines",
    files: {
      "test_a.py":
        'def test_a(spark):\n    assert spark.table("a").join(spark.table("b"), "k", "innr").isEmpty()\n',
    },
    expected: ["structural 2 SparkSession.table", "structural 1 spark is the fixture that tests are given"],
  },
  {
    name: "a notebook",
    files: { "n.py": '# Databricks notebook source\nrows = spark.table("a").collect()\n' },
    expected: [
      "structural 2 SparkSession.table",
      "structural 2 spark is the session that notebooks are given",
    ],
  },
  {
    name: "a method that only PySpark has",
    files: {
      "main.py": 'import pyspark\ndef f(people):\n    return people.withColumnRenamed("a", "b").collect()\n',
    },
    expected: ["structural 2 people.withColumnRenamed is a method that only PySpark has"],
  },
  {
    name: "a name, where names count",
    files: { "main.py": "import pyspark\ndef f(df):\n    return df.collect()\n" },
    options: { evidence: "names" },
    expected: ["names 2 named df"],
  },
  {
    name: "a name, where it does not",
    files: { "main.py": "import pyspark\ndef f(df):\n    return df.collect()\n" },
    expected: [],
  },
  {
    name: "the two ends of a long chain",
    files: {
      "main.py": `${session}a = spark.range(3)\n${"a = a.sparkSession.createDataFrame(a.rdd)\n".repeat(20)}b = a.sparkSession.table("t").collect()\n`,
    },
    expected: [
      "certain 28 SparkSession.table",
      "certain 27 SparkSession.createDataFrame",
      "certain 26 SparkSession.createDataFrame",
      "certain 25 SparkSession.createDataFrame",
      "certain 8 SparkSession.createDataFrame",
      "certain 7 SparkSession.range",
      "certain 4 Builder.getOrCreate",
      "certain 4 SparkSession.builder",
      "certain 1 pyspark.sql.SparkSession is imported",
    ],
  },
];

describe("evidence", () => {
  for (const { name, files, options, expected } of cases)
    it(name, () => assert.deepEqual(reasons(files, options), expected));
});
