import type { PlanNode } from "../../logicalPlan.ts";
import { emptyRelation, isEmpty, type Definitions, type Relation, type RelationOf } from "../relation.ts";
import { resized, rowBytes } from "./sizes.ts";

/** A projection of the columns that a step has behind it. */
export function project(
  input: Relation,
  node: PlanNode,
  output: readonly string[] | null,
  definitions: Definitions,
  more: Partial<Pick<RelationOf<"project">, "deterministic" | "python" | "renumbers">> = {},
): Relation {
  if (isEmpty(input)) return emptyRelation(node, output);
  return {
    kind: "project",
    node,
    inputs: [input],
    output,
    maxRows: input.maxRows,
    bytes: more.renumbers ? input.bytes : resized(input.bytes, input.node, node),
    definitions,
    renumbers: false,
    deterministic: true,
    python: null,
    ...more,
  };
}

/** A step that leaves rows, columns and their places alone. */
export function narrow(
  input: Relation,
  node: PlanNode,
  name: string,
  more: Partial<Omit<RelationOf<"narrow">, "kind" | "node" | "inputs" | "name">> = {},
): Relation {
  if (isEmpty(input)) return emptyRelation(node, more.output === undefined ? input.output : more.output);
  return {
    kind: "narrow",
    node,
    inputs: [input],
    name,
    details: "",
    output: input.output,
    maxRows: input.maxRows,
    bytes: input.bytes,
    reads: [],
    transparent: false,
    loses: false,
    hint: null,
    ...more,
  };
}

/** A sort; of one row at most it is none, and constants sort nothing (EliminateSorts, OptimizeOneRowPlan). */
export function sort(
  input: Relation,
  node: PlanNode,
  order: RelationOf<"sort">["order"],
  global: boolean,
): Relation {
  const sorting = order.filter(({ key }) => !key.foldable || key.tokens.length === 0);
  if ((input.maxRows !== null && input.maxRows <= 1) || sorting.length === 0) return input;
  return { ...passing(input, node), kind: "sort", order: sorting, global };
}

/** A limit; where there are not more rows anyway it is none (EliminateLimits). */
export function limit(input: Relation, node: PlanNode, count: number | null, offset: boolean): Relation {
  if (offset) return { ...passing(input, node), kind: "limit", count, offset };
  if (count === 0) return emptyRelation(node, input.output);
  if (input.maxRows !== null && count !== null && input.maxRows <= count) return input;
  const [below] = input.inputs;
  const from = input.kind === "limit" && !input.offset && below ? below : input;
  const most = Math.min(count ?? Infinity, input.maxRows ?? Infinity);
  return {
    ...passing(count === null ? from : fewerRows(from, count), node),
    kind: "limit",
    count: Number.isFinite(most) ? most : null,
    offset,
    maxRows: Number.isFinite(most) ? most : null,
    bytes: Number.isFinite(most) ? most * rowBytes(node) : input.bytes,
  };
}

/** A union of which only so many rows are wanted: larger limits in it are none (LimitPushDown, CombineLimits). */
function fewerRows(relation: Relation, count: number): Relation {
  const [input] = relation.inputs;
  if (!input) return relation;
  const within = (each: Relation): Relation => {
    const [below] = each.inputs;
    const isLarger = each.kind === "limit" && !each.offset && each.count !== null && each.count > count;
    return isLarger && below ? below : fewerRows(each, count);
  };
  if (relation.kind === "union") {
    const inputs = relation.inputs.map(within);
    return inputs.every((each, index) => each === relation.inputs[index])
      ? relation
      : { ...relation, inputs };
  }
  const passes =
    (relation.kind === "project" && relation.deterministic && relation.python === null) ||
    (relation.kind === "narrow" && relation.transparent);
  const below = passes ? fewerRows(input, count) : input;
  return below === input ? relation : { ...relation, inputs: [below] };
}

/** Spark runs one of two repartitionings on end (CollapseRepartition), with filters and choices of columns between. */
export function repartition(
  input: Relation,
  node: PlanNode,
  parts: Pick<RelationOf<"repartition">, "to" | "reads">,
): Relation {
  if (isEmpty(input)) return input;
  return { ...passing(withoutRepartition(input), node), kind: "repartition", ...parts };
}

/** `coalesce(n)`: behind a repartitioning into fewer it is none, and one of two on end counts. */
export function coalesce(input: Relation, node: PlanNode, partitions: number): Relation {
  if (isEmpty(input)) return input;
  const [below] = input.inputs;
  if (input.kind === "repartition") {
    const count = input.to.kind === "single" ? 1 : input.to.partitions;
    if (partitions >= count && count > 0) return input;
  }
  return {
    ...passing(input.kind === "coalesce" && below ? below : input, node),
    kind: "coalesce",
    partitions,
  };
}

/** How many steps apart two may stand that meet, so that long chains stay cheap. */
export const farthest = 50;

function withoutRepartition(input: Relation): Relation {
  const path: Relation[] = [];
  let at = input;
  for (let next = at.inputs[0]; next && isTransparent(at); next = at.inputs[0]) {
    if (path.length === farthest) return input;
    path.push(at);
    at = next;
  }
  const [below] = at.inputs;
  if ((at.kind !== "repartition" && at.kind !== "coalesce") || !below) return input;
  return path.reduceRight<Relation>((inner, step) => ({ ...step, inputs: [inner] }), below);
}

/** Filters move below a repartitioning, and a projection that only chooses columns disappears. */
const isTransparent = (relation: Relation): boolean =>
  relation.kind === "filter" ||
  (relation.kind === "project" && relation.definitions.size === 0) ||
  (relation.kind === "narrow" && relation.transparent);

/** What a step has of an input whose rows and columns it hands on. */
export const passing = (
  input: Relation,
  node: PlanNode,
): Pick<Relation, "node" | "inputs" | "output" | "maxRows" | "bytes"> => ({
  node,
  inputs: [input],
  output: input.output,
  maxRows: input.maxRows,
  bytes: input.bytes,
});
