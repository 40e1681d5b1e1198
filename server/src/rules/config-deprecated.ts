import { reportConfig } from "./configReports.ts";
import { defineRule } from "./rule.ts";

/** A key that Spark warns of, or knows only as the older name of another. */
export const configDeprecated = defineRule({
  id: "config-deprecated",
  summary: "Configuration with a successor",
  category: "configuration",
  severity: "info",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  configs: (fact, context) => {
    reportConfig(fact, context, "config-deprecated");
  },
});
