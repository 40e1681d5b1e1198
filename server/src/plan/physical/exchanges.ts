import { planNodes, type PlanNode } from "../logicalPlan.ts";
import { innerPhysicalOf, physicalOf, physicalPlansOf } from "./physicalOf.ts";
import { noExchanges, type ExchangeCounts, type PhysicalNode } from "./physicalNode.ts";
import { physicalSettings } from "./physicalSettings.ts";

/** How many exchanges of each kind an action on a frame runs, those of cached steps and of equal computations left out. */
export function exchangesOf(plan: PlanNode, kept?: ReadonlySet<PlanNode>): ExchangeCounts {
  const { reusesExchanges } = physicalSettings(plan.session);
  return countOf(exchangeNodes(physicalPlansOf(plan, kept), reusesExchanges));
}

/** The exchanges that a step itself asks for. */
export function exchangesAt(step: PlanNode): readonly PhysicalNode[] {
  const found: PhysicalNode[] = [];
  const seen = new Set<PhysicalNode>([innerPhysicalOf(step)]);
  for (const node of seen) {
    if (node.node !== step) continue;
    if (node.exchange !== null) found.push(node);
    for (const input of node.inputs) seen.add(input);
  }
  return found;
}

/** The same by the step's inputs: which exchanges the rows of each go through before they meet. */
export function exchangesBelow(step: PlanNode): readonly (readonly PhysicalNode[])[] {
  const found = step.inputs.map((): PhysicalNode[] => []);
  const seen = new Set<PhysicalNode>();
  // Where a step of several inputs has its branches; above them, and in steps of one input, an exchange is of all.
  const waiting: { readonly node: PhysicalNode; readonly branch: number | null }[] = [
    { node: innerPhysicalOf(step), branch: null },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, branch } = next;
    if (node.node !== step) continue;
    if (node.exchange !== null)
      for (const [index, nodes] of found.entries()) if (branch === null || branch === index) nodes.push(node);
    const forks = branch === null && node.inputs.length > 1 && node.inputs.length === found.length;
    if (!forks && seen.has(node)) continue;
    seen.add(node);
    for (const [index, input] of node.inputs.entries())
      waiting.push({ node: input, branch: forks ? index : branch });
  }
  return found;
}

/**
 * The steps that a second run of the same plan does not compute: those behind its exchanges, whose files the first run
 * has left, and those that ask for them.
 */
export function stepsBehindExchanges(plan: PlanNode, kept: ReadonlySet<PlanNode>): ReadonlySet<PlanNode> {
  const above = new Set<PlanNode>();
  const exchanging = new Set<PlanNode>();
  const seen = new Set<PhysicalNode>([physicalOf(plan, kept)]);
  for (const { node, exchange, inputs } of seen) {
    if (exchange !== null) {
      exchanging.add(node);
      continue;
    }
    above.add(node);
    for (const input of inputs) seen.add(input);
  }
  const behind = [...planNodes(plan)].filter((step) => !above.has(step) || exchanging.has(step));
  return exchanging.size === 0 ? new Set() : new Set(behind);
}

/**
 * Whether the exchanges of a step are still there in the plan of a step that reads it: Spark leaves out a sort that a
 * limit or an aggregation follows, a repartitioning that another one follows, and the like.
 */
export function keepsExchanges(reader: PlanNode, step: PlanNode): boolean {
  const seen = new Set<PhysicalNode>([innerPhysicalOf(reader)]);
  for (const { node, exchange, inputs } of seen) {
    if (node === step && exchange !== null) return true;
    if (node === reader || node === step) for (const input of inputs) seen.add(input);
  }
  return false;
}

function countOf(nodes: Iterable<readonly [PhysicalNode, number]>): ExchangeCounts {
  const counts = { ...noExchanges };
  for (const [{ exchange }, times] of nodes) if (exchange !== null) counts[exchange] += times;
  return counts;
}

/** The exchanges of plans, and how often each runs: equal ones once, or, where Spark does not reuse them, each. */
function exchangeNodes(
  roots: readonly PhysicalNode[],
  reused: boolean,
): readonly (readonly [PhysicalNode, number])[] {
  if (!reused) return roots.flatMap(unshared);
  const seen = new Map(roots.map(computation).map((root) => [root.identity, root]));
  for (const node of seen.values()) {
    if (node.operator === "InMemoryTableScan") continue;
    for (const input of node.inputs.map(computation))
      if (!seen.has(input.identity)) seen.set(input.identity, input);
  }
  return [...seen.values()].map((node) => [node, 1] as const);
}

/** The operator that works something out: a choice of columns is its input's computation. */
function computation(node: PhysicalNode): PhysicalNode {
  let at = node;
  for (let input = at.inputs[0]; input?.identity === at.identity; input = at.inputs[0]) at = input;
  return at;
}

/** Each occurrence, counted along all ways from the end of the plan. */
function unshared(root: PhysicalNode): readonly (readonly [PhysicalNode, number])[] {
  const uses = new Map<PhysicalNode, number>([[root, 0]]);
  for (const node of uses.keys())
    for (const input of node.operator === "InMemoryTableScan" ? [] : node.inputs)
      uses.set(input, (uses.get(input) ?? 0) + 1);
  const times = new Map<PhysicalNode, number>([[root, 1]]);
  const ready = [root];
  for (const node of ready)
    for (const input of node.operator === "InMemoryTableScan" ? [] : node.inputs) {
      times.set(input, (times.get(input) ?? 0) + (times.get(node) ?? 1));
      const left = (uses.get(input) ?? 1) - 1;
      uses.set(input, left);
      if (left === 0) ready.push(input);
    }
  return [...times];
}
