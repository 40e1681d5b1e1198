import type { CallFact } from "../plan/facts.ts";
import { planNodes } from "../plan/logicalPlan.ts";
import type { Expression, ForStatement } from "../syntax/ast.ts";
import { walkExpressions } from "../syntax/walk.ts";
import { hasComment, indentationAt, newlineOf, outerSpan, replace, sourceOf } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";
import { parentOf, receiverOf } from "./surroundings.ts";

/** So few rounds make a plan that nobody notices. */
const harmlessRounds = 2;

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
      if (!growsByRounds(call)) return;
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

/** Whether the call's own earlier step is below it: then the loop, or the reduce, feeds it what it made. */
function growsByRounds({ context, node, receiver, unit }: CallFact): boolean {
  const loop = context.loops.at(-1);
  // `reduce(lambda df, c: df.withColumn(…), …)`
  const isReduced =
    context.function?.kind === "Lambda" && parentOf(context.statement, context.function)?.kind === "Call";
  if (!loop && !isReduced) return false;
  if (loop && loop.times !== null && loop.times <= harmlessRounds) return false;
  const plan = receiver?.plan;
  if (!plan) return false;
  return planNodes(plan).some(
    ({ site }) => site.unit === unit && site.start === node.start && site.end === node.end,
  );
}

function assignedName({ context }: CallFact): string {
  const { statement } = context;
  const target = statement.kind === "Assign" ? statement.targets[0] : null;
  return target?.kind === "Name" ? `\`${target.id}\`` : "the DataFrame";
}

/** `for c in cols: df = df.withColumn(c, e)` → `df = df.withColumns({c: e for c in cols})`. */
function dictFix(call: CallFact): Fix | null {
  const { node, unit, context } = call;
  const loop = context.loops.at(-1)?.node;
  const [only, ...others] = loop?.kind === "For" ? loop.body : [];
  if (loop?.kind !== "For" || !only || others.length > 0 || loop.orelse.length > 0 || loop.isAsync)
    return null;
  if (only !== context.statement || only.kind !== "Assign" || only.value !== node) return null;
  const [target, ...moreTargets] = only.targets;
  const frame = receiverOf(node);
  if (target?.kind !== "Name" || frame?.kind !== "Name" || frame.id !== target.id || moreTargets.length > 0)
    return null;
  const name = call.args.find((each) => each.name === "colName") ?? call.args[0];
  const value = call.args.find((each) => each.name === "col") ?? call.args[1];
  if (!name || !value || call.args.length !== 2 || call.args.some((each) => each.unpack !== "")) return null;
  // A column that does not take its name from the loop is made again from itself in every round.
  if (!mentions(name.node, namesIn(loop.target)) || namesIn(loop.target).has(frame.id)) return null;
  const header = { start: loop.start, end: only.start };
  const inside = unit.comments.filter(({ start, end }) => start > loop.start && end < loop.end);
  const kept = inside.filter(({ start, end }) => start > outerSpan(loop.iterable).end && end < only.start);
  const inValue = inside.filter(
    ({ start, end }) => start >= outerSpan(value.node).start && end <= outerSpan(value.node).end,
  );
  if (inside.length !== kept.length + inValue.length || hasComment(unit, loop.target)) return null;
  const indentation = indentationAt(unit, header.start);
  return {
    title: `Make the columns with one \`withColumns\`; right if none of them is read by a later round`,
    safety: "suggested",
    edits(facts) {
      const newline = newlineOf(facts.module.text);
      const comments = kept.map(({ text }) => `${text}${newline}${indentation}`).join("");
      const columns = `${sourceOf(unit, name.node)}: ${sourceOf(unit, value.node)}`;
      const text = `${frame.id} = ${frame.id}.withColumns({${columns} ${forClause(unit, loop)}})`;
      return [replace(unit, loop, `${comments}${text}`)];
    },
  };
}

/** The loop's header as a clause of a comprehension. */
function forClause(unit: CallFact["unit"], { target, iterable }: ForStatement): string {
  const text = sourceOf(unit, iterable);
  const needsParentheses =
    !iterable.parens && ["Tuple", "Conditional", "Lambda", "NamedExpression"].includes(iterable.kind);
  return `for ${sourceOf(unit, target)} in ${needsParentheses ? `(${text})` : text}`;
}

function namesIn(node: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  walkExpressions(node, (part) => {
    if (part.kind === "Name") names.add(part.id);
  });
  return names;
}

function mentions(node: Expression, names: ReadonlySet<string>): boolean {
  return [...namesIn(node)].some((name) => names.has(name));
}
