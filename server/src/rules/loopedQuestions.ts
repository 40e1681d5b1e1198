import { keptSteps } from "../plan/effects.ts";
import { isMadeIn } from "../plan/executionPaths.ts";
import { callsNamed, isUnbounded, type CallFact, type Loop, type ModuleFacts } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { mentions, walk } from "../syntax/walk.ts";
import { rootName } from "./columnRuns.ts";

/** An action that asks one number of a frame in each round of a loop. */
export interface LoopedQuestion {
  readonly call: CallFact;
  readonly loop: Loop;
  /** The frame that every round reads, made outside of the loop. */
  readonly frame: PlanNode;
}

const questionsOfModules = sideTable<ModuleFacts, readonly LoopedQuestion[]>();

/**
 * Counts of filtered rows and aggregates over all rows, asked one by one in the rounds of a loop of a frame that nothing
 * keeps: one pass over the frame could answer them all.
 */
export function loopedQuestions(facts: ModuleFacts): readonly LoopedQuestion[] {
  let found = questionsOfModules.get(facts);
  if (!found) {
    const calls = callsNamed(facts, asking).filter(({ context }) => context.loops.length > 0);
    const kept = calls.length === 0 ? new Set<PlanNode>() : keptSteps(facts);
    found = calls.flatMap((call): LoopedQuestion[] => {
      const loop = call.context.loops.at(-1);
      const plan = call.receiver?.plan;
      if (!loop || !plan || plan.streaming || !isAskedOfAll(loop) || goesOn(call, loop)) return [];
      if (!call.name.endsWith(".count") && plan.operator !== "Aggregate") return [];
      const frame = frameBefore(plan, loop);
      if (!frame || !isUnbounded(frame) || planNodes(frame).some((node) => kept.has(node))) return [];
      return [{ call, loop, frame }];
    });
    questionsOfModules.set(facts, found);
  }
  return found;
}

const asking = ["count", "first", "head", "collect"].map((method) => `DataFrame.${method}`);

/** Whether every round runs, three or more: a loop that may end early asks until it has its answer. */
function isAskedOfAll({ node, times }: Loop): boolean {
  if (node.kind === "While" || (times !== null && times < 3)) return false;
  if (node.kind !== "For") return true;
  let leaves = false;
  for (const statement of node.body)
    walk(statement, (part) => {
      leaves ||= part.kind === "Break" || part.kind === "Return";
      return part.kind !== "Function" && part.kind !== "Lambda";
    });
  return !leaves;
}

/** What `agg()` has a column for: a condition, an expression, a number over all rows. */
const asked: ReadonlySet<PlanNode["operator"]> = new Set(["Filter", "Project", "Aggregate"]);

/** The frame that a loop's steps start from; null where they are none, or more than one question. */
function frameBefore(plan: PlanNode, loop: Loop): PlanNode | null {
  let node = plan;
  for (; isMadeIn(node, loop);) {
    const [input, ...others] = node.inputs;
    // Rows of a group are no single answer.
    const isOne = node.operator !== "Aggregate" || node.maxRows === 1;
    if (!asked.has(node.operator) || !isOne || !input || others.length > 0) return null;
    node = input;
  }
  return node === plan ? null : node;
}

/** `rows = rows.filter(…)`: each round goes on from the one before. */
function goesOn(call: CallFact, { node }: Loop): boolean {
  const name = rootName(call.node);
  if (node.kind === "Comprehension" || name === null) return false;
  let found = false;
  for (const statement of node.body)
    walk(statement, (part) => {
      found ||=
        part.kind === "Assign" &&
        part.targets.some((target) => target.kind === "Name" && target.id === name) &&
        mentions(part.value, name);
      return true;
    });
  return found;
}
