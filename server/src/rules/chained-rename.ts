import { argument, constantString, type CallFact } from "../plan/facts.ts";
import { reportRuns, type StepKind } from "./columnRuns.ts";
import type { ColumnStep } from "./mergedColumns.ts";
import { defineRule } from "./rule.ts";

/** Several `withColumnRenamed` in a row, of which none renames what another has renamed. */
export const chainedRename = defineRule({
  id: "chained-rename",
  summary: "withColumnRenamed after withColumnRenamed",
  category: "columns",
  severity: "hint",
  since: "0.1.0",
  fix: "safe",
  profiles: ["recommended", "strict"],
  spark: { from: "3.4" },
  frames(facts, context) {
    reportRuns(facts, context, {
      kind: renames,
      harmless: 2,
      method: "withColumnsRenamed",
      message: (count) =>
        `These ${count} \`withColumnRenamed\` in a row make ${count} projections that Spark analyses one by one. Rename the columns with one \`withColumnsRenamed\`.`,
      title: (count) => `Rename the ${count} columns with one`,
    });
  },
});

const renames: StepKind = { method: "DataFrame.withColumnRenamed", read: readStep, needs };

function readStep(call: CallFact): ColumnStep | null {
  const old = argument(call, 0, "existing");
  const made = argument(call, 1, "new");
  if (!old || !made || call.args.length !== 2 || old.node.start > made.node.start) return null;
  const [from, to] = [constantString(old.value), constantString(made.value)];
  if (from === null || to === null) return null;
  return {
    call,
    name: to.toLowerCase(),
    reads: new Set([from.toLowerCase()]),
    nameNode: old.node,
    valueNode: made.node,
  };
}

/** Whether two renames touch one name: then their order counts. */
function needs(step: ColumnStep, before: ColumnStep): boolean {
  const touched = new Set([before.name, ...before.reads]);
  return [step.name, ...step.reads].some((name) => touched.has(name));
}
