import { columnParts } from "../plan/column.ts";
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
  alsoKnownAs: { cylint: ["CY009"], catalystops: ["CODE_UDF_FILTER_001"] },
  calls: {
    names: ["DataFrame.filter", "DataFrame.where", "DataFrame.join"],
    check(call, { report }) {
      const plan = sparkValue(call.result, "DataFrame")?.plan;
      if (!plan || (plan.operator !== "Filter" && plan.operator !== "Join")) return;
      for (const column of plan.columns)
        for (const part of columnParts(column)) {
          if (part.kind !== "call" || part.function !== "udf") continue;
          const { name = null } = part.udf ?? {};
          const udf = name === null ? "A Python UDF" : `\`${name}\``;
          report({
            site: part.site,
            message:
              plan.operator === "Filter"
                ? `${udf} decides here which rows stay: the source cannot leave any out, and every row goes to Python and back. Filter with built-in functions first.`
                : `${udf} is part of the join's condition: Spark cannot join by key, and compares every pair of rows in Python. Compute it as a column before the join.`,
          });
        }
    },
  },
});
