import { reportConfig } from "./configReports.ts";
import { defineRule } from "./rule.ts";

/** A key of the driver's JVM, which is there before the program runs. */
export const configNeedsSubmit = defineRule({
  id: "config-needs-submit",
  summary: "Configuration of the driver's JVM set in the program",
  category: "configuration",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  configs: (fact, context) => {
    reportConfig(fact, context, "config-needs-submit");
  },
});
