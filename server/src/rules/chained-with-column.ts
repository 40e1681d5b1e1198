import { addedColumns } from "./addedColumns.ts";
import { reportRuns } from "./columnRuns.ts";
import { defineRule } from "./rule.ts";

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
    reportRuns(facts, context, {
      kind: addedColumns,
      harmless: 3,
      method: "withColumns",
      message: (count) =>
        `These ${count} \`withColumn\` in a row do not need each other, but make ${count} projections that Spark analyses one by one. Add the columns with one \`withColumns\`.`,
      title: (count) => `Add the ${count} columns with one`,
    });
  },
});
