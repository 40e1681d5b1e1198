import type { CallFact } from "../plan/facts.ts";
import type { CallExpression } from "../syntax/ast.ts";
import { walkExpressions } from "../syntax/walk.ts";
import { rootName } from "./columnRuns.ts";
import { sourceOf } from "./edits.ts";
import { assignedName, growsByRounds, onceForAll } from "./loopedSteps.ts";
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
      if (!growsByRounds(call) || !isFirst(call)) return;
      const fix = dictFix(call);
      const frame = assignedName(call);
      context.report({
        site: call.nameSite,
        message: `Every round of the loop puts another projection on ${frame}, and Spark analyses the whole plan again each time. Build the columns first and add them with one \`withColumns\`.`,
        ...(fix && { fix }),
      });
    },
  },
});

/** Whether it is the first one on its frame in the loop: one loop is one cause. */
function isFirst({ context, node }: CallFact): boolean {
  const loop = context.loops.at(-1)?.node;
  const frame = rootName(node);
  if (!loop || frame === null) return true;
  let first = node;
  walkExpressions(loop, (part) => {
    if (part.kind === "Call" && methodStart(part) < methodStart(first) && rootName(part) === frame)
      first = part;
  });
  return first === node;
}

/** Where the name of `.withColumn` stands; behind everything for other calls. */
const methodStart = ({ callee }: CallExpression): number =>
  callee.kind === "Attribute" && callee.name.id === "withColumn"
    ? callee.name.start
    : Number.POSITIVE_INFINITY;

/** `for c in cols: df = df.withColumn(c, e)` → `df = df.withColumns({c: e for c in cols})`. */
function dictFix(call: CallFact): Fix | null {
  const name = call.args.find((each) => each.name === "colName") ?? call.args[0];
  const value = call.args.find((each) => each.name === "col") ?? call.args[1];
  if (!name || !value || call.args.length !== 2) return null;
  return onceForAll(call, {
    title: "Add with one `withColumns` (if no round reads another's column)",
    kept: [name.node, value.node],
    text: (clause) =>
      `.withColumns({${sourceOf(call.unit, name.node)}: ${sourceOf(call.unit, value.node)} ${clause}})`,
  });
}
