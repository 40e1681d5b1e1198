import { closestName } from "../catalog/closestName.ts";
import { capitalized, frameName, listed, reportProblems } from "./analysisProblems.ts";
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
      const [first] = candidates;
      const isBegun = subject.length > 1 && first?.toLowerCase().startsWith(subject.toLowerCase()) === true;
      const near = isBegun ? first : closestName(subject, candidates);
      const missing = `${frameName(facts, found)} has no column \`${subject}\` here, so Spark refuses the step`;
      if (near !== null) return `Did you mean \`${near}\`? ${capitalized(missing)}.`;
      return candidates.length > 0
        ? `${capitalized(missing)}. Perhaps ${candidates.length === 1 ? "this is meant" : "one of these is meant"}: ${listed(candidates)}.`
        : `${capitalized(missing)}.`;
    });
  },
});
