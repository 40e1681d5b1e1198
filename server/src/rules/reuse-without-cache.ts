import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import { columnParts } from "../plan/column.ts";
import { framesOf, type ModuleFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { stepsBehindExchanges } from "../plan/physical/exchanges.ts";
import type { Site } from "../syntax/module.ts";
import { insert } from "./edits.ts";
import { areAlternatives, bothRun, computedSteps, frameUses, repeats, type Action } from "./frameUses.ts";
import { defineRule } from "./rule.ts";

/** A frame with costly steps that several actions compute, each from the start. */
export const reuseWithoutCache = defineRule({
  id: "reuse-without-cache",
  summary: "Several actions compute the same costly frame",
  category: "caching",
  severity: "info",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  alsoKnownAs: {
    sonarqube: ["S7189"],
    "pyspark-antipattern": ["PERF007"],
    cylint: ["CY014"],
    catalystops: ["CODE_REPRO_001", "CODE_REPEATED_ACTIONS_001"],
    others: ["ACTION_WITHOUT_CACHE", "MULTIPLE_ACTIONS_SAME_LINEAGE"],
  },
  frames(facts, context) {
    const { actions, keepings } = frameUses(facts, context.catalog.api);
    // A look at the first rows, and a test for emptiness, do not make a frame worth keeping.
    const full = actions.filter((action) => action.operation.limited !== true);
    const kept = new Set(keepings.map((each) => each.plan));
    const { topmost, all } = sharedSteps(full, kept);
    for (const [step, uses] of topmost) {
      const [first] = uses;
      if (!first || !isCostly(step, kept, all, context.catalog.api)) continue;
      const name = nameOf(facts, step);
      const methods = [...new Set(uses.map(({ call }) => `\`${methodOf(call.name)}\``))].join(", ");
      const times =
        uses.length === 1 ? `every round of a loop (${methods})` : `${uses.length} actions (${methods})`;
      context.report({
        site: name?.site ?? step.nameSite,
        message: `${name ? `\`${name.text}\`` : "This frame"} is computed anew by ${times}. \`cache()\` it before the first use and \`unpersist()\` it after the last.`,
        evidence: first.call.receiver?.evidence ?? [],
        related: uses.map(({ call }) => ({ site: call.nameSite, message: "Computed here." })),
        fix: {
          title: `Cache ${name ? `\`${name.text}\`` : "the frame"}`,
          safety: "suggested",
          edits: () => [insert(step.site.unit, step.site.end, ".cache()")],
        },
      });
    }
  },
});

interface SharedSteps {
  readonly topmost: ReadonlyMap<PlanNode, readonly Action[]>;
  readonly all: ReadonlySet<PlanNode>;
}

/** The steps that several actions of one pass compute, and the topmost of them with those actions. */
function sharedSteps(actions: readonly Action[], kept: ReadonlySet<PlanNode>): SharedSteps {
  if (actions.length < 2 && !actions.some(({ call }) => call.context.loops.length > 0))
    return { topmost: new Map(), all: new Set() };
  const users = new Map<PlanNode, Action[]>();
  const behind = new Map<PlanNode, ReadonlySet<PlanNode>>();
  for (const action of actions) {
    const { plan, operation } = action;
    const left = operation.ownPlan === true ? behind.get(plan) : undefined;
    // Spark reads the files that the shuffles of the first run have left.
    for (const step of computedSteps(plan, kept)) if (!left?.has(step)) add(users, step, action);
    if (operation.ownPlan === true && !left && mayRunAgain(action, actions))
      behind.set(plan, stepsBehindExchanges(plan, kept));
  }
  const shared = new Map<PlanNode, Action[]>();
  for (const [step, candidates] of users) {
    const uses = candidates.filter(
      (action) => isRepeated(action, step, behind) || candidates.some((other) => isAnotherRun(action, other)),
    );
    if (uses.length > 0) shared.set(step, onePerCall(uses));
  }
  const topmost = new Map(shared);
  for (const [step, uses] of shared)
    for (const input of step.inputs) if (shared.get(input)?.length === uses.length) topmost.delete(input);
  return { topmost, all: new Set(shared.keys()) };
}

function add(users: Map<PlanNode, Action[]>, step: PlanNode, action: Action): void {
  const known = users.get(step);
  if (known) known.push(action);
  else users.set(step, [action]);
}

const mayRunAgain = (action: Action, actions: readonly Action[]): boolean =>
  action.call.context.loops.length > 0 ||
  actions.some((other) => other !== action && other.plan === action.plan && other.operation.ownPlan);

/** Whether a loop around an action computes a step in each round. */
function isRepeated(
  { call, plan, operation }: Action,
  step: PlanNode,
  behind: ReadonlyMap<PlanNode, ReadonlySet<PlanNode>>,
): boolean {
  const isLeft = operation.ownPlan === true && behind.get(plan)?.has(step) === true;
  return repeats(call, step) && !(isLeft && repeats(call, plan));
}

/** A handler's action makes good for the one that failed: no reason to keep the frame. */
function isAnotherRun(left: Action, right: Action): boolean {
  return bothRun(left, right) && !areAlternatives(left.call.context, right.call.context);
}

function onePerCall(uses: readonly Action[]): Action[] {
  return [...new Map(uses.toReversed().map((use) => [use.call.node, use])).values()].reverse();
}

/** Whether computing a step again costs a shuffle or Python's work on every row; `again` is what is computed again. */
function isCostly(
  step: PlanNode,
  kept: ReadonlySet<PlanNode>,
  again: ReadonlySet<PlanNode>,
  api: ApiCatalog,
): boolean {
  let readsData = false;
  let hasCostlyStep = false;
  for (const node of computedSteps(step, kept)) {
    if (!again.has(node)) continue;
    readsData ||=
      node.operator === "Relation" || node.operator === "SqlQuery" || node.operator === "Parameter";
    hasCostlyStep ||= shuffles(node, api) || runsPython(node);
  }
  return readsData && hasCostlyStep;
}

function shuffles(node: PlanNode, api: ApiCatalog): boolean {
  if (node.operator === "Limit") return false;
  if (node.operator === "Join")
    return !node.inputs.some((input) => input.operator === "Hint" && input.details.hint === "broadcast");
  return api.operationNamed(node.method)?.wide === true;
}

function runsPython(node: PlanNode): boolean {
  return (
    node.operator === "MapInPython" ||
    node.columns.some((column) =>
      columnParts(column).some((part) => part.kind === "call" && part.function === "udf"),
    )
  );
}

/** The variable that the step was made for, else one elsewhere that holds it. */
function nameOf(facts: ModuleFacts, step: PlanNode): { text: string; site: Site } | null {
  const names = framesOf(facts, step).map(({ name, nameSite }) => ({ text: name, site: nameSite }));
  return (
    names
      .filter(({ site }) => site.unit === step.site.unit && site.start < step.site.start)
      .sort((left, right) => right.site.start - left.site.start)[0] ??
    names.find(({ site }) => site.unit !== step.site.unit) ??
    null
  );
}

function methodOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
