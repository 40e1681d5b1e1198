import { columnParts, type ColumnExpression } from "../plan/column.ts";
import { callsNamed, constantString, type CallFact, type ModuleFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { sparkValue } from "../plan/value.ts";
import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import type { Expression } from "../syntax/ast.ts";
import { documentOffset } from "../syntax/siteOffset.ts";
import { walkExpressions } from "../syntax/walk.ts";
import { mergedColumns, type ColumnStep } from "./mergedColumns.ts";
import { defineRule } from "./rule.ts";
import { receiverOf } from "./surroundings.ts";
import { sideTable } from "../syntax/sideTable.ts";

/** A chain of so few steps costs nothing that anybody would notice, and reads well. */
const harmlessSteps = 3;

/** Several `withColumn` in a row, none of which reads what another makes. */
export const chainedWithColumn = defineRule({
  id: "chained-with-column",
  summary: "withColumn after withColumn instead of one withColumns",
  category: "columns",
  severity: "hint",
  since: "0.1.0",
  fix: "safe",
  profiles: ["recommended", "strict"],
  spark: { from: "3.3" },
  frames(facts, context) {
    for (const run of independentRuns(facts, context.catalog.api)) {
      const [first, ...others] = run;
      if (!first || run.length <= harmlessSteps) continue;
      context.report({
        site: first.call.nameSite,
        message: `These ${run.length} \`withColumn\` in a row do not need each other, but make ${run.length} projections that Spark analyses one by one. Add the columns with one \`withColumns\`.`,
        evidence: first.call.receiver?.evidence ?? [],
        related: others.map(({ call }) => ({
          site: call.nameSite,
          message: "Can be part of the same `withColumns`.",
        })),
        fix: {
          title: `Add the ${run.length} columns with one \`withColumns\``,
          safety: "safe",
          edits: (current) => mergedColumns(current, run),
        },
      });
    }
  },
});

/** The longest runs of steps that follow each other directly and do not need each other. */
function independentRuns(facts: ModuleFacts, api: ApiCatalog): ColumnStep[][] {
  const calls = new Map<PlanNode, CallFact>();
  const runs: ColumnStep[][] = [];
  const runOf = new Map<CallFact["node"], ColumnStep[]>();
  const seen = new Set<CallFact["node"]>();
  for (const call of callsNamed(facts, ["DataFrame.withColumn"])) {
    const made = sparkValue(call.result)?.plan;
    if (made) calls.set(made, call);
    // A function that is called twice, or a frame that may be one of two, is the same text.
    if (seen.has(call.node)) continue;
    seen.add(call.node);
    const step = stepOf(call, api);
    if (!step) continue;
    const before = call.receiver?.plan ? calls.get(call.receiver.plan) : undefined;
    const run = before ? runOf.get(before.node) : undefined;
    const last = run?.at(-1);
    if (run && last && last.call.node === before?.node && follows(facts, last, step) && !needs(step, run)) {
      run.push(step);
      runOf.set(call.node, run);
    } else {
      const started = [step];
      runs.push(started);
      runOf.set(call.node, started);
    }
  }
  return runs;
}

const steps = sideTable<CallFact, ColumnStep | null>();

/** A call as a step that may be merged; null when its name or what it reads is not known. Found once a call. */
function stepOf(call: CallFact, api: ApiCatalog): ColumnStep | null {
  const known = steps.get(call);
  if (known !== undefined) return known;
  const step = readStep(call, api);
  steps.set(call, step);
  return step;
}

function readStep(call: CallFact, api: ApiCatalog): ColumnStep | null {
  const name = call.args.find((each) => each.name === "colName") ?? call.args[0];
  const value = call.args.find((each) => each.name === "col") ?? call.args[1];
  if (!name || !value || name === value || call.args.length !== 2) return null;
  if (call.args.some((each) => each.unpack !== "") || name.node.start > value.node.start) return null;
  const text = constantString(name.value);
  const column = sparkValue(value.value, "Column")?.column;
  if (text === null || !column) return null;
  const reads = readsOf(column, api);
  return reads && { call, name: text.toLowerCase(), reads, nameNode: name.node, valueNode: value.node };
}

/** Arguments behind the first of these are values and types, never columns. */
const valueArguments: ReadonlySet<string> = new Set([
  "Column.cast",
  "Column.astype",
  "Column.try_cast",
  "Column.alias",
  "Column.name",
]);

/** The names that an expression reads, in lower case; null when that is not known, or when it makes rows. */
function readsOf(root: ColumnExpression, api: ApiCatalog): ReadonlySet<string> | null {
  const reads = new Set<string>();
  // Expressions may share parts: each is looked at once.
  const parts = new Set([root]);
  const add = (more: readonly ColumnExpression[]): void => {
    for (const part of more) parts.add(part);
  };
  for (const part of parts) {
    switch (part.kind) {
      case "unknown":
      case "star":
      case "sql":
      case "type":
        return null;
      case "reference":
        reads.add(part.name.replaceAll("`", "").toLowerCase());
        break;
      case "call":
        if (api.isGenerator(part.function)) return null;
        if (part.function === "functions.lit") break;
        add(valueArguments.has(part.function) ? part.args.slice(0, 1) : part.args);
        break;
      case "literal":
        // A text may be a column's name where a function takes one.
        if (typeof part.value === "string") reads.add(part.value.toLowerCase());
        break;
      default:
        add(columnParts(part).slice(1));
    }
  }
  return reads;
}

/** Whether a step reads, or makes again, what one of the run makes. */
function needs(step: ColumnStep, run: readonly ColumnStep[]): boolean {
  return run.some(
    ({ name }) =>
      step.name === name || [...step.reads].some((read) => read === name || read.startsWith(`${name}.`)),
  );
}

/** Whether a step stands directly behind another: next in its chain, or in the next statement on the same variable. */
function follows(facts: ModuleFacts, before: ColumnStep, step: ColumnStep): boolean {
  const receiver = receiverOf(step.call.node);
  if (receiver === before.call.node) return true;
  const [first, second] = [before.call.context.statement, step.call.context.statement];
  if (first.kind !== "Assign" || second.kind !== "Assign" || first === second) return false;
  const [target, ...moreTargets] = first.targets;
  const [sameTarget, ...moreSame] = second.targets;
  if (target?.kind !== "Name" || sameTarget?.kind !== "Name" || moreTargets.length + moreSame.length > 0)
    return false;
  if (target.id !== sameTarget.id || receiver?.kind !== "Name" || receiver.id !== target.id) return false;
  if (first.value !== before.call.node || !isNextStatement(facts, before.call, step.call)) return false;
  // What the second expression calls `df` is there already before the first statement, when that too starts from it.
  return !mentions(step.valueNode, target.id) || rootName(first.value) === target.id;
}

function isNextStatement(facts: ModuleFacts, before: CallFact, after: CallFact): boolean {
  const { block } = before.context;
  const next = block[block.indexOf(before.context.statement) + 1];
  if (next) return next === after.context.statement;
  if (before.context.function !== null || before.unit.body.at(-1) !== before.context.statement) return false;
  const offset = documentOffset(facts.module, before);
  return (
    after.unit.body[0] === after.context.statement &&
    offset !== undefined &&
    documentOffset(facts.module, after) === offset + before.unit.text.length
  );
}

function mentions(node: Expression, name: string): boolean {
  let found = false;
  walkExpressions(node, (part) => {
    found ||= part.kind === "Name" && part.id === name;
  });
  return found;
}

function rootName(node: Expression): string | null {
  let root: Expression | null = node;
  while (root?.kind === "Call") root = receiverOf(root);
  return root?.kind === "Name" ? root.id : null;
}
