import assert from "node:assert/strict";
import { argumentKindWords, type ArgumentKind } from "../../server/src/catalog/argumentKinds.ts";
import { catalog } from "./catalogFixture.ts";

/** What PySpark 4.3 takes ("+") and refuses ("-"), by the letters of kinds. */
const cases: readonly [string, string, string, string][] = [
  ["DataFrame.limit", "num", "i", "sfldum"],
  ["DataFrame.dropDuplicates", "subset", "lt", "sidum"],
  ["DataFrame.sample", "withReplacement", "bf", "sl"],
  ["DataFrame.sample", "fraction", "if", "lum"],
  ["DataFrame.orderBy", "cols", "scil", "um"],
  ["DataFrame.filter", "condition", "sc", "ilum"],
  ["Column.cast", "dataType", "sy", "kum"],
  ["StructField", "dataType", "y", "sk"],
  ["functions.round", "scale", "ci", "um"],
  ["functions.lag", "offset", "i", "sum"],
  ["Window.orderBy", "cols", "scl", "um"],
];

describe("kinds of arguments", () => {
  for (const [callable, parameter, taken, refused] of cases)
    it(`${callable} takes ${taken} as ${parameter}, not ${refused}`, () => {
      const refuses = catalog.argumentKinds(callable, "4.3");
      assert.ok(refuses);
      const kinds = Object.keys(argumentKindWords) as ArgumentKind[];
      assert.deepEqual(
        kinds.filter((kind) => taken.includes(kind) && refuses(parameter, kind)),
        [],
      );
      assert.deepEqual(
        kinds.filter((kind) => refused.includes(kind) && !refuses(parameter, kind)),
        [],
      );
    });

  it("go by the version", () => {
    // A Column as the number of digits came with 4.0.
    assert.equal(catalog.argumentKinds("functions.round", "3.5")?.("scale", "c"), true);
    assert.equal(catalog.argumentKinds("functions.round", "4.3")?.("scale", "c"), false);
  });

  it("are unknown of what was not asked", () => {
    assert.equal(catalog.argumentKinds("DataFrame.foreach", "4.3"), null);
  });
});
