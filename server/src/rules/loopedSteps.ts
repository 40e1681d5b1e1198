import type { CallFact } from "../plan/facts.ts";
import { planNodes } from "../plan/logicalPlan.ts";
import type { CallExpression, Expression, ForStatement, Identifier } from "../syntax/ast.ts";
import { targetNames } from "../syntax/boundNames.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { mentions, walkExpressions, type AstNode } from "../syntax/walk.ts";
import { rootName } from "./columnRuns.ts";
import { hasComment, indentationAt, newlineOf, outerSpan, replace, sourceOf } from "./edits.ts";
import type { Edit, Fix } from "./rule.ts";
import { parentOf, receiverOf } from "./surroundings.ts";

/** So few rounds make a plan that nobody notices. */
const harmlessRounds = 2;

/** Whether the call's own earlier step is below it: then the loop, or the reduce, feeds it what it made. */
export function growsByRounds({ context, node, receiver, unit }: CallFact): boolean {
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

/** Whether it is the first of its method on its frame in the loop: one loop is one cause. */
export function isFirstInLoop({ context, node }: CallFact): boolean {
  const loop = context.loops.at(-1)?.node;
  const first = loop ? firstCallsIn(loop).get(keyOf(node) ?? "") : undefined;
  return first === undefined || first === node;
}

const firstCalls = sideTable<AstNode, ReadonlyMap<string, CallExpression>>();

/** The first call of each method in a loop on each variable that a chain starts from. */
function firstCallsIn(loop: AstNode): ReadonlyMap<string, CallExpression> {
  const known = firstCalls.get(loop);
  if (known) return known;
  const first = new Map<string, CallExpression>();
  const inner = new Set<Expression>();
  walkExpressions(loop, (chain) => {
    if (chain.kind !== "Call" || inner.has(chain)) return;
    const frame = rootName(chain);
    // All calls of a chain have its root: asked one by one, a long chain would be walked for each of them.
    for (let call: Expression | null = chain; call?.kind === "Call"; call = receiverOf(call)) {
      inner.add(call);
      const name = methodOf(call);
      if (frame === null || name === null) continue;
      const before = first.get(`${frame}.${name.id}`);
      if (!before || name.start < (methodOf(before)?.start ?? 0)) first.set(`${frame}.${name.id}`, call);
    }
  });
  firstCalls.set(loop, first);
  return first;
}

function keyOf(call: CallExpression): string | null {
  const [frame, name] = [rootName(call), methodOf(call)];
  return frame === null || name === null ? null : `${frame}.${name.id}`;
}

const methodOf = ({ callee }: CallExpression): Identifier | null =>
  callee.kind === "Attribute" ? callee.name : null;

/** What the loop binds the grown frame to, for a message. */
export function assignedName({ context }: CallFact): string {
  const { statement } = context;
  const target = statement.kind === "Assign" ? statement.targets[0] : null;
  return target?.kind === "Name" ? `\`${target.id}\`` : "the DataFrame";
}

/** How a call that grows a frame round by round is written once for all rounds. */
export interface OnceForAll {
  readonly title: string;
  /** The expressions of the call that the new one keeps, in order; the first has to tell the rounds apart. */
  readonly kept: readonly Expression[];
  /** `.method(…)`, given the loop's header as a clause of a comprehension: `for c in cols`. */
  readonly text: (clause: string) => string;
}

/** `for c in cols: df = df.method(c)` → `df = df.methods(… for c in cols)`; null where the loop does anything else. */
export function onceForAll(call: CallFact, { title, kept: values, text: written }: OnceForAll): Fix | null {
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
  const own = new Set(targetNames(loop.target).map(({ id }) => id));
  const [first] = values;
  if (call.args.some((each) => each.unpack !== "") || own.has(frame.id)) return null;
  // A column that does not take its name from the loop is made again from itself in every round.
  if (!first || ![...own].some((name) => mentions(first, name))) return null;
  const header = { start: loop.start, end: only.start };
  const inside = unit.comments.filter(({ start, end }) => start > loop.start && end < loop.end);
  const kept = inside.filter(({ start, end }) => start > outerSpan(loop.iterable).end && end < only.start);
  const inValue = inside.filter(({ start, end }) =>
    values.some((each) => start >= outerSpan(each).start && end <= outerSpan(each).end),
  );
  if (inside.length !== kept.length + inValue.length || hasComment(unit, loop.target)) return null;
  const indentation = indentationAt(unit, header.start);
  return {
    title,
    safety: "suggested",
    edits(facts): readonly Edit[] {
      const newline = newlineOf(facts.module.text);
      const comments = kept.map(({ text }) => `${text}${newline}${indentation}`).join("");
      const text = `${frame.id} = ${frame.id}${written(forClause(unit, loop))}`;
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
