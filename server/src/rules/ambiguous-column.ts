import type { ModuleFacts } from "../plan/facts.ts";
import type { ModuleProblem } from "../plan/schema/moduleProblems.ts";
import { frameName, reportProblems } from "./analysisProblems.ts";
import { defineRule } from "./rule.ts";

/** A name that several columns of the frame have. */
export const ambiguousColumn = defineRule({
  id: "ambiguous-column",
  summary: "Name that several columns of the DataFrame have",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, context) {
    reportProblems(facts, context, "ambiguous-column", (found) =>
      found.problem.condition === "AMBIGUOUS_REFERENCE"
        ? severalColumns(facts, found)
        : `Both sides of the join come from one frame, so \`${found.problem.subject}\` may be of either, and Spark refuses the step. Give each side an \`alias()\` before the join, and write \`col("alias.${found.problem.subject}")\`.`,
    );
  },
});

const severalColumns = (facts: ModuleFacts, found: ModuleProblem): string =>
  `Several columns of ${frameName(facts, found)} are called \`${found.problem.subject}\`, so Spark refuses the step. Join with \`on="…"\`, drop one of them, or name its frame.`;
