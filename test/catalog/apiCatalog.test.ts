import assert from "node:assert/strict";
import { knownVersions } from "../../server/src/catalog/sparkVersion.ts";
import { parseParameters, writeParameters } from "../../server/src/catalog/apiSignature.ts";
import { catalog, readData } from "./catalogFixture.ts";

const { api } = catalog;

/** "(parameters) -> result" of a method or function. */
function written(name: string, version: string): string | null {
  const [type = "", ...member] = name.split(".");
  const signature =
    type === "functions"
      ? api.functionSignature(name, version)
      : api.signature(type, member.join("."), version);
  if (signature === null) return null;
  return `(${writeParameters(signature.form.parameters).join(", ")}) -> ${signature.form.returns}`;
}

describe("the API of PySpark", () => {
  const signatures: readonly (readonly [name: string, version: string, written: string | null])[] = [
    ["DataFrame.withColumnRenamed", "3.3", "(existing: str, new: str) -> DataFrame"],
    ["DataFrame.limit", "4.3.0", "(num: int) -> DataFrame"],
    ["functions.rpad", "3.5.9", "(col: ColumnOrName, len: int, pad: str) -> Column"],
    ["functions.rpad", "4.0", "(col: ColumnOrName, len: Column | int, pad: Column | str) -> Column"],
    ["Builder.appName", "4.1", "(name: str) -> Builder"],
    ["DataFrame.frobnicate", "4.1", null],
    ["DataFrame.constructor", "4.1", null],
    ["functions.toString", "4.1", null],
    ["Nothing.show", "4.1", null],
  ];
  for (const [name, version, expected] of signatures)
    it(`${name} of Spark ${version}`, () => assert.equal(written(name, version), expected));

  it("finds members of base classes", () => {
    assert.match(written("DataFrame.toPandas", "3.3") ?? "", /pandas\.DataFrame$/);
    assert.match(written("StructType.simpleString", "4.1") ?? "", /-> str$/);
    assert.match(written("GroupedData.applyInPandas", "4.1") ?? "", /^\(func: .*\) -> DataFrame$/);
  });

  it("knows what a version does not have yet or any more", () => {
    const state = (type: string, name: string, version: string) => {
      const found = api.signature(type, name, version);
      return found && [found.availability, found.from, found.until];
    };
    assert.deepEqual(state("DataFrame", "toArrow", "3.5"), ["future", "4.0", null]);
    assert.deepEqual(state("DataFrame", "toArrow", "4.1"), ["present", "4.0", null]);
    assert.deepEqual(state("DataFrame", "to_koalas", "4.1"), ["gone", null, "3.5"]);
    assert.deepEqual(state("DataFrame", "toArrow", "9.9"), ["present", "4.0", null]);
    assert.deepEqual(state("DataFrame", "toArrow", "2.4"), ["future", "4.0", null]);
  });

  it("knows deprecations and what replaces them", () => {
    const cases: readonly (readonly [string, string, string, string | null])[] = [
      ["sumDistinct", "4.3", "3.2.0", "sum_distinct"],
      ["days", "4.0", "4.0.0", "partitioning.days"],
      ["approxCountDistinct", "3.3", "2.1.0", "approx_count_distinct"],
    ];
    for (const [name, version, since, instead] of cases)
      assert.deepEqual(
        api.functionSignature(`functions.${name}`, version)?.deprecated,
        { since, instead },
        name,
      );
    assert.equal(api.functionSignature("functions.days", "3.5")?.deprecated, null);
    assert.equal(
      api.signature("DataFrame", "registerTempTable", "4.1")?.deprecated?.instead,
      "createOrReplaceTempView",
    );
    assert.equal(api.signature("DataFrame", "filter", "4.1")?.deprecated, null);
    // Only its parameter's form is deprecated.
    assert.equal(api.signature("Column", "getItem", "4.1")?.deprecated, null);
  });

  it("knows aliases in both directions", () => {
    assert.deepEqual(api.aliases("DataFrame", "filter"), ["where"]);
    assert.deepEqual(api.aliases("DataFrame", "where"), ["filter"]);
    assert.deepEqual(api.aliases("functions", "approx_count_distinct"), ["approxCountDistinct"]);
    assert.deepEqual(api.aliases("functions", "toString"), []);
    assert.equal(api.signature("DataFrame", "first", "4.1")?.aliasOf, null);
  });

  it("knows what Spark Connect lacks", () => {
    const cases: readonly (readonly [name: string, version: string, has: boolean | null])[] = [
      ["DataFrame.rdd", "3.3", null],
      ["DataFrame.rdd", "4.3", false],
      ["DataFrame.checkpoint", "3.5", false],
      ["DataFrame.checkpoint", "4.0", true],
      ["DataFrame.join", "3.4", true],
      ["RDD", "4.1", false],
      ["RDD.map", "4.1", false],
      ["SparkSession.sparkContext", "4.1", false],
      ["functions.col", "4.1", true],
      ["functions.nothing", "4.1", null],
    ];
    for (const [name, version, has] of cases)
      assert.equal(api.connectSupport(name, version), has, `${name} ${version}`);
  });

  it("finds classes and functions by the path of their import", () => {
    const cases: readonly (readonly [path: string, name: string, kind: string])[] = [
      ["pyspark.sql.functions.col", "functions.col", "function"],
      ["pyspark.sql.functions.builtin.col", "functions.col", "function"],
      ["pyspark.sql.functions.partitioning.years", "functions.partitioning.years", "function"],
      ["pyspark.sql.types.StructType", "StructType", "constructor"],
      ["pyspark.sql.Window.partitionBy", "Window.partitionBy", "static"],
      ["pyspark.sql.SparkSession.builder", "SparkSession.builder", "property"],
      ["pyspark.ml.feature.VectorAssembler", "VectorAssembler", "constructor"],
      ["pyspark.ml.functions.vector_to_array", "pyspark.ml.functions.vector_to_array", "function"],
      ["pyspark.pandas.read_csv", "pyspark.pandas.read_csv", "function"],
      ["pyspark.pandas.DataFrame", "pandas.DataFrame", "constructor"],
      ["pyspark.pandas.DataFrame.filter", "pandas.DataFrame.filter", "method"],
    ];
    for (const [path, name, kind] of cases) {
      const found = api.signatureAt(path, "4.1");
      assert.deepEqual([found?.name, found?.kind], [name, kind], path);
    }
    assert.equal(api.signatureAt("pyspark.sql.functions.nothing", "4.1"), null);
    assert.equal(api.classNamed("pyspark.sql.catalog.Column"), "pyspark.sql.catalog.Column");
    assert.equal(api.classNamed("pyspark.sql.Column"), "Column");
    assert.equal(api.propertyOwner("write", "DataFrameWriter"), "DataFrame");
  });

  it("reads parameters and writes them back, in all files and versions", () => {
    let checked = 0;
    for (const file of ["pyspark-api.json", "pyspark-ml.json", "pyspark-pandas.json"])
      for (const [, text] of readData(file).matchAll(/"takes":("(?:[^"\\]|\\.)*")/g)) {
        const takes = JSON.parse(text!) as string;
        const spaced = takes.replaceAll(/(^|, )(\w+) = /g, "$1$2=");
        assert.equal(writeParameters(parseParameters(takes)).join(", "), spaced);
        checked++;
      }
    assert.ok(checked > 3500, `only ${checked}`);
  });

  it("says one sentence on every public method and function that it promises to", () => {
    const { functionNames } = api;
    const silent = functionNames.filter((name) => {
      const aliasOf = api.functionSignature(`functions.${name}`, "4.3")?.aliasOf;
      return api.summary(`functions.${name}`) === null && (aliasOf ?? null) === null;
    });
    assert.deepEqual(silent, []);
    const types = [
      "SparkSession",
      "Builder",
      "DataFrame",
      "Column",
      "GroupedData",
      "Window",
      "WindowSpec",
      "DataFrameReader",
    ];
    types.push(
      "DataFrameWriter",
      "DataFrameWriterV2",
      "DataStreamReader",
      "DataStreamWriter",
      "StreamingQuery",
      "Catalog",
    );
    const { members } = JSON.parse(readData("pyspark-api.json")) as {
      members: Record<string, { alias?: string }>;
    };
    const missing = Object.entries(members).filter(
      ([key, { alias }]) =>
        types.includes(key.split(".")[0]!) &&
        alias === undefined &&
        !key.includes("__") &&
        api.summary(key) === null,
    );
    assert.deepEqual(
      missing.map(([key]) => key),
      [],
    );
    const { summaries } = JSON.parse(readData("api-summaries.json")) as { summaries: Record<string, string> };
    const unknown = Object.keys(summaries).filter((name) =>
      knownVersions.every((version) => written(name, version) === null),
    );
    assert.deepEqual(unknown, []);
  });

  it("answers within microseconds", () => {
    api.signature("DataFrame", "join", "4.1");
    const began = performance.now();
    for (let times = 0; times < 2000; times++) {
      api.member("DataFrame", "join");
      api.signature("DataFrame", "limit", "3.5");
    }
    assert.ok(performance.now() - began < 1000, "4,000 look-ups in a second of a busy machine");
  });
});

describe("roles of arguments", () => {
  const cases: readonly (readonly [name: string, parameter: string, role: string | null])[] = [
    ["DataFrame.join", "how", "choice"],
    ["DataFrame.select", "cols", "column"],
    ["DataFrame.filter", "condition", "expression"],
    ["DataFrameReader.parquet", "paths", "path"],
    ["DataFrameReader.schema", "schema", "ddl"],
    ["functions.date_format", "format", "datetimePattern"],
    ["functions.to_char", "format", "column"],
    ["functions.regexp_replace", "pattern", "regex"],
    ["functions.variant_set", "path", "jsonPath"],
    ["functions.upper", "col", "column"],
    ["functions.lit", "col", "literal"],
    ["Catalog.tableExists", "tableName", "table"],
    ["DataFrame.limit", "num", null],
  ];
  for (const [name, parameter, expected] of cases)
    it(`${name}: ${parameter}`, () => {
      const dot = name.lastIndexOf(".");
      const signature =
        api.functionSignature(name, "4.3") ?? api.signature(name.slice(0, dot), name.slice(dot + 1), "4.3");
      const found = signature?.form.parameters.find((each) => each.name === parameter);
      assert.ok(found, "no such parameter");
      assert.equal(api.roles.role(name, found)?.kind ?? null, expected);
    });
});
