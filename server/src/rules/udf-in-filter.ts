import { columnParts, type ColumnExpression } from "../plan/column.ts";
import { sparkValue } from "../plan/value.ts";
import { defineRule } from "./rule.ts";

/** A Python UDF in a filter or in a join's condition. */
export const udfInFilter = defineRule({
  id: "udf-in-filter",
  summary: "Python UDF in a filter or join condition",
  category: "udf",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  yieldsTo: ["null-test-beside-udf"],
  calls: {
    names: ["DataFrame.filter", "DataFrame.where", "DataFrame.join"],
    check(call, { report }) {
      const plan = sparkValue(call.result, "DataFrame")?.plan;
      if (!plan || (plan.operator !== "Filter" && plan.operator !== "Join")) return;
      for (const column of plan.columns)
        for (const part of columnParts(column)) {
          if (part.kind !== "call" || part.function !== "udf") continue;
          // A UDF of one side is computed before the join, and may be its key.
          if (plan.operator === "Join" && !readsBothSides(part)) continue;
          const { name = null } = part.udf ?? {};
          const udf = name === null ? "A Python UDF" : `\`${name}\``;
          report({
            site: part.site,
            message:
              plan.operator === "Filter"
                ? `${udf} decides here which rows stay: the source cannot leave any out, and every row goes to Python and back. Filter with built-in functions first.`
                : `${udf} is part of the join's condition: Spark cannot join by key, and compares every pair of rows in Python. Join by a key first, then filter.`,
          });
        }
    },
  },
});

/** Whether a UDF's arguments name columns of two frames. */
function readsBothSides(udf: ColumnExpression): boolean {
  const frames = columnParts(udf).flatMap((part) =>
    part.kind === "reference" && part.of !== null ? [part.of] : [],
  );
  return new Set(frames).size > 1;
}
