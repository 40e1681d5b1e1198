import { atomic } from "../../catalog/dataType.ts";
import type { SqlExpression } from "../../sql/sqlExpression.ts";
import type { SqlPipe, SqlPipeStep } from "../../sql/sqlQuery.ts";
import type { ColumnExpression } from "../column.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { writtenName } from "../schema/expressions/nameParts.ts";
import { aliased, queryStep, unknownStep, type QueryContext } from "./queryContext.ts";
import { bodyPlan, columnIn, distinctStep, organized, setStep } from "./queryPlan.ts";
import { relationPlan } from "./relationPlan.ts";
import { aggregated, aggregatesIn, filtered } from "./selectPlan.ts";

/** `FROM t |> WHERE a > 1 |> SELECT b` (from 4.0): each step on what comes before. */
export const pipePlan = ({ input, steps }: SqlPipe, context: QueryContext): PlanNode =>
  steps.reduce((plan, step) => piped(plan, step, context), bodyPlan(input, context));

function piped(input: PlanNode, step: SqlPipeStep, context: QueryContext): PlanNode {
  const { span } = step;
  const columns = (items: readonly SqlExpression[]): readonly ColumnExpression[] =>
    items.map((item) => columnIn(context, item, [[input]]));
  const project = (list: readonly ColumnExpression[], method = "SQL.PipeSelect"): PlanNode =>
    queryStep(context, { operator: "Project", method, inputs: [input], span, columns: list });
  const all: ColumnExpression = { kind: "star", qualifier: null, of: null, site: context.siteOf(span) };
  switch (step.kind) {
    case "select": {
      const list = columns(step.items);
      const chosen =
        step.groupBy !== null || aggregatesIn(list, context)
          ? aggregated(context, { source: input, groupBy: step.groupBy ?? [], columns: list, span })
          : project(list);
      return step.distinct ? distinctStep(context, chosen, span) : chosen;
    }
    case "extend":
      return project([all, ...columns(step.items)]);
    case "set":
      return project(columns(step.items), "SQL.PipeSet");
    case "drop":
      return project([
        {
          kind: "call",
          function: "sql.except",
          args: [
            all,
            ...step.names.map((parts): ColumnExpression => ({
              kind: "literal",
              value: writtenName(parts.map(({ text }) => text)),
              dataType: atomic("string"),
              site: context.siteOf(parts[0]?.span ?? span),
            })),
          ],
          site: context.siteOf(span),
        },
      ]);
    case "as":
      return aliased(context, input, step.name.text, [], span);
    case "where":
      return filtered(input, step.condition, context);
    case "aggregate": {
      // The keys come first.
      const keys = step.groupBy.flatMap(({ sets }) => sets.flat());
      return aggregated(context, {
        source: input,
        groupBy: step.groupBy,
        columns: columns([...keys, ...step.items]),
        span,
        method: "SQL.PipeAggregate",
      });
    }
    case "relation":
      return relationPlan(step.relation, { ...context, piped: input });
    case "setOperation":
      return setStep(input, step, span, context);
    case "sample":
      return queryStep(context, { operator: "Sample", method: "SQL.Sample", inputs: [input], span });
    case "organization":
      return organized(context, input, step.organization);
    default:
      return unknownStep(context, span);
  }
}
