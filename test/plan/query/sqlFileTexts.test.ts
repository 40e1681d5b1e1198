import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { analyze, type Engine } from "../../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../../server/src/analysis/options.ts";
import { createWorkspaceModules } from "../../../server/src/analysis/workspaceModules.ts";
import { openModuleTexts, slashed } from "../../../server/src/host/moduleTexts.ts";
import { openDataFiles } from "../../../server/src/host/dataFiles.ts";
import { embeddedSqlIn } from "../../../server/src/plan/query/embeddedSql.ts";
import { catalog, evaluated, parser } from "../evaluated.ts";

const header = `import sys
from pathlib import Path
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
`;

/** Ways to read a file of SQL, and the SQL. */
const cases: readonly (readonly [program: string, sql: string | null])[] = [
  ['spark.sql(open("sql/orders.sql").read())', "SELECT id FROM orders\n"],
  ['with open("sql/orders.sql") as f:\n    query = f.read()\nspark.sql(query)', "SELECT id FROM orders\n"],
  ['spark.sql(Path("sql/orders.sql").read_text())', "SELECT id FROM orders\n"],
  ['spark.sql((Path("sql") / "orders.sql").read_text().strip())', "SELECT id FROM orders"],
  ['with Path("sql/orders.sql").open() as f:\n    spark.sql(f.read())', "SELECT id FROM orders\n"],
  ['spark.sql(open("sql/template.sql").read().format(table="orders"))', "SELECT id FROM orders WHERE day"],
  ['spark.sql(open("sql/template.sql").read().format(table=sys.argv[1]))', "SELECT id FROM _hole_ WHERE day"],
  ['for each in open("sql/two.sql").read().split(";"):\n    spark.sql(each)', "SELECT 1"],
  ['spark.sql(open("sql/large.sql").read())', null],
  ['spark.sql(open("sql/none.sql").read())', null],
  ['spark.sql(open("../outside.sql").read())', null],
  ['spark.sql(open("notes.txt").read())', null],
];

/** The same by the place of the file itself and by packages; null where it is not known. */
const placed: readonly (readonly [program: string, sql: string | null])[] = [
  ['spark.sql((Path(__file__).parent / "part.sql").read_text())', "SELECT 'part'"],
  [
    'spark.sql(Path(__file__).resolve().parents[1].joinpath("sql", "orders.sql").read_text())',
    "SELECT id FROM orders\n",
  ],
  ['spark.sql(Path(__file__).with_name("part.sql").read_bytes().decode())', "SELECT 'part'"],
  [
    'HERE = os.path.dirname(os.path.abspath(__file__))\nspark.sql(open(os.path.join(HERE, "part.sql")).read())',
    "SELECT 'part'",
  ],
  [
    'HERE = os.path.realpath(os.path.dirname(__file__))\nspark.sql(open(f"{HERE}/../sql/orders.sql").read())',
    "SELECT id FROM orders\n",
  ],
  [
    'def read(name):\n    return open(os.path.join(os.path.dirname(__file__), name)).read()\nspark.sql(read("part.sql"))',
    "SELECT 'part'",
  ],
  ['from pkg import read\nspark.sql(read("inner.sql"))', "SELECT 'inner'"],
  [
    'import importlib.resources\nspark.sql(importlib.resources.files("pkg").joinpath("inner.sql").read_text())',
    "SELECT 'inner'",
  ],
  [
    'from importlib import resources\nimport pkg\nspark.sql((resources.files(pkg) / "inner.sql").read_text(encoding="utf-8"))',
    "SELECT 'inner'",
  ],
  [
    'from importlib.resources import files\nspark.sql(files(__package__).joinpath("part.sql").read_text())',
    "SELECT 'part'",
  ],
  ['from importlib import resources\nspark.sql(resources.read_text("pkg", "inner.sql"))', "SELECT 'inner'"],
  [
    'from importlib import resources\nwith resources.open_text("pkg", "inner.sql") as f:\n    spark.sql(f.read())',
    "SELECT 'inner'",
  ],
  ['import pkgutil\nspark.sql(pkgutil.get_data("pkg", "inner.sql").decode("utf-8"))', "SELECT 'inner'"],
  ['import pkgutil\nspark.sql(pkgutil.get_data("nowhere", "inner.sql").decode())', null],
  ['spark.sql((Path(__file__).parents[2] / "outside.sql").read_text())', null],
  ['spark.sql(open(os.path.abspath("sql/orders.sql")).read())', null],
];

describe("SQL read from files of the workspace", () => {
  let folder = "";
  before(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "shufflewise-sql-")));
    const write = (file: string, text: string): void => {
      const target = path.join(folder, file);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, text);
    };
    write("outside.sql", "SELECT 3");
    write("w/sql/orders.sql", "\ufeffSELECT id FROM orders\r\n");
    write("w/sql/template.sql", "SELECT id FROM {table} WHERE day");
    write("w/sql/two.sql", "SELECT 1;SELECT 2");
    write("w/sql/large.sql", "SELECT 1 ".repeat(10_000));
    write("w/notes.txt", "SELECT 1");
    write("w/jobs/part.sql", "SELECT 'part'");
    write("w/pkg/inner.sql", "SELECT 'inner'");
    write(
      "w/pkg/__init__.py",
      "from pathlib import Path\ndef read(name):\n    return (Path(__file__).parent / name).read_text()\n",
    );
  });
  after(() => {
    fs.rmSync(folder, { recursive: true });
  });

  for (const [program, sql] of cases)
    it(program.replaceAll("\n", " ⏎ "), () => {
      const files = openDataFiles([path.join(folder, "w")]);
      const facts = evaluated(header + program, undefined, undefined, undefined, files);
      assert.equal(embeddedSqlIn(facts)[0]?.text ?? null, sql);
    });

  for (const [program, sql] of placed)
    it(program.replaceAll("\n", " ⏎ "), () => {
      const root = path.join(folder, "w");
      const files = openDataFiles([root]);
      const modules = createWorkspaceModules(openModuleTexts(() => [root]));
      const engine: Engine = { parser, catalog, modules, files: () => files };
      const own = `${slashed(root)}/jobs/job.py`;
      const text = `import os\n${header}${program}`;
      const { facts } = analyze(engine, text, defaultOptions, undefined, undefined, own);
      assert.equal(embeddedSqlIn(facts)[0]?.text ?? null, sql);
    });
});
