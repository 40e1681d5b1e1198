import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { isFamilyName } from "../../server/src/catalog/configFamilies.ts";
import { joinedTable, readRowFile } from "../../server/src/catalog/rowFile.ts";
import { catalog, readData } from "./catalogFixture.ts";

type Rows = Readonly<Record<string, object>>;

const isTable = (value: unknown): value is Rows =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const tablesOf = (text: string): readonly (readonly [string, Rows])[] =>
  Object.entries(JSON.parse(text) as Record<string, unknown>).flatMap(([name, value]) =>
    isTable(value) ? [[name, value] as const] : [],
  );
const read = (text: string, name: string): Rows => {
  const table = readRowFile(text).table(name);
  return Object.fromEntries(table.keys().map((key) => [key, table.get(key) ?? {}]));
};

describe("files of one row a line", () => {
  const files = readdirSync(new URL("../../server/data", import.meta.url)).filter((name) =>
    name.endsWith(".json"),
  );
  for (const file of files)
    it(`${file} has the rows that JSON says`, () => {
      const text = readData(file);
      for (const [name, rows] of tablesOf(text)) assert.deepEqual(read(text, name), rows, name);
    });

  const rows = { plain: { a: 1 }, 'with "quotes"': { b: [1, 2] }, "back\\slash": { c: "," }, empty: {} };
  const lines = Object.entries(rows).map(([key, row]) => `${JSON.stringify(key)}:${JSON.stringify(row)}`);
  const layouts: readonly (readonly [string, string])[] = [
    ["one row a line", `{"versions":["4.1"],\n"rows":{\n${lines.join(",\n")}\n},\n"more":{}}`],
    ["a space before the brace", `{"versions":["4.1"],\n"rows": {\n${lines.join(",\n")}\n}\n}`],
    ["one line", JSON.stringify({ versions: ["4.1"], rows })],
    ["indented", JSON.stringify({ versions: ["4.1"], rows }, null, 2)],
  ];
  for (const [layout, text] of layouts)
    it(`reads ${layout}`, () => {
      assert.deepEqual(read(text, "rows"), rows);
      assert.deepEqual(readRowFile(text).versions, ["4.1"]);
      assert.deepEqual(read(text, "absent"), {});
      for (const name of ["constructor", "missing", ""]) {
        assert.equal(readRowFile(text).table("rows").has(name), false, name);
        assert.equal(readRowFile(text).table("rows").get(name), undefined, name);
      }
    });

  it("gives the same object each time", () => {
    const table = readRowFile(layouts[0]?.[1] ?? "").table("rows");
    assert.equal(table.get("plain"), table.get("plain"));
  });

  it("joins two tables, the first one's rows before the second one's", () => {
    const table = (content: Rows) => readRowFile(JSON.stringify({ rows: content })).table("rows");
    const both = joinedTable(table({ a: { n: 1 }, b: { n: 2 } }), table({ b: { n: 3 }, c: { n: 4 } }));
    assert.deepEqual(
      both.keys().map((key) => [key, both.get(key)]),
      [
        ["b", { n: 2 }],
        ["c", { n: 4 }],
        ["a", { n: 1 }],
      ],
    );
  });
});

describe("keys that tell without their row", () => {
  for (const file of ["pyspark-api.json", "delta-api.json"])
    it(`a class of ${file} is found by its path`, () => {
      const { classes } = JSON.parse(readData(file)) as { classes: Record<string, { name: string }> };
      for (const [key, { name }] of Object.entries(classes))
        assert.equal(catalog.api.classNamed(name), /^delta\.|^pyspark\.(?!mllib\.)/.test(name) ? key : null);
    });

  it("a configuration's name says whether it is a family", () => {
    const files = ["configs.json", "config-notes.json", "config-ecosystem.json"].map(
      (name) => (JSON.parse(readData(name)) as { configs: Rows }).configs,
    );
    for (const key of files.flatMap((rows) => Object.keys(rows))) {
      const hasPattern = files.some((rows) => "pattern" in (rows[key] ?? {}));
      assert.equal(isFamilyName(key), hasPattern || key.endsWith("."), key);
    }
  });
});
