import type { ColumnExpression } from "../plan/column.ts";
import { callEvidence } from "../plan/evidence.ts";
import { argument, type CallFact } from "../plan/facts.ts";
import { sparkValue } from "../plan/value.ts";
import type { CallExpression, Expression } from "../syntax/ast.ts";
import type { Unit } from "../syntax/module.ts";
import { hasComment, outerSpan, replace, siteIn } from "./edits.ts";
import { defineRule, type Edit, type Fix } from "./rule.ts";
import { parentOf, receiverOf } from "./surroundings.ts";

/** `when()` inside `otherwise()`: one chain of `when` says the same. */
export const nestedWhen = defineRule({
  id: "nested-when",
  summary: "when() inside otherwise() instead of one chain",
  category: "columns",
  severity: "hint",
  since: "0.1.0",
  fix: "safe",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["Column.otherwise"],
    check(call, { report }) {
      const inner = innerChain(call.node, argument(call, 0, "value")?.node);
      const column = sparkValue(call.result, "Column")?.column;
      if (!inner || !column || !isCase(column) || !isCase(lastOf(column)) || isInner(call)) return;
      report({
        site: siteIn(
          call.unit,
          inner.start.callee.kind === "Attribute" ? inner.start.callee.name : inner.start.callee,
        ),
        message:
          "A `when` inside `otherwise` is one more branch: chained, the conditions read from top to bottom. Write `.when(…)` in the place of `.otherwise(when(…))`.",
        evidence: callEvidence(call),
        ...fixOf(call),
      });
    },
  },
});

const isCase = (column: ColumnExpression | null): boolean =>
  column?.kind === "call" && /^(functions\.when|Column\.(when|otherwise))$/.test(column.function);

const lastOf = (column: ColumnExpression): ColumnExpression | null =>
  column.kind === "call" ? (column.args.at(-1) ?? null) : null;

/** A chain that begins with `when(…)`: that call, and the whole expression. */
interface Chain {
  readonly start: CallExpression;
  readonly whole: Expression;
}

function innerChain(outer: CallExpression, node: Expression | undefined): Chain | null {
  if (node?.kind !== "Call" || outer.args.length !== 1) return null;
  let start: CallExpression = node;
  for (let next = receiverOf(start); next?.kind === "Call"; next = receiverOf(start)) start = next;
  const { callee } = start;
  const name = callee.kind === "Attribute" ? callee.name.id : callee.kind === "Name" ? callee.id : "";
  const isPlain = callee.kind === "Name" || (callee.kind === "Attribute" && callee.object.kind === "Name");
  return name === "when" && isPlain ? { start, whole: node } : null;
}

/** Whether the call is itself the end of a chain inside another `otherwise`: the outermost one is reported. */
function isInner({ context, node }: CallFact): boolean {
  const parent = parentOf(context.statement, node);
  return (
    parent?.kind === "Call" &&
    parent.callee.kind === "Attribute" &&
    parent.callee.name.id === "otherwise" &&
    innerChain(parent, node) !== null
  );
}

function fixOf(call: CallFact): { readonly fix?: Fix } {
  const { unit, node } = call;
  const edits = flattened(unit, node);
  if (edits === null) return {};
  const safety = hasOwnName(call) ? "safe" : "suggested";
  return {
    fix: {
      title:
        safety === "safe" ? "Chain the `when()`" : "Chain the `when()` (the column's default name changes)",
      safety,
      edits: () => edits,
    },
  };
}

/** The edits for a chain and all chains inside its `otherwise`; null where a comment stands in the way. */
function flattened(unit: Unit, outer: CallExpression): readonly Edit[] | null {
  const inner = innerChain(outer, outer.args[0]?.value);
  if (!inner || outer.callee.kind !== "Attribute") return [];
  const opening = { start: outer.callee.name.start, end: inner.start.argumentList.start };
  const closing = { start: outerSpan(inner.whole).end, end: outer.end };
  if (hasComment(unit, opening) || hasComment(unit, closing)) return null;
  // Parentheses around the inner chain open inside the first span, and close inside the second one.
  const within =
    inner.whole.kind === "Call" && inner.whole !== inner.start ? flattened(unit, inner.whole) : [];
  if (within === null || inner.whole.parens !== undefined) return null;
  return [replace(unit, opening, "when"), ...within, replace(unit, closing, "")];
}

/** Whether the column gets a name of its own, so that nobody sees the one that Spark makes of the expression. */
function hasOwnName({ context, node }: CallFact): boolean {
  const parent = parentOf(context.statement, node);
  if (parent?.kind === "Attribute") return parent.name.id === "alias" || parent.name.id === "name";
  if (parent?.kind === "Call" && parent.callee.kind === "Attribute")
    return /^(withColumn|filter|where)$/.test(parent.callee.name.id);
  return false;
}
