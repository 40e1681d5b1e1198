import { reportConfig } from "./configReports.ts";
import { defineRule } from "./rule.ts";

/** A key that was removed, and of which Spark takes no value but the old default. */
export const configRemoved = defineRule({
  id: "config-removed",
  summary: "Configuration that Spark refuses to set",
  category: "configuration",
  severity: "error",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  configs: (fact, context) => {
    reportConfig(fact, context, "config-removed");
  },
});
