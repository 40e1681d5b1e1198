import { reportConfig } from "./configReports.ts";
import { defineRule } from "./rule.ts";

/** A key that Spark reads before the place in which it is set. */
export const configTooLate = defineRule({
  id: "config-too-late",
  summary: "Configuration set too late to take effect",
  category: "configuration",
  severity: "warning",
  since: "0.2.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  configs: (fact, context) => {
    reportConfig(fact, context, "config-too-late");
  },
});
