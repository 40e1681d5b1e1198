import { columnParts } from "../plan/column.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { placeInSql, sqlEvidence, sqlPlansIn } from "../plan/query/sqlSteps.ts";
import { defineRule } from "./rule.ts";

/** ORDER BY in a query whose rows another step puts into an order of its own. */
export const orderWithoutEffect = defineRule({
  id: "order-without-effect",
  summary: "ORDER BY inside of a query that loses the order",
  category: "sql",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  frames(facts, { report }) {
    for (const { root, call } of sqlPlansIn(facts))
      for (const { sort, loser } of lostOrders(root))
        report({
          site: placeInSql(facts, call, sort.site),
          message: `This ORDER BY has no effect: ${losers[loser.operator] ?? "a later step"} gives the rows in an order of its own. Sort in the outermost query, or take it out.`,
          evidence: sqlEvidence(call),
          related: [{ site: loser.site, message: "The order is lost here." }],
        });
  },
});

/** What loses the order of its input; tried on 3.5 and 4.3: Spark drops the sort, or sorts for nothing below UNION. */
const losers: Partial<Record<PlanNode["operator"], string>> = {
  Join: "the join behind it",
  Aggregate: "the grouping behind it",
  Deduplicate: "the DISTINCT behind it",
  Sort: "the ORDER BY behind it",
  Union: "the UNION behind it",
  SetOperation: "the set operation behind it",
};

/** Steps that keep the order of their input. */
const keeping: ReadonlySet<PlanNode["operator"]> = new Set(["Project", "Filter", "SubqueryAlias", "Hint"]);

/** Aggregates to whom the order of rows matters. */
const sensitive =
  /^(sql|distinct)\.(first|last|first_value|last_value|any_value|collect_list|array_agg|listagg|string_agg|collect_set|try_\w+|count_min_sketch)$/;

interface LostOrder {
  readonly sort: PlanNode;
  readonly loser: PlanNode;
}

function lostOrders(root: PlanNode): readonly LostOrder[] {
  const found: LostOrder[] = [];
  const kept = new Set<PlanNode>();
  const seen = new Set<PlanNode>();
  const waiting: { readonly node: PlanNode; readonly loser: PlanNode | null }[] = [
    { node: root, loser: null },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, loser } = next;
    if (!node.method.startsWith("SQL.")) continue;
    const isSort = node.method === "SQL.Sort";
    if (isSort && loser) found.push({ sort: node, loser });
    // What is read in two places may be ordered for one of them.
    if (isSort && !loser) kept.add(node);
    if (seen.has(node) && !isSort) continue;
    seen.add(node);
    const below = losesOrder(node) ? node : keeping.has(node.operator) && !hasWindow(node) ? loser : null;
    for (const input of node.inputs) waiting.push({ node: input, loser: below });
  }
  return found.filter(({ sort }) => !kept.has(sort));
}

function losesOrder({ operator, method, columns }: PlanNode): boolean {
  if (losers[operator] === undefined || method === "SQL.LocalSort") return false;
  const isPlain = columns.every((column) =>
    columnParts(column).every(
      (part) => part.kind !== "unknown" && !(part.kind === "call" && sensitive.test(part.function)),
    ),
  );
  return operator !== "Aggregate" || isPlain;
}

const hasWindow = ({ columns }: PlanNode): boolean =>
  columns.some((column) => columnParts(column).some(({ kind }) => kind === "window"));
