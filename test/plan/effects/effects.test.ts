import assert from "node:assert/strict";
import { effectBlocks, effectsFound } from "./effectPages.ts";

describe("what programs do, in order", () => {
  for (const block of effectBlocks())
    it(block.title, () => {
      const { effects, again, computed } = effectsFound(block);
      assert.deepEqual([...effects].map(String), [...block.effects].map(String));
      assert.equal(again, block.again);
      if (block.computed !== null) assert.equal(computed, block.computed);
    });
});
