import { kindOf } from "../../../catalog/dataType.ts";
import type { ColumnExpression } from "../../column.ts";
import { attributesOf } from "../../schema/schema.ts";
import { resolveColumn } from "../../schema/resolveColumn.ts";
import { columnsOfGiven, givenArguments, givenList, givenValue } from "../../schema/step.ts";
import { flag } from "../../session.ts";
import type { BuilderCall } from "../../value.ts";
import { attributeKey, keyOf, opaqueKey, outputTokens, tokenOf, type Key } from "../columnKey.ts";
import { emptyRelation, isEmpty, type Definition, type Relation, type RelationOf } from "../relation.ts";
import { passing, project } from "./construct.ts";
import { callsIn, definitionsOf, inputScope, keysOf, type Lower, type Lowering } from "./lowering.ts";
import { resized, rowBytes } from "./sizes.ts";
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

type AggregateParts = Omit<
  RelationOf<"aggregate">,
  "kind" | "node" | "inputs" | "output" | "maxRows" | "bytes"
>;

const nothing: AggregateParts = {
  keys: [],
  allColumns: false,
  distinct: [],
  mode: "hash",
  definitions: new Map(),
  reads: [],
  orderMatters: false,
  groupOnly: false,
  duplicates: false,
};

function aggregate(input: Relation, lowering: Lowering, parts: Partial<AggregateParts>): Relation {
  const { node } = lowering;
  const output = outputTokens(node);
  const { keys } = { ...nothing, ...parts };
  const one = keys.length === 0 && parts.allColumns !== true;
  if (isEmpty(input) && !one) return emptyRelation(node, output);
  return {
    ...passing(input, node),
    kind: "aggregate",
    ...nothing,
    ...parts,
    output,
    maxRows: one ? 1 : input.maxRows,
    bytes: one ? rowBytes(node) : resized(input.bytes, input.node, node),
  };
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

const isAggregate = ({ node }: Lowering, call: { readonly function: string }): boolean =>
  node.session.catalog.api.isAggregate(call.function.replace(/^(sql|distinct)\./, "functions.")) ||
  call.function === "udf";

/** The columns of each distinct aggregate, groups of the same columns once. */
function distinctGroups(
  lowering: Lowering,
  expressions: readonly ColumnExpression[],
): readonly (readonly Key[])[] {
  const groups = new Map<string, readonly Key[]>();
  const add = (columns: readonly ColumnExpression[]): void => {
    const keys = keysOf(lowering, columns).filter(({ foldable }) => !foldable);
    if (keys.length > 0)
      groups.set(
        keys
          .map(({ id }) => id)
          .sort()
          .join(),
        keys,
      );
  };
  for (const expression of expressions)
    for (const part of [expression, ...callsIn(expression)]) {
      if (
        part.kind === "call" &&
        /\.(countDistinct|count_distinct|sumDistinct|sum_distinct)$/.test(part.function)
      )
        add(part.args.flatMap((each) => (each.kind === "list" ? each.items : [each])));
      if (part.kind === "call" && part.function.startsWith("distinct.")) add(part.args);
      if (part.kind === "sql")
        for (const [, text = ""] of part.text.matchAll(/\bdistinct\s+([^()]+)\)/gi))
          add(text.split(",").map((name) => ({ kind: "sql", text: name.trim(), site: part.site })));
    }
  return [...groups.values()];
}

/** Aggregates to which duplicates make no difference (EliminateDistinct, 4.3). */
const agnostic =
  /\.(max|min|bit_and|bit_or|collect_set|first|last|countDistinct|count_distinct|sum_distinct|sumDistinct)$/;

const insensitive =
  /\.(min|max|count|count_if|countDistinct|count_distinct|bit_and|bit_or|bit_xor|sum_distinct|sumDistinct|bool_and|bool_or|every|some)$/;

/** Whether the order of the rows may change the result, in bits at least (EliminateSorts, 4.3). */
function isOrderSensitive(lowering: Lowering, expression: ColumnExpression): boolean {
  if (expression.kind === "sql") return !/^\s*(count|min|max)\s*\(/i.test(expression.text);
  return callsIn(expression).some((call) => {
    if (!isAggregate(lowering, call) || insensitive.test(call.function)) return false;
    if (!/\.(sum|avg|mean)$/.test(call.function)) return true;
    const [argument] = call.args;
    const type = argument && resolveColumn(argument, inputScope(lowering)).columns[0]?.dataType;
    return !type || /^(float|double|unknown|string)$/.test(kindOf(type));
  });
}

/** A pivot groups by the keys and the pivot column first; where its values are numbers, by the keys alone behind that (PivotFirst). */
function pivoted(
  lowering: Lowering,
  input: Relation,
  keys: readonly Key[],
  expressions: readonly ColumnExpression[],
): Relation {
  const { node, step } = lowering;
  const call = node.builder.find(({ method }) => method === "pivot");
  const given = call ? givenArguments(step, { method: "GroupedData.pivot", args: call.args }) : null;
  const column = givenValue(given, "pivot_col");
  const [pivotKey = opaqueKey(node, "pivot")] = column ? keysOf(lowering, columnsOfGiven([column])) : [];
  const inFirst = (expression: ColumnExpression): boolean => {
    const type = resolveColumn(expression, inputScope(lowering)).columns[0]?.dataType;
    return (
      type === undefined ||
      /^(double|int|bigint|float|boolean|smallint|tinyint|decimal|unknown)$/.test(kindOf(type))
    );
  };
  const reads = lowering.analysis.resolved.flatMap((each) => each.reads.map(({ id }) => tokenOf(id)));
  const definitions = keyDefinitions(lowering, input, keys);
  const distinct = distinctGroups(lowering, expressions);
  const orderMatters = expressions.some((each) => isOrderSensitive(lowering, each));
  if (!expressions.every(inFirst))
    return aggregate(input, lowering, {
      keys,
      reads: [...reads, ...pivotKey.tokens],
      distinct,
      definitions,
      orderMatters,
    });
  const first = {
    ...aggregate(input, lowering, { keys: [...keys, pivotKey], reads, distinct, orderMatters }),
    output: null,
  };
  return aggregate(first, lowering, { keys, reads: [], definitions, orderMatters: true });
}

function keyDefinitions(
  { analysis }: Lowering,
  input: Relation,
  keys: readonly Key[],
): Map<string, Definition> {
  const before = new Set(input.output ?? []);
  const definitions = new Map<string, Definition>();
  attributesOf(analysis.schema)
    .slice(0, keys.length)
    .forEach(({ id }, index) => {
      const key = keys[index];
      if (key && !before.has(tokenOf(id)))
        definitions.set(tokenOf(id), { key: () => key, reads: key.tokens });
    });
  return definitions;
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
    : project({ ...one, maxRows: null }, node, outputTokens(node), new Map());
}

function crosstab(lowering: Lowering, input: Relation): Relation {
  const { node } = lowering;
  const [row, column] = [opaqueKey(node, "row"), opaqueKey(lowering.analysis, "column")];
  const counts = aggregate(input, lowering, { keys: [row, column] });
  return aggregate(counts, lowering, { keys: [row], orderMatters: true });
}
