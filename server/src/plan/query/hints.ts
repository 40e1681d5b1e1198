import type { SqlHint } from "../../sql/sqlQuery.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { queryStep, type QueryContext } from "./queryContext.ts";
import { columnIn } from "./queryPlan.ts";

/** Hints for joins, by the names of the relations that they speak of. */
export function hinting(hints: readonly SqlHint[]): Pick<QueryContext, "hints"> {
  const byName = new Map<string, string>();
  for (const { name, args } of hints)
    for (const each of args)
      if (each.kind === "name")
        byName.set(each.parts.at(-1)?.text.toLowerCase() ?? "", name.text.toLowerCase());
  return { hints: byName };
}

/** Hints that move rows are steps behind all others. */
export function spreading(input: PlanNode, hint: SqlHint, context: QueryContext): PlanNode {
  const name = hint.name.text.toLowerCase();
  if (!/^(repartition|repartition_by_range|coalesce)$/.test(name)) return input;
  const count = hint.args
    .map((each) => (each.kind === "literal" ? each.value : null))
    .find((each) => each !== null);
  const partitions = typeof count === "number" ? { partitions: count } : {};
  return queryStep(context, {
    operator: name === "coalesce" ? "Repartition" : "RepartitionByExpression",
    method: name === "coalesce" ? "SQL.Coalesce" : "SQL.Repartition",
    inputs: [input],
    span: hint.span,
    columns: hint.args.filter(({ kind }) => kind !== "literal").map((each) => columnIn(context, each)),
    details: { ...partitions, hint: name },
  });
}
