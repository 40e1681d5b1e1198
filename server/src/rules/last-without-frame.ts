import type { ColumnExpression } from "../plan/column.ts";
import { callEvidence } from "../plan/evidence.ts";
import { argument } from "../plan/facts.ts";
import { sparkValue } from "../plan/value.ts";
import { outerSpan, insert, siteIn, spelled } from "./edits.ts";
import { defineRule } from "./rule.ts";
import { receiverOf } from "./surroundings.ts";

/** `last()` over an ordered window that has no frame of its own: it ends at the current row. */
export const lastWithoutFrame = defineRule({
  id: "last-without-frame",
  summary: "last() over a window that ends at the current row",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["Column.over"],
    check(call, { report }) {
      const given = argument(call, 0, "window");
      const column = call.receiver?.column;
      const window = sparkValue(call.result, "Column")?.column;
      const last = column ? lastOf(column) : null;
      if (!given || last === null || !window || !endsAtRow(window)) return;
      const subject = receiverOf(call.node);
      const { unit } = call;
      report({
        site: subject ? siteIn(unit, subject) : call.nameSite,
        message: `An ordered window ends at the current row unless it says otherwise, so \`${last}()\` gives ${last === "nth_value" ? "null until that row is reached" : "the current row's own value"}. Add \`rowsBetween()\` to the end of the window.`,
        evidence: callEvidence(call),
        related: [{ site: siteIn(unit, given.node), message: "The window has an order and no frame." }],
        fix: {
          title: "Take the last of the whole window (the result changes)",
          safety: "suggested",
          edits(facts) {
            const spelling = spelled(facts, "pyspark.sql.Window");
            const { text } = spelling;
            const frame = `.rowsBetween(${text}.unboundedPreceding, ${text}.unboundedFollowing)`;
            return [...spelling.edits, insert(unit, outerSpan(given.node).end, frame)];
          },
        },
      });
    },
  },
});

/**
 * The function's name where it looks for the end of the window. The last value that is not null up to here is what
 * people fill gaps with.
 */
function lastOf(column: ColumnExpression): string | null {
  if (column.kind !== "call") return null;
  const name = /^functions\.(last|last_value|nth_value)$/.exec(column.function)?.[1];
  if (name === undefined) return null;
  const flag = column.args[name === "nth_value" ? 2 : 1];
  const keepsNulls =
    flag === undefined || flag.kind === "absent" || (flag.kind === "literal" && flag.value === false);
  return keepsNulls ? name : null;
}

function endsAtRow(over: ColumnExpression): boolean {
  if (over.kind !== "call") return false;
  const window = over.args.find((each) => each.kind === "window");
  return window?.kind === "window" && window.order.length > 0 && window.frame === null;
}
