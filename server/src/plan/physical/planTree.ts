import type { Site } from "../../syntax/module.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { schemaOf } from "../schema/analysis.ts";
import { physicalOf } from "./physicalOf.ts";
import type { ExchangeKind, PhysicalNode } from "./physicalNode.ts";
import { physicalSettings } from "./physicalSettings.ts";

/** One operator of a plan as a line of its tree, the last step first. */
export interface PlanTreeLine {
  readonly depth: number;
  /** Spark's name of the operator; "ReusedExchange" for one whose rows another line has made already. */
  readonly operator: string;
  /** Keys, columns, numbers, such as "hashpartitioning(customer_id, 200)". */
  readonly details: string;
  readonly exchange: ExchangeKind | null;
  /** The API that asks for it, such as "DataFrame.join". */
  readonly method: string;
  /** The place of that call. */
  readonly site: Site;
  /** How many columns the step's frame has; null where they are not all known. */
  readonly columns: number | null;
  readonly streaming: boolean;
  /** The most rows that the code proves, or null. */
  readonly maxRows: number | null;
  /** What adaptive execution may change, or null. */
  readonly adaptive: string | null;
  /** What is assumed where the code does not tell, or null. */
  readonly assumes: string | null;
  /** Kept by `cache` or `persist`: what follows below is computed only once. */
  readonly kept: boolean;
}

/** A tree of more lines is cut: a loop that doubles a plan makes more than anybody reads. */
const mostLines = 2000;

/** The plan of a frame as lines, each below the one that reads it. */
export function describePlan(plan: PlanNode, kept?: ReadonlySet<PlanNode>): readonly PlanTreeLine[] {
  const lines: PlanTreeLine[] = [];
  const reuses = physicalSettings(plan.session).reusesExchanges;
  const made = new Set<number>();
  const waiting: { readonly node: PhysicalNode; readonly depth: number }[] = [
    { node: physicalOf(plan, kept), depth: 0 },
  ];
  for (let next = waiting.pop(); next && lines.length < mostLines; next = waiting.pop()) {
    const { node, depth } = next;
    const isReused = reuses && node.exchange !== null && made.has(node.identity);
    made.add(node.identity);
    lines.push(lineOf(node, depth, isReused));
    if (isReused) continue;
    for (const input of node.inputs.toReversed()) waiting.push({ node: input, depth: depth + 1 });
  }
  return lines;
}

function lineOf(physical: PhysicalNode, depth: number, isReused: boolean): PlanTreeLine {
  const { node } = physical;
  const schema = schemaOf(node);
  return {
    depth,
    operator: isReused ? "ReusedExchange" : physical.operator,
    details: physical.details,
    exchange: isReused ? null : physical.exchange,
    method: node.method,
    site: node.site,
    columns: schema.kind === "closed" ? schema.attributes.length : null,
    streaming: node.streaming,
    maxRows: node.maxRows,
    adaptive: physical.adaptive,
    assumes: physical.assumes,
    kept: physical.operator === "InMemoryTableScan",
  };
}
