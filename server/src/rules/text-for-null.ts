import { callEvidence } from "../plan/evidence.ts";
import { argument, type BoundArgument, type CallFact } from "../plan/facts.ts";
import type { Value } from "../plan/value.ts";
import { replace, siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** An empty text, or a word such as "N/A", where a conditional has no value. */
export const textForNull = defineRule({
  id: "text-for-null",
  summary: "Empty text or a word in the place of null",
  category: "columns",
  severity: "hint",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["strict"],
  calls: {
    names: ["functions.when", "Column.when", "Column.otherwise"],
    check(call, { report }) {
      const given = valueOf(call);
      const text = given && textOf(given.value);
      if (!given || text === null || !standsForNull.test(text)) return;
      report({
        site: siteIn(call.unit, given.node),
        message: `${text === "" ? "An empty text" : `\`"${text}"\``} is a value like any other: \`isNull()\`, counts and joins do not take it for a missing one. Use \`None\`.`,
        evidence: callEvidence(call),
        fix: {
          title: "Write `None` (rows with this value are null then)",
          safety: "suggested",
          edits: () => [replace(call.unit, given.node.parens ?? given.node, "None")],
        },
      });
    },
  },
});

const standsForNull = /^(|n\/?a|null|none|nil|nan)$/i;

const valueOf = (call: CallFact): BoundArgument | null =>
  call.name === "Column.otherwise" ? argument(call, 0, "value") : argument(call, 1, "value");

/** A text, or `lit()` of one. */
function textOf(value: Value): string | null {
  if (value.kind === "string") return value.value;
  const column = value.kind === "spark" ? value.column : null;
  const inner = column?.kind === "call" && column.function === "functions.lit" ? column.args[0] : column;
  return inner?.kind === "literal" && typeof inner.value === "string" ? inner.value : null;
}
