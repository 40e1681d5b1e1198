import type { PlanNode } from "../../logicalPlan.ts";
import type { Key } from "../columnKey.ts";
import {
  partitionCount,
  partitioningText,
  satisfies,
  type Distribution,
  type Partitioning,
} from "../partitioning.ts";
import type { ExchangeKind, PhysicalNode } from "../physicalNode.ts";
import type { PhysicalSettings } from "../physicalSettings.ts";
import { operator, settingsOf, type Planning } from "./planning.ts";
import { sizeText } from "../lowering/sizes.ts";

const kinds: Readonly<Record<Partitioning["kind"], ExchangeKind>> = {
  single: "single",
  hash: "hash",
  range: "range",
  roundRobin: "roundRobin",
};

/** An exchange that places the rows of an operator anew. */
export function exchange(
  planning: Planning,
  child: PhysicalNode,
  to: Partitioning,
  node: PlanNode,
  why: string,
): PhysicalNode {
  return operator(planning, {
    operator: "Exchange",
    details: partitioningText(to),
    inputs: [child],
    node,
    partitioning: [to],
    output: child.output,
    exchange: kinds[to.kind],
    label: placedText(to, child.output),
    adaptive:
      settingsOf(node).adaptive && why === "" && to.kind !== "single"
        ? "small partitions may be put together"
        : null,
  });
}

/** An exchange by the places of its keys, so that equal ones on equal inputs are one. */
function placedText(to: Partitioning, output: readonly string[] | null): string {
  if (to.kind !== "hash" && to.kind !== "range") return partitioningText(to);
  const text = partitioningText({ ...to, keys: [] });
  const keys = to.keys.map(([key]) =>
    (key?.id ?? "").replaceAll(/#[^(),\s]+/g, (token) => {
      const place = output?.indexOf(token) ?? -1;
      return place < 0 ? token : `$${place}`;
    }),
  );
  return `${text} ${keys.join()} ${to.kind === "range" ? to.directions.join() : ""}`;
}

/** A broadcast of all rows to every task; `bytes` is what Spark reckons them to take, Infinity where nothing tells. */
export const broadcast = (
  planning: Planning,
  child: PhysicalNode,
  node: PlanNode,
  keys: string,
  bytes: number,
): PhysicalNode =>
  operator(planning, {
    operator: "BroadcastExchange",
    details: bytes > 0 && Number.isFinite(bytes) ? sizeText(bytes) : "",
    inputs: [child],
    node,
    partitioning: [],
    output: child.output,
    exchange: "broadcast",
    label: keys,
  });

/** The keys as columns of their own places: hash partitioning by them. */
const hashBy = (keys: readonly Key[], partitions: number): Partitioning => ({
  kind: "hash",
  keys: keys.map((key) => [key]),
  partitions,
});

/** The input as an operator asks for it, with an exchange where it lies otherwise (EnsureRequirements). */
export function ensure(
  planning: Planning,
  child: PhysicalNode,
  distribution: Distribution,
  node: PlanNode,
): PhysicalNode {
  const settings = settingsOf(node);
  if (child.partitioning.some((each) => satisfies(each, distribution, settings.requireAllKeys))) return child;
  switch (distribution.kind) {
    case "any":
      return child;
    case "all":
      return exchange(planning, child, { kind: "single" }, node, "");
    case "clustered":
      return exchange(planning, child, hashBy(distribution.keys, settings.shufflePartitions), node, "");
    case "ordered":
      return exchange(
        planning,
        child,
        {
          kind: "range",
          keys: distribution.order.map(({ key }) => [key]),
          directions: distribution.order.map(({ direction }) => direction),
          partitions: settings.shufflePartitions,
        },
        node,
        "",
      );
  }
}

/** Rows with equal keys in one partition; without keys all rows in one. */
export const clusteredBy = (keys: readonly Key[], allColumns = false): Distribution =>
  keys.length === 0 && !allColumns ? { kind: "all" } : { kind: "clustered", keys, allColumns };

/** How a side of a join lies, seen from the join's keys (Catalyst's ShuffleSpec). */
interface Spec {
  readonly kind: Partitioning["kind"];
  readonly partitions: number;
  /** For each key of a hash, the places of the join keys that it is. */
  readonly places: readonly (readonly number[])[];
  /** By all of the join's keys, or by some where that is allowed: the other side can be brought into the same places. */
  readonly leads: boolean;
}

function specsOf(child: PhysicalNode, keys: readonly Key[], settings: PhysicalSettings): readonly Spec[] {
  return child.partitioning
    .filter((each) => satisfies(each, clusteredBy(keys), settings.requireAllKeys))
    .map((each): Spec => {
      const partitions = partitionCount([each]) ?? 1;
      if (each.kind !== "hash") return { kind: each.kind, partitions, places: [], leads: false };
      const places = each.keys.map((names) =>
        keys.flatMap((key, index) => (names.some(({ id }) => id === key.id) ? [index] : [])),
      );
      const leads =
        !settings.requireAllKeysForJoins ||
        (places.length === keys.length && places.every((place, index) => place.includes(index)));
      return { kind: "hash", partitions, places, leads };
    });
}

function areCompatible(left: Spec, right: Spec): boolean {
  if (left.partitions === 1 && right.partitions === 1) return true;
  return (
    left.leads &&
    right.leads &&
    left.partitions === right.partitions &&
    left.places.length === right.places.length &&
    left.places.every((places, index) => places.some((place) => right.places[index]?.includes(place)))
  );
}

/** Two inputs whose rows with equal keys meet in partitions of the same number. */
export function coPartitioned(
  planning: Planning,
  inputs: readonly PhysicalNode[],
  keys: readonly (readonly Key[])[],
  bytes: readonly number[],
  node: PlanNode,
): readonly PhysicalNode[] {
  const settings = settingsOf(node);
  const children = inputs.map((input, index) =>
    ensure(planning, input, clusteredBy(keys[index] ?? []), node),
  );
  const specs = children.map((child, index) => specsOf(child, keys[index] ?? [], settings));
  const [left = [], right = []] = specs;
  const tooMuch =
    specs.every((each) => each.every(({ kind }) => kind === "single")) &&
    bytes.some((size) => Math.min(size, 2 ** 63) > settings.maxSinglePartitionBytes);
  const agree = left.some((one) => right.some((other) => areCompatible(one, other)));
  if (specs.length < 2 || (agree && !tooMuch)) return children;
  const leading = specs.map((each) => each.find(({ leads }) => leads));
  const candidates = leading.flatMap((spec, index) => (spec ? [{ spec, index }] : []));
  const settled = candidates.filter(({ index }) => !isShuffle(children[index]));
  const best = (settled.length > 0 ? settled : candidates).reduce<Spec | null>(
    (found, { spec }) => (found === null || spec.partitions > found.partitions ? spec : found),
    null,
  );
  return children.map((child, index) => {
    if (best && specs[index]?.some((spec) => areCompatible(best, spec))) return child;
    const clustering = keys[index] ?? [];
    const by = best ? best.places.flatMap(([place]) => clustering[place ?? 0] ?? []) : clustering;
    const below = isShuffle(child) ? (child.inputs[0] ?? child) : child;
    return exchange(planning, below, hashBy(by, best?.partitions ?? settings.shufflePartitions), node, "");
  });
}

const isShuffle = (child: PhysicalNode | undefined): child is PhysicalNode => child?.operator === "Exchange";
