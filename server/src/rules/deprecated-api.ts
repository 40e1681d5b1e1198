import type { CallFact } from "../plan/facts.ts";
import { replace, spelled } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";

/** What the target version of PySpark declares deprecated, with what takes its place. */
export const deprecatedApi = defineRule({
  id: "deprecated-api",
  summary: "Call that PySpark has deprecated",
  category: "columns",
  severity: "info",
  since: "0.1.0",
  fix: "safe",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["*"],
    check(call, { report, catalog, sparkVersion }) {
      const dot = call.name.indexOf(".");
      const [owner, member] = [call.name.slice(0, dot), call.name.slice(dot + 1)];
      const signature =
        owner === "functions"
          ? catalog.api.functionSignature(call.name, sparkVersion)
          : catalog.api.signature(owner, member, sparkVersion);
      const deprecated = signature?.deprecated;
      // What the version has no longer raises, and is told of as such.
      if (!deprecated || signature.availability !== "present") return;
      const { since, instead } = deprecated;
      const from = since === "yes" ? "" : ` since ${since}`;
      const fix = instead === null ? null : renaming(call, owner, instead);
      report({
        site: call.nameSite,
        message: `\`${member}()\` is deprecated${from}.${instead === null ? " A later version may leave it out." : ` Use \`${instead}\`.`}`,
        ...(!call.receiver && {
          evidence: { level: "certain", site: call.nameSite, because: `${call.name} of PySpark` },
        }),
        ...(fix && { fix }),
      });
    },
  },
});

/** Siblings that take the same arguments and do the same. */
const equal: ReadonlySet<string> = new Set([
  "approx_count_distinct",
  "bitwise_not",
  "createOrReplaceTempView",
  "degrees",
  "radians",
  "shiftleft",
  "shiftright",
  "shiftrightunsigned",
  "sum_distinct",
]);

function renaming({ unit, node, nameSite }: CallFact, owner: string, instead: string): Fix | null {
  if (!equal.has(instead)) return null;
  return {
    title: `Use \`${instead}\``,
    safety: "safe",
    edits(facts) {
      if (node.callee.kind === "Attribute") return [replace(unit, nameSite, instead)];
      const spelling = spelled(facts, `pyspark.sql.${owner}.${instead}`);
      return [...spelling.edits, replace(unit, nameSite, spelling.text)];
    },
  };
}
