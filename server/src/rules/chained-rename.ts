import { argument, constantString, type CallFact } from "../plan/facts.ts";
import { independentRuns, type StepKind } from "./columnRuns.ts";
import { mergedColumns, oneDict, type ColumnStep } from "./mergedColumns.ts";
import { defineRule } from "./rule.ts";

/** A pair of renames costs nothing that anybody would notice, and reads well. */
const harmlessSteps = 2;

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
    for (const run of independentRuns(facts, context.catalog.api, renames)) {
      const [first, ...others] = run;
      if (!first || run.length <= harmlessSteps) continue;
      context.report({
        site: first.call.nameSite,
        message: `These ${run.length} \`withColumnRenamed\` in a row make ${run.length} projections that Spark analyses one by one. Rename the columns with one \`withColumnsRenamed\`.`,
        evidence: first.call.receiver?.evidence ?? [],
        related: others.map(({ call }) => ({
          site: call.nameSite,
          message: "Can be part of the same `withColumnsRenamed`.",
        })),
        fix: {
          title: `Rename the ${run.length} columns with one \`withColumnsRenamed\``,
          safety: "safe",
          edits: (current) => mergedColumns(current, run, oneDict("withColumnsRenamed")),
        },
      });
    }
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
