import type { ColumnExpression } from "../plan/column.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { sameName } from "../plan/session.ts";
import type { Fix } from "./rule.ts";

/** How far below a step the join is looked for. */
const mostSteps = 100;

/**
 * Joins by the name, which keeps one column: where a join below compares two columns of one name, and its rows have the
 * left side's value anyway (inner and left joins). Null where no such join brings the name twice.
 */
export function joinByName(plan: PlanNode, name: string): Fix | null {
  for (const step of planNodes(plan).slice(0, mostSteps)) {
    const { method, details, columns, args, site, session } = step;
    if (method !== "DataFrame.join" || !keepsLeft.test(details.joinType ?? "")) continue;
    const on = args.find((each, index) => each.name === "on" || (each.name === null && index === 1));
    if (on?.node.kind !== "Comparison" || site.start > on.node.start || on.node.end > site.end) continue;
    const { start, end } = on.node;
    const condition = columns.find((each) => each.site.unit === site.unit && each.site.start === start);
    if (!condition || !isEquality(condition)) continue;
    if (!condition.args.every((side) => isColumnOf(side) && sameName(session, side.name, name))) continue;
    const place = { unit: site.unit, start, end };
    return {
      title: `Join by \`"${name}"\`, which keeps one column`,
      safety: "suggested",
      edits: () => [{ site: place, newText: JSON.stringify(name) }],
    };
  }
  return null;
}

const keepsLeft = /^(inner|left|left_?outer)$/;

const isEquality = (column: ColumnExpression): column is Extract<ColumnExpression, { kind: "call" }> =>
  column.kind === "call" && column.function === "==" && column.args.length === 2;

const isColumnOf = (column: ColumnExpression): column is Extract<ColumnExpression, { kind: "reference" }> =>
  column.kind === "reference" && column.of !== null;
