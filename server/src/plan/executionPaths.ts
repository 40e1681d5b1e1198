import type { Statement } from "../syntax/ast.ts";
import type { CallFact, ExecutionContext, Loop } from "./facts.ts";
import type { PlanNode } from "./logicalPlan.ts";

/** A call on its way through the branches that lead to it. */
interface Run {
  readonly call: CallFact;
  readonly times: number;
  /** The branches not yet looked at, outermost first. */
  readonly branches: ExecutionContext["branches"];
}

/** A call that computes a step. */
export interface Counted {
  readonly call: CallFact;
  /** The loops that repeat this, where they are not all around the call. */
  readonly loops?: ExecutionContext["loops"];
  /** How often one call does so, where that is not once. */
  readonly passes?: number;
  /** How many frames the call works on, in the rounds of a loop over known elements or on the paths to it. */
  readonly frames: number;
}

/** What runs on one path through the program. */
export interface Path {
  /** Infinite where the code does not tell the rounds of a loop. */
  readonly times: number;
  /** The calls on the path, in the order of execution. */
  readonly calls: readonly CallFact[];
}

/**
 * The path through the program on which most of some calls, in the order of execution, run for one making of a step:
 * rounds of loops count, arms of one statement exclude each other, and a return ends the pass. Calls in different
 * functions are not added up, since nothing says that both functions run.
 */
export function busiestPath(calls: readonly Counted[], step: PlanNode): Path {
  const byFunction = new Map<ExecutionContext["function"], Run[]>();
  // Alternatives of what one call works on are one run.
  for (const group of groupsByPlace(calls, ({ call }) => call)) {
    const [first] = group;
    const together = group.length;
    const { call, loops = call.context.loops, passes = 1, frames } = first;
    // Where the call leaves the step out in some rounds, nobody knows in how many: it has it once for each frame.
    const times =
      together < frames
        ? together *
          roundsOf(
            loops.filter((loop) => loop.times === null),
            step,
          )
        : roundsOf(loops, step);
    const runs = byFunction.get(call.context.function) ?? [];
    runs.push({ call, times: passes * times, branches: call.context.branches });
    byFunction.set(call.context.function, runs);
  }
  return [...byFunction.values()].map(busiestOf).reduce(busier, emptyPath);
}

/** What belongs to calls, that of one place and one run of its code together, in the order of execution. */
export function groupsByPlace<Item>(
  items: readonly Item[],
  callOf: (item: Item) => CallFact,
): readonly (readonly [Item, ...Item[]])[] {
  const found = new Map<CallFact["node"], Map<ExecutionContext, [Item, ...Item[]]>>();
  const ordered: [Item, ...Item[]][] = [];
  for (const item of items) {
    const { node, context } = callOf(item);
    let byContext = found.get(node);
    if (!byContext) found.set(node, (byContext = new Map<ExecutionContext, [Item, ...Item[]]>()));
    const known = byContext.get(context);
    if (known) {
      known.push(item);
      continue;
    }
    const group: [Item, ...Item[]] = [item];
    byContext.set(context, group);
    ordered.push(group);
  }
  return ordered;
}

const emptyPath: Path = { times: 0, calls: [] };

const busier = (left: Path, right: Path): Path => (right.times > left.times ? right : left);

const followedBy = (first: Path, rest: Path): Path => ({
  times: first.times + rest.times,
  calls: [...first.calls, ...rest.calls],
});

/** How often a call runs for one making of a step: the rounds of the loops that the step is outside of. */
function roundsOf(loops: ExecutionContext["loops"], step: PlanNode): number {
  let times = 1;
  for (const loop of loops) if (!isMadeIn(step, loop)) times *= loop.times ?? Infinity;
  return times;
}

/** Whether each round of a loop makes a step of its own. */
export function isMadeIn({ site }: PlanNode, { node, unit }: Loop): boolean {
  return site.unit === unit && site.start >= node.start && site.end <= node.end;
}

/** The path with the most runs. From the end: what an arm that returns leaves out is known by then. */
function busiestOf(runs: readonly Run[]): Path {
  const groups: (Run | { readonly node: Branch; readonly arms: Map<number, Run[]> })[] = [];
  for (const run of runs) {
    const [branch, ...inner] = run.branches;
    if (!branch) {
      groups.push(run);
      continue;
    }
    const last = groups.find((group) => "node" in group && group.node === branch.node);
    const group = last && "node" in last ? last : { node: branch.node, arms: new Map<number, Run[]>() };
    if (group !== last) groups.push(group);
    const arm = group.arms.get(branch.arm) ?? [];
    arm.push({ ...run, branches: inner });
    group.arms.set(branch.arm, arm);
  }
  return groups.reduceRight<Path>((rest, group) => {
    if (!("node" in group)) return followedBy({ times: group.times, calls: [group.call] }, rest);
    const arms = [...group.arms].map(([arm, inside]) =>
      leaves(group.node, arm) ? busiestOf(inside) : followedBy(busiestOf(inside), rest),
    );
    return arms.reduce(busier, rest);
  }, emptyPath);
}

type Branch = ExecutionContext["branches"][number]["node"];

/** Whether an arm ends the pass: its last statement returns or raises. */
export function leaves(node: Branch, arm: number): boolean {
  const last = bodyOf(node, arm).at(-1);
  return last?.kind === "Return" || last?.kind === "Raise";
}

function bodyOf(node: Branch, arm: number): readonly Statement[] {
  switch (node.kind) {
    case "If":
      return arm === 0 ? node.body : node.orelse;
    case "Match":
      return node.cases[arm]?.body ?? [];
    case "Try":
      return arm === 0 ? [] : (node.handlers[arm - 1]?.body ?? []);
  }
}
