import type { Operation } from "../catalog/operations.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { busiestPath, groupsByPlace, isMadeIn, type Counted, type Path } from "./executionPaths.ts";
import { allFacts, mayBothRun, type CallFact, type ModuleFacts } from "./facts.ts";
import type { PlanNode } from "./logicalPlan.ts";
import { stepsBehindExchanges } from "./physical/exchanges.ts";
import { statedEffects } from "./statedEffect.ts";

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
  /** It runs the frame's own plan, as `collect` does. */
  readonly ownPlan: boolean;
  /** How often it computes the frame. */
  readonly passes: number;
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
  /** Those of them whose result stays in shuffle files, for later actions that run the same plan. */
  readonly shuffled: ReadonlySet<PlanNode>;
  /** The kept steps that it reads, from where the first such action has put them. */
  readonly kept: ReadonlySet<PlanNode>;
  /** Those of them, and of those below, that it is the first to compute, each with the steps that this takes. */
  readonly fills: ReadonlyMap<PlanNode, ReadonlySet<PlanNode>>;
}

const programEffects = sideTable<ModuleFacts, readonly ProgramEffect[]>();

/** All effects of a module in the order of execution. The path to each is its call's context. */
export function programEffectsOf(module: ModuleFacts): readonly ProgramEffect[] {
  const known = programEffects.get(module);
  if (known) return known;
  const found: ProgramEffect[] = [];
  for (const fact of allFacts(module))
    if (fact.kind === "call")
      for (const effect of effectsOfCall(fact)) found.push({ ...effect, order: found.length });
  programEffects.set(module, found);
  return found;
}

type UnplacedEffect = Omit<ProgramEffect, "order">;

function effectsOfCall(call: CallFact): readonly UnplacedEffect[] {
  const { states, receiver, args } = call;
  if (states) {
    return statedEffects(states).flatMap(({ effect, name, plan, computes, passes = 1 }) => {
      const stated: UnplacedEffect = {
        kind: effect,
        call,
        plan,
        name,
        limited: false,
        ownPlan: false,
        passes,
      };
      return computes && effect === "cache" ? [stated, { ...stated, kind: "action" } as const] : [stated];
    });
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
    ownPlan: operation.ownPlan === true && receiver.type === "DataFrame",
    passes: 1,
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
  const found: Execution[] = [];
  const filled = new Set<PlanNode>();
  const left = new Map<PlanNode, ReadonlySet<PlanNode>>();
  const ownRuns = ownRunsOf(module);
  for (const effect of effectsOf(module)) {
    if (effect.kind === "unpersist") filled.delete(effect.plan);
    if (effect.kind !== "action" && effect.kind !== "write") continue;
    const kept = keptAt(module, effect);
    const own = computedFrom(effect.plan, kept);
    const earlier = effect.ownPlan ? left.get(effect.plan) : undefined;
    const isRepeated = (ownRuns.get(effect.plan) ?? 0) > 1 || effect.call.context.loops.length > 0;
    const shuffled =
      earlier === undefined && effect.ownPlan && isRepeated
        ? stepsBehindExchanges(effect.plan, kept)
        : nothing;
    if (shuffled.size > 0 && !effect.limited) left.set(effect.plan, shuffled);
    const steps = earlier ? new Set([...own.steps].filter((step) => !earlier.has(step))) : own.steps;
    const fills = new Map<PlanNode, ReadonlySet<PlanNode>>();
    // What is kept and not there yet is computed, and so is what that stands on.
    const missing = [...own.kept].filter((step) => !filled.has(step));
    for (const step of missing) {
      const below = computedFrom(step, withoutStep(kept, step));
      fills.set(step, below.steps);
      for (const other of below.kept) if (!filled.has(other) && !fills.has(other)) missing.push(other);
    }
    // An action on a few rows leaves the rest to others.
    if (!effect.limited) for (const step of fills.keys()) filled.add(step);
    found.push({ effect, steps, shuffled, kept: own.kept, fills });
  }
  executions.set(module, found);
  return found;
}

const nothing: ReadonlySet<PlanNode> = new Set();

/** How many actions run each frame's own plan. */
function ownRunsOf(module: ModuleFacts): ReadonlyMap<PlanNode, number> {
  const runs = new Map<PlanNode, number>();
  for (const { ownPlan, plan } of effectsOf(module)) if (ownPlan) runs.set(plan, (runs.get(plan) ?? 0) + 1);
  return runs;
}

/** A frame's steps down to what is kept, and the kept steps that this ends at. */
function computedFrom(
  plan: PlanNode,
  kept: ReadonlySet<PlanNode>,
): { readonly steps: ReadonlySet<PlanNode>; readonly kept: ReadonlySet<PlanNode> } {
  const reached = new Set<PlanNode>(kept.has(plan) ? [plan] : []);
  const steps = new Set<PlanNode>(kept.has(plan) ? [] : [plan]);
  for (const step of steps)
    for (const input of step.inputs)
      if (kept.has(input)) reached.add(input);
      else steps.add(input);
  return { steps, kept: reached };
}

const withoutStep = (kept: ReadonlySet<PlanNode>, step: PlanNode): ReadonlySet<PlanNode> => {
  const others = new Set(kept);
  others.delete(step);
  return others;
};

/** All steps that an action computes: its own, and those of kept frames that nobody has computed before. */
export function computedSteps({ steps, fills }: Execution): ReadonlySet<PlanNode> {
  return fills.size === 0 ? steps : new Set([...steps, ...[...fills.values()].flatMap((each) => [...each])]);
}

/** The call that says that a step shall be kept, last before an action. */
const keeperOf = (module: ModuleFacts, step: PlanNode, action: Effect): Effect | undefined =>
  effectsOf(module).findLast(
    ({ kind, plan, order }) =>
      plan === step && order < action.order && (kind === "cache" || kind === "checkpoint"),
  );

/** A step that nothing keeps between the actions that compute it. */
export interface Recomputation {
  /** How often it is computed again: infinite in loops whose rounds the code does not tell. */
  readonly again: number;
  /** The calls that compute it on the path through the program that does so most, in the order of execution. */
  readonly calls: readonly CallFact[];
}

const recomputed = sideTable<ModuleFacts, ReadonlyMap<PlanNode, Recomputation>>();

/**
 * All steps that are computed again. Actions that only want a few rows do not count: Spark computes a part for them.
 */
export function recomputedSteps(module: ModuleFacts): ReadonlyMap<PlanNode, Recomputation> {
  const known = recomputed.get(module);
  if (known) return known;
  const uses = new Map<PlanNode, Counted[]>();
  const add = (step: PlanNode, computation: Counted): void => {
    const others = uses.get(step);
    if (others) others.push(computation);
    else uses.set(step, [computation]);
  };
  const executions = executionsOf(module).filter(({ effect }) => !effect.limited);
  const together = groupsByPlace(executions, ({ effect }) => effect.call);
  const frames = new Map(together.flatMap((group) => group.map((each) => [each, group.length] as const)));
  for (const execution of executions) {
    const { effect, steps, fills, shuffled } = execution;
    const worksOn = frames.get(execution) ?? 1;
    // What is behind a shuffle is computed when the frame's own plan runs for the first time.
    const once = effect.call.context.loops.filter((loop) => isMadeIn(effect.plan, loop));
    const { call, passes } = effect;
    for (const step of steps)
      add(step, { call, passes, frames: worksOn, ...(shuffled.has(step) && { loops: once }) });
    // What is kept before a loop is computed in its first round alone.
    for (const [kept, below] of fills) {
      const keeper = keeperOf(module, kept, effect);
      const loops = effect.call.context.loops.filter(
        ({ node }) => keeper?.call.context.loops.some((loop) => loop.node === node) !== false,
      );
      for (const step of below) add(step, { call: effect.call, loops, frames: worksOn });
    }
  }
  const found = new Map<PlanNode, Recomputation>();
  for (const [step, all] of uses) {
    const [first, ...others] = all;
    if (others.length === 0 && first?.call.context.loops.length === 0 && (first.passes ?? 1) === 1) continue;
    const { times, calls }: Path = busiestPath(all, step);
    if (times > 1) found.set(step, { again: times - 1, calls });
  }
  recomputed.set(module, found);
  return found;
}

const topmost = sideTable<ModuleFacts, ReadonlyMap<PlanNode, Recomputation>>();

/** Of a chain of steps that are computed again equally often, the last one, which stands for those below it. */
export function recomputations(module: ModuleFacts): ReadonlyMap<PlanNode, Recomputation> {
  const known = topmost.get(module);
  if (known) return known;
  const all = recomputedSteps(module);
  const found = new Map(all);
  for (const [step, { again }] of all)
    for (const input of step.inputs) if (all.get(input)?.again === again) found.delete(input);
  topmost.set(module, found);
  return found;
}
