import { kindOf, type DataType } from "../catalog/dataType.ts";
import { simpleString } from "../catalog/dataTypeText.ts";
import { callEvidence } from "../plan/evidence.ts";
import { allFacts } from "../plan/facts.ts";
import { columnNameSite } from "../plan/columnNameSite.ts";
import { joinKeys } from "../plan/schema/joinKeys.ts";
import { defineRule } from "./rule.ts";

/** Keys of a join whose types only meet by a cast that may lose matches. */
export const joinKeyTypesDiffer = defineRule({
  id: "join-key-types-differ",
  summary: "Join keys of types that only meet by a cast",
  category: "joins",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  yieldsTo: ["type-mismatch"],
  frames(facts, { report }) {
    for (const fact of allFacts(facts)) {
      if (fact.kind !== "call" || fact.name !== "DataFrame.join") continue;
      const plan = fact.result.kind === "spark" ? fact.result.plan : null;
      for (const { left, right, site } of plan ? joinKeys(plan) : []) {
        const families = [left, right].map(({ dataType }) => familyOf(dataType));
        if (families.includes(null) || families[0] === families[1]) continue;
        report({
          site: columnNameSite(site),
          message: `The key \`${left.name}\` is ${simpleString(left.dataType)} and \`${right.name}\` is ${simpleString(right.dataType)}: Spark casts one of them for every row, and values that look alike may not match. Cast one side yourself before the join.`,
          evidence: callEvidence(fact),
        });
      }
    }
  },
});

/** Types within a family meet without loss; null for types that joins rarely compare. */
function familyOf(type: DataType): string | null {
  const kind = kindOf(type);
  if (/^(tinyint|smallint|int|bigint|decimal)$/.test(kind)) return "exact number";
  if (kind === "float" || kind === "double") return "floating point number";
  if (kind === "string" || kind === "boolean" || kind === "date") return kind;
  return kind === "timestamp" || kind === "timestamp_ntz" ? "timestamp" : null;
}
