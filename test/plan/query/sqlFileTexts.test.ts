import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { openDataFiles } from "../../../server/src/host/dataFiles.ts";
import { embeddedSqlIn } from "../../../server/src/plan/query/embeddedSql.ts";
import { evaluated } from "../evaluated.ts";

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
});
