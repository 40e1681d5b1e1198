import { callEvidence } from "../plan/evidence.ts";
import { allFacts, type CallFact } from "../plan/facts.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { compareVersions } from "../catalog/sparkVersion.ts";
import { isCaseSensitive, setting } from "../plan/session.ts";
import type { SparkValue } from "../plan/value.ts";
import { joinByName } from "./joinByName.ts";
import { defineRule } from "./rule.ts";

/**
 * Writing a frame in which two columns have one name: Spark refuses it for tables and its own formats
 * (COLUMN_ALREADY_EXISTS, tried in 3.3 to 4.3), but no longer for CSV files since 4.0. Other formats decide themselves.
 */
export const duplicateColumn = defineRule({
  id: "duplicate-column",
  summary: "Writing columns of which two have the same name",
  category: "reading-writing",
  severity: "error",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, { report }) {
    for (const fact of allFacts(facts)) {
      if (fact.kind !== "call" || !isRefused(fact)) continue;
      const name = duplicateOf(fact);
      if (name === null) continue;
      const fix = fact.receiver?.plan ? joinByName(fact.receiver.plan, name) : null;
      report({
        site: fact.nameSite,
        message: `Two columns of what is written are called \`${name}\`, so Spark refuses to write it. Drop or rename one of them; a join with \`on="${name}"\` keeps one.`,
        evidence: callEvidence(fact),
        ...(fix && { fix }),
      });
    }
  },
});

const writer = "DataFrameWriter.";
const refusing: ReadonlySet<string> = new Set(["csv", "json", "orc", "parquet"]);

/** Whether what the call writes may have each name once only. */
function isRefused({ name, receiver, args }: CallFact): boolean {
  if (!name.startsWith(writer) || !receiver?.plan) return false;
  const method = name.slice(writer.length);
  if (method === "saveAsTable") return true;
  const format = method === "save" ? savedFormat(receiver, args) : method;
  const takesTwice = format === "csv" && compareVersions(receiver.plan.session.version, "4.0") >= 0;
  return format !== null && refusing.has(format) && !takesTwice;
}

/** The format that `save` writes; null where the code does not tell. */
function savedFormat({ state, plan }: SparkValue, args: CallFact["args"]): string | null {
  const given = args.find((each, index) => each.name === "format" || (each.name === null && index === 1));
  if (given) return given.value.kind === "string" ? (given.value.value?.toLowerCase() ?? null) : null;
  if (state?.called.includes("format")) return state.format?.toLowerCase() ?? null;
  return plan ? setting(plan.session, "spark.sql.sources.default") : null;
}

function duplicateOf({ receiver }: CallFact): string | null {
  const plan = receiver?.plan;
  if (!plan) return null;
  const schema = schemaOf(plan);
  if (schema.kind !== "closed") return null;
  const caseSensitive = isCaseSensitive(plan.session);
  const seen = new Set<string>();
  for (const { name } of schema.attributes) {
    const key = caseSensitive ? name : name.toLowerCase();
    if (seen.has(key)) return name;
    seen.add(key);
  }
  return null;
}
