import { sideTable } from "../../syntax/sideTable.ts";
import { keepingOperators, type PlanNode } from "../logicalPlan.ts";

/** A frame and those below it that have the very same columns, whatever those are. */
export function framesOfSameColumns(plan: PlanNode): readonly PlanNode[] {
  const chain = [plan];
  for (let input = inputOfSameColumns(plan); input; input = inputOfSameColumns(input)) chain.push(input);
  return chain;
}

const firsts = sideTable<PlanNode, PlanNode>();

/** The lowest of these frames. */
export function firstOfSameColumns(plan: PlanNode): PlanNode {
  const passed: PlanNode[] = [];
  let first = plan;
  for (let next: PlanNode | null = plan; next; next = inputOfSameColumns(next)) {
    const known = firsts.get(next);
    first = known ?? next;
    if (known) break;
    passed.push(next);
  }
  for (const each of passed) firsts.set(each, first);
  return first;
}

function inputOfSameColumns({ operator, inputs }: PlanNode): PlanNode | null {
  const [input, ...others] = inputs;
  return input && others.length === 0 && keepingOperators.has(operator) ? input : null;
}
