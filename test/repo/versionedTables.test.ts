import assert from "node:assert/strict";
import fc from "fast-check";
import { foldVersions, unfoldVersion } from "../../scripts/catalog/versioned.mjs";
import { rowIn } from "../../server/src/catalog/versioned.ts";

const versions = ["3.3", "3.4", "3.5", "4.0"];
const field = fc.constantFrom("type", "default", "unit");
const row = fc.dictionary(field, fc.oneof(fc.integer({ min: 0, max: 2 }), fc.constantFrom("a", "b")), {
  maxKeys: 3,
});
const rows = fc.dictionary(fc.constantFrom("spark.a", "spark.b", "spark.c"), row, { maxKeys: 3 });
const dumps = fc.tuple(rows, rows, rows, rows);
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("tables of many versions", () => {
  it("unfold to what was folded", () => {
    fc.assert(
      fc.property(dumps, (tables) => {
        const table = foldVersions(versions, (version) => tables[versions.indexOf(version)] ?? {});
        for (const [index, version] of versions.entries())
          assert.deepEqual(plain(unfoldVersion(table, versions, version)), plain(tables[index]));
      }),
    );
  });

  it("say the same to the catalogue's reader", () => {
    fc.assert(
      fc.property(dumps, (tables) => {
        const table = foldVersions(versions, (version) => tables[versions.indexOf(version)] ?? {});
        for (const [index, version] of versions.entries())
          for (const [key, entry] of Object.entries(table))
            assert.deepEqual(plain(rowIn(entry, versions, version)), plain(tables[index]?.[key] ?? null));
      }),
    );
  });

  it("hold a difference once, for the whole run of versions", () => {
    const table = foldVersions(versions, (version) => ({ "spark.a": { default: version < "4" ? 1 : 2 } }));
    assert.deepEqual(table, { "spark.a": { default: 2, byVersion: { "3.3..3.5": { default: 1 } } } });
  });
});
