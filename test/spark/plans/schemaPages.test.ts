import assert from "node:assert/strict";
import { foundFor, schemaBlocks, unexpectedErrors } from "../../plan/schemaPages.ts";
import { withSpark } from "../session/sparkSession.ts";
import { pageRequest, pageRun } from "./pageRun.ts";

const spark = withSpark();

describe("the pages of schemas on a real Spark", function () {
  this.timeout(120_000);

  for (const block of schemaBlocks())
    it(block.title, async function () {
      // The pages say what the Spark of the tests says; others differ in names and conditions.
      if (!spark.greeting().sparkVersion.startsWith("4.3.")) this.skip();
      const run = pageRun(await spark.run(pageRequest(block)));
      assert.deepEqual(unexpectedErrors(block, run), []);
      for (const expectation of block.expectations)
        assert.deepEqual(
          foundFor(expectation, run),
          { kind: expectation.kind, text: expectation.text },
          `line ${expectation.to}`,
        );
    });
});
