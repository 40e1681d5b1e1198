import { joinHint, type JoinHint } from "../../joinHints.ts";
import { placingKey, type Key } from "../columnKey.ts";
import type { Partitioning } from "../partitioning.ts";
import type { PhysicalNode } from "../physicalNode.ts";
import type { PhysicalSettings } from "../physicalSettings.ts";
import type { Relation, RelationOf } from "../relation.ts";
import { operator, settingsOf, type Demand, type Planning } from "./planning.ts";
import { broadcast, coPartitioned } from "./requirements.ts";

type Join = RelationOf<"join">;

/** The type of a join, outer sides dropped that the filters above make pointless (EliminateOuterJoin). */
export function simplifiedType(join: Join, { notNull }: Demand): string {
  const [left, right] = join.inputs;
  const rejects = (side: Relation | undefined): boolean =>
    side?.output?.some((token) => notNull.has(token)) === true;
  switch (join.type) {
    case "left_outer":
      return rejects(right) ? "inner" : join.type;
    case "right_outer":
      return rejects(left) ? "inner" : join.type;
    case "full_outer":
      if (rejects(left)) return rejects(right) ? "inner" : "left_outer";
      return rejects(right) ? "right_outer" : join.type;
    default:
      return join.type;
  }
}

const buildsLeft = (type: string): boolean => /^(inner|cross|right_outer)$/.test(type);
const buildsRight = (type: string): boolean => /^(inner|cross|left_outer|left_semi|left_anti)$/.test(type);
const isInner = (type: string): boolean => /^(inner|cross)$/.test(type);

/** The hint for a join on one of its sides, from any step up to the last join (EliminateResolvedHint). */
function hintOf(relation: Relation | undefined): JoinHint | null {
  for (let at = relation; at?.inputs.length === 1; [at] = at.inputs) {
    const hint = at.kind === "narrow" && at.hint !== null ? joinHint(at.hint) : null;
    if (hint !== null) return hint;
  }
  return null;
}

type Strategy =
  | { readonly operator: "BroadcastHashJoin" | "BroadcastNestedLoopJoin"; readonly build: 0 | 1 }
  | { readonly operator: "SortMergeJoin" | "ShuffledHashJoin" | "CartesianProduct" };

/** How Spark joins (JoinSelection, 4.3): hints first, then sizes. */
function strategyOf(join: Join, type: string, settings: PhysicalSettings): Strategy {
  const [left, right] = join.inputs;
  const named = join.takesHints ? [hintOf(left), hintOf(right)] : [null, null];
  const sizes = [left?.bytes ?? Infinity, right?.bytes ?? Infinity] as const;
  const smaller = sizes[1] <= sizes[0] ? 1 : 0;
  const small = sizes.map((size) => size <= settings.broadcastThreshold);
  const equal = join.keys.length > 0;
  const side = (wanted: readonly boolean[]): 0 | 1 | null => {
    const can = [wanted[0] === true && buildsLeft(type), wanted[1] === true && buildsRight(type)];
    if (can[0] && can[1]) return smaller;
    return can[0] ? 0 : can[1] ? 1 : null;
  };
  const hinted = named.map((hint) => hint === "broadcast");
  if (equal) {
    const byHint = side(hinted);
    if (byHint !== null) return { operator: "BroadcastHashJoin", build: byHint };
    if (named.includes("merge")) return { operator: "SortMergeJoin" };
    if (named.includes("shuffle_hash")) return { operator: "ShuffledHashJoin" };
    if (named.includes("shuffle_replicate_nl") && isInner(type)) return { operator: "CartesianProduct" };
    const bySize = side(small);
    if (bySize !== null) return { operator: "BroadcastHashJoin", build: bySize };
    return { operator: "SortMergeJoin" };
  }
  const loop = (wanted: readonly boolean[]): Strategy | null =>
    wanted.includes(true)
      ? {
          operator: "BroadcastNestedLoopJoin",
          build: wanted[0] && wanted[1] ? smaller : wanted[0] ? 0 : 1,
        }
      : null;
  const byHint = loop(hinted);
  if (byHint) return byHint;
  if (isInner(type) && named.includes("shuffle_replicate_nl")) return { operator: "CartesianProduct" };
  const bySize = loop(small);
  if (bySize) return bySize;
  if (isInner(type)) return { operator: "CartesianProduct" };
  const build = type === "full_outer" ? smaller : buildsLeft(type) ? 0 : 1;
  return { operator: "BroadcastNestedLoopJoin", build };
}

/** A join of two inputs that are planned already. */
export function joinPlan(
  planning: Planning,
  join: Join,
  demand: Demand,
  inputs: readonly PhysicalNode[],
): PhysicalNode {
  const { node } = join;
  const settings = settingsOf(node);
  const type = simplifiedType(join, demand);
  const strategy = strategyOf(join, type, settings);
  const [left, right] = inputs;
  const keys = [
    join.keys.map((pair) => placingKey(pair.left)),
    join.keys.map((pair) => placingKey(pair.right)),
  ] as const;
  const names = keys[0].map(({ name }, index) => {
    const other = keys[1][index]?.name ?? "";
    return name === other ? name : `${name} = ${other}`;
  });
  const details = [type.replace("_", " "), names.join(", ")].filter((text) => text !== "").join(" on ");
  const make = (children: readonly PhysicalNode[], partitioning: readonly Partitioning[]): PhysicalNode =>
    operator(planning, {
      operator: strategy.operator,
      details,
      inputs: children,
      node,
      partitioning,
      output: join.output,
      label: details,
      ...expectation(join, type, strategy, settings),
    });
  if (!left || !right) return make(inputs, []);
  if (strategy.operator === "CartesianProduct") return make([left, right], []);
  if ("build" in strategy) {
    const { build } = strategy;
    const hashed = strategy.operator === "BroadcastHashJoin" ? keys[build].map(({ id }) => id).join() : "";
    const sides = [left, right].map((side, index) =>
      index === build ? broadcast(planning, side, node, hashed, join.inputs[index]?.bytes ?? Infinity) : side,
    );
    const streamed = build === 0 ? right : left;
    const kept = type === "full_outer" ? anywhere(streamed.partitioning) : streamed.partitioning;
    const withBuilt =
      isInner(type) && strategy.operator === "BroadcastHashJoin"
        ? kept.map((each) => withPartners(each, keys[build === 0 ? 1 : 0], keys[build]))
        : kept;
    return make(sides, withBuilt);
  }
  const [one, other] = coPartitioned(
    planning,
    [left, right],
    inOrderOf(left, right, keys),
    join.inputs.map(({ bytes }) => bytes),
    node,
  );
  if (!one || !other) return make(inputs, []);
  return make([one, other], joinedPartitioning(type, one.partitioning, other.partitioning));
}

/** The keys in the order in which one of the sides is placed by them already (EnsureRequirements.reorderJoinKeys). */
function inOrderOf(
  left: PhysicalNode,
  right: PhysicalNode,
  keys: readonly (readonly Key[])[],
): readonly (readonly Key[])[] {
  for (const [index, side] of [left, right].entries())
    for (const placed of side.partitioning) {
      const own = keys[index] ?? [];
      if (placed.kind !== "hash" || placed.keys.length !== own.length) continue;
      const order = placed.keys.map((names) => own.findIndex((key) => names.some(({ id }) => id === key.id)));
      if (!order.includes(-1) && new Set(order).size === own.length)
        return keys.map((each) => order.flatMap((place) => each[place] ?? []));
    }
  return keys;
}

/** What a shuffled join says of its rows (ShuffledJoin.outputPartitioning). */
function joinedPartitioning(
  type: string,
  left: readonly Partitioning[],
  right: readonly Partitioning[],
): readonly Partitioning[] {
  if (isInner(type)) return [...left, ...right];
  if (type === "right_outer") return right;
  return type === "full_outer" ? anywhere(left) : left;
}

const anywhere = ([first]: readonly Partitioning[]): readonly Partitioning[] =>
  first ? [{ kind: "roundRobin", partitions: first.kind === "single" ? 1 : first.partitions }] : [];

/** A streamed side's keys have the values of the keys that they met. */
function withPartners(partitioning: Partitioning, own: readonly Key[], met: readonly Key[]): Partitioning {
  if (partitioning.kind !== "hash") return partitioning;
  return {
    ...partitioning,
    keys: partitioning.keys.map((names) => [
      ...names,
      ...own.flatMap((key, index) => {
        const partner = met[index];
        return partner && names.some(({ id }) => id === key.id) ? [partner] : [];
      }),
    ]),
  };
}

/** What the choice rests on, and what adaptive execution may make of it. */
function expectation(
  join: Join,
  type: string,
  strategy: Strategy,
  settings: PhysicalSettings,
): Pick<PhysicalNode, "adaptive" | "assumes"> {
  if (strategy.operator !== "SortMergeJoin" && strategy.operator !== "ShuffledHashJoin")
    return { adaptive: null, assumes: null };
  const open = join.inputs.some((input) => input.bytes === Infinity);
  const builds = buildsLeft(type) || buildsRight(type);
  return {
    adaptive:
      settings.adaptive && builds && settings.broadcastThreshold >= 0
        ? "may become a broadcast join once a side turns out to be small"
        : null,
    assumes: open ? "sizes that the code does not tell count as large" : null,
  };
}
