import { callEvidence } from "../plan/evidence.ts";
import { argument, constantString, type CallFact } from "../plan/facts.ts";
import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** A week: Delta's default of `delta.deletedFileRetentionDuration`, below which VACUUM is refused. */
const leastHours = 168;

const check = "spark.databricks.delta.retentionDurationCheck.enabled";

/** VACUUM that deletes files which readers, writers and time travel may still want. */
export const vacuumTooShort = defineRule({
  id: "vacuum-too-short",
  summary: "VACUUM that keeps less than a week",
  category: "reading-writing",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["DeltaTable.vacuum", "SparkSession.sql"],
    check(call, { report }) {
      const hours = keptHours(call);
      const given = call.args[0];
      if (hours === null || hours >= leastHours || !given) return;
      report({
        site: siteIn(call.unit, given.node),
        message: `VACUUM with ${hours} hours deletes files that running queries and older versions still need. Delta refuses less than ${leastHours} hours, unless its check is off: keep a week.`,
        evidence: callEvidence(call),
      });
    },
  },
  configs({ key, value, keySite, where, evidence }, { report }) {
    if (key !== check || where === "read" || value?.trim().toLowerCase() !== "false") return;
    report({
      site: keySite,
      message:
        "Without this check VACUUM deletes files that running queries and writers still need, which breaks the table. Leave it on, and keep a week.",
      evidence,
    });
  },
});

/** What a VACUUM keeps, in hours; null for the table's own setting, and where the code does not tell. */
function keptHours(call: CallFact): number | null {
  if (call.name === "DeltaTable.vacuum") {
    const given = argument(call, 0, "retentionHours");
    return given?.value.kind === "number" ? given.value.value : null;
  }
  // Delta's own statement: Spark's grammar does not have it.
  const text = constantString(argument(call, 0, "sqlQuery")?.value);
  const hours =
    text === null ? null : /^\s*VACUUM\s[^;]*\sRETAIN\s+(\d+(?:\.\d+)?)\s+HOURS\b/i.exec(text)?.[1];
  return hours === undefined || hours === null ? null : Number(hours);
}
