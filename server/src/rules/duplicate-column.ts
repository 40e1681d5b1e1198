import { allFacts, type CallFact } from "../plan/facts.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { isCaseSensitive } from "../plan/session.ts";
import { defineRule } from "./rule.ts";

/** Writing a frame in which two columns have one name: Spark refuses it (COLUMN_ALREADY_EXISTS, 3.4 to 4.3). */
export const duplicateColumn = defineRule({
  id: "duplicate-column",
  summary: "Writing columns of which two have the same name",
  category: "reading-writing",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, { report }) {
    for (const fact of allFacts(facts)) {
      if (fact.kind !== "call" || !writers.has(fact.name)) continue;
      const name = duplicateOf(fact);
      if (name === null) continue;
      report({
        site: fact.nameSite,
        message: `Two columns of what is written are called \`${name}\`, so Spark refuses to write it. Drop or rename one of them; a join with \`on="${name}"\` keeps one.`,
        evidence: fact.receiver?.evidence ?? [],
      });
    }
  },
});

const writers: ReadonlySet<string> = new Set(
  ["csv", "json", "orc", "parquet", "save", "saveAsTable"].map((method) => `DataFrameWriter.${method}`),
);

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
