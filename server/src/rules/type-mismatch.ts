import { capitalized, reportProblems } from "./analysisProblems.ts";
import { defineRule } from "./rule.ts";

/** An operation on types that Spark refuses. */
export const typeMismatch = defineRule({
  id: "type-mismatch",
  summary: "Operation on types that Spark refuses",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  // Python compares a chain before Spark sees the types in it; without parentheses other things meet than were meant.
  yieldsTo: ["chained-column-comparison", "unparenthesized-comparison"],
  frames(facts, context) {
    reportProblems(facts, context, "type-mismatch", ({ problem }) => {
      const text = problem.text.replace(/\.$/, "");
      return `${capitalized(text)}, so Spark refuses the step. Cast one side, or take another function.`;
    });
  },
});
