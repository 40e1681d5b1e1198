import assert from "node:assert/strict";
import { foundFor, schemaBlocks, unexpectedErrors } from "../../plan/schemaPages.ts";
import { withSpark } from "../session/sparkSession.ts";
import { compareProgram } from "./comparison.ts";
import { pageRequest, pageRun } from "./pageRun.ts";
import { differenceText, falseProblemTexts, tallyOf } from "./report.ts";
import { recordingOf } from "./truth.ts";

const spark = withSpark();

describe("the pages of schemas on a real Spark", function () {
  this.timeout(120_000);

  for (const block of schemaBlocks())
    it(block.title, async () => {
      const request = pageRequest(block);
      const answer = await spark.run(request);
      const version = spark.greeting().sparkVersion.split(".").slice(0, 2).join(".");
      // The pages say what the Spark of the tests says; others differ in names and conditions, and so do we.
      if (version !== "4.3") {
        const program = { name: block.title, code: request.code, continueAfterErrors: true };
        const { bindings, errors } = recordingOf(answer);
        const atTop = bindings.filter((binding) => binding.function === null);
        const outcome = compareProgram(program, { bindings: atTop, errors, sparkVersion: version });
        const { wrong } = tallyOf([outcome]);
        assert.deepEqual([...wrong.map(differenceText), ...falseProblemTexts([outcome])], []);
        return;
      }
      const run = pageRun(answer);
      assert.deepEqual(unexpectedErrors(block, run), []);
      for (const expectation of block.expectations)
        assert.deepEqual(
          foundFor(expectation, run),
          { kind: expectation.kind, text: expectation.text },
          `line ${expectation.to}`,
        );
    });
});
