import assert from "node:assert/strict";
import { shortReason } from "../../client/src/submit/shortReason.ts";

describe("the reason in a failed run's notification", () => {
  const cases: readonly [exception: string | null, message: string, shown: string][] = [
    [
      "AnalysisException",
      "[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column with name `nope` cannot be resolved. Did you mean one of the following? [`id`]. SQLSTATE: 42703;\n'Project ['nope]",
      "AnalysisException: A column with name `nope` cannot be resolved. Did you mean one of the following? [`id`].",
    ],
    ["ValueError", "no [A_B] here", "ValueError: no [A_B] here"],
    [null, "the driver was killed", "the driver was killed"],
    ["KeyError", "x".repeat(300), `KeyError: ${"x".repeat(189)}…`],
  ];
  for (const [exception, message, shown] of cases)
    it(shown.slice(0, 40), () => {
      assert.equal(shortReason(exception, message), shown);
    });
});
