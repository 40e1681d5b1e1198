import type { ColumnExpression } from "../../column.ts";
import { givenArguments, givenList, givenValue, columnsOfGiven } from "../../schema/step.ts";
import { keyOf, opaqueKey, outputTokens, tokenOf } from "../columnKey.ts";
import { emptyRelation, type Definition, type Relation } from "../relation.ts";
import { coalesce, limit, narrow, project, repartition, sort } from "./construct.ts";
import { target } from "./targets.ts";
import { filtered } from "./filters.ts";
import { reading } from "./sources.ts";
import { aggregateOf } from "./grouping.ts";
import {
  callsIn,
  definitionsOf,
  inputScope,
  keysOf,
  pythonOf,
  sortPart,
  type Lower,
  type Lowering,
} from "./lowering.ts";
import { scalarResults, withCorrelatedScalars } from "./scalarSubqueries.ts";
import { withResults, withWindows } from "./windows.ts";

const transparent: Lower = ({ node }, input) =>
  narrow(input, node, "SubqueryAlias", { transparent: true, output: outputTokens(node) });

/** Steps on one frame that choose, drop, sort and place rows and columns. */
export const shapingRelations: Readonly<Record<string, Lower>> = {
  "DataFrame.select": chosen,
  "DataFrame.selectExpr": chosen,
  "DataFrame.withColumn": chosen,
  "DataFrame.withColumns": chosen,
  "DataFrame.__getitem__": (lowering, input) =>
    lowering.node.operator === "Filter" ? filter(lowering, input) : chosen(lowering, input),
  "DataFrame.withColumnRenamed": renamed,
  "DataFrame.withColumnsRenamed": renamed,
  "DataFrame.toDF": renamed,
  "DataFrame.drop": renamed,
  "DataFrame.to": chosen,
  "DataFrame.filter": filter,
  "DataFrame.where": filter,
  "DataFrame.dropna": filter,
  "DataFrameNaFunctions.drop": filter,
  "DataFrame.sort": sorted,
  "DataFrame.orderBy": sorted,
  "DataFrame.sortWithinPartitions": sorted,
  "DataFrame.limit": limited,
  "DataFrame.offset": limited,
  "DataFrame.repartition": repartitioned,
  "DataFrame.repartitionByRange": repartitioned,
  "DataFrame.coalesce": repartitioned,
  "DataFrame.alias": transparent,
  "DataFrame.withWatermark": transparent,
  "DataFrame.withMetadata": transparent,
  "DataFrame.observe": ({ node }, input) => narrow(input, node, "CollectMetrics"),
  "DataFrame.hint": hinted,
  "DataFrame.sample": ({ node }, input) => narrow(input, node, "Sample"),
  "DataFrame.sampleBy": (lowering, input) => filter(lowering, input),
  "DataFrameStatFunctions.sampleBy": (lowering, input) => filter(lowering, input),
  "DataFrame.unpivot": expanded,
  "DataFrame.melt": expanded,
  "DataFrame.mapInPandas": mapped,
  "DataFrame.mapInArrow": mapped,
  "SparkSession.table": reading,
  "DataFrameReader.table": reading,
};

const isRandom = (expression: ColumnExpression): boolean =>
  callsIn(expression).some(({ function: name }) =>
    /\.(rand|randn|uuid|randstr|shuffle|monotonically_increasing_id|spark_partition_id)$/.test(name),
  );

/** A projection with all that its columns need below it: windows, generators, aggregates. */
export function chosen(lowering: Lowering, input: Relation): Relation {
  const { node, analysis } = lowering;
  const { resolved } = analysis;
  if (resolved.some((each) => each.aggregates))
    return aggregateOf(
      lowering,
      input,
      [],
      resolved.map((each) => each.expression),
    );
  const output = outputTokens(node);
  const windowed = withWindows(lowering, withCorrelatedScalars(lowering, input));
  const scalars = scalarResults(node);
  const generating = resolved.filter((each) => each.generates);
  const below =
    generating.length === 0
      ? windowed.input
      : narrow(windowed.input, node, "Generate", {
          reads: generating.flatMap((each) => each.reads.map(({ id }) => tokenOf(id))),
          maxRows: null,
        });
  const definitions = new Map<string, Definition>();
  for (const [token, definition] of definitionsOf(lowering))
    if (!windowed.direct.has(token))
      definitions.set(
        token,
        withResults(definition, [...(windowed.results.get(token) ?? []), ...(scalars.get(token) ?? [])]),
      );
  const onlyWindows =
    definitions.size === 0 &&
    windowed.direct.size > 0 &&
    output !== null &&
    output.length === below.output?.length;
  if (onlyWindows) return below;
  const expressions = resolved.map((each) => each.expression);
  return project(below, node, output, definitions, {
    deterministic: generating.length === 0 && !expressions.some(isRandom),
    python: pythonOf(expressions),
  });
}

export function renamed(lowering: Lowering, input: Relation): Relation {
  return project(input, lowering.node, outputTokens(lowering.node), definitionsOf(lowering, true));
}

/** Steps that work out every column anew, such as filling nulls. */
export const remade: Lower = (lowering, input) =>
  project(input, lowering.node, outputTokens(lowering.node), definitionsOf(lowering));

function filter(lowering: Lowering, input: Relation): Relation {
  return filtered(lowering, input);
}

/** The sort expressions of a call, `ascending` taken in. */
function sorted(lowering: Lowering, input: Relation): Relation {
  const { node, step } = lowering;
  const given = givenArguments(step);
  const list = givenList(given?.get("cols") ?? []);
  const global = node.method !== "DataFrame.sortWithinPartitions";
  if (list === null || list.length === 0)
    return sort(input, node, [{ key: opaqueKey(node, "…"), direction: "" }], global);
  const ascending = givenValue(given, "ascending", "kwargs")?.value;
  const flags = ascending?.kind === "sequence" ? ascending.elements : ascending ? [ascending] : [];
  const scope = inputScope(lowering);
  const order = columnsOfGiven(list).map((expression, index) => {
    const flag = flags[flags.length === 1 ? 0 : index];
    const falls =
      (flag?.kind === "boolean" && flag.value === false) || (flag?.kind === "number" && flag.value === 0);
    const { column, direction } = sortPart(expression);
    const key = keyOf(column, scope, node.inputs[0] ?? node);
    return { key, direction: falls ? " DESC NULLS LAST" : direction };
  });
  return sort(input, node, order, global);
}

function limited({ node, step }: Lowering, input: Relation): Relation {
  const count = givenValue(givenArguments(step), "num")?.value;
  return limit(
    input,
    node,
    count?.kind === "number" ? count.value : null,
    node.method === "DataFrame.offset",
  );
}

function repartitioned(lowering: Lowering, input: Relation): Relation {
  const { node, step, settings } = lowering;
  const given = givenArguments(step);
  const [first, ...others] = [...(given?.get("numPartitions") ?? []), ...(given?.get("cols") ?? [])];
  const isCount = first === undefined || first.value.kind === "number" || first.value.kind === "unknown";
  const columns = columnsOfGiven(isCount ? others : [first, ...others]);
  const flat = columns.flatMap((column) => (column.kind === "list" ? column.items : [column]));
  const count = isCount && first ? (first.value.kind === "number" ? first.value.value : null) : undefined;
  const partitions = count === undefined ? settings.shufflePartitions : (count ?? -1);
  if (node.method === "DataFrame.coalesce") return coalesce(input, node, count ?? -1);
  const byRange = node.method === "DataFrame.repartitionByRange";
  const parts = flat.map(sortPart);
  const keys = keysOf(lowering, byRange ? parts.map(({ column }) => column) : flat);
  const to = target(
    keys,
    parts.map(({ direction }) => direction),
    partitions,
    byRange,
  );
  return repartition(input, node, { to, reads: keys.flatMap(({ tokens }) => tokens) });
}

/** Hints that move rows are the steps that they name; those for joins wait for one. */
function hinted(lowering: Lowering, input: Relation): Relation {
  const { node, settings } = lowering;
  const hint = node.details.hint ?? null;
  const rest = node.args.slice(1).map(({ value }) => value);
  const count = rest
    .map((value) => (value.kind === "number" ? value.value : null))
    .find((value) => value !== null);
  if (hint === "repartition" || hint === "repartition_by_range") {
    const partitions = count ?? settings.shufflePartitions;
    const columns = node.columns.slice(1);
    const keys = keysOf(lowering, columns);
    const to = target(
      keys,
      keys.map(() => " ASC NULLS FIRST"),
      partitions,
      hint === "repartition_by_range",
    );
    return repartition(input, node, { to, reads: keys.flatMap(({ tokens }) => tokens) });
  }
  if (hint === "coalesce") return coalesce(input, node, count ?? -1);
  return narrow(input, node, "ResolvedHint", { transparent: true, hint, details: hint ?? "" });
}

/** Each row becomes several: what held of the partitions is lost (ExpandExec). */
function expanded({ node }: Lowering, input: Relation): Relation {
  return narrow(input, node, "Expand", { output: outputTokens(node), maxRows: null, loses: true });
}

/** A Python function for whole partitions: all columns are new, but rows stay where they are. */
function mapped({ node }: Lowering, input: Relation): Relation {
  const output = outputTokens(node);
  if (input.maxRows === 0) return emptyRelation(node, output);
  const name = node.method.endsWith("Arrow") ? "MapInArrow" : "MapInPandas";
  return narrow(input, node, name, { output, maxRows: null });
}
