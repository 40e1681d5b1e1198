import { callEvidence } from "../plan/evidence.ts";
import { argument } from "../plan/facts.ts";
import { replace, siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** `dropDuplicates([])`: all rows are equal in no columns, and one of them stays. */
export const deduplicatedByNoColumn = defineRule({
  id: "deduplicated-by-no-column",
  summary: "dropDuplicates([]) keeps a single row",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["DataFrame.dropDuplicates", "DataFrame.drop_duplicates"],
    check(call, { report }) {
      const subset = argument(call, 0, "subset");
      if (subset?.value.kind !== "sequence" || !subset.value.exact || subset.value.elements.length > 0)
        return;
      // A list that the program fills elsewhere may be empty on one path alone.
      if (subset.node.kind !== "List" && subset.node.kind !== "Tuple") return;
      report({
        site: siteIn(call.unit, subset.node),
        message:
          "An empty list of columns makes all rows duplicates of each other: Spark keeps one row, whichever comes first. Leave the list out to compare all columns.",
        evidence: callEvidence(call),
        fix: {
          title: "Compare all columns (more than one row stays)",
          safety: "suggested",
          edits: () => [replace(call.unit, call.node.argumentList, "()")],
        },
      });
    },
  },
});
