import assert from "node:assert/strict";
import { analyze, type Analysis, type Engine } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { createWorkspaceModules } from "../../server/src/analysis/workspaceModules.ts";
import { valuesAtEnd } from "../../server/src/plan/analyzeModule.ts";
import { catalog, described, parser } from "../plan/evaluated.ts";
import { shown } from "../plan/python/values.ts";

const header = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n";
const view = (name: string, columns: string): string =>
  `spark.sql("SELECT ${columns}").createOrReplaceTempView("${name}")\n`;
/** The columns of a table, under a name. */
const columns = (name: string, table = "v"): string => `${name} = spark.table("${table}").columns\n`;

interface SessionCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expected: Readonly<Record<string, string>>;
}

const sessionCases: readonly SessionCase[] = [
  {
    name: "views of an imported module, behind the import alone",
    files: {
      "views.py": header + view("v", "1 AS a, 2 AS b"),
      "main.py": `${header}${view("v", "0 AS z")}${columns("before")}import views\n${columns("after")}`,
    },
    expected: { before: "['z']", after: "['a', 'b']" },
  },
  {
    name: "a module runs once",
    files: {
      "views.py": header + view("v", "1 AS a") + "NAME = 'v'\n",
      "main.py": `${header}import views\n${view("v", "1 AS mine")}from views import NAME\nimport views as again\n${columns("found")}`,
    },
    expected: { found: "['mine']" },
  },
  {
    name: "views of modules behind the imported one, and of packages",
    files: {
      "first.py": header + view("v", "1 AS a") + view("w", "1 AS w"),
      "second.py": `${header}import first\n${view("v", "2 AS b")}`,
      "pkg/__init__.py": header + view("p", "1 AS p"),
      "pkg/part.py": header + view("q", "1 AS q"),
      "main.py": `${header}import second\nimport pkg.part\n${columns("v")}${columns("w", "w")}${columns("p", "p")}${columns("q", "q")}`,
    },
    expected: { v: "['b']", w: "['w']", p: "['p']", q: "['q']" },
  },
  {
    name: "views that functions make when they are called",
    files: {
      "views.py": `${header}def make(name):\n    spark.sql("SELECT 1 AS made").createOrReplaceTempView(name)\ndef never():\n    spark.sql("SELECT 1 AS never").createOrReplaceTempView("v")\nmake("w")\n`,
      "main.py": `${header}from views import make\n${view("v", "1 AS a")}${columns("v")}${columns("w", "w")}make("v")\n${columns("later")}`,
    },
    expected: { v: "['a']", w: "['made']", later: "['made']" },
  },
  {
    name: "packages run before their modules, the outermost first",
    files: {
      "pkg/__init__.py": header + view("p", "1 AS outer") + view("v", "1 AS outer"),
      "pkg/inner/__init__.py": header + view("v", "1 AS inner"),
      "pkg/inner/part.py": `${header}NAME = spark.table("p").columns\n${view("q", "1 AS q")}`,
      "main.py": `${header}from pkg.inner.part import NAME\n${columns("p", "p")}${columns("v")}${columns("q", "q")}`,
    },
    expected: { p: "['outer']", v: "['inner']", q: "['q']" },
  },
  {
    name: "the middle packages of a path, too",
    files: {
      "pkg/inner/__init__.py": header + view("v", "1 AS inner"),
      "pkg/inner/part.py": header,
      "main.py": `${header}import pkg.inner.part\n${columns("v")}`,
    },
    expected: { v: "['inner']" },
  },
  {
    name: "a package that the module stands in has run before",
    files: {
      "jobs/__init__.py": header + view("v", "1 AS a"),
      "jobs/names.py": "NAME = 1\n",
      "jobs/main.py": `${header}${view("v", "1 AS mine")}from jobs.names import NAME\n${columns("v")}`,
    },
    expected: { v: "['mine']" },
  },
  {
    name: "conftest.py of the folders around a test, the outermost first",
    files: {
      "conftest.py": `${header}import pytest\n${view("v", "1 AS outer")}${view("w", "1 AS w")}spark.conf.set("spark.sql.caseSensitive", "true")\n`,
      "tests/conftest.py": header + view("v", "1 AS inner"),
      "tests/test_main.py": `${header}${columns("v")}${columns("w", "w")}def test_it():\n    pass\n`,
    },
    expected: { v: "['inner']", w: "['w']" },
  },
  {
    name: "functions of the imported module find the importer's views",
    files: {
      "readers.py": `${header}def read():\n    return spark.table("v").columns\n`,
      "main.py": `${header}from readers import read\n${view("v", "1 AS a")}found = read()\n`,
    },
    expected: { found: "['a']" },
  },
  {
    name: "members that an imported module gives to Spark's classes",
    files: {
      "members.py": `from pyspark.sql import DataFrame\ndef names(self, sign):\n    return [name + sign for name in self.columns]\nDataFrame.names = names\nsetattr(DataFrame, "first_name", lambda self: self.columns[0])\n`,
      "main.py": `${header}import members\n${view("v", "1 AS a, 2 AS b")}found = spark.table("v").names("!")\nfirst = spark.table("v").first_name()\n`,
    },
    expected: { found: "['a!', 'b!']", first: "'a'" },
  },
  {
    name: "an import in a function runs where that is called",
    files: {
      "views.py": header + view("v", "1 AS a"),
      "main.py": `${header}def setUp():\n    import views\n${view("v", "0 AS z")}${columns("before")}setUp()\n${columns("after")}`,
    },
    expected: { before: "['z']", after: "['a']" },
  },
  {
    name: "settings and variables",
    files: {
      "setup.py": `${header}spark.conf.set("spark.sql.caseSensitive", "true")\nspark.sql("DECLARE VARIABLE rate INT DEFAULT 3")\n`,
      "main.py": `${header}import setup\nfound = spark.sql("SELECT a, A FROM VALUES (1, 2) AS t(a, A) WHERE a < rate").select("A").columns\n`,
    },
    expected: { found: "['A']" },
  },
  {
    name: "a view that the module drops",
    files: {
      "views.py": `${header}spark.catalog.dropTempView("v")\n`,
      "main.py": `${header}${view("v", "1 AS a")}import views\n${columns("found")}`,
    },
    expected: { found: "[own str, …]" },
  },
  {
    name: "a view that the module drops in SQL",
    files: {
      "views.py": `${header}spark.sql("DROP VIEW v")\n`,
      "main.py": `${header}${view("v", "1 AS a")}import views\n${columns("found")}`,
    },
    expected: { found: "[own str, …]" },
  },
  {
    name: "what is only run as a program",
    files: {
      "views.py": `${header}if __name__ == "__main__":\n    spark.sql("SELECT 1 AS no").createOrReplaceTempView("v")\n`,
      "main.py": `${header}${view("v", "1 AS a")}import views\n${columns("found")}`,
    },
    expected: { found: "['a']" },
  },
  {
    name: "tables of the module are not sure where another database is in use",
    files: {
      "tables.py": `${header}spark.sql("CREATE TABLE t AS SELECT 1 AS a")\n`,
      "main.py": `${header}spark.sql("CREATE TABLE other.t AS SELECT 1 AS z")\nspark.sql("USE other")\nimport tables\n${columns("found", "t")}`,
    },
    expected: { found: "[own str, …]" },
  },
];

/** A workspace in memory whose texts can change; the last file is the one that is looked at. */
function workspace(files: Map<string, string>): {
  readonly main: (previous?: Analysis) => Analysis;
  readonly write: (path: string, text: string) => void;
} {
  let version = 0;
  const path = [...files.keys()].at(-1) ?? "";
  const modules = createWorkspaceModules({
    read: (path) => files.get(path.slice("/w/".length)) ?? null,
    folders: () => ["/w"],
    version: () => version,
    listVersion: () => version,
  });
  const engine: Engine = { parser, catalog, modules };
  return {
    main: (previous) =>
      analyze(engine, files.get(path) ?? "", defaultOptions, previous, undefined, `/w/${path}`),
    write(path, text) {
      files.set(path, text);
      version += 1;
    },
  };
}

describe("what imported modules leave in the session", () => {
  for (const { name, files, expected } of sessionCases)
    it(name, () => {
      const { facts, findings } = workspace(new Map(Object.entries(files))).main();
      const values = valuesAtEnd(facts);
      const found = Object.keys(expected).map((each) => {
        const value = values.get(each);
        return [each, value === undefined ? "unbound" : shown(value)];
      });
      assert.deepEqual(Object.fromEntries(found), expected);
      assert.deepEqual(
        findings.filter(({ severity }) => severity === "error"),
        [],
      );
    });

  const autouse = (columns: string): string =>
    `${header}import pytest\n@pytest.fixture(autouse=True)\ndef made(spark):\n    ${view("v", columns)}`;
  const test = `${header}def test_it(spark):\n    spark.sql("SELECT b FROM v").show()\n`;
  const asked = autouse("1 AS a").replace("(autouse=True)", "");
  // A real pytest (9.2 with PySpark 4.3) finds the same views.
  const fixtureCases: readonly (readonly [name: string, files: SessionCase["files"], isTold: boolean])[] = [
    ["a fixture of conftest.py", { "conftest.py": autouse("1 AS a"), "test_it.py": test }, true],
    [
      "a nearer fixture",
      { "conftest.py": autouse("1 AS a"), "t/conftest.py": autouse("1 AS b"), "t/test_it.py": test },
      false,
    ],
    [
      "a fixture of its own file",
      { "conftest.py": autouse("1 AS b"), "test_it.py": autouse("1 AS a") + test },
      true,
    ],
    [
      "what it is given",
      { "conftest.py": autouse("1 AS b").replace("autouse=True", "autouse=False"), "test_it.py": test },
      false,
    ],
    [
      "none that a fixture takes back behind its yield",
      {
        "conftest.py": `${autouse("1 AS a")}    yield\n    spark.catalog.dropTempView("v")\n`,
        "test_it.py": test,
      },
      false,
    ],
    [
      "a fixture that it asks for",
      { "conftest.py": asked, "test_it.py": test.replace("(spark)", "(spark, made)") },
      true,
    ],
    [
      "a fixture of a wider scope",
      { "conftest.py": autouse("1 AS a").replace("True)", 'True, scope="module")'), "test_it.py": test },
      true,
    ],
    [
      "a method of a class",
      {
        "conftest.py": autouse("1 AS a"),
        "test_it.py": `${header}class TestIt:\n    def test_it(self, spark):\n        spark.sql("SELECT b FROM v").show()\n`,
      },
      true,
    ],
  ];
  for (const [name, files, isTold] of fixtureCases)
    it(`views that a test finds: ${name}`, () => {
      const { findings } = workspace(new Map(Object.entries(files))).main();
      const told = findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
      assert.deepEqual(told, isTold ? ["unknown-column"] : []);
    });

  const views = header + view("v", "1 AS a");
  const main = `${header}import views\nfound = spark.table("v").columns\nother = spark.range(1)\n`;
  const edits: readonly (readonly [name: string, text: string, again: number])[] = [
    ["a note", `${views}# a note\n`, 0],
    ["a name", `${views}NAME = 1\n`, 0],
    ["another view", views + view("w", "1 AS w"), 1],
    ["other columns", header + view("v", "1 AS b"), 2],
    ["a setting", `${header}spark.conf.set("spark.sql.ansi.enabled", "false")\n${view("v", "1 AS a")}`, 3],
    ["no view", header, 2],
  ];
  for (const [name, text, again] of edits)
    it(`an edit evaluates again what reads it: ${name}`, () => {
      const files = new Map(Object.entries({ "views.py": views, "main.py": main }));
      const { main: analysed, write } = workspace(files);
      const first = analysed();
      write("views.py", text);
      const second = analysed(first);
      assert.equal(second.facts.units.filter((unit) => !first.facts.units.includes(unit)).length, again);
      assert.deepEqual(described(second.facts), described(workspace(files).main().facts));
    });
});
