import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { rules } from "../../server/src/rules/registry.ts";

interface Row {
  readonly id: string;
  readonly what: string;
  readonly rules?: readonly string[];
  readonly mergedInto?: readonly string[];
  readonly refused?: string;
}

const file = path.resolve(import.meta.dirname, "../../docs/rules-coverage.json");
const { sections } = JSON.parse(fs.readFileSync(file, "utf8")) as {
  readonly sections: Readonly<Record<string, readonly Row[]>>;
};
const rows = Object.values(sections).flat();
const ids = new Set(rules.map(({ id }) => id));

/** How many rows nobody has answered yet; only ever lowered. */
const openRows = 17;

describe("the table of what the rules cover", () => {
  it("names each row once, in a few words", () => {
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
    for (const { id, what } of rows) {
      assert.match(id, /^[A-Z]+\d\d$/);
      assert.ok(what.length > 3 && what.length <= 90, `${id}: ${what}`);
    }
  });

  for (const row of rows)
    it(`${row.id} has one answer, by rules that there are`, () => {
      const named = [...(row.rules ?? []), ...(row.mergedInto ?? [])];
      assert.deepEqual(
        named.filter((id) => !ids.has(id)),
        [],
      );
      assert.ok(row.refused === undefined || named.length === 0, "refused, or by a rule");
      assert.ok(row.refused === undefined || row.refused.length >= 10, "a reason");
    });

  it("names every rule", () => {
    const named = new Set(rows.flatMap((row) => [...(row.rules ?? []), ...(row.mergedInto ?? [])]));
    assert.deepEqual(
      [...ids].filter((id) => !named.has(id)),
      [],
    );
  });

  it(`leaves at most ${openRows} rows open`, () => {
    const open = rows.filter((row) => !row.rules && !row.mergedInto && row.refused === undefined);
    assert.ok(open.length <= openRows, `${open.length} rows are open`);
  });
});

describe("rules that are silent beside more specific ones", () => {
  for (const rule of rules.filter(({ yieldsTo }) => yieldsTo !== undefined))
    it(`${rule.id} names rules that there are, and none that is silent beside it`, () => {
      for (const id of rule.yieldsTo ?? []) {
        const other = rules.find((each) => each.id === id);
        assert.ok(other, `there is no rule ${id}`);
        assert.ok(!other.yieldsTo?.includes(rule.id), `${id} is silent beside ${rule.id}`);
      }
    });
});
