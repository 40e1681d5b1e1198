import { planNodes, type PlanNode } from "./logicalPlan.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { unknownLimit } from "./spark/dataFrameCalls.ts";

/** How many rows a frame may have, as far as the program itself tells. */
export type RowBound =
  /** At most this many: a limit, literal rows, an aggregate without keys. */
  | { readonly kind: "atMost"; readonly rows: number }
  /** A limit that somebody chose, by a number that the code does not tell. */
  | { readonly kind: "limited" }
  /** Rows that the program makes itself, in a number that the code does not tell. */
  | { readonly kind: "own" }
  /** Rows from outside, which nothing limits; they come in at this step. */
  | { readonly kind: "unbounded"; readonly source: PlanNode }
  /** A stream: rows without end. */
  | { readonly kind: "endless"; readonly source: PlanNode };

/** Whether rows come as a stream, and how many may come. */
export interface Boundedness {
  /** As `df.isStreaming` says; null where the frame comes from a caller or is not followed. */
  readonly streaming: boolean | null;
  readonly rows: RowBound;
}

const known = sideTable<PlanNode, Boundedness>();

/** The boundedness of a frame, worked out when it is first asked for. */
export function boundednessOf(plan: PlanNode): Boundedness {
  let found = known.get(plan);
  if (!found) {
    const steps = planNodes(plan);
    const sources = steps.filter(({ inputs }) => inputs.length === 0);
    found = { streaming: streamingOf(plan, steps), rows: rowsOf(plan, sources) };
    known.set(plan, found);
  }
  return found;
}

function streamingOf(plan: PlanNode, steps: readonly PlanNode[]): boolean | null {
  const mixed = steps.some(
    ({ operator, inputs }) =>
      operator === "Either" && inputs.some((input) => input.streaming !== inputs[0]?.streaming),
  );
  if (mixed) return null;
  if (plan.streaming) return true;
  return steps.some(isUnread) ? null : false;
}

/** Sources of which the code does not tell what they are: a name without dots may be a view of a stream. */
const isUnread = ({ operator, inputs, details }: PlanNode): boolean =>
  inputs.length === 0 &&
  (/^(Parameter|Unknown|SqlQuery)$/.test(operator) ||
    (details.format === "table" && details.location?.includes(".") !== true));

function rowsOf(plan: PlanNode, sources: readonly PlanNode[]): RowBound {
  if (plan.streaming) return { kind: "endless", source: sources.find(({ streaming }) => streaming) ?? plan };
  if (plan.maxRows !== null)
    return plan.maxRows === unknownLimit ? { kind: "limited" } : { kind: "atMost", rows: plan.maxRows };
  const source = sources.find(({ outside }) => outside);
  return source ? { kind: "unbounded", source } : { kind: "own" };
}
