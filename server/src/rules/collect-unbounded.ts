import { argument, type CallFact } from "../plan/facts.ts";
import type { AstNode } from "../syntax/walk.ts";
import { replace, siteIn, sourceOf } from "./edits.ts";
import { limitFix } from "./limitFix.ts";
import { isCountAsserted } from "./assertedCount.ts";
import { bringsAllRows } from "./rowCount.ts";
import { defineRule, type Fix, type RuleContext } from "./rule.ts";
import { nameOfReceiver, parentOf, receiverOf } from "./surroundings.ts";
import { isInTest } from "./testCode.ts";

/** Rows of a whole table brought to the driver by `collect()`, or to the screen. */
export const collectUnbounded = defineRule({
  id: "collect-unbounded",
  summary: "collect() or show(count()) brings all rows to the driver",
  category: "driver-memory",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  yieldsTo: ["action-in-pipeline", "unused-action"],
  calls: {
    names: ["DataFrame.collect", "DataFrame.show"],
    check(call, context) {
      if (call.name === "DataFrame.show") {
        checkShow(call, context);
        return;
      }
      // An assertion compares with rows that the test itself wrote down.
      if (call.context.statement.kind === "Assert" || isInTest(call)) return;
      if (!bringsAllRows(call.receiver?.plan ?? null)) return;
      const frame = nameOfReceiver(call, "this DataFrame");
      const first = firstRow(call);
      if (first) {
        context.report({
          site: call.nameSite,
          message: `\`collect()\` brings every row of ${frame} into the driver's memory, and the program takes the first alone. \`first()\` asks for one row; it gives \`None\` where there is none.`,
          fix: {
            title: "Ask for one row with `first()` (`None` where there is none)",
            safety: "suggested",
            edits: () => [replace(call.unit, { start: call.nameSite.start, end: first.end }, "first()")],
          },
        });
        return;
      }
      if (isCountAsserted(call)) return;
      const fix = isIterated(call) ? iterateFix(call) : limitFix(call, frame, keptRows);
      context.report({
        site: call.nameSite,
        message: `\`collect()\` brings every row of ${frame} into the driver's memory, which fails when the data grow. Write the result, limit it, or iterate with \`toLocalIterator()\`.`,
        ...(fix && { fix }),
      });
    },
  },
});

/** `frame.show(frame.count())`: all rows are counted first, then printed. */
function checkShow(call: CallFact, { report }: RuleContext): void {
  const rows = argument(call, 0, "n")?.node;
  const frame = receiverOf(call.node);
  if (rows?.kind !== "Call" || rows.callee.kind !== "Attribute" || rows.callee.name.id !== "count" || !frame)
    return;
  if (sourceOf(call.unit, rows.callee.object) !== sourceOf(call.unit, frame)) return;
  if (isInTest(call) || !bringsAllRows(call.receiver?.plan ?? null)) return;
  report({
    site: siteIn(call.unit, rows),
    message: `This computes ${nameOfReceiver(call, "this DataFrame")} twice, and brings every row into the driver's memory to print it. Show a few rows, or write the result.`,
  });
}

/** `frame.collect()[0]`, whose other rows nobody sees. */
function firstRow({ context, node }: CallFact): AstNode | null {
  const parent = parentOf(context.statement, node);
  if (parent?.kind !== "Subscript" || parent.object !== node || node.parens) return null;
  const [index, ...others] = parent.indices;
  return index?.kind === "Number" && index.value === 0 && others.length === 0 ? parent : null;
}

/** Whether the rows are only looped over. */
function isIterated({ context, node }: CallFact): boolean {
  if (context.statement.kind === "For" && context.statement.iterable === node) return true;
  const parent = parentOf(context.statement, node);
  return parent?.kind === "Comprehension" && parent.clauses.some((clause) => clause.iterable === node);
}

function iterateFix(call: CallFact): Fix {
  return {
    title: "Iterate with `toLocalIterator()` (one partition at a time)",
    safety: "suggested",
    edits: () => [{ site: call.nameSite, newText: "toLocalIterator" }],
  };
}

/** How many rows the fix keeps: enough to look at. */
const keptRows = 1000;
