import { reportConfig } from "./configReports.ts";
import { defineRule } from "./rule.ts";

/** A key that is a slip away from one that Spark, or a product beside it, knows. */
export const configUnknown = defineRule({
  id: "config-unknown",
  summary: "Configuration that Spark does not know",
  category: "configuration",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  configs: (fact, context) => {
    reportConfig(fact, context, "config-unknown");
  },
});
