import { callEvidence } from "../plan/evidence.ts";
import type { CallFact } from "../plan/facts.ts";
import type { Expression } from "../syntax/ast.ts";
import { nodeAt } from "../syntax/walk.ts";
import { hasComment, outerSpan, replace, siteIn } from "./edits.ts";
import { isNullValue } from "./nullLiteral.ts";
import { defineRule, type Edit, type Fix } from "./rule.ts";

/** None among the values of `isin`: it matches no row, and behind `~` no row passes at all. */
export const noneInIsin = defineRule({
  id: "none-in-isin",
  summary: "None among the values of isin()",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["Column.isin"],
    check(call, { report }) {
      const values = call.args.flatMap(({ value, unpack }) =>
        value.kind === "sequence" ? value.elements : unpack === "" ? [value] : [],
      );
      if (!values.some(isNullValue)) return;
      const place = nodesOf(call).find(isNoneNode) ?? call.args[0]?.node ?? null;
      const negated = isNegated(call);
      const fix = removal(call);
      report({
        site: place ? siteIn(call.unit, place) : call.nameSite,
        message: negated
          ? "With None among the values, `~isin()` is null or false for every row, so no row passes. Take None out, and add `isNotNull()` if rows with null are to go."
          : "No value equals null, so None among the values of `isin()` matches no row. Take it out, and add `| column.isNull()` if rows with null are meant.",
        evidence: callEvidence(call),
        ...(fix && { fix }),
      });
    },
  },
});

const isNoneNode = (node: Expression): boolean => node.kind === "Constant" && node.value === "None";

/** The values as the call writes them: its arguments, or the elements of the list that is the only one. */
function nodesOf({ args }: CallFact): readonly Expression[] {
  const [first, ...others] = args;
  if (
    others.length === 0 &&
    (first?.node.kind === "List" || first?.node.kind === "Tuple" || first?.node.kind === "Set")
  )
    return first.node.elements;
  return args.every(({ unpack, name }) => unpack === "" && name === null) ? args.map(({ node }) => node) : [];
}

function isNegated({ unit, node }: CallFact): boolean {
  const chain = nodeAt(unit, node.start);
  const parent = chain[chain.indexOf(node) - 1] ?? chain.findLast(({ kind }) => kind === "Unary");
  return parent?.kind === "Unary" && parent.operator === "~" && parent.operand === node;
}

/** Takes each None out with the comma beside it. */
function removal(call: CallFact): Fix | null {
  const { unit } = call;
  const nodes = nodesOf(call);
  const kept = nodes.filter((node) => !isNoneNode(node));
  const [first] = nodes;
  const last = nodes.at(-1);
  if (!first || !last || kept.length === 0 || kept.length === nodes.length) return null;
  const span = { start: outerSpan(first).start, end: outerSpan(last).end };
  if (hasComment(unit, span)) return null;
  return {
    title: "Remove `None` (rows with null give false, not null)",
    safety: "suggested",
    edits: (): readonly Edit[] => [
      replace(
        unit,
        span,
        kept.map((each) => unit.text.slice(outerSpan(each).start, outerSpan(each).end)).join(", "),
      ),
    ],
  };
}
