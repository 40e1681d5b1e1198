import type { Operation } from "../catalog/operations.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { mostRuns } from "./executionPaths.ts";
import { allFacts, mayBothRun, type CallFact, type ModuleFacts } from "./facts.ts";
import { planNodes, type PlanNode } from "./logicalPlan.ts";

/** A call that makes Spark work, or that says what it shall keep. */
export interface Effect {
  readonly kind: "action" | "write" | "cache" | "checkpoint" | "unpersist";
  readonly call: CallFact;
  /** The frame that it is called on. */
  readonly plan: PlanNode;
  /** It only wants a few rows, as `show` does. */
  readonly limited: boolean;
  /** Its place in the order of execution. */
  readonly order: number;
}

/** An action with the steps that it computes: its frame's, down to those that are kept by then. */
export interface Execution {
  readonly effect: Effect;
  readonly steps: ReadonlySet<PlanNode>;
  /** The kept steps that it reads, from where the first such action has put them. */
  readonly kept: ReadonlySet<PlanNode>;
}

const effects = sideTable<ModuleFacts, readonly Effect[]>();

const kinds: ReadonlySet<string> = new Set(["action", "write", "cache", "checkpoint", "unpersist"]);

/** All effects of a module on batch frames, in the order of execution. */
export function effectsOf(module: ModuleFacts): readonly Effect[] {
  const known = effects.get(module);
  if (known) return known;
  const found: Effect[] = [];
  let order = 0;
  for (const fact of allFacts(module)) {
    order += 1;
    if (fact.kind !== "call") continue;
    const plan = fact.receiver?.plan;
    if (!plan || plan.streaming) continue;
    const operation = plan.session.catalog.api.operationNamed(fact.name);
    const kind = kindOf(operation);
    if (operation && kind) found.push({ kind, call: fact, plan, limited: operation.limited === true, order });
  }
  effects.set(module, found);
  return found;
}

const kindOf = (operation: Operation | null): Effect["kind"] | null =>
  operation?.effect !== undefined && kinds.has(operation.effect)
    ? (operation.effect as Effect["kind"])
    : null;

/** Every step that the module keeps at some time. */
export const keptSteps = (module: ModuleFacts): ReadonlySet<PlanNode> =>
  new Set(
    effectsOf(module).flatMap(({ kind, plan }) => (kind === "cache" || kind === "checkpoint" ? [plan] : [])),
  );

/** What is kept when an action runs. What a branch may have kept counts as kept. */
export function keptAt(module: ModuleFacts, action: Effect): ReadonlySet<PlanNode> {
  const kept = new Set<PlanNode>();
  for (const effect of effectsOf(module)) {
    if (effect.order >= action.order) break;
    if (effect.kind === "cache" || effect.kind === "checkpoint") {
      if (mayBothRun(effect.call.context, action.call.context)) kept.add(effect.plan);
    } else if (effect.kind === "unpersist" && effect.call.context.branches.length === 0)
      kept.delete(effect.plan);
  }
  return kept;
}

const executions = sideTable<ModuleFacts, readonly Execution[]>();

/** Each action of a module and what it computes, in the order of execution. */
export function executionsOf(module: ModuleFacts): readonly Execution[] {
  const known = executions.get(module);
  if (known) return known;
  const found = effectsOf(module)
    .filter(({ kind }) => kind === "action" || kind === "write")
    .map((effect): Execution => {
      const kept = keptAt(module, effect);
      const reached = new Set<PlanNode>(kept.has(effect.plan) ? [effect.plan] : []);
      const steps = new Set<PlanNode>(kept.has(effect.plan) ? [] : [effect.plan]);
      for (const step of steps)
        for (const input of step.inputs)
          if (kept.has(input)) reached.add(input);
          else steps.add(input);
      return { effect, steps, kept: reached };
    });
  executions.set(module, found);
  return found;
}

const recomputed = sideTable<ModuleFacts, ReadonlyMap<PlanNode, number>>();

/**
 * How often steps are computed again because nothing keeps them: on the path through the program that does so most,
 * infinite in loops whose rounds the code does not tell. Of a chain of steps the last one stands for those below it.
 * Actions that only want a few rows do not count: Spark computes a part for them.
 */
export function recomputations(module: ModuleFacts): ReadonlyMap<PlanNode, number> {
  const known = recomputed.get(module);
  if (known) return known;
  const uses = new Map<PlanNode, Execution[]>();
  const add = (step: PlanNode, execution: Execution): void => {
    const others = uses.get(step);
    if (others) others.push(execution);
    else uses.set(step, [execution]);
  };
  const filled = new Set<PlanNode>();
  for (const execution of executionsOf(module)) {
    if (execution.effect.limited) continue;
    for (const step of execution.steps) add(step, execution);
    // The first action that comes to a kept frame computes it, once.
    for (const kept of execution.kept) {
      if (filled.has(kept)) continue;
      filled.add(kept);
      for (const step of planNodes(kept)) add(step, { ...execution, kept: new Set() });
    }
  }
  const times = new Map<PlanNode, number>();
  for (const [step, all] of uses) {
    const again =
      mostRuns(
        all.map(({ effect }) => effect),
        step,
      ) - 1;
    if (again > 0) times.set(step, again);
  }
  const covered = [...times].flatMap(([step, again]) =>
    step.inputs.filter((input) => times.get(input) === again),
  );
  for (const step of covered) times.delete(step);
  recomputed.set(module, times);
  return times;
}
