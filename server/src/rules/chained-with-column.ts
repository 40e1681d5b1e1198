import { addedColumns } from "./addedColumns.ts";
import { independentRuns } from "./columnRuns.ts";
import { mergedColumns, oneDict } from "./mergedColumns.ts";
import { defineRule } from "./rule.ts";

/** A chain of so few steps costs nothing that anybody would notice, and reads well. */
const harmlessSteps = 3;

/** Several `withColumn` in a row, none of which reads what another makes. */
export const chainedWithColumn = defineRule({
  id: "chained-with-column",
  summary: "withColumn after withColumn instead of one withColumns",
  category: "columns",
  severity: "hint",
  since: "0.1.0",
  fix: "safe",
  profiles: ["recommended", "strict"],
  spark: { from: "3.3" },
  frames(facts, context) {
    for (const run of independentRuns(facts, context.catalog.api, addedColumns)) {
      const [first, ...others] = run;
      if (!first || run.length <= harmlessSteps) continue;
      context.report({
        site: first.call.nameSite,
        message: `These ${run.length} \`withColumn\` in a row do not need each other, but make ${run.length} projections that Spark analyses one by one. Add the columns with one \`withColumns\`.`,
        evidence: first.call.receiver?.evidence ?? [],
        related: others.map(({ call }) => ({
          site: call.nameSite,
          message: "Can be part of the same `withColumns`.",
        })),
        fix: {
          title: `Add the ${run.length} columns with one \`withColumns\``,
          safety: "safe",
          edits: (current) => mergedColumns(current, run, oneDict("withColumns")),
        },
      });
    }
  },
});
