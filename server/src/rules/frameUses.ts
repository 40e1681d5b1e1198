import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import type { Operation } from "../catalog/operations.ts";
import {
  mayBothRun,
  type CallFact,
  type ExecutionContext,
  type ModuleFacts,
  type UnitFacts,
} from "../plan/facts.ts";
import { isMadeIn, leaves } from "../plan/executionPaths.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import type { AstNode } from "../syntax/walk.ts";
import { sideTable } from "../syntax/sideTable.ts";

/** A call that makes Spark compute a plan. */
export interface Action {
  readonly call: CallFact;
  readonly plan: PlanNode;
  readonly operation: Operation;
  /** Its place among the module's facts. */
  readonly order: number;
}

/** A call that marks a frame to be kept: cache, persist, checkpoint. */
export interface Keeping {
  readonly call: CallFact;
  readonly plan: PlanNode;
  readonly order: number;
}

export interface FrameUses {
  readonly actions: readonly Action[];
  readonly keepings: readonly Keeping[];
  /** Calls that work on a kept frame itself: its next steps, and actions on it. */
  readonly consumersOf: (kept: PlanNode) => readonly OrderedCall[];
  readonly callAt: (node: AstNode) => CallFact | undefined;
  /** The actions whose plans contain a kept frame. */
  readonly usersOf: (kept: PlanNode) => readonly Action[];
}

/** What the catalogue says of a call's method. */
export function operationOf(call: CallFact, api: ApiCatalog): Operation | null {
  return api.operationNamed(call.name);
}

/** What one unit contributes, with places among its own facts; kept for as long as the unit's facts stay the same. */
interface UnitUses {
  readonly actions: readonly Action[];
  readonly keepings: readonly Keeping[];
  readonly consumers: ReadonlyMap<PlanNode, readonly OrderedCall[]>;
  readonly calls: ReadonlyMap<AstNode, CallFact>;
}

const usesOfUnits = sideTable<UnitFacts, UnitUses>();
const usesOfModules = sideTable<ModuleFacts, FrameUses>();

/** Places among a module's facts: the unit's number first. No unit has as many facts. */
const factsPerUnit = 1_000_000;

/** All actions of a module, all frames that it keeps, and what works on each frame, in order. */
export function frameUses(facts: ModuleFacts, api: ApiCatalog): FrameUses {
  const known = usesOfModules.get(facts);
  if (known) return known;
  const units = facts.units.map((unit) => unitUses(unit, api));
  const actions: Action[] = [];
  const keepings: Keeping[] = [];
  units.forEach((unit, index) => {
    const first = index * factsPerUnit;
    for (const action of unit.actions) actions.push({ ...action, order: first + action.order });
    for (const keeping of unit.keepings) keepings.push({ ...keeping, order: first + keeping.order });
  });
  const users = new Map(keepings.map(({ plan }): [PlanNode, Action[]] => [plan, []]));
  const consumers = new Map(keepings.map(({ plan }): [PlanNode, OrderedCall[]] => [plan, []]));
  if (keepings.length > 0) {
    for (const action of actions) for (const step of stepsOf(action.plan)) users.get(step)?.push(action);
    units.forEach((unit, index) => {
      for (const [plan, calls] of unit.consumers)
        for (const { call, order } of calls)
          consumers.get(plan)?.push({ call, order: index * factsPerUnit + order });
    });
  }
  const uses: FrameUses = {
    actions,
    keepings,
    consumersOf: (kept) => consumers.get(kept) ?? [],
    callAt: (node) => units.find((unit) => unit.calls.has(node))?.calls.get(node),
    usersOf: (kept) => users.get(kept) ?? [],
  };
  usesOfModules.set(facts, uses);
  return uses;
}

function unitUses(unit: UnitFacts, api: ApiCatalog): UnitUses {
  const known = usesOfUnits.get(unit);
  if (known) return known;
  const actions: Action[] = [];
  const keepings: Keeping[] = [];
  const consumers = new Map<PlanNode, OrderedCall[]>();
  const calls = new Map<AstNode, CallFact>();
  let order = 0;
  const consume = (plan: PlanNode, call: CallFact): void => {
    const others = consumers.get(plan);
    if (others) others.push({ call, order });
    else consumers.set(plan, [{ call, order }]);
  };
  for (const call of unit.facts) {
    order += 1;
    if (call.kind !== "call") continue;
    calls.set(call.node, call);
    const operation = operationOf(call, api);
    if (!operation) continue;
    const isStep = operation.operator !== undefined || operation.group === true;
    const runs = operation.effect === "action" || operation.effect === "write";
    const plan = call.receiver?.plan;
    if (
      plan &&
      call.receiver.type.startsWith("DataFrame") &&
      (isStep || runs || operation.effect === "start")
    )
      consume(plan, call);
    if (isStep)
      for (const { value } of call.args) if (value.kind === "spark" && value.plan) consume(value.plan, call);
    if (!plan || plan.streaming) continue;
    if (runs) actions.push({ call, plan, operation, order });
    if (operation.effect === "cache" || operation.effect === "checkpoint")
      keepings.push({ call, plan, order });
  }
  const uses: UnitUses = { actions, keepings, consumers, calls };
  usesOfUnits.set(unit, uses);
  return uses;
}

const stepsOfPlans = sideTable<PlanNode, ReadonlySet<PlanNode>>();

/** All steps of a plan. */
export function stepsOf(plan: PlanNode): ReadonlySet<PlanNode> {
  let steps = stepsOfPlans.get(plan);
  if (!steps) stepsOfPlans.set(plan, (steps = new Set(planNodes(plan))));
  return steps;
}

/** Whether a call runs many times for one making of `step`: in a loop that the step is outside of. */
export function repeats(call: CallFact, step: PlanNode): boolean {
  return call.context.loops.some((loop) => loop.times !== 1 && !isMadeIn(step, loop));
}

/** Whether two calls are two computations in one pass; alternatives of one call are not. */
export function bothRun(left: OrderedCall, right: OrderedCall): boolean {
  const [earlier, later] = left.order <= right.order ? [left.call, right.call] : [right.call, left.call];
  if (earlier.node === later.node && earlier.context === later.context) return false;
  return (
    earlier.context.function === later.context.function &&
    mayBothRun(earlier.context, later.context) &&
    !leavesBefore(earlier.context, later.context)
  );
}

/** A call and its place among the module's facts. */
export interface OrderedCall {
  readonly call: CallFact;
  readonly order: number;
}

/** Whether the arm that leads to the earlier place ends the pass, and the later place is not in it. */
function leavesBefore(earlier: ExecutionContext, later: ExecutionContext): boolean {
  return earlier.branches.some(({ node, arm }) => {
    if (later.branches.some((other) => other.node === node)) return false;
    return leaves(node, arm);
  });
}
