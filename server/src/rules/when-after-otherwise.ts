import type { ColumnExpression } from "../plan/column.ts";
import type { CallFact } from "../plan/facts.ts";
import { certainly } from "./columnOperands.ts";
import { insert, removeMethodCall } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";

/** `.when()` and `.otherwise()` go on with what `F.when()` began, and `.otherwise()` ends it. */
export const whenAfterOtherwise = defineRule({
  id: "when-after-otherwise",
  summary: "when() or otherwise() in a place where Spark refuses it",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["Column.when", "Column.otherwise"],
    check(call, { report }) {
      const column = call.receiver?.column;
      const method = call.name.slice("Column.".length);
      if (!column || !certainly(call.receiver, "Column")) return;
      const isEnded = column.kind === "call" && column.function === "Column.otherwise";
      if (!isEnded && !isOther(column)) return;
      const fix = isEnded && method === "when" ? moveOtherwise(call) : null;
      report({
        site: call.nameSite,
        message: isEnded
          ? `\`otherwise()\` ends a chain of conditions: Spark refuses \`${method}()\` behind it. ${method === "when" ? "Put `otherwise()` last" : "Keep one"}.`
          : `\`${method}()\` goes on with a chain that the function \`when\` began; this Column is none, and Spark refuses it. Begin with the function \`when\`.`,
        ...(fix && { fix }),
      });
    },
  },
});

/** A Column that is certainly no chain of conditions. */
function isOther(column: ColumnExpression): boolean {
  if (column.kind === "reference" || column.kind === "literal") return true;
  return (
    column.kind === "call" &&
    !/^(functions\.(when|expr|call_function|call_udf)|Column\.when|udf)$/.test(column.function)
  );
}

/** Moves `.otherwise(…)` behind the call. */
function moveOtherwise({ unit, node }: CallFact): Fix | null {
  const ending = node.callee.kind === "Attribute" ? node.callee.object : null;
  if (ending?.kind !== "Call" || ending.parens) return null;
  const removal = removeMethodCall(unit, ending);
  if (!removal) return null;
  const text = unit.text.slice(removal.site.start, removal.site.end);
  return {
    title: "Put `otherwise()` last (the result may change)",
    safety: "suggested",
    edits: () => [removal, insert(unit, node.end, text)],
  };
}
