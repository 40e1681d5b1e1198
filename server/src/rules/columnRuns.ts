import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import { callEvidence } from "../plan/evidence.ts";
import { callsNamed, type CallFact, type ModuleFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { sparkValue } from "../plan/value.ts";
import type { Expression } from "../syntax/ast.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { documentOffset } from "../syntax/siteOffset.ts";
import { mentions } from "../syntax/walk.ts";
import { mergedColumns, oneDict, type ColumnStep } from "./mergedColumns.ts";
import type { RuleContext } from "./rule.ts";
import { receiverOf } from "./surroundings.ts";

/** Steps of one kind that may become one. */
export interface StepKind {
  /** "DataFrame.withColumn". */
  readonly method: string;
  /** A call as a step that may be merged; null when its name or what it reads is not known. */
  readonly read: (call: CallFact, api: ApiCatalog) => ColumnStep | null;
  /** Whether a step is another one where it stands behind one of the run than where it stands beside it. */
  readonly needs: (step: ColumnStep, before: ColumnStep) => boolean;
}

/** The longest runs of steps that follow each other directly and do not need each other. */
export function independentRuns(facts: ModuleFacts, api: ApiCatalog, kind: StepKind): ColumnStep[][] {
  const calls = new Map<PlanNode, CallFact>();
  const runs: ColumnStep[][] = [];
  const runOf = new Map<CallFact["node"], ColumnStep[]>();
  const seen = new Set<CallFact["node"]>();
  for (const call of callsNamed(facts, [kind.method])) {
    const made = sparkValue(call.result)?.plan;
    if (made) calls.set(made, call);
    // A function that is called twice, or a frame that may be one of two, is the same text.
    if (seen.has(call.node)) continue;
    seen.add(call.node);
    const step = stepOf(call, api, kind);
    if (!step) continue;
    const before = call.receiver?.plan ? calls.get(call.receiver.plan) : undefined;
    const run = before ? runOf.get(before.node) : undefined;
    const last = run?.at(-1);
    if (
      run &&
      last &&
      last.call.node === before?.node &&
      follows(facts, last, step) &&
      !run.some((each) => kind.needs(step, each))
    ) {
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

/** What a rule says of runs of one kind, and which method makes one call of them. */
export interface RunsFinding {
  readonly kind: StepKind;
  /** Runs of so many steps cost nothing that anybody would notice, and read well. */
  readonly harmless: number;
  /** "withColumns". */
  readonly method: string;
  readonly message: (count: number) => string;
  /** Up to the method's name, as "Add the 4 columns with one". */
  readonly title: (count: number) => string;
}

/** Reports the runs that are too long, with a fix that merges them. */
export function reportRuns(
  facts: ModuleFacts,
  { catalog, report }: RuleContext,
  { kind, harmless, method, message, title }: RunsFinding,
): void {
  for (const run of independentRuns(facts, catalog.api, kind)) {
    const [first, ...others] = run;
    if (!first || run.length <= harmless) continue;
    report({
      site: first.call.nameSite,
      message: message(run.length),
      evidence: callEvidence(first.call),
      related: others.map(({ call }) => ({
        site: call.nameSite,
        message: `Can be part of the same \`${method}\`.`,
      })),
      fix: {
        title: `${title(run.length)} \`${method}\``,
        safety: "safe",
        edits: (current) => mergedColumns(current, run, oneDict(method)),
      },
    });
  }
}

const steps = sideTable<CallFact, ColumnStep | null>();

/** Found once a call. */
function stepOf(call: CallFact, api: ApiCatalog, kind: StepKind): ColumnStep | null {
  const known = steps.get(call);
  if (known !== undefined) return known;
  const step = kind.read(call, api);
  steps.set(call, step);
  return step;
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

/** The variable that a chain of calls starts from; null where it starts from none. */
export function rootName(node: Expression): string | null {
  let root: Expression | null = node;
  while (root?.kind === "Call") root = receiverOf(root);
  return root?.kind === "Name" ? root.id : null;
}
