import type { ColumnExpression } from "../../column.ts";
import { attributesOf } from "../../schema/schema.ts";
import { columnsOfGiven, givenArguments, givenList, givenValue } from "../../schema/step.ts";
import { flag } from "../../session.ts";
import type { BuilderCall } from "../../value.ts";
import { attributeKey, keyOf, opaqueKey, outputTokens, tokenOf, type Key } from "../columnKey.ts";
import { emptyRelation, type Definition, type Relation } from "../relation.ts";
import { aggregate, agnostic, distinctGroups, isAggregate, isOrderSensitive } from "./aggregates.ts";
import { project } from "./construct.ts";
import { callsIn, definitionsOf, inputScope, keysOf, type Lower, type Lowering } from "./lowering.ts";
import { pivoted } from "./pivots.ts";
import { rowBytes } from "./sizes.ts";
import { withWindows } from "./windows.ts";

const grouped: Lower = (lowering, input) => {
  const { node, analysis } = lowering;
  const grouping = node.builder.find(({ method }) =>
    /^(groupBy|groupby|cube|rollup|groupingSets)$/.test(method),
  );
  const columns = grouping ? groupingColumns(lowering, grouping) : [];
  const keys = columns === null ? [opaqueKey(node, "…")] : keysOf(lowering, columns);
  const expressions = analysis.resolved.slice(columns?.length ?? 0).map((each) => each.expression);
  const sets = grouping !== undefined && !/^groupby$/i.test(grouping.method);
  const pivot = node.builder.some(({ method }) => method === "pivot");
  return pivot
    ? pivoted(lowering, input, keys, expressions)
    : aggregateOf(lowering, input, keys, expressions, sets);
};

/** Steps that make one row of many. */
export const groupingRelations: Readonly<Record<string, Lower>> = {
  ...Object.fromEntries(
    ["agg", "count", "sum", "avg", "mean", "max", "min"].map((name) => [`GroupedData.${name}`, grouped]),
  ),
  "DataFrame.agg": grouped,
  "DataFrame.distinct": deduplicated,
  "DataFrame.dropDuplicates": deduplicated,
  "DataFrame.drop_duplicates": deduplicated,
  "DataFrame.dropDuplicatesWithinWatermark": deduplicated,
  "DataFrame.describe": statistics,
  "DataFrame.summary": statistics,
  "DataFrame.freqItems": statistics,
  "DataFrameStatFunctions.freqItems": statistics,
  "DataFrame.crosstab": crosstab,
  "DataFrameStatFunctions.crosstab": crosstab,
};

function groupingColumns({ step }: Lowering, grouping: BuilderCall): readonly ColumnExpression[] | null {
  const method = grouping.method === "groupby" ? "groupBy" : grouping.method;
  const given = givenArguments(step, { method: `DataFrame.${method}`, args: grouping.args });
  const list = given && givenList(given.get("cols") ?? []);
  return list && columnsOfGiven(list);
}

/** An aggregation of the input by keys. Behind it each key lives on as the column that it is called. */
export function aggregateOf(
  lowering: Lowering,
  input: Relation,
  keys: readonly Key[],
  expressions: readonly ColumnExpression[],
  sets = false,
  keysFirst = true,
): Relation {
  const { node, analysis } = lowering;
  const made = attributesOf(analysis.schema);
  const retained = flag(node.session, "spark.sql.retainGroupColumns") !== false;
  const definitions = new Map<string, Definition>(definitionsOf(lowering));
  const output = new Set(input.output ?? []);
  const setKeys = keys.map((key, index) => {
    const attribute = made[index];
    if (!retained || !attribute || !keysFirst) return key;
    const token = tokenOf(attribute.id);
    if (sets) return attributeKey(attribute);
    if (!output.has(token)) definitions.set(token, { key: () => key, reads: key.tokens });
    return key;
  });
  const calls = expressions.flatMap((each) => callsIn(each));
  const python = calls.some((call) => call.function === "udf");
  const reads = analysis.resolved.flatMap((each) => each.reads.map(({ id }) => tokenOf(id)));
  const relation = aggregate(input, lowering, {
    keys: sets && keys.length > 0 ? [...setKeys, opaqueKey(node, "spark_grouping_id")] : setKeys,
    distinct: distinctGroups(lowering, expressions),
    mode: python ? "python" : sets && keys.length > 0 ? "expand" : "hash",
    definitions: sets ? new Map() : definitions,
    reads,
    orderMatters: expressions.some((each) => isOrderSensitive(lowering, each)),
    groupOnly:
      calls.every((call) => !isAggregate(lowering, call)) && expressions.every(({ kind }) => kind !== "sql"),
    duplicates:
      calls.every((call) => !isAggregate(lowering, call) || agnostic.test(call.function)) &&
      expressions.every(({ kind }) => kind !== "sql"),
  });
  return withWindows(lowering, relation).input;
}

/** Duplicates are dropped by grouping (ReplaceDistinctWithAggregate, ReplaceDeduplicateWithAggregate). */
export function deduplicated(lowering: Lowering, input: Relation): Relation {
  const { node, step, analysis } = lowering;
  if (input.maxRows !== null && input.maxRows <= 1) return input;
  const subset = givenValue(givenArguments(step), "subset");
  const named = subset !== undefined && subset.value.kind !== "none";
  const all = attributesOf(analysis.schema).map(attributeKey);
  if (!named)
    return {
      ...aggregate(input, lowering, {
        keys: all,
        allColumns: analysis.schema.kind !== "closed",
        groupOnly: true,
      }),
      output: input.output,
      bytes: input.bytes,
    };
  const list = givenList([subset]);
  const scope = inputScope(lowering);
  const keys =
    list === null
      ? [opaqueKey(node, "…")]
      : columnsOfGiven(list).map((column) => keyOf(column, scope, node.inputs[0] ?? node));
  return {
    ...aggregate(input, lowering, {
      keys: keys.length === 0 ? [opaqueKey(node, "…")] : keys,
      reads: all.flatMap(({ tokens }) => tokens),
      orderMatters: all.length === 0 || all.some(({ id }) => !keys.some((key) => key.id === id)),
      groupOnly: all.length > 0 && all.every(({ id }) => keys.some((key) => key.id === id)),
    }),
    output: input.output,
    bytes: input.bytes,
  };
}

/** Statistics of whole columns: one row, turned into several. */
function statistics(lowering: Lowering, input: Relation): Relation {
  const { node } = lowering;
  // Without a column that has statistics the summary is a list of names.
  const output = outputTokens(node);
  if (output?.length === 1 && !node.method.endsWith("freqItems"))
    return { ...emptyRelation(node, output), maxRows: null, bytes: rowBytes(node), details: "" } as Relation;
  const one = aggregate(input, lowering, { keys: [], orderMatters: true });
  return node.method.endsWith("freqItems")
    ? one
    : project({ ...one, maxRows: null }, node, output, statisticNames(output));
}

/** The names of the statistics are made of nothing. */
const statisticNames = (output: readonly string[] | null): Map<string, Definition> =>
  new Map((output ?? []).slice(0, 1).map((token) => [token, { key: () => null, reads: [] }]));

function crosstab(lowering: Lowering, input: Relation): Relation {
  const { node } = lowering;
  const [row, column] = [opaqueKey(node, "row"), opaqueKey(lowering.analysis, "column")];
  const counts = aggregate(input, lowering, { keys: [row, column] });
  return aggregate(counts, lowering, { keys: [row], orderMatters: true });
}
