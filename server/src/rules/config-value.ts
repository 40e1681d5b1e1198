import { reportConfig } from "./configReports.ts";
import { defineRule } from "./rule.ts";

/** A value of the wrong type, unit or range, or none of those that the key takes. */
export const configValue = defineRule({
  id: "config-value",
  summary: "Value that Spark refuses for the configuration",
  category: "configuration",
  severity: "error",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  configs: (fact, context) => {
    reportConfig(fact, context, "config-value");
  },
});
