import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { rules } from "../../server/src/rules/registry.ts";
import { checked } from "./checked.ts";

interface Tool {
  readonly name: string;
  readonly rules: Readonly<Record<string, readonly string[]>>;
}

interface Row {
  readonly id: string;
  readonly rules?: readonly string[];
  readonly mergedInto?: readonly string[];
}

const read = (file: string): unknown =>
  JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, "../../docs", file), "utf8"));
const { tools } = read("peer-rules.json") as { readonly tools: Readonly<Record<string, Tool>> };
const { sections } = read("rules-coverage.json") as {
  readonly sections: Readonly<Record<string, readonly Row[]>>;
};
const rows = new Map(
  Object.values(sections)
    .flat()
    .map((row) => [row.id, row]),
);

describe("names of our rules in other tools", () => {
  for (const [tool, { rules: ids }] of Object.entries(tools))
    it(`${tool}: every id means rows that there are, and the rules of those rows know it`, () => {
      for (const [id, meant] of Object.entries(ids)) {
        assert.ok(meant.length > 0, id);
        for (const name of meant) {
          const row = rows.get(name);
          assert.ok(row, `${id}: there is no row ${name}`);
          for (const rule of [...(row.rules ?? []), ...(row.mergedInto ?? [])])
            assert.ok(
              rules.find((each) => each.id === rule)?.alsoKnownAs?.[tool]?.includes(id),
              `${rule} does not know ${id}; npm run generate`,
            );
        }
      }
    });

  it("no id is ours", () => {
    const ours = new Set(rules.map(({ id }) => id));
    for (const { rules: ids } of Object.values(tools))
      for (const id of Object.keys(ids)) assert.ok(!ours.has(id), id);
  });

  const start = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n";
  const silenced: readonly string[] = [
    'rows = spark.table("t").collect()  # noqa: CY001',
    'rows = spark.table("t").collect()  # noqa: SDK002',
    'rows = spark.table("t").collect()  # noqa: pap: D001',
    'rows = spark.table("t").collect()  # noqa: catalystops',
    'rows = spark.table("t").collect()  # noqa: PS001',
    'rows = spark.table("t").collect()  # cy:ignore CY001',
    'pdf = spark.table("t").toPandas()  # NOSONAR(S7193)',
    'pdf = spark.table("t").toPandas()  # NOSONAR',
  ];
  for (const line of silenced)
    it(`silences: ${line}`, () => {
      assert.deepEqual(
        checked(`${start}${line}\n`).findings.map(({ rule }) => rule),
        [],
      );
      assert.notEqual(checked(`${start}${line.replace(/ {2}#.*/, "")}\n`).findings.length, 0);
    });
});
