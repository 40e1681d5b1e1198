import type { ConfigFact } from "../plan/facts.ts";
import { defineRule, type RuleContext } from "./rule.ts";

/** A setting that brings back what an older Spark did. */
export const legacyBehaviour = defineRule({
  id: "legacy-behaviour",
  summary: "Setting that brings back an older Spark's behaviour",
  category: "configuration",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["strict"],
  configs(fact, context) {
    if (fact.where === "read") return;
    const message = messageFor(fact, context);
    if (message !== null)
      context.report({
        site: fact.keySite,
        message: `${message} Later releases may drop it: take it out once the code no longer needs it.`,
        evidence: fact.evidence,
      });
  },
});

function messageFor({ key, value }: ConfigFact, { catalog, sparkVersion }: RuleContext): string | null {
  const entry = catalog.configs.entry(key, sparkVersion);
  const set = value?.trim().toLowerCase() ?? null;
  if (entry?.state !== "present" || (set !== null && set === entry.default?.toLowerCase())) return null;
  if (key.startsWith("spark.sql.legacy."))
    return set === "corrected" || set === "exception"
      ? null
      : `\`${key}\` keeps an older Spark's behaviour for the whole program.`;
  if (key === "spark.sql.ansi.enabled" && set === "false")
    return "Without ANSI mode overflows wrap around, and texts that are no number or date become null without a word.";
  if (key === "spark.sql.storeAssignmentPolicy" && set === "legacy")
    return "The policy LEGACY turns values that do not fit a table's column into null without a word.";
  return null;
}
