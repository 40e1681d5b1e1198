import assert from "node:assert/strict";
import { analyze, type Analysis, type Engine } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { createWorkspaceModules } from "../../server/src/analysis/workspaceModules.ts";
import { valuesAtEnd } from "../../server/src/plan/analyzeModule.ts";
import { catalog, described, parser } from "../plan/evaluated.ts";
import { shown } from "../plan/python/values.ts";

/** A workspace in memory whose texts can change. */
interface Workspace {
  readonly engine: Engine;
  readonly files: Map<string, string>;
  readonly analyzed: (path: string, previous?: Analysis) => Analysis;
  readonly write: (path: string, text: string) => void;
  readonly textsBehind: (path: string) => string;
}

function workspace(texts: Readonly<Record<string, string>>): Workspace {
  const files = new Map(Object.entries(texts).map(([path, text]) => [`/w/${path}`, text]));
  let version = 0;
  const modules = createWorkspaceModules({
    read: (path) => files.get(path) ?? null,
    folders: () => ["/w"],
    version: () => version,
    listVersion: () => version,
  });
  const engine: Engine = { parser, catalog, modules };
  return {
    engine,
    files,
    analyzed: (path, previous) =>
      analyze(engine, files.get(`/w/${path}`) ?? "", defaultOptions, previous, undefined, `/w/${path}`),
    write(path, text) {
      files.set(`/w/${path}`, text);
      version += 1;
    },
    textsBehind: (path) => modules.textsBehind(`/w/${path}`, files.get(`/w/${path}`) ?? ""),
  };
}

const header =
  "from pyspark.sql import SparkSession, functions as F\nspark = SparkSession.builder.getOrCreate()\n";

interface ImportCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Which file is looked at; main.py when left out. */
  readonly path?: string;
  readonly expected: Readonly<Record<string, string>>;
}

const cases: readonly ImportCase[] = [
  {
    name: "absolute imports of names, modules and packages",
    files: {
      "config.py": `TABLE = "orders"\nCOLS = ["a"]\nCOLS.append("b")\n`,
      "lib/__init__.py": `NAME = "lib"\n`,
      "lib/deep/tools.py": `def twice(x):\n    return x * 2\n`,
      "main.py": `${header}import config\nfrom config import COLS as cols\nimport lib.deep.tools as tools\nimport lib\nfrom lib.deep import tools as same\na = config.TABLE\nb = tools.twice(2)\nc = lib.NAME\nd = same.twice(3)\n`,
    },
    expected: { a: "'orders'", cols: "['a', 'b']", b: "4", c: "'lib'", d: "6" },
  },
  {
    name: "relative imports",
    files: {
      "pkg/__init__.py": `LEVEL = "top"\n`,
      "pkg/names.py": `T = "t"\n`,
      "pkg/jobs/__init__.py": "",
      "pkg/jobs/other.py": `X = 1\n`,
      "pkg/jobs/main.py": `${header}from ..names import T\nfrom .other import X\nfrom . import other\nfrom .. import LEVEL, names\na = other.X\nb = names.T\n`,
    },
    path: "pkg/jobs/main.py",
    expected: { T: "'t'", X: "1", LEVEL: "'top'", a: "1", b: "'t'" },
  },
  {
    name: "stars, re-exports and __all__",
    files: {
      "base.py": `A = 1\n_B = 2\n`,
      "listed.py": `__all__ = ["C"]\nC = 3\nD = 4\n`,
      "facade/__init__.py": `from base import A as renamed\nfrom base import *\n`,
      "main.py": `${header}from base import *\nfrom listed import *\nfrom facade import renamed\nimport facade\nx = facade.A\n`,
    },
    expected: { A: "1", _B: "unbound", C: "3", D: "unbound", renamed: "1", x: "1" },
  },
  {
    name: "a src layout, from its tests and from inside",
    files: {
      "src/app/__init__.py": "",
      "src/app/paths.py": `ROOT = "/data"\n`,
      "src/app/job.py": `from app.paths import ROOT\ndef path(name):\n    return f"{ROOT}/{name}"\n`,
      "tests/main.py": `${header}from app.job import path\nfrom app import job\na = path("x")\nb = job.ROOT\n`,
    },
    path: "tests/main.py",
    expected: { a: "'/data/x'", b: "'/data'" },
  },
  {
    name: "functions and classes read their own module's names",
    files: {
      "readers.py": `${header}FORMAT = "csv"\ndef load(name):\n    return helper(spark.read.format(FORMAT).load(name))\ndef helper(df):\n    return df.distinct()\nclass Base:\n    def __init__(self, df):\n        self.df = helper(df)\n    def run(self):\n        return self.step(self.df)\n`,
      "main.py": `${header}from readers import load, Base\nFORMAT = None\nhelper = None\nclass Job(Base):\n    def step(self, df):\n        return df.limit(1)\na = load("x")\nb = Job(a).run()\n`,
    },
    expected: { a: "load.distinct", b: "load.distinct.distinct.limit" },
  },
  {
    name: "what is not there is unknown",
    files: {
      "main.py": `${header}from nowhere import x\nfrom . import gone\nimport missing.part\ny = x.z\nz = gone\n`,
    },
    expected: { y: "nowhere.x.z", z: "?" },
  },
  {
    name: "cycles end",
    files: {
      "a.py": `from b import B\nA = 1\n`,
      "b.py": `from a import A\nB = 2\n`,
      "self.py": `import self\nS = self.S\nT = 3\n`,
      "main.py": `${header}from a import A\nfrom b import B\nfrom self import T\n`,
    },
    expected: { A: "1", B: "2", T: "3" },
  },
];

describe("modules of a workspace", () => {
  for (const { name, files, path = "main.py", expected } of cases)
    it(name, () => {
      const values = valuesAtEnd(workspace(files).analyzed(path).facts);
      const found = Object.keys(expected).map((each) => {
        const value = values.get(each);
        return [each, value === undefined ? "unbound" : shown(value)];
      });
      assert.deepEqual(Object.fromEntries(found), expected);
    });

  it("facts inside another module are told there", () => {
    const { analyzed } = workspace({
      "lib.py": `from pyspark.sql import DataFrame\n${header}def show(df: "DataFrame"):\n    df.show()\n    return df.collect()\n`,
      "main.py": `${header}from lib import show\nshow(spark.table("t"))\n`,
    });
    const actions = (path: string): string[] =>
      described(analyzed(path).facts).filter((line) => /show|collect/.test(line));
    assert.deepEqual(actions("main.py"), []);
    assert.equal(actions("lib.py").length, 2);
  });

  it("an edit is seen by those who import, also through others", () => {
    const { analyzed, write } = workspace({
      "config.py": `TABLE = "orders"\n`,
      "middle.py": `from config import TABLE\nNAME = TABLE + "_x"\n`,
      "main.py": `${header}from middle import NAME\ndf = spark.table(NAME)\n`,
    });
    const name = (analysis: Analysis): string => {
      const value = valuesAtEnd(analysis.facts).get("NAME");
      return value ? shown(value) : "unbound";
    };
    const first = analyzed("main.py");
    assert.equal(name(first), "'orders_x'");
    assert.equal(analyzed("main.py", first), first, "nothing has changed");
    write("config.py", `TABLE = "users"\n`);
    const second = analyzed("main.py", first);
    assert.equal(name(second), "'users_x'");
    assert.equal(name(analyzed("main.py")), "'users_x'");
  });

  it("an edit that leaves a module's names alone keeps those who import it", () => {
    const { analyzed, write } = workspace({
      "lib.py": `T = "t"\nprint("x")\n`,
      "main.py": `${header}from lib import T\ndf = spark.table(T)\n`,
    });
    const first = analyzed("main.py");
    write("lib.py", `T = "t"\nprint("y")\n`);
    assert.equal(analyzed("main.py", first), first);
    write("lib.py", `T = "u"\nprint("y")\n`);
    assert.notEqual(analyzed("main.py", first), first);
  });

  describe("an edit evaluates again only what reads what has changed", () => {
    const lib = `from pyspark.sql import functions as F\nRATE = 2\ndef helper(df):\n    return df.withColumn("rate", F.lit(RATE))\ndef load(df):\n    return helper(df)\ndef report(df):\n    df.show()\n`;
    const files = {
      "lib.py": lib,
      "named.py": `${header}from lib import load\nleft = spark.range(1)\nmade = load(left)\nother = left.limit(2)\n`,
      "whole.py": `${header}import lib\nleft = spark.range(1)\nmade = lib.load(left)\nother = left.limit(2)\n`,
      "starred.py": `${header}from lib import *\nleft = spark.range(1)\nmade = load(left)\nother = left.limit(2)\n`,
      "behind.py": `${header}from through import load as step\nmade = step(spark.range(1))\n`,
      "through.py": "from lib import load, report\n",
    };
    const edits: readonly {
      readonly name: string;
      readonly edit: (text: string) => string;
      /** How many units of each file are evaluated again. */
      readonly again: Readonly<Record<string, number>>;
    }[] = [
      {
        name: "a function that nobody imports",
        edit: (text) => text.replace("df.show()", "df.show(5)"),
        again: { "named.py": 0, "whole.py": 0, "starred.py": 1, "behind.py": 0 },
      },
      {
        name: "a new name",
        edit: (text) => `${text}NEW = 1\n`,
        again: { "named.py": 0, "whole.py": 0, "starred.py": 1, "behind.py": 0 },
      },
      {
        name: "a function that is called",
        edit: (text) => text.replace("return helper(df)", "return helper(df).limit(1)"),
        again: { "named.py": 2, "whole.py": 1, "starred.py": 2, "behind.py": 2 },
      },
      {
        name: "a function behind it",
        edit: (text) => text.replace('"rate"', '"rates"'),
        again: { "named.py": 1, "whole.py": 1, "starred.py": 2, "behind.py": 1 },
      },
      {
        name: "a constant behind that one",
        edit: (text) => text.replace("RATE = 2", "RATE = 2.5"),
        again: { "named.py": 1, "whole.py": 1, "starred.py": 2, "behind.py": 1 },
      },
      {
        name: "a note at the end",
        edit: (text) => `${text}\n# the end\n`,
        again: { "named.py": 0, "whole.py": 0, "starred.py": 0, "behind.py": 0 },
      },
    ];
    for (const { name, edit, again } of edits)
      it(name, () => {
        const { analyzed, write } = workspace(files);
        const before = new Map(Object.keys(again).map((path) => [path, analyzed(path)]));
        write("lib.py", edit(lib));
        const found = [...before].map(([path, first]) => {
          const kept = new Set(first.facts.units);
          return [path, analyzed(path, first).facts.units.filter((unit) => !kept.has(unit)).length];
        });
        assert.deepEqual(Object.fromEntries(found), again);
        for (const [path, first] of before)
          assert.deepEqual(
            described(analyzed(path, first).facts),
            described(analyzed(path).facts),
            `${path} as a fresh analysis has it`,
          );
      });
  });

  it("tells all texts that a file's analysis may read", () => {
    const { textsBehind } = workspace({
      "a.py": `import b\n`,
      "b.py": `from pkg import (\n    c,\n)\n`,
      "pkg/__init__.py": "",
      "pkg/c.py": `X = 1\n`,
      "d.py": `Y = 2\n`,
      "main.py": `from a import *\n`,
    });
    assert.deepEqual(textsBehind("main.py").match(/\/w\/\S+/g), [
      "/w/a.py",
      "/w/b.py",
      "/w/pkg/__init__.py",
      "/w/pkg/c.py",
    ]);
  });

  it("counts packages that run before a module among them, but for those it stands in", () => {
    const { textsBehind } = workspace({
      "pkg/__init__.py": "",
      "pkg/inner/__init__.py": "",
      "pkg/inner/c.py": `X = 1\n`,
      "pkg/d.py": `from pkg.inner.c import X\n`,
      "main.py": `from pkg.inner.c import X\n`,
    });
    const paths = (path: string) => textsBehind(path).match(/\/w\/\S+/g);
    assert.deepEqual(paths("main.py"), [
      "/w/pkg/__init__.py",
      "/w/pkg/inner/__init__.py",
      "/w/pkg/inner/c.py",
    ]);
    assert.deepEqual(paths("pkg/d.py"), ["/w/pkg/inner/__init__.py", "/w/pkg/inner/c.py"]);
  });

  it("a hundred modules that import each other end", () => {
    const files = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [
        `m${index}.py`,
        `${Array.from({ length: 10 }, (_, other) => `from m${(index * 7 + other * 13 + 1) % 100} import *`).join("\n")}\nX${index} = ${index}\n`,
      ]),
    );
    const { analyzed } = workspace({ ...files, "main.py": `${header}from m0 import *\n` });
    assert.ok(valuesAtEnd(analyzed("main.py").facts).has("X0"));
  });
});
