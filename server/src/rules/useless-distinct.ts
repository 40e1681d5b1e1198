import type { PlanNode } from "../plan/logicalPlan.ts";
import { sparkValue } from "../plan/value.ts";
import { removeMethodCall } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** `distinct()` on rows that are all different already. */
export const uselessDistinct = defineRule({
  id: "useless-distinct",
  summary: "distinct() on rows that differ already",
  category: "partitioning",
  severity: "info",
  since: "0.1.0",
  fix: "safe",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["DataFrame.distinct", "DataFrame.dropDuplicates", "DataFrame.drop_duplicates"],
    check(call, { report }) {
      if (call.args.length > 0 || call.receiver?.plan?.streaming !== false) return;
      const source = differing(call.receiver.plan);
      if (!source || !sparkValue(call.result, "DataFrame")) return;
      const edit = removeMethodCall(call.unit, call.node);
      const why =
        source.operator === "Aggregate"
          ? "the grouping gives one row for each key"
          : "the rows were made distinct before";
      report({
        site: call.nameSite,
        message: `\`${call.name.slice("DataFrame.".length)}()\` compares all rows for nothing: ${why}. Leave it out.`,
        related: [{ site: source.nameSite, message: "From here on no two rows are equal." }],
        ...(edit && {
          fix: { title: "Remove it", safety: "safe", edits: () => [edit] },
        }),
      });
    },
  },
});

/** The step from which on no two rows are equal, by way of steps that neither add rows nor take columns away. */
function differing(plan: PlanNode): PlanNode | null {
  for (let node: PlanNode | undefined = plan; node; node = node.inputs[0]) {
    if (node.operator === "Aggregate")
      return node.method.startsWith("GroupedData.") && !/apply|cogroup|transform/i.test(node.method)
        ? node
        : null;
    if (node.operator === "Deduplicate") return node;
    if (!keeping.has(node.operator) || node.inputs.length !== 1) return null;
  }
  return null;
}

const keeping: ReadonlySet<string> = new Set([
  "Filter",
  "Sort",
  "Limit",
  "Repartition",
  "RepartitionByExpression",
]);
