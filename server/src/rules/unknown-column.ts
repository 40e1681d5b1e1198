import { closestName } from "../catalog/closestName.ts";
import { frameName, listed, reportProblems } from "./analysisProblems.ts";
import { defineRule } from "./rule.ts";

/** A column that the frame certainly does not have. */
export const unknownColumn = defineRule({
  id: "unknown-column",
  summary: "Column that the DataFrame does not have",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, context) {
    reportProblems(facts, context, "unknown-column", (found) => {
      const { subject, candidates } = found.problem;
      const near = closestName(subject, candidates);
      const advice =
        near !== null
          ? `Did you mean \`${near}\`?`
          : candidates.length > 0
            ? `Its columns are ${listed(candidates)}.`
            : "It has no columns.";
      return `There is no column \`${subject}\` in ${frameName(facts, found)} here, so Spark refuses the step. ${advice}`;
    });
  },
});
