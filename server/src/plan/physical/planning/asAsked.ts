import type { PhysicalNode } from "../physicalNode.ts";
import type { Relation } from "../relation.ts";
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
    (relation.kind === "project" && relation.renumbers) ||
    (relation.kind === "narrow" && relation.transparent);
  if (relation.kind === "scan" || isTransparent) return plan;
  const { needed } = demand;
  const left = needed && relation.output?.flatMap((token, index) => (needed.has(token) ? [index] : []));
  const chosen =
    left && left.length < (relation.output?.length ?? 0)
      ? { ...plan, identity: planning.identify(`columns ${left.join()} (${plan.identity})`) }
      : plan;
  return nullsBelow >= demand.notNull.size || relation.kind === "join"
    ? chosen
    : withoutNulls(planning, relation, demand, chosen);
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
