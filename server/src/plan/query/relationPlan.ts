import type { NamePart, SqlExpression } from "../../sql/sqlExpression.ts";
import type { SqlJoin, SqlLateralView, SqlRelation, SqlTableAlias, SqlValues } from "../../sql/sqlQuery.ts";
import type { ColumnExpression } from "../column.ts";
import type { PlanNode } from "../logicalPlan.ts";
import {
  aliased,
  columnIn,
  nameIn,
  queryPlan,
  queryStep,
  unknownStep,
  type QueryContext,
} from "./queryPlan.ts";

/** The plan of what stands in FROM. */
export function relationPlan(relation: SqlRelation, context: QueryContext): PlanNode {
  switch (relation.kind) {
    case "table": {
      const { name, alias, span } = relation;
      const text = name.map((part) => part.text).join(".");
      const known =
        (name.length === 1 ? context.ctes.get(text.toLowerCase()) : undefined) ?? context.tableNamed(text);
      const plan =
        known ??
        queryStep(context, {
          operator: "Relation",
          method: "SQL.Table",
          inputs: [],
          span,
          details: { format: "table", location: text },
          maxRows: null,
        });
      return named(context, plan, alias, name.at(-1)?.text ?? "", span);
    }
    case "subquery": {
      const plan = queryPlan(relation.query, context);
      if (relation.lateral) return unknownStep(context, relation.span);
      return named(context, plan, relation.alias, null, relation.span);
    }
    case "aliased":
      return named(context, relationPlan(relation.input, context), relation.alias, null, relation.span);
    case "values":
      return valuesPlan(relation, context);
    case "join":
      return joinPlan(relation, context);
    case "lateralView":
      return lateralView(relation, context);
    case "function":
      return functionPlan(relation, context);
    default:
      return unknownStep(context, relation.span);
  }
}

function named(
  context: QueryContext,
  plan: PlanNode,
  alias: SqlTableAlias | null,
  name: string | null,
  span: SqlRelation["span"],
): PlanNode {
  const called = alias?.name.text ?? name;
  if (called === null) return plan;
  const relation = aliased(context, plan, called, alias?.columns.map(nameIn(context)) ?? [], span);
  const hint = context.hints.get(called.toLowerCase());
  return hint === undefined
    ? relation
    : queryStep(context, {
        operator: "Hint",
        method: "SQL.Hint",
        inputs: [relation],
        span,
        details: { hint },
      });
}

/** `VALUES (1, 'a')`: its columns are col1, col2 … unless they are named. */
export function valuesPlan({ rows, alias, span }: SqlValues, context: QueryContext): PlanNode {
  const plan = queryStep(context, {
    operator: "LocalRelation",
    method: "SQL.Values",
    inputs: [],
    span,
    query: { rows: rows.map((row) => row.map((value) => columnIn(context, value))) },
    maxRows: rows.length,
  });
  return named(context, plan, alias, null, span);
}

const joinTypes: Readonly<Record<string, string>> = {
  inner: "inner",
  cross: "cross",
  left: "left_outer",
  right: "right_outer",
  full: "full_outer",
  leftsemi: "left_semi",
  leftanti: "left_anti",
};

function joinPlan(join: SqlJoin, context: QueryContext): PlanNode {
  const { left, right, type, natural, on, using, span } = join;
  const inputs = [relationPlan(left, context), relationPlan(right, context)];
  const joinType = joinTypes[type];
  if (joinType === undefined) return unknownStep(context, span);
  const columns: readonly ColumnExpression[] = on ? [columnIn(context, on)] : [];
  return queryStep(context, {
    operator: "Join",
    method: "SQL.Join",
    inputs,
    span,
    columns,
    details: { joinType, hasCondition: on !== null || using.length > 0 || natural },
    query: natural ? { using: "natural" } : using.length > 0 ? { using: using.map(nameIn(context)) } : {},
    maxRows: null,
  });
}

/** `LATERAL VIEW explode(xs) t AS x`: the input's columns and the generator's. */
function lateralView(view: SqlLateralView, context: QueryContext): PlanNode {
  return queryStep(context, {
    operator: "Generate",
    method: "SQL.Generate",
    inputs: [relationPlan(view.input, context)],
    span: view.span,
    columns: [generator(context, view.function, view.args, view.span)],
    query: {
      alias: { name: view.table.text, columns: view.columns.map(nameIn(context)) },
      outer: view.outer,
    },
    maxRows: null,
  });
}

/** `range(10)` and the generators as tables. */
function functionPlan(relation: Extract<SqlRelation, { kind: "function" }>, context: QueryContext): PlanNode {
  const { name, args, alias, span } = relation;
  const word = name.at(-1)?.text.toLowerCase() ?? "";
  if (relation.lateral || args.includes(null)) return unknownStep(context, span);
  if (word === "range") {
    const plan = queryStep(context, {
      operator: "Range",
      method: "SparkSession.range",
      inputs: [],
      span,
      maxRows: null,
    });
    return named(context, plan, alias, null, span);
  }
  const one = queryStep(context, {
    operator: "LocalRelation",
    method: "SQL.OneRow",
    inputs: [],
    span,
    maxRows: 1,
  });
  const plan = queryStep(context, {
    operator: "Generate",
    method: "SQL.Generate",
    inputs: [one],
    span,
    columns: [
      generator(
        context,
        name,
        args.flatMap((each) => each ?? []),
        span,
      ),
    ],
    query: {},
    maxRows: null,
  });
  return named(context, plan, alias, null, span);
}

const generator = (
  context: QueryContext,
  name: readonly NamePart[],
  args: readonly SqlExpression[],
  span: SqlRelation["span"],
): ColumnExpression =>
  columnIn(context, {
    kind: "call",
    name,
    args,
    argNames: args.map(() => null),
    distinct: false,
    filter: null,
    nulls: null,
    within: [],
    over: null,
    span,
  });
