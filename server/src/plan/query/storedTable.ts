import { sideTable } from "../../syntax/sideTable.ts";
import type { Site } from "../../syntax/module.ts";
import type { PlanNode } from "../logicalPlan.ts";
import type { Session } from "../session.ts";
import type { StoredTable } from "./queryStep.ts";

/** Where a table is made, and in which session. */
export interface TablePlace {
  readonly site: Site;
  readonly nameSite: Site;
  readonly session: Session;
}

/** A table that the program has made: what is read of it later. */
export const storedTable = (
  { site, nameSite, session }: TablePlace,
  name: string,
  table: StoredTable,
): PlanNode => ({
  operator: "Relation",
  method: "SQL.StoredTable",
  inputs: [],
  site,
  nameSite,
  streaming: false,
  outside: true,
  maxRows: null,
  columns: [],
  details: { format: "table", location: name, query: { table } },
  args: [],
  builder: [],
  session,
});

const possible = sideTable<PlanNode, PlanNode>();

/** A table of the program as one that may have other columns. */
export function possibleTable(plan: PlanNode): PlanNode {
  if (plan.details.query?.table?.perhaps) return plan;
  let table = possible.get(plan);
  if (table === undefined)
    possible.set(
      plan,
      (table = storedTable(plan, plan.details.location ?? "", { from: plan, perhaps: true })),
    );
  return table;
}
