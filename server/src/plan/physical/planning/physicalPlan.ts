import type { PlanNode } from "../../logicalPlan.ts";
import { relationOf } from "../lowering/relationOf.ts";
import { numberOf } from "../columnKey.ts";
import type { PhysicalNode } from "../physicalNode.ts";
import type { Relation, RelationOf } from "../relation.ts";
import { belowAggregate, belowJoin, belowProject, belowUnion, passedOn } from "./demands.ts";
import { joinPlan, simplifiedType } from "./joinPlans.ts";
import {
  aggregatePlan,
  coalescePlan,
  collectLimitPlan,
  filterPlan,
  limitPlan,
  narrowPlan,
  projectPlan,
  repartitionPlan,
  scanPlan,
  sortPlan,
  topRowsPlan,
  unionPlan,
  windowPlan,
} from "./operators.ts";
import { asAsked, withoutNulls } from "./asAsked.ts";
import { asProject, isBareRow, isPointless, isRedundant } from "./leftAway.ts";
import { skipLimit, sortBelow } from "./topRows.ts";
import { demandText, innerDemand, operator, type Demand, type Planning } from "./planning.ts";
import { clusteredBy, coPartitioned, ensure } from "./requirements.ts";
import { withSubqueryPlans } from "./subqueryPlans.ts";

/** A relation to be planned, and what is asked of it. */
interface Task {
  readonly relation: Relation;
  readonly demand: Demand;
}

/** What has to be planned before a relation, and what it then is. */
interface Work {
  readonly below: readonly Task[];
  readonly finish: (inputs: readonly PhysicalNode[]) => PhysicalNode;
}

/** After so many relations one plan of each is enough, whatever is asked of it. */
const mostTasks = 20_000;

/**
 * Plans a relation as Spark's planner and EnsureRequirements do. Shared relations are planned once for each demand.
 * Without recursion: plans may be thousands of steps deep.
 */
export function physicalPlan(
  planning: Planning,
  root: Task,
  kept: ReadonlySet<PlanNode>,
  known: (task: Task) => PhysicalNode | undefined = () => undefined,
  keep: (task: Task, plan: PhysicalNode) => void = () => undefined,
): PhysicalNode {
  const memo = new Map<Relation, Map<string, PhysicalNode>>();
  const shared = hasShared(root.relation);
  let tasks = 0;
  const nameOf = (task: Task): string => (shared && tasks < mostTasks ? demandText(task.demand) : "");
  interface Frame {
    readonly task: Task;
    readonly name: string;
    readonly work: Work;
    readonly done: PhysicalNode[];
  }
  let result: PhysicalNode | undefined;
  const stack: Frame[] = [];
  const start = (task: Task): PhysicalNode | undefined => {
    const name = nameOf(task);
    const found = memo.get(task.relation)?.get(name) ?? known(task);
    if (found) return found;
    tasks += 1;
    stack.push({ task, name, work: workOf(planning, task, kept), done: [] });
    return undefined;
  };
  result = start(root);
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const next = frame.work.below[frame.done.length];
    if (next) {
      const found = start(next);
      if (found) frame.done.push(found);
      continue;
    }
    stack.pop();
    const asked = asAsked(planning, frame.task, nullsBelow(frame.work), frame.work.finish(frame.done));
    result = withSubqueryPlans(frame.task, asked);
    const plans = memo.get(frame.task.relation);
    if (plans) plans.set(frame.name, result);
    else memo.set(frame.task.relation, new Map([[frame.name, result]]));
    keep(frame.task, result);
    stack.at(-1)?.done.push(result);
  }
  return result ?? opaquePlan(planning, root.relation, []);
}

/** How many columns are asked to have no nulls further down. */
const nullsBelow = ({ below }: Work): number =>
  below.reduce((sum, { demand }) => sum + demand.notNull.size, 0);

/** Whether any relation is used twice. */
function hasShared(root: Relation): boolean {
  const seen = new Set([root]);
  let shared = false;
  for (const relation of seen)
    for (const input of relation.inputs) {
      shared ||= seen.has(input);
      seen.add(input);
    }
  return shared;
}

function workOf(planning: Planning, task: Task, kept: ReadonlySet<PlanNode>): Work {
  const { relation } = task;
  if (kept.has(relation.node) && relationOf(relation.node) === relation)
    return {
      below: [{ relation, demand: innerDemand }].map((each) => ({ ...each, relation: unkept(relation) })),
      finish: ([input]) =>
        input
          ? operator(planning, {
              operator: "InMemoryTableScan",
              inputs: [input],
              node: relation.node,
              partitioning: input.partitioning,
              output: relation.output,
              label: String(numberOf(relation.node)),
            })
          : opaquePlan(planning, relation, []),
    };
  return ordinaryWork(planning, task);
}

/** The relation itself, without its being kept. */
const unkept = (relation: Relation): Relation => ({ ...relation });

const one = (below: Task, finish: (input: PhysicalNode) => PhysicalNode): Work => ({
  below: [below],
  finish: ([input]) => finish(input as PhysicalNode),
});

function ordinaryWork(planning: Planning, { relation, demand }: Task): Work {
  const [input] = relation.inputs;
  if (relation.kind === "scan") return { below: [], finish: () => scanPlan(planning, relation, demand) };
  if (!input) return { below: [], finish: () => opaquePlan(planning, relation, []) };
  const pass = (more: Partial<Demand> = {}): Task => ({
    relation: input,
    demand: passedOn(relation, demand, more),
  });
  switch (relation.kind) {
    case "project":
      return one({ relation: input, demand: belowProject(relation, demand) }, (plan) =>
        projectPlan(planning, relation, plan),
      );
    case "filter":
      return one(
        pass({
          unordered: demand.unordered,
          notNull: new Set([...demand.notNull, ...relation.rejectsNulls]),
        }),
        (plan) => filterPlan(planning, relation, plan),
      );
    case "narrow":
      return one(
        relation.transparent
          ? { relation: input, demand: { ...demand } }
          : pass({
              ...(relation.output !== input.output && { needed: belowGenerator(relation, demand) }),
              notNull: new Set(
                [...demand.notNull].filter(
                  (token) => relation.output === input.output && input.output?.includes(token),
                ),
              ),
            }),
        (plan) => narrowPlan(planning, relation, plan),
      );
    case "aggregate":
      if (isBareRow(relation, demand))
        return {
          below: [],
          finish: () =>
            operator(planning, {
              operator: "Scan OneRowRelation",
              inputs: [],
              node: relation.node,
              partitioning: [],
              output: relation.output,
              label: "",
            }),
        };
      if (isRedundant(relation, input, demand))
        return one({ relation: asProject(relation, input), demand }, (plan) => plan);
      return one({ relation: input, demand: belowAggregate(relation, demand) }, (plan) =>
        aggregatePlan(
          planning,
          relation,
          relation.mode === "expand" ? withoutNulls(planning, relation, demand, plan) : plan,
          demand,
        ),
      );
    case "window": {
      const isRead = demand.needed === null || relation.made.some((token) => demand.needed?.has(token));
      // Windows that nothing reads are left away (ColumnPruning).
      if (!isRead) return one({ relation: input, demand: { ...demand } }, (plan) => plan);
      const keys = new Set(relation.partition.flatMap(({ tokens }) => tokens));
      return one(pass({ notNull: new Set([...demand.notNull].filter((token) => keys.has(token))) }), (plan) =>
        windowPlan(planning, relation, plan),
      );
    }
    case "sort":
      if (demand.unordered === "all" || (demand.unordered === "local" && !relation.global))
        return one({ relation: input, demand: { ...demand } }, (plan) => plan);
      return one(pass({ unordered: relation.global ? "all" : "local" }), (plan) =>
        sortPlan(planning, relation, plan),
      );
    case "limit":
      return limitWork(planning, relation, demand, input);
    case "repartition":
      return one(pass({ unordered: relation.to.kind === "roundRobin" ? "no" : "all" }), (plan) =>
        repartitionPlan(planning, relation, plan),
      );
    case "coalesce":
      return one(pass(), (plan) => coalescePlan(planning, relation, plan));
    case "join":
      return joinWork(planning, relation, demand);
    case "union":
      return {
        below: relation.inputs.map((each) => ({
          relation: each,
          demand: belowUnion(relation, demand, each),
        })),
        finish: (plans) => unionPlan(planning, relation, plans),
      };
    case "groups":
      return groupsWork(planning, relation);
    case "opaque":
      return {
        below: relation.inputs.map((each) => ({ relation: each, demand: innerDemand })),
        finish: (plans) => opaquePlan(planning, relation, plans),
      };
  }
}

/** What a generator asks of its input: what it reads, and of the input's columns what is asked of it. Other steps read all. */
function belowGenerator(relation: RelationOf<"narrow">, { needed }: Demand): Demand["needed"] {
  const own = relation.inputs[0]?.output;
  if (relation.name !== "Generate" || needed === null || !own) return null;
  return new Set([...own.filter((token) => needed.has(token)), ...relation.reads]);
}

/** A limit at the end fetches; one behind a sort takes the first rows of each partition; others gather all in one. */
function limitWork(planning: Planning, relation: RelationOf<"limit">, demand: Demand, input: Relation): Work {
  const needed = { ...innerDemand, needed: demand.needed };
  const sort = sortBelow(relation);
  if (sort)
    return one({ relation: sort.unsorted, demand: { ...innerDemand, unordered: "all" } }, (plan) =>
      topRowsPlan(planning, relation, sort.sort, plan),
    );
  if (demand.root && !(input.kind === "limit" && !relation.offset && !input.offset))
    return one({ relation: skipLimit(input), demand: needed }, (plan) =>
      collectLimitPlan(planning, relation, plan),
    );
  return one({ relation: input, demand: needed }, (plan) => limitPlan(planning, relation, plan));
}

function joinWork(planning: Planning, relation: RelationOf<"join">, demand: Demand): Work {
  const type = simplifiedType(relation, demand);
  const [left, right] = relation.inputs;
  const [forLeft, forRight] = belowJoin(relation, type, demand);
  if (!left || !right) return { below: [], finish: () => opaquePlan(planning, relation, []) };
  if (type === "left_outer" && isPointless(left, right, relation, demand))
    return one({ relation: left, demand: { ...demand, root: false } }, (plan) => plan);
  return {
    below: [
      { relation: left, demand: forLeft },
      { relation: right, demand: forRight },
    ],
    finish: (plans) => joinPlan(planning, relation, demand, plans),
  };
}

function groupsWork(planning: Planning, relation: RelationOf<"groups">): Work {
  const { node } = relation;
  return {
    below: relation.inputs.map((each) => ({ relation: each, demand: innerDemand })),
    finish(plans) {
      const [only] = plans;
      const inputs =
        plans.length > 1
          ? coPartitioned(
              planning,
              plans,
              relation.keys,
              relation.inputs.map(({ bytes }) => bytes),
              node,
            )
          : only
            ? [ensure(planning, only, clusteredBy(relation.keys[0] ?? []), node)]
            : [];
      return operator(planning, {
        operator: relation.name,
        details: (relation.keys[0] ?? []).map(({ name }) => name).join(", "),
        inputs,
        node,
        partitioning: inputs[0]?.partitioning ?? [],
        output: relation.output,
        label: String(numberOf(relation)),
      });
    },
  };
}

const opaquePlan = (planning: Planning, relation: Relation, inputs: readonly PhysicalNode[]): PhysicalNode =>
  operator(planning, {
    operator: relation.node.method,
    inputs,
    node: relation.node,
    partitioning: [],
    output: relation.output,
    label: String(numberOf(relation)),
    assumes: `what ${relation.node.method} does is not followed`,
  });
