import type { PlanNode } from "../plan/logicalPlan.ts";
import { exchangesAt, exchangesBelow, keepsExchanges } from "../plan/physical/exchanges.ts";
import type { PhysicalNode } from "../plan/physical/physicalNode.ts";

/**
 * What a step moves between executors, for people: "shuffle by customer_id", "single partition", "broadcast 1.2 MB".
 * Each text once.
 */
export function exchangeTexts(step: PlanNode): readonly string[] {
  return [...new Set(exchangesAt(step).map(textOf))];
}

/** The same for each input of a step by itself: what moves its rows. Empty where nothing does. */
export const inputExchangeTexts = (step: PlanNode): readonly string[] =>
  exchangesBelow(step).map((nodes) => [...new Set(nodes.map(textOf))].join(", "));

/** The steps among these whose exchanges none of the steps that read them leaves out; those that nothing reads count. */
export function withoutLeftOut(steps: Iterable<PlanNode>): ReadonlySet<PlanNode> {
  const all = new Set(steps);
  const readers = new Map<PlanNode, PlanNode[]>();
  for (const reader of all)
    for (const input of reader.inputs) {
      const others = readers.get(input);
      if (others) others.push(reader);
      else readers.set(input, [reader]);
    }
  return new Set(
    [...all].filter((step) => {
      const known = readers.get(step);
      return known === undefined || known.some((reader) => keepsExchanges(reader, step));
    }),
  );
}

/** Keys beyond these are only counted. */
const mostKeys = 3;

function textOf({ exchange, partitioning: [partitioning], details }: PhysicalNode): string {
  const keys =
    partitioning?.kind === "hash" || partitioning?.kind === "range"
      ? plainKeys(partitioning.keys.map(([key]) => key?.name ?? ""))
      : [];
  const by =
    keys.length === 0
      ? ""
      : ` by ${keys.slice(0, mostKeys).join(", ")}${keys.length > mostKeys ? ` and ${keys.length - mostKeys} more` : ""}`;
  switch (exchange) {
    case "single":
      return "single partition";
    case "broadcast":
      return details === "" ? "broadcast" : `broadcast ${details}`;
    case "range":
      return `range shuffle${by}`;
    default:
      return `shuffle${by}`;
  }
}

/** Keys that Spark splits in two so that nulls meet nulls, `coalesce(id)` and `isnull(id)`, as what they are of. */
function plainKeys(names: readonly string[]): readonly string[] {
  const all = new Set(names);
  return names.flatMap((name) => {
    // An expression that has no short name.
    if (name === "" || name === "…") return [];
    const [, wrapper, inner] = /^(coalesce|isnull)\((.*)\)$/s.exec(name) ?? [];
    if (inner === undefined || !all.has(`coalesce(${inner})`) || !all.has(`isnull(${inner})`)) return [name];
    return wrapper === "coalesce" ? [inner] : [];
  });
}
