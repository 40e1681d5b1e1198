import { reportConfig } from "./configReports.ts";
import { defineRule } from "./rule.ts";

/** A key that came with a later release, or went with an earlier one. */
export const configVersion = defineRule({
  id: "config-version",
  summary: "Configuration that this Spark version does not read",
  category: "configuration",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  configs: (fact, context) => {
    reportConfig(fact, context, "config-version");
  },
});
