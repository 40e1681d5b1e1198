import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { answeredBlock } from "./answeredBlock.ts";
import { pagesFolder, schemaBlocks } from "./schemaPages.ts";

/**
 * Blocks that our engine does not answer yet. The list only ever gets shorter;
 * `node --import=tsx test/spark/plans/updatePages.ts --pending` writes it.
 */
const pending = new Set(
  JSON.parse(fs.readFileSync(path.join(pagesFolder, "pending.json"), "utf8")) as string[],
);

describe("schemas and mistakes as the pages say", () => {
  const blocks = schemaBlocks();

  for (const block of blocks)
    it(block.title, function () {
      const { answered, expected, agrees } = answeredBlock(block);
      if (!pending.has(block.title)) assert.deepEqual(answered, expected);
      else if (agrees) assert.fail("It agrees now: take it off pending.json.");
      else this.skip();
    });

  it("are pending only where there is such a block", () => {
    const titles = new Set(blocks.map(({ title }) => title));
    assert.equal(titles.size, blocks.length, "two blocks have the same title");
    assert.deepEqual(
      [...pending].filter((title) => !titles.has(title)),
      [],
    );
  });
});
