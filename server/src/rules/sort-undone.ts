import { memberName } from "../catalog/memberName.ts";
import { columnParts, type ColumnExpression } from "../plan/column.ts";
import { callEvidence } from "../plan/evidence.ts";
import type { CallFact } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { keepsExchanges } from "../plan/physical/exchanges.ts";
import { sparkValue } from "../plan/value.ts";
import { removeMethodCall } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";
import { sortBelow } from "./sortBelow.ts";
import { callWithin } from "./surroundings.ts";

/** A sort whose order the next shuffle destroys, though that step relies on it, or though Spark sorts all the same. */
export const sortUndone = defineRule({
  id: "sort-undone",
  summary: "Sorted, but the next shuffle undoes the order",
  category: "partitioning",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  calls: {
    names: [
      "DataFrame.repartition",
      "GroupedData.agg",
      "GroupedData.applyInPandas",
      "GroupedData.avg",
      "GroupedData.mean",
      "GroupedData.sum",
    ],
    check(call, { report }) {
      const step = sparkValue(call.result, "DataFrame")?.plan;
      const sort = step && !step.streaming ? sortUnder(step) : null;
      if (!step || !sort) return;
      const relying = messageOfReliance(call, step);
      if (!relying && !keepsExchanges(step, sort)) return;
      const fix = relying ? null : fixOf(call, sort);
      const method = memberName(call.name);
      const place = call.name.startsWith("GroupedData.") ? "the grouping" : `\`${method}()\``;
      report({
        site: call.nameSite,
        message:
          relying ??
          `The rows are sorted first, and ${place} shuffles them once more in another order: Spark runs both shuffles and the order is lost. Sort behind this step, or not at all.`,
        evidence: callEvidence(call),
        related: [{ site: sort.nameSite, message: "Sorted here." }],
        ...(fix && { fix }),
      });
    },
  },
});

/** The sort of all rows that a step reads, by way of steps that keep the order. */
function sortUnder(step: PlanNode): PlanNode | null {
  const sort = sortBelow(step, hasNoWindow);
  return sort && /^DataFrame\.(sort|orderBy)$/.test(sort.method) && sort.maxRows === null ? sort : null;
}

const hasNoWindow = ({ columns }: PlanNode): boolean =>
  !columns.some((column) => columnParts(column).some((part) => part.kind === "window"));

/** What goes wrong where the step's result rests on the order; null where it does not. */
function messageOfReliance(call: CallFact, step: PlanNode): string | null {
  if (call.name === "GroupedData.applyInPandas")
    return "The shuffle of the grouping loses the order that the rows were sorted into: the function gets those of a group in any order. Sort inside the function.";
  const name = step.columns.map(orderedAggregate).find((found) => found !== null);
  if (name === undefined) return null;
  const instead = /collect|array|list|string/.test(name)
    ? "`sort_array(collect_list(struct(…)))`"
    : "`min_by` or `max_by`";
  return `\`${name}\` takes the rows as they arrive behind the shuffle of the grouping, not as the sort before it left them: another run may give another result. Use ${instead}.`;
}

/** The aggregate function in a column that depends on the order of rows; null where another one puts it in order. */
function orderedAggregate(column: ColumnExpression): string | null {
  if (column.kind !== "call") return null;
  const name = column.function.replace(/^functions\./, "");
  if (/^(first|last|first_value|last_value|collect_list|array_agg|listagg|string_agg)$/.test(name))
    return name;
  if (/^(sort_array|array_sort|size|cardinality|array_size|array_max|array_min)$/.test(name)) return null;
  return column.args.map(orderedAggregate).find((found) => found !== null) ?? null;
}

/** Takes a sort out of the chain that goes on with this call. */
function fixOf({ unit, node }: CallFact, sort: PlanNode): Fix | null {
  const call = callWithin(unit, node, sort.site);
  const edit = call && removeMethodCall(unit, call);
  return edit && { title: "Remove the sort", safety: "suggested", edits: () => [edit] };
}
