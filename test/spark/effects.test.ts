import assert from "node:assert/strict";
import { effectBlocks, header } from "../plan/effects/effectPages.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();

/** The rows of `raw`. */
const rowCount = 4;

describe("how often frames are computed, on a real Spark", function () {
  this.timeout(120_000);

  for (const { title, code, computed } of effectBlocks())
    if (computed !== null)
      it(title, async () => {
        const answer = await spark.run({ code: `${header}${code}\ncounted = rows.value\n`, prelude: false });
        assert.equal(answer.error, undefined);
        assert.equal(Number(answer.values?.counted), computed * rowCount);
      });
});
