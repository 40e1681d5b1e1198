import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import { columnParts } from "../plan/column.ts";
import { argument, type CallFact } from "../plan/facts.ts";
import { sparkValue } from "../plan/value.ts";
import { sourceOf } from "./edits.ts";
import { assignedName, growsByRounds, isFirstInLoop, onceForAll } from "./loopedSteps.ts";
import { defineRule, type Fix } from "./rule.ts";

/** A loop in which every round puts one more `withColumn` on top of the last round's frame. */
export const withColumnInLoop = defineRule({
  id: "with-column-in-loop",
  summary: "withColumn in a loop: one projection per round",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["DataFrame.withColumn"],
    check(call, context) {
      if (!growsByRounds(call) || !isFirstInLoop(call) || makesRows(call, context.catalog.api)) return;
      const fix = dictFix(call);
      const frame = assignedName(call);
      context.report({
        site: call.nameSite,
        message: `Every round of the loop puts another projection on ${frame}, and Spark analyses the whole plan again each time. ${advice(call)}`,
        ...(fix && { fix }),
      });
    },
  },
});

/** Columns of different names go into one step; one that every round makes again from itself grows as an expression. */
function advice(call: CallFact): string {
  const name = argument(call, 0, "colName")?.node;
  return name?.kind === "String"
    ? "Put the expression together in the loop and add it with one `withColumn`."
    : "Build the columns first and add them with one `withColumns`.";
}

/** Whether its column makes rows: Spark takes one generator in a `select`, so that each needs a projection of its own. */
function makesRows(call: CallFact, api: ApiCatalog): boolean {
  const column = sparkValue(argument(call, 1, "col")?.value, "Column")?.column;
  return (
    column !== undefined &&
    column !== null &&
    columnParts(column).some((part) => part.kind === "call" && api.isGenerator(part.function))
  );
}

/** `for c in cols: df = df.withColumn(c, e)` → `df = df.withColumns({c: e for c in cols})`. */
function dictFix(call: CallFact): Fix | null {
  const [name, value] = [argument(call, 0, "colName"), argument(call, 1, "col")];
  if (!name || !value || call.args.length !== 2) return null;
  return onceForAll(call, {
    title: "Add with one `withColumns` (if no round reads another's column)",
    kept: [name.node, value.node],
    text: (clause) =>
      `.withColumns({${sourceOf(call.unit, name.node)}: ${sourceOf(call.unit, value.node)} ${clause}})`,
  });
}
