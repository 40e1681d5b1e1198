import type { PlanNode } from "../plan/logicalPlan.ts";
import { exchangesAt } from "../plan/physical/exchanges.ts";
import type { PhysicalNode } from "../plan/physical/physicalNode.ts";

/** What a step moves between executors, for people: "shuffle by customer_id", "single partition". Each text once. */
export function exchangeTexts(step: PlanNode): readonly string[] {
  return [...new Set(exchangesAt(step).map(textOf))];
}

/** Keys beyond these are only counted. */
const mostKeys = 3;

function textOf({ exchange, partitioning: [partitioning] }: PhysicalNode): string {
  const keys =
    partitioning?.kind === "hash" || partitioning?.kind === "range"
      ? partitioning.keys.map(([key]) => key?.name ?? "?")
      : [];
  const by =
    keys.length === 0
      ? ""
      : ` by ${keys.slice(0, mostKeys).join(", ")}${keys.length > mostKeys ? ` and ${keys.length - mostKeys} more` : ""}`;
  switch (exchange) {
    case "single":
      return "single partition";
    case "broadcast":
      return "broadcast";
    case "range":
      return `range shuffle${by}`;
    default:
      return `shuffle${by}`;
  }
}
