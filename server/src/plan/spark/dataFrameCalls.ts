import type { CallExpression } from "../../syntax/ast.ts";
import type { Operation } from "../../catalog/operations.ts";
import { nameSiteOf } from "../python/calls.ts";
import type { ColumnExpression } from "../column.ts";
import { anyFrameOf } from "../eitherFrame.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import type { Operator, PlanDetails, PlanNode } from "../logicalPlan.ts";
import { emptyState, madeFrom, planStep, spark } from "./spark.ts";
import { literalSite, namedColumn } from "./columnArguments.ts";
import { textOf } from "./optionText.ts";
import { runSql } from "./sqlCalls.ts";
import { tableNamed } from "./views.ts";
import type { SparkValue } from "../value.ts";

/** What a method of DataFrame, GroupedData or their helpers makes of a plan; null when it makes no DataFrame. */
export function dataFrameResult(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): SparkValue | null {
  const operation = evaluation.api.operation(receiver.type, method);
  if (!operation || !receiver.plan) return null;
  if (receiver.type === "DataFrame" && /^(cache|unpersist|checkpoint)$/.test(operation.effect ?? ""))
    return spark("DataFrame", receiver.evidence, { plan: receiver.plan });
  if (operation.group === true)
    return spark("GroupedData", receiver.evidence, {
      plan: receiver.plan,
      state: {
        ...(receiver.state ?? emptyState),
        called: [...(receiver.state?.called ?? []), method],
        columns: [...(receiver.state?.columns ?? []), ...columnsOf(evaluation, args)],
        calls: [...(receiver.state?.calls ?? []), { method, args, unit: evaluation.unit }],
      },
    });
  if (operation.operator === undefined) return null;
  const others = otherFrame(args);
  const inputs = [receiver.plan, ...others.flatMap((other) => (other.plan ? [other.plan] : []))];
  const how = operation.operator === "Join" ? joinTypeArgument(args) : undefined;
  const columns = columnsOf(
    evaluation,
    args.filter((each) => each !== how),
  );
  const isGlobalAggregate =
    /^select(?:Expr)?$/.test(method) && columns.some((column) => aggregates(evaluation, column));
  const plan = planStep(evaluation, {
    operator: isGlobalAggregate ? "Aggregate" : (operation.operator as Operator),
    method: `${receiver.type}.${method}`,
    inputs,
    span: node,
    nameSpan: nameSiteOf(evaluation, node),
    maxRows: isGlobalAggregate ? 1 : rowBound(operation, receiver, inputs, args, method),
    columns: [...(receiver.type === "GroupedData" ? (receiver.state?.columns ?? []) : []), ...columns],
    details: detailsOf(operation, method, args),
    args,
    builder: receiver.state?.calls ?? [],
  });
  return spark("DataFrame", weakest(receiver, others), { plan });
}

/** The frame among the arguments, alone in a list; empty when there is none. */
function otherFrame(args: readonly BoundArgument[]): readonly SparkValue[] {
  for (const { value } of args) {
    if (value.kind !== "spark" && value.kind !== "union") continue;
    const frame = anyFrameOf(value);
    if (frame) return [frame];
  }
  return [];
}

/** Whether a column makes one value of all rows: `select(F.max("x"))` gives one row. */
function aggregates({ api }: Evaluation, column: ColumnExpression): boolean {
  // Expressions may share parts: each is looked at once.
  const parts = new Set([column]);
  for (const part of parts) {
    if (part.kind !== "call" || part.function === "Column.over") continue;
    if (api.isAggregate(part.function)) return true;
    for (const inner of part.args) parts.add(inner);
  }
  return false;
}

function weakest(receiver: SparkValue, others: readonly SparkValue[]): SparkValue["evidence"] {
  if (others.length === 0) return receiver.evidence;
  const order = ["certain", "structural", "names"];
  return (
    [receiver, ...others]
      .map((each) => each.evidence)
      .toSorted((a, b) => order.indexOf(b.level) - order.indexOf(a.level))[0] ?? receiver.evidence
  );
}

/** The arguments as column expressions; containers are flattened, frames left out. */
function columnsOf(evaluation: Evaluation, args: readonly BoundArgument[]): ColumnExpression[] {
  const columns: ColumnExpression[] = [];
  for (const { value, node } of args) {
    if (value.kind === "number" || value.kind === "boolean") continue;
    if (value.kind === "spark" && value.type !== "Column") continue;
    const site = siteOf(evaluation, node);
    if (value.kind === "dict")
      for (const entry of value.entries) columns.push(namedColumn(entry.value, site));
    else if (value.kind === "sequence")
      for (const element of value.elements) columns.push(namedColumn(element, site));
    else columns.push(namedColumn(value, site));
  }
  return columns;
}

/** How many rows `describe()` and `summary()` may give. */
const fewRows = 100;

/** The upper bound of a step's rows that the code itself proves. */
function rowBound(
  operation: Operation,
  receiver: SparkValue,
  inputs: readonly PlanNode[],
  args: readonly BoundArgument[],
  method: string,
): number | null {
  const bounds = inputs.map((input) => input.maxRows);
  const [left = null] = bounds;
  switch (operation.rows) {
    case "one":
      return 1;
    case "few":
      return fewRows;
    case "limit": {
      const count = args[0]?.value;
      if (count?.kind !== "number" || count.value === null) return left ?? unknownLimit;
      return left === null ? count.value : Math.min(left, count.value);
    }
    case "groups":
      return receiver.state?.columns.length === 0 && !receiver.state.called.includes("pivot") ? 1 : left;
    case "sum":
      return bounds.includes(null) || bounds.length < 2
        ? null
        : bounds.reduce<number>((sum, bound) => sum + (bound ?? 0), 0);
    case "product": {
      const type = joinType(args, method);
      if (type === "left_semi" || type === "left_anti") return left;
      return bounds.includes(null) || bounds.length < 2
        ? null
        : bounds.reduce<number>((product, bound) => product * (bound ?? 0), 1);
    }
    case "keep":
      return left;
    default:
      return null;
  }
}

/** `limit(n)` with an `n` that the code does not tell still is a limit that somebody chose. */
export const unknownLimit = 1_000_000;

function detailsOf(operation: Operation, method: string, args: readonly BoundArgument[]): PlanDetails {
  if (operation.operator === "Join") {
    const on = args.find((each) => each.name === "on") ?? args.filter((each) => each.name === null)[1];
    return { joinType: joinType(args, method), hasCondition: on !== undefined && on.value.kind !== "none" };
  }
  if (operation.operator === "Hint") return { hint: textOf(args[0]?.value)?.toLowerCase() ?? null };
  if (operation.operator === "Repartition" || operation.operator === "RepartitionByExpression") {
    const count = args.find((each) => each.name === "numPartitions") ?? args[0];
    return { partitions: count?.value.kind === "number" ? count.value.value : null };
  }
  return {};
}

function joinType(args: readonly BoundArgument[], method: string): string | null {
  if (method === "crossJoin") return "cross";
  const how = joinTypeArgument(args);
  if (!how) return "inner";
  const text = textOf(how.value)?.toLowerCase().replaceAll("_", "") ?? null;
  return text === null ? null : (joinTypes[text] ?? text);
}

const joinTypeArgument = (args: readonly BoundArgument[]): BoundArgument | undefined =>
  args.find((each) => each.name === "how") ?? args.filter((each) => each.name === null)[2];

/** Spark's spellings of join types, underscores dropped (JoinType.apply, 4.1). */
const joinTypes: Readonly<Record<string, string>> = {
  inner: "inner",
  cross: "cross",
  outer: "full_outer",
  full: "full_outer",
  fullouter: "full_outer",
  left: "left_outer",
  leftouter: "left_outer",
  right: "right_outer",
  rightouter: "right_outer",
  semi: "left_semi",
  leftsemi: "left_semi",
  anti: "left_anti",
  leftanti: "left_anti",
};

/** Frames that readers and sessions make: from files, tables, SQL, or the driver's own data. */
export function readResult(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): SparkValue | null {
  const source = sourceOf(receiver, method, args);
  if (!source) return null;
  const held = heldPlan(evaluation, receiver, source, args);
  const plan = planStep(evaluation, {
    operator: held && source.operator === "Relation" ? "SubqueryAlias" : source.operator,
    method: `${receiver.type}.${method}`,
    inputs: held ? [held] : [],
    span: node,
    nameSpan: nameSiteOf(evaluation, node),
    maxRows: held ? held.maxRows : source.maxRows,
    ...(receiver.type === "DataStreamReader" && { streaming: true }),
    details: source.details,
    args,
    columns: receiver.type === "TableValuedFunction" ? columnsOf(evaluation, args) : [],
    builder: receiver.state?.calls ?? [],
  });
  const evidence = madeFrom(evaluation, node, `${receiver.type}.${method}`, receiver.evidence);
  return spark("DataFrame", evidence, { plan });
}

/** What the program itself has put behind a table's name, or the plan of a query in SQL text. */
function heldPlan(
  evaluation: Evaluation,
  receiver: SparkValue,
  { operator, details }: Source,
  args: readonly BoundArgument[],
): PlanNode | null {
  if (details.format === "table" && details.location)
    return tableNamed(evaluation, details.location)?.plan ?? null;
  const text = args.find(({ name }) => name === "sqlQuery") ?? args[0];
  if (operator !== "SqlQuery" || !text) return null;
  const whole = literalSite(text.value, siteOf(evaluation, text.node));
  const given = { value: text.value, whole, method: `${receiver.type}.sql`, args };
  return runSql(evaluation, given, receiver.evidence);
}

interface Source {
  readonly operator: Operator;
  readonly maxRows: number | null;
  readonly details: PlanDetails;
}

function sourceOf(receiver: SparkValue, method: string, args: readonly BoundArgument[]): Source | null {
  const location = textOf(args[0]?.value);
  if (/^(SparkSession|SQLContext|HiveContext)$/.test(receiver.type)) {
    if (method === "table")
      return { operator: "Relation", maxRows: null, details: { format: "table", location } };
    if (method === "sql") return { operator: "SqlQuery", maxRows: null, details: { sql: location } };
    if (method === "range") return { operator: "Range", maxRows: rangeRows(args), details: {} };
    if (method !== "createDataFrame" && method !== "emptyDataFrame") return null;
    const data = args.find((each) => each.name === "data") ?? args[0];
    const rows = data?.value.kind === "sequence" && data.value.exact ? data.value.elements.length : null;
    return {
      operator: "LocalRelation",
      maxRows: method === "emptyDataFrame" ? 0 : rows,
      details: { hasSchema: args.length > 1 },
    };
  }
  if (receiver.type === "DeltaTable") return method === "toDF" ? deltaSource(receiver) : null;
  if (receiver.type === "TableValuedFunction")
    return method === "range"
      ? { operator: "Range", maxRows: rangeRows(args), details: {} }
      : { operator: "Generate", maxRows: null, details: {} };
  if (
    /^Catalog\.(createTable|createExternalTable)$|^SQLContext\.(tables|createExternalTable)$/.test(
      `${receiver.type}.${method}`,
    )
  )
    return { operator: "Relation", maxRows: null, details: {} };
  if (receiver.type !== "DataFrameReader" && receiver.type !== "DataStreamReader") return null;
  if (/^(option|options|format|schema|name)$/.test(method)) return null;
  const state = receiver.state ?? emptyState;
  const options = new Map(state.options);
  for (const each of args) if (each.name !== null) options.set(each.name.toLowerCase(), textOf(each.value));
  const hasSchema = state.hasSchema || args.some((each) => each.name === "schema");
  const format =
    method === "load" ? (textOf(args.find((each) => each.name === "format")?.value) ?? state.format) : method;
  return { operator: "Relation", maxRows: null, details: { format, location, options, hasSchema } };
}

/** `DeltaTable.forPath(spark, path)` and `forName(spark, name)`. */
function deltaSource({ state }: SparkValue): Source {
  const made = state?.calls.find(({ method }) => /^(forPath|forName)$/.test(method));
  const positional = made?.args.filter(({ name }) => name === null) ?? [];
  const named = made?.args.find(({ name }) => name === "path" || name === "tableOrViewName");
  const location = textOf((named ?? positional[1])?.value);
  const format = made?.method === "forName" ? "table" : "delta";
  return { operator: "Relation", maxRows: null, details: { format, location } };
}

function rangeRows(args: readonly BoundArgument[]): number | null {
  const [first, second] = args.map((each) => (each.value.kind === "number" ? each.value.value : null));
  if (typeof first !== "number") return null;
  return typeof second === "number" ? Math.max(0, second - first) : first;
}
