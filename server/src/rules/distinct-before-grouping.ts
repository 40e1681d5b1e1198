import { columnParts } from "../plan/column.ts";
import { callEvidence } from "../plan/evidence.ts";
import type { CallFact } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { sparkValue } from "../plan/value.ts";
import type { CallExpression } from "../syntax/ast.ts";
import { removeMethodCall, siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";
import { callWithin } from "./surroundings.ts";

/** `distinct()` in front of a step of the same chain that gives the same with equal rows left in. */
export const distinctBeforeGrouping = defineRule({
  id: "distinct-before-grouping",
  summary: "distinct() before a step that ignores duplicates",
  category: "partitioning",
  severity: "info",
  since: "0.1.0",
  fix: "safe",
  profiles: ["recommended", "strict"],
  calls: {
    names: [
      "DataFrame.agg",
      "DataFrame.distinct",
      "DataFrame.dropDuplicates",
      "DataFrame.drop_duplicates",
      "GroupedData.agg",
      "GroupedData.max",
      "GroupedData.min",
    ],
    check(call, { report }) {
      const needless = distinctBefore(call);
      if (!needless) return;
      const { node, why } = needless;
      const edit = removeMethodCall(call.unit, node);
      report({
        site: siteIn(call.unit, node.callee.kind === "Attribute" ? node.callee.name : node),
        message: `This shuffles and compares all rows for nothing: ${why}. Leave it out.`,
        evidence: callEvidence(call),
        related: [{ site: call.nameSite, message: "Equal rows change nothing here." }],
        ...(edit && { fix: { title: "Remove the `distinct()`", safety: "safe", edits: () => [edit] } }),
      });
    },
  },
});

interface ChainedDistinct {
  readonly node: CallExpression;
  readonly why: string;
}

/** A `distinct()` further up the same chain whose work this step does once more, or whose result it does not need. */
function distinctBefore(call: CallFact): ChainedDistinct | null {
  const isDistinct = call.name.startsWith("DataFrame.d");
  if (!isDistinct && !ignoresDuplicates(call)) return null;
  const step = sparkValue(call.result, "DataFrame")?.plan;
  if (!step || step.streaming) return null;
  let below = step.inputs[0];
  let selects = false;
  for (; below && rowByRow(below); below = below.inputs[0]) selects ||= below.operator === "Project";
  if (below?.operator !== "Deduplicate" || below.args.length > 0) return null;
  // Without a selection between them the rows differ already, and it is the second one that is useless.
  if (isDistinct && !selects && call.args.length === 0) return null;
  const node = callWithin(call.unit, call.node, below.site);
  if (!node || node === call.node) return null;
  return {
    node,
    why: isDistinct
      ? "the rows are made distinct once more behind it"
      : "the aggregates behind it are the same with equal rows",
  };
}

/** Steps that make each row, or none, of one row, whatever the others are. */
function rowByRow({ operator, columns, inputs }: PlanNode): boolean {
  if (inputs.length !== 1 || (operator !== "Filter" && operator !== "Project")) return false;
  return !columns
    .flatMap(columnParts)
    .some(
      (part) =>
        part.kind === "window" ||
        part.kind === "unknown" ||
        part.kind === "sql" ||
        (part.kind === "call" &&
          (part.function === "udf" ||
            /^functions\.(rand|randn|uuid|random|shuffle|explode|posexplode|inline|monotonically_increasing_id|expr|call_function|call_udf)/.test(
              part.function,
            ))),
    );
}

/** Whether each aggregate gives the same with equal rows left in. */
function ignoresDuplicates({ name, args }: CallFact): boolean {
  if (name === "GroupedData.max" || name === "GroupedData.min") return true;
  return (
    args.length > 0 &&
    args.every(({ value }) => {
      let column = sparkValue(value, "Column")?.column;
      while (column?.kind === "call" && /^Column\.(alias|name|cast)$/.test(column.function))
        [column] = column.args;
      return column?.kind === "call" && indifferent.test(column.function);
    })
  );
}

const indifferent =
  /^functions\.(max|min|collect_set|count_distinct|countDistinct|sum_distinct|sumDistinct|bool_and|bool_or|every|some|bit_and|bit_or)$/;
