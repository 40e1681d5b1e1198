import { boundednessOf } from "../plan/boundedness.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";

/** How many rows a frame may have, for people: "at most 10 rows". */
export function rowBoundText(plan: PlanNode): string {
  const { rows } = boundednessOf(plan);
  switch (rows.kind) {
    case "atMost":
      if (rows.rows === 0) return "no rows";
      return rows.rows === 1 ? "at most 1 row" : `at most ${rows.rows.toLocaleString("en")} rows`;
    case "limited":
      return "limited rows";
    case "own":
      return "rows of the program's own";
    case "unbounded":
      return "no bound on rows";
    case "endless":
      return "rows without end";
  }
}

/** "Streaming" or "Batch"; null where the code does not tell. */
export function streamingText(plan: PlanNode): string | null {
  const { streaming } = boundednessOf(plan);
  return streaming === null ? null : streaming ? "Streaming" : "Batch";
}
