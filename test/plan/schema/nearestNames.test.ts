import assert from "node:assert/strict";
import { nearestNames } from "../../../server/src/plan/schema/expressions/problems.ts";

const columns = ["order_id", "customer_id", "sku", "quantity", "amount", "status", "country", "created"];

/** Words, and the columns that could be meant by them, the likeliest first. */
const cases: Readonly<Record<string, readonly string[]>> = {
  am: ["amount"],
  amou: ["amount"],
  customer: ["customer_id"],
  AMUONT: ["amount"],
  contry: ["country"],
  state: ["status"],
  sk: ["sku"],
  zz: [],
};

describe("the names that are near a word", () => {
  for (const [word, expected] of Object.entries(cases))
    it(word, () => {
      assert.deepEqual(nearestNames(word, columns).slice(0, Math.max(1, expected.length)), expected);
    });
});
