import type { Operation } from "../catalog/operations.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { mostRuns } from "./executionPaths.ts";
import { allFacts, mayBothRun, type CallFact, type ModuleFacts } from "./facts.ts";
import { planNodes, type PlanNode } from "./logicalPlan.ts";

/** A call that does something beside making a plan: it makes Spark work, or changes what Spark keeps or is set to. */
export interface ProgramEffect {
  readonly kind: NonNullable<Operation["effect"]>;
  readonly call: CallFact;
  /** The frame that it works on; null where it works on none, or the code does not tell which. */
  readonly plan: PlanNode | null;
  /** The table, view or configuration that it names; null where it names none, or the code does not tell. */
  readonly name: string | null;
  /** It only wants a few rows, as `show` does. */
  readonly limited: boolean;
  /** Its place in the order of execution. */
  readonly order: number;
}

/** The same for what computes batch frames, and for what says which shall be kept. */
export interface Effect extends ProgramEffect {
  readonly kind: "action" | "write" | "cache" | "checkpoint" | "unpersist";
  readonly plan: PlanNode;
}

/** An action with the steps that it computes: its frame's, down to those that are kept by then. */
export interface Execution {
  readonly effect: Effect;
  readonly steps: ReadonlySet<PlanNode>;
  /** The kept steps that it reads, from where the first such action has put them. */
  readonly kept: ReadonlySet<PlanNode>;
}

const programEffects = sideTable<ModuleFacts, readonly ProgramEffect[]>();

/** All effects of a module in the order of execution. The path to each is its call's context. */
export function programEffectsOf(module: ModuleFacts): readonly ProgramEffect[] {
  const known = programEffects.get(module);
  if (known) return known;
  const found: ProgramEffect[] = [];
  let order = 0;
  for (const fact of allFacts(module)) {
    order += 1;
    if (fact.kind === "call") for (const effect of effectsOfCall(fact)) found.push({ ...effect, order });
  }
  programEffects.set(module, found);
  return found;
}

type UnplacedEffect = Omit<ProgramEffect, "order">;

function effectsOfCall(call: CallFact): readonly UnplacedEffect[] {
  const { states, receiver, args } = call;
  if (states) {
    const { effect, name, plan, computes } = states;
    const stated: UnplacedEffect = { kind: effect, call, plan, name, limited: false };
    return computes && effect === "cache" ? [stated, { ...stated, kind: "action" }] : [stated];
  }
  const plan = receiver?.plan;
  const operation = plan?.session.catalog.api.operationNamed(call.name);
  if (!plan || !operation) return [];
  const found: UnplacedEffect = {
    kind: operation.effect ?? "action",
    call,
    plan,
    name: null,
    limited: operation.limited === true,
  };
  if (operation.effect === undefined) return looksAtData(operation, args) ? [found] : [];
  // A checkpoint computes the frame at once, unless it is told to wait.
  return operation.effect === "checkpoint" && receiver.type === "DataFrame" && !isLazy(args)
    ? [found, { ...found, kind: "action" }]
    : [found];
}

/** Whether a call that gives something to go on with runs a job for it. */
function looksAtData({ eager }: Operation, args: CallFact["args"]): boolean {
  return eager === "always" || (eager === "withoutValues" && args.length < 2);
}

const isLazy = (args: CallFact["args"]): boolean =>
  args.some(
    ({ name, value }) => (name ?? "eager") === "eager" && value.kind === "boolean" && value.value === false,
  );

const frameKinds: ReadonlySet<string> = new Set(["action", "write", "cache", "checkpoint", "unpersist"]);

const isOnBatchFrame = (effect: ProgramEffect): effect is Effect =>
  effect.plan !== null && !effect.plan.streaming && frameKinds.has(effect.kind);

const effects = sideTable<ModuleFacts, readonly Effect[]>();

/** The effects on batch frames alone. */
export function effectsOf(module: ModuleFacts): readonly Effect[] {
  let found = effects.get(module);
  if (!found) {
    found = programEffectsOf(module).filter(isOnBatchFrame);
    effects.set(module, found);
  }
  return found;
}

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
