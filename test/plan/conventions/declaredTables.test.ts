import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { analyze, type Engine } from "../../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../../server/src/analysis/options.ts";
import { simpleString } from "../../../server/src/catalog/dataTypeText.ts";
import { frameHover } from "../../../server/src/features/frameHover.ts";
import { openDataFiles } from "../../../server/src/host/dataFiles.ts";
import {
  declaredTables,
  tableFor,
  type DeclaredKind,
} from "../../../server/src/plan/declaredTables/declaredTables.ts";
import { catalog, parser } from "../evaluated.ts";

const dbt = `version: 2
models:
  - name: orders
    columns:
      - name: id
        data_type: bigint
      - name: code
        data_type: varchar(10)
      - name: lines
        data_type: "array<struct<sku: string, price: decimal(10,2)>>"
      - name: note
      - name: odd
        data_type: no such type
  - name: without_columns
sources:
  - name: shop
    tables:
      - name: customers
        columns: [{ name: id, data_type: int }]
seeds:
  - name: countries
    columns: [{ name: iso, data_type: string }]
`;

const contract = `dataContractSpecification: 1.1.0
models:
  orders:
    fields:
      id: { type: long, required: true }
      total: { type: decimal, precision: 12, scale: 2 }
      price: { type: number }
      made: { type: timestamp_ntz }
      tags: { type: array, items: { type: string } }
      counts: { type: map, keys: { type: string }, values: { type: integer } }
      address: { type: object, fields: { street: { type: text } } }
      other: { type: variant }
`;

const openContract = `kind: DataContract
apiVersion: v3.0.2
schema:
  - name: Orders
    physicalName: orders
    properties:
      - { name: id, logicalType: integer, physicalType: bigint }
      - { name: amount, logicalType: number }
      - { name: day, logicalType: date }
      - { name: words, logicalType: array, items: { logicalType: string } }
      - { name: place, logicalType: object, properties: [{ name: city, logicalType: string }] }
      - { name: Ok, physicalName: ok, logicalType: boolean, physicalType: NUMBER(1) }
`;

describe("tables that YAML files declare", () => {
  const cases: readonly (readonly [
    name: string,
    yaml: string,
    kind: DeclaredKind,
    table: string,
    columns: string | null,
  ])[] = [
    [
      "a model of dbt",
      dbt,
      "model",
      "orders",
      "id bigint, code string, lines array<struct<sku:string,price:decimal(10,2)>>, note ?, odd ?",
    ],
    ["a model of a package", dbt, "model", "shop.countries", "iso string"],
    ["a source of dbt", dbt, "source", "shop.customers", "id int"],
    ["a seed", dbt, "model", "countries", "iso string"],
    ["a source is no model", dbt, "model", "customers", null],
    ["a model without columns", dbt, "model", "without_columns", null],
    ["a table by its last part", dbt, "table", "main.sales.customers", "id int"],
    ["a table that nothing declares", dbt, "table", "people", null],
    [
      "a data contract",
      contract,
      "table",
      "sales.Orders",
      "id bigint, total decimal(12,2), price decimal(38,0), made timestamp_ntz, tags array<string>, " +
        "counts map<string,int>, address struct<street:string>, other ?",
    ],
    ["a contract is no model", contract, "model", "orders", null],
    [
      "an open data contract",
      openContract,
      "table",
      "orders",
      "id bigint, amount ?, day date, words array<string>, place struct<city:string>, ok boolean",
    ],
    ["models that are no list", "models: 3\nsources: {a: b}\n", "model", "orders", null],
    [
      "columns that are none",
      "models:\n  - name: orders\n    columns: [1, {name: 2}, null]\n",
      "model",
      "orders",
      null,
    ],
    ["no mapping", "- models\n- sources\n", "model", "orders", null],
    ["another use of the word", "schema:\n  type: object\n  properties: []\n", "table", "orders", null],
  ];
  for (const [name, yaml, kind, table, columns] of cases)
    it(name, () => {
      const found = tableFor(declaredTables(parse(yaml), "a.yml"), kind, table);
      const shown = found?.columns
        .map((each) => `${each.name} ${each.dataType.type === "unknown" ? "?" : simpleString(each.dataType)}`)
        .join(", ");
      assert.equal(shown ?? null, columns);
    });

  it("says nothing where two files differ", () => {
    const tables = [...declaredTables(parse(dbt), "a.yml"), ...declaredTables(parse(contract), "b.yml")];
    assert.equal(tableFor(tables, "table", "orders"), null);
    assert.equal(tableFor(tables, "model", "orders")?.file, "a.yml");
  });
});

describe("tables that a project declares", () => {
  let folder = "";
  const write = (name: string, text: string): void => {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  };
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "shufflewise-declared-"));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  const hover = (code: string, at: string): string => {
    const files = openDataFiles([folder]);
    const engine: Engine = { parser, catalog, files: () => files };
    const analysis = analyze(engine, code, defaultOptions, undefined, undefined, `${folder}/models/m.py`);
    assert.deepEqual(
      analysis.findings.filter(({ severity }) => severity === "error"),
      [],
      "a claim proves no error",
    );
    return frameHover(analysis, code.indexOf(at), () => "line n")?.markdown ?? "";
  };

  it("tells the columns of a model, and that they are claimed", () => {
    write("models/schema.yml", dbt);
    const code =
      'def model(dbt, session):\n    orders = dbt.ref("orders")\n    return orders.select("nope").filter("id = array(1)")\n';
    const shown = hover(code, "orders =");
    assert.match(shown, /5 columns known, perhaps more: declared in models\/schema\.yml, which/);
    assert.match(shown, /\| `id` \| `bigint` \(declared\) \| \? \|/);
    assert.match(shown, /Taken for a DataFrame: dbt\.ref\(…\) in a Python model of dbt \(line n\)/);
  });

  it("tells the columns of a table, in Python and in SQL", () => {
    write("contracts/orders.yaml", contract);
    const start = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n";
    for (const code of [
      'orders = spark.table("sales.orders")\n',
      'orders = spark.read.table("orders")\n',
      'orders = spark.sql("select * from sales.orders")\n',
    ])
      assert.match(hover(start + code, "orders ="), /`total` \| `decimal\(12,2\)` \(declared\)/, code);
  });

  it("leaves out what is too large, broken, a bomb, or dbt's own output", () => {
    const code = 'def model(dbt, session):\n    orders = dbt.ref("orders")\n    return orders\n';
    write("target/schema.yml", dbt);
    write("broken.yml", "models:\n  - name: [orders\n");
    write("large.yml", dbt + "#".repeat(300_000));
    write(
      "bomb.yml",
      `a: &a [1,1,1,1,1,1,1,1,1]\n${"bcdefghi"
        .split("")
        .map((name, index) => `${name}: &${name} [${`*${"abcdefgh"[index]},`.repeat(9)}]`)
        .join("\n")}\nmodels: *i\n`,
    );
    assert.match(
      hover(code, "orders ="),
      /no YAML file of the project lists the columns of the model orders/,
    );
  });

  it("is read again when a YAML file has changed", () => {
    const files = openDataFiles([folder]);
    assert.equal(files.concerns(path.join(folder, "schema.yml")), false, "nobody has asked yet");
    assert.equal(files.declaredTable("model", "orders"), null);
    assert.equal(files.concerns(path.join(folder, "schema.yml")), true);
  });
});
