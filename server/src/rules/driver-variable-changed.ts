import { siteIn } from "./edits.ts";
import { changesIn } from "./nameChanges.ts";
import { defineRule } from "./rule.ts";
import { bodyOf } from "./udfBody.ts";

/** A variable of the driver changed by a function that runs on the workers, which change copies of their own. */
export const driverVariableChanged = defineRule({
  id: "driver-variable-changed",
  summary: "Variable of the driver changed on the workers",
  category: "udf",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  udfs(fact, { report }) {
    const { unit } = fact.udf.function ?? {};
    if (!unit) return;
    const changes = changesIn(bodyOf(fact));
    const reported = new Set<string>();
    for (const { node, value } of fact.captures) {
      const change = changes.get(node);
      if (change === undefined || reported.has(node.id) || !canChange.has(value.kind)) continue;
      // A function that looks into what it has gathered may keep answers for its own later rows.
      if (fact.captures.some((other) => other.node.id === node.id && !changes.has(other.node))) continue;
      reported.add(node.id);
      const counts = value.kind === "number";
      report({
        site: siteIn(unit, change),
        message: `Each worker changes a copy of \`${node.id}\`; the driver's stays as it is. ${counts ? "Count with Spark, or with an accumulator" : "Make the values a column or an RDD, and collect what is small"}.`,
        evidence: fact.evidence,
        related: [{ site: fact.udf.site, message: "The function is handed to Spark here." }],
      });
    }
  },
});

const canChange: ReadonlySet<string> = new Set(["sequence", "dict", "number"]);
