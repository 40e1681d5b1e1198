import assert from "node:assert/strict";
import { countsText, takesCount } from "../../server/src/catalog/sqlFunctionCatalog.ts";
import { catalog } from "./catalogFixture.ts";

/** Calls with so many arguments, and whether Spark takes them. */
const calls: readonly (readonly [name: string, version: string, count: number, isTaken: boolean])[] = [
  ["round", "4.3", 1, true],
  ["round", "4.3", 2, true],
  ["round", "4.3", 3, false],
  ["upper", "3.3", 0, false],
  ["coalesce", "4.3", 30, true],
  ["map", "4.3", 3, false],
  ["map", "4.3", 4, true],
  ["make_timestamp", "4.3", 5, false],
  ["make_timestamp", "4.3", 6, true],
  // A second argument came later.
  ["current_timestamp", "4.2", 1, false],
  ["current_timestamp", "4.3", 1, true],
  ["concat", "4.3", 0, true],
];

const words: readonly (readonly [name: string, text: string | null])[] = [
  ["upper", "1 argument"],
  ["round", "1 or 2 arguments"],
  ["coalesce", "at least 1 argument"],
  ["map", "an even number of arguments"],
  ["pi", "no arguments"],
  ["concat", null],
];

describe("numbers of arguments of SQL functions", () => {
  const named = (name: string, version: string) => {
    const found = catalog.sqlFunctions.find(name, version);
    assert.ok(found, name);
    return found;
  };

  for (const [name, version, count, isTaken] of calls)
    it(`${name} with ${count} in Spark ${version}`, () => {
      assert.equal(takesCount(named(name, version), count), isTaken);
    });

  for (const [name, text] of words)
    it(`${name} in words`, () => {
      assert.equal(countsText(named(name, "4.3")), text);
    });
});
