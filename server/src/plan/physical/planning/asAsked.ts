import type { PhysicalNode } from "../physicalNode.ts";
import type { Relation, RelationOf } from "../relation.ts";
import type { Demand, Planning } from "./planning.ts";

/**
 * What is asked of a relation tells its computation from others: columns that are left away, and nulls that cannot be
 * dropped further down.
 */
export function asAsked(
  planning: Planning,
  { relation, demand }: { readonly relation: Relation; readonly demand: Demand },
  nullsBelow: number,
  plan: PhysicalNode,
): PhysicalNode {
  const isTransparent =
    (relation.kind === "project" && (relation.renumbers || choosesOnly(relation))) ||
    (relation.kind === "narrow" && relation.transparent);
  const { needed } = demand;
  const left = needed && relation.output?.flatMap((token, index) => (needed.has(token) ? [index] : []));
  const isPruned = left !== null && left !== undefined && left.length < (relation.output?.length ?? 0);
  const own = isPruned ? { ...plan, output: left.map((index) => relation.output?.[index] ?? "") } : plan;
  if (relation.kind === "scan" || isTransparent) return own;
  const chosen = isPruned
    ? { ...own, identity: planning.identify(`columns ${left.join()} (${plan.identity})`) }
    : own;
  return nullsBelow >= demand.notNull.size || relation.kind === "join"
    ? chosen
    : withoutNulls(planning, relation, demand, chosen);
}

/** Whether a projection gives columns of its input as they are and in their order: what is asked of the input is the same then. */
export function choosesOnly({ definitions, output, inputs, python }: RelationOf<"project">): boolean {
  const before = inputs[0]?.output;
  if (definitions.size > 0 || python !== null || output === null || !before) return false;
  let place = -1;
  return output.every((token) => {
    const next = before.indexOf(token, place + 1);
    place = next;
    return next >= 0;
  });
}

/** A computation on rows without nulls in the columns that are asked to have none. */
export function withoutNulls(
  planning: Planning,
  relation: Relation,
  { notNull }: Demand,
  plan: PhysicalNode,
): PhysicalNode {
  if (notNull.size === 0) return plan;
  const places = [...notNull].map((token) => relation.output?.indexOf(token) ?? token).sort();
  return { ...plan, identity: planning.identify(`without nulls in ${places.join()} (${plan.identity})`) };
}
