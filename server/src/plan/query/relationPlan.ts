import type { SqlCall } from "../../sql/sqlExpression.ts";
import type { SqlJoin, SqlLateralView, SqlRelation, SqlTableAlias, SqlValues } from "../../sql/sqlQuery.ts";
import type { ColumnExpression } from "../column.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { pivotPlan, unpivotPlan } from "./pivotPlan.ts";
import { aliased, nameIn, oneRow, queryStep, unknownStep, type QueryContext } from "./queryContext.ts";
import { columnIn, queryPlan } from "./queryPlan.ts";

/** The plan of what stands in FROM. */
export function relationPlan(relation: SqlRelation, context: QueryContext): PlanNode {
  switch (relation.kind) {
    case "table":
      return tablePlan(relation, context);
    case "subquery": {
      const plan = sampled(context, relation, queryPlan(relation.query, context));
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
    case "pivot": {
      const plan = pivotPlan(relation, relationPlan(relation.input, context), context);
      return named(context, plan, relation.alias, null, relation.span);
    }
    case "unpivot": {
      const plan = unpivotPlan(relation, relationPlan(relation.input, context), context);
      return named(context, plan, relation.alias, null, relation.span);
    }
    case "input":
      return context.piped ?? unknownStep(context, relation.span);
    default:
      return unknownStep(context, relation.span);
  }
}

type SqlTable = Extract<SqlRelation, { kind: "table" }>;

/** A query of the WITH clauses around, a table of the program, a folder of files, or a table that others made. */
function tablePlan(table: SqlTable, context: QueryContext): PlanNode {
  const { name, alias, span } = table;
  if (name.some((part) => context.siteOf.unknownIn?.(part.span)))
    return named(context, unknownStep(context, span, unknownName), alias, null, span);
  const parts = name.map((part) => part.text);
  const text = parts.join(".");
  const known =
    (name.length === 1 ? context.ctes.get(text.toLowerCase()) : undefined) ?? context.tableNamed(text);
  const [format = "", path = ""] = parts;
  const isFiles = parts.length === 2 && fileFormats.has(format.toLowerCase()) && /[/.]/.test(path);
  const plan =
    known ??
    queryStep(context, {
      operator: "Relation",
      method: isFiles ? "SQL.Files" : "SQL.Table",
      inputs: [],
      span,
      details: isFiles
        ? { format: format.toLowerCase(), location: path }
        : { format: "table", location: text },
      maxRows: null,
    });
  return named(context, sampled(context, table, plan), alias, name.at(-1)?.text ?? "", span);
}

const unknownName = "the name of a table is not known before it runs";

/** What may stand before a path, as in csv.`data/people.csv` (ResolveSQLOnFile). */
const fileFormats: ReadonlySet<string> = new Set([
  "avro",
  "csv",
  "delta",
  "json",
  "orc",
  "parquet",
  "text",
  "xml",
]);

const sampled = (
  context: QueryContext,
  relation: { readonly sampled: boolean; readonly span: SqlRelation["span"] },
  plan: PlanNode,
): PlanNode =>
  relation.sampled
    ? queryStep(context, { operator: "Sample", method: "SQL.Sample", inputs: [plan], span: relation.span })
    : plan;

function named(
  context: QueryContext,
  plan: PlanNode,
  alias: SqlTableAlias | null,
  name: string | null,
  span: SqlRelation["span"],
): PlanNode {
  const called = alias?.name.text ?? name;
  if (called === null) return plan;
  if (alias?.columns.some((each) => context.siteOf.unknownIn?.(each.span))) return unknownStep(context, span);
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
  // What stands there without parentheses may be rows of any width, and any number of them.
  if (
    rows.some(([first, ...others]) => first && others.length === 0 && context.siteOf.unknownIn?.(first.span))
  )
    return unknownStep(context, span);
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
  const before = relationPlan(left, context);
  const inputs = [before, relationPlan(right, isLateral(right) ? beside(before, context) : context)];
  const joinType = joinTypes[type];
  const isUnknown = using.some((key) => context.siteOf.unknownIn?.(key.span));
  if (joinType === undefined || isUnknown) return unknownStep(context, span);
  const columns: readonly ColumnExpression[] = on ? [columnIn(context, on, [inputs])] : [];
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

/** Whether the right side of a join may name columns of the left. */
const isLateral = (relation: SqlRelation): boolean =>
  (relation.kind === "subquery" || relation.kind === "function") && relation.lateral;

const beside = (left: PlanNode, context: QueryContext): QueryContext => ({
  ...context,
  around: [[left], ...context.around],
});

/** `LATERAL VIEW explode(xs) t AS x`: the input's columns and the generator's. */
function lateralView(view: SqlLateralView, context: QueryContext): PlanNode {
  const { function: name, args, span } = view;
  return queryStep(context, {
    operator: "Generate",
    method: "SQL.Generate",
    inputs: [relationPlan(view.input, context)],
    span: view.span,
    columns: [generator(context, { name, args, argNames: args.map(() => null), span })],
    query: {
      alias: { name: view.table.text, columns: view.columns.map(nameIn(context)) },
      outer: view.outer,
    },
    maxRows: null,
  });
}

/** `range(10)`, the generators as tables, and lists of what Spark has. */
function functionPlan(relation: Extract<SqlRelation, { kind: "function" }>, context: QueryContext): PlanNode {
  const { name, args, argNames, alias, span } = relation;
  const word = name.at(-1)?.text.toLowerCase() ?? "";
  const values = args.flatMap((each) => each ?? []);
  const isNamed = argNames.some((each) => each !== null);
  if (values.length < args.length || (isNamed && !isGenerator(word))) return unknownStep(context, span);
  return named(
    context,
    functionRows(word, { name, args: values, argNames, span }, context),
    alias,
    null,
    span,
  );
}

/** Functions that make rows of what they are given, in lists of columns too. */
const isGenerator = (word: string): boolean =>
  !["range", "collations", "sql_keywords", "variant_explode", "variant_explode_outer"].includes(word);

type TableFunction = Pick<SqlCall, "name" | "args" | "argNames" | "span">;

function functionRows(word: string, call: TableFunction, context: QueryContext): PlanNode {
  const { args, span } = call;
  const source = (method: string, operator: PlanNode["operator"]): PlanNode =>
    queryStep(context, { operator, method, inputs: [], span, maxRows: null });
  switch (word) {
    case "range":
      return source("SparkSession.range", "Range");
    case "collations":
    case "sql_keywords":
      return source(`TableValuedFunction.${word}`, "Relation");
    case "variant_explode":
    case "variant_explode_outer":
      return queryStep(context, {
        operator: "Generate",
        method: `TableValuedFunction.${word}`,
        inputs: [],
        span,
        columns: args.map((each) => columnIn(context, each)),
        maxRows: null,
      });
    default:
      return queryStep(context, {
        operator: "Generate",
        method: "SQL.Generate",
        inputs: [oneRow(context, span)],
        span,
        columns: [generator(context, call)],
        query: {},
        maxRows: null,
      });
  }
}

const generator = (context: QueryContext, call: TableFunction): ColumnExpression =>
  columnIn(context, {
    kind: "call",
    ...call,
    distinct: false,
    filter: null,
    nulls: null,
    within: [],
    over: null,
  });
