import type { ColumnExpression } from "../plan/column.ts";
import type { CallFact, ModuleFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { sqlStepsIn } from "../plan/query/sqlSteps.ts";
import { joinedBy } from "./conditionTruth.ts";
import { rejectedReferences } from "./nullRejection.ts";

/** A condition of WHERE that no unmatched row of an outer join passes. */
export interface UndoneJoin {
  readonly condition: ColumnExpression;
  readonly join: PlanNode;
  readonly call: CallFact;
  /** The table whose columns are null in unmatched rows. */
  readonly table: string;
}

/** The conditions in SQL that make an outer join below them an inner one. */
export const undoneJoins = (facts: ModuleFacts): readonly UndoneJoin[] =>
  sqlStepsIn(facts).flatMap(({ step, call }) => {
    const [source] = step.inputs;
    if (step.method !== "SQL.Filter" || source?.operator !== "Join") return [];
    const optional = optionalTables(source);
    const conditions = step.columns.flatMap((column) => joinedBy(column, "&"));
    return conditions.flatMap((condition): UndoneJoin[] => {
      for (const name of rejectedReferences(condition)) {
        const [table = "", ...column] = name.split(".");
        const join = optional.get(table);
        if (join && column.length > 0) return [{ condition, join, call, table }];
      }
      return [];
    });
  });

/** The tables of a FROM whose rows may be missing, with the outer join that lets them. */
function optionalTables(source: PlanNode): ReadonlyMap<string, PlanNode> {
  const found = new Map<string, PlanNode>();
  const waiting: { readonly node: PlanNode; readonly optionalIn: PlanNode | null }[] = [
    { node: source, optionalIn: null },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, optionalIn } = next;
    if (node.method === "SQL.SubqueryAlias") {
      const name = node.details.query?.alias?.name.toLowerCase();
      if (name !== undefined && optionalIn) found.set(name, optionalIn);
    } else if (node.method === "SQL.Join") {
      const [left, right] = node.inputs;
      const type = node.details.joinType;
      if (left) waiting.push({ node: left, optionalIn: type === "right_outer" ? node : optionalIn });
      if (right) waiting.push({ node: right, optionalIn: type === "left_outer" ? node : optionalIn });
    } else if (node.operator === "Hint" || node.operator === "Sample")
      for (const input of node.inputs) waiting.push({ node: input, optionalIn });
  }
  return found;
}
