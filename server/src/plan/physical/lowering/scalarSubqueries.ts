import { columnParts } from "../../column.ts";
import type { PlanNode } from "../../logicalPlan.ts";
import { outerReadsOf } from "../../schema/expressions/subqueries.ts";
import { schemaOf } from "../../schema/analysis.ts";
import { attributesOf } from "../../schema/schema.ts";
import { outputTokens, tokenOf } from "../columnKey.ts";
import type { Relation } from "../relation.ts";
import type { Lowering } from "./lowering.ts";
import { correlationPairs, joinedSubqueries } from "./subqueries.ts";

/** The queries for one value that name columns around them: they become joins (RewriteCorrelatedScalarSubquery, 3.3 to 4.3). */
export function correlatedScalars({ columns, method }: PlanNode): readonly PlanNode[] {
  if (method !== "SQL.Filter" && method !== "SQL.Project") return [];
  const plans = columns.flatMap((column) =>
    [...columnParts(column)].flatMap((part) =>
      part.kind === "subquery" && part.form === "scalar" && outerReadsOf(part.plan).length > 0
        ? [part.plan]
        : [],
    ),
  );
  return [...new Set(plans)];
}

/** Rows beside the values of each correlated query, which is worked out for all of its keys at once. */
export function withCorrelatedScalars(lowering: Lowering, rows: Relation): Relation {
  const { node, inputs } = lowering;
  const relations = inputs.slice(node.inputs.length + joinedSubqueries(node).length);
  return correlatedScalars(node).reduce((left, plan, index) => {
    const right = relations[index];
    const pairs = correlationPairs(lowering, plan);
    const grouped = right && groupedBy(right, pairs);
    if (!grouped || pairs.length === 0) return left;
    const output = left.output && grouped.output && [...left.output, ...grouped.output];
    return {
      kind: "join",
      node,
      inputs: [left, grouped],
      output,
      maxRows: left.maxRows,
      bytes: left.bytes * grouped.bytes,
      // A comparison with no value, and so with null, is never true.
      type: node.method === "SQL.Filter" ? "inner" : "left_outer",
      keys: pairs,
      reads: [
        ...pairs.flatMap((pair) => [...pair.left.tokens, ...pair.right.tokens]),
        ...(right.output ?? []),
      ],
      takesHints: false,
    };
  }, rows);
}

/** The aggregation at the top of a correlated query, by the columns that it is compared by. */
function groupedBy(relation: Relation, pairs: ReturnType<typeof correlationPairs>): Relation | null {
  const [input] = relation.inputs;
  const tokens = pairs.flatMap((pair) => pair.right.tokens);
  if (relation.kind === "aggregate" && relation.keys.length === 0)
    return {
      ...relation,
      keys: pairs.map((pair) => pair.right),
      reads: [...relation.reads, ...tokens],
      output: relation.output && [...relation.output, ...tokens],
      maxRows: input?.maxRows ?? null,
      bytes: input?.bytes ?? Infinity,
    };
  const passes = relation.kind === "project" || (relation.kind === "narrow" && relation.transparent);
  const below = passes && input ? groupedBy(input, pairs) : null;
  return (
    below && {
      ...relation,
      inputs: [below],
      output: relation.output && [...relation.output, ...tokens],
      maxRows: below.maxRows,
      bytes: below.bytes,
    }
  );
}

/** What the columns of a step read of the correlated queries in them, by their tokens. */
export function scalarResults(node: PlanNode): ReadonlyMap<string, readonly string[]> {
  const plans = new Set(correlatedScalars(node));
  const results = new Map<string, readonly string[]>();
  if (plans.size === 0) return results;
  for (const { id } of attributesOf(schemaOf(node))) {
    const own = id.expression ? [...columnParts(id.expression)] : [];
    const read = own.flatMap((part) =>
      part.kind === "subquery" && plans.has(part.plan) ? (outputTokens(part.plan) ?? []) : [],
    );
    if (read.length > 0) results.set(tokenOf(id), read);
  }
  return results;
}
