import { schemaOf } from "../../schema/analysis.ts";
import { groupingKeys } from "../../schema/groupingKeys.ts";
import { attributesOf } from "../../schema/schema.ts";
import { attributeKey, keyOf, opaqueKey, outputTokens, scopeOn, tokenOf } from "../columnKey.ts";
import { target } from "./targets.ts";
import type { Relation } from "../relation.ts";
import { coalesce, limit, narrow, repartition, sort } from "./construct.ts";
import { compared, counted, united } from "./combining.ts";
import { filtered } from "./filters.ts";
import { aggregateOf, deduplicated } from "./grouping.ts";
import { joined } from "./joining.ts";
import { definitionsOf, keysOf, sortPart, type Lower, type Lowering } from "./lowering.ts";
import { pivotedQuery } from "./pivots.ts";
import { chosen, renamed } from "./shaping.ts";
import { reading, scan } from "./sources.ts";
import { rowBytes } from "./sizes.ts";

/** Steps of queries in SQL text, on inputs. */
export const queryRelations: Readonly<Record<string, Lower>> = {
  "SparkSession.sql": reading,
  "SQLContext.sql": reading,
  "SQL.SubqueryAlias": (lowering, input) =>
    definitionsOf(lowering, true).size > 0 ? renamed(lowering, input) : reading(lowering, input),
  "SQL.View": (lowering, input) => renamed(lowering, input),
  "SQL.Project": chosen,
  "SQL.Filter": filtered,
  "SQL.Having": filtered,
  "SQL.Aggregate": aggregated,
  "SQL.PipeAggregate": aggregated,
  "SQL.PipeSelect": chosen,
  "SQL.PipeSet": chosen,
  "SQL.Pivot": pivotedQuery,
  "SQL.Distinct": deduplicated,
  "SQL.Join": joined,
  "SQL.union": united,
  "SQL.intersect": (lowering, input) => compared(lowering, input, "left_semi"),
  "SQL.except": (lowering, input) => compared(lowering, input, "left_anti"),
  "SQL.intersectAll": counted,
  "SQL.exceptAll": counted,
  "SQL.Sort": (lowering, input) => ordered(lowering, input, true),
  "SQL.LocalSort": (lowering, input) => ordered(lowering, input, false),
  "SQL.Coalesce": ({ node }, input) => coalesce(input, node, node.details.partitions ?? -1),
  "SQL.Hint": ({ node }, input) => {
    const hint = node.details.hint ?? null;
    return narrow(input, node, "ResolvedHint", { transparent: true, hint, details: hint ?? "" });
  },
  "SQL.Limit": ({ node }, input) => {
    const { count = null } = node.details.query ?? {};
    return limit(input, node, count, count === Infinity);
  },
  "SQL.Repartition": spread,
  "SQL.Generate": ({ node, analysis }, input) =>
    narrow(input, node, "Generate", {
      output: outputTokens(node),
      reads: analysis.resolved.flatMap(({ reads }) => reads.map(({ id }) => tokenOf(id))),
      maxRows: null,
    }),
};

/** Rows that stand in SQL text: Spark knows how many. */
export const queryScans: Readonly<Record<string, (lowering: Lowering) => Relation>> = {
  "SQL.OneRow": ({ node }) => scan(node, "Scan OneRowRelation", { maxRows: 1, bytes: 1 }),
  "SQL.Values": ({ node }) => {
    const rows = node.details.query?.rows?.length ?? 0;
    return scan(node, "LocalTableScan", { maxRows: rows, bytes: rows * rowBytes(node) });
  },
};

/** ORDER BY and SORT BY; a number stands for a column of the list. */
function ordered(lowering: Lowering, input: Relation, global: boolean): Relation {
  const { node } = lowering;
  const columns = attributesOf(schemaOf(node));
  const order = node.columns.map((expression) => {
    const { column, direction } = sortPart(expression);
    const place =
      column.kind === "literal" && typeof column.value === "number" ? columns[column.value - 1] : null;
    const [key = opaqueKey(node, "…")] = place ? [attributeKey(place)] : keysOf(lowering, [column]);
    return { key, direction };
  });
  return sort(input, node, order, global);
}

/** DISTRIBUTE BY, CLUSTER BY and the hints that move rows. */
function spread(lowering: Lowering, input: Relation): Relation {
  const { node, settings } = lowering;
  const keys = keysOf(lowering, node.columns);
  const partitions = node.details.partitions ?? settings.shufflePartitions;
  const to = target(
    keys,
    keys.map(() => " ASC NULLS FIRST"),
    partitions,
    node.details.hint === "repartition_by_range",
  );
  return repartition(input, node, { to, reads: keys.flatMap(({ tokens }) => tokens) });
}

function aggregated(lowering: Lowering, input: Relation): Relation {
  const { node } = lowering;
  const frame = node.inputs[0] ?? node;
  const scope = scopeOn(frame);
  const { keys } = groupingKeys(node, scope);
  const severalSets = node.details.query?.grouping?.some(({ kind }) => kind !== "expression") === true;
  return aggregateOf(
    lowering,
    input,
    keys.map(({ column }) => keyOf(column, scope, frame)),
    node.columns,
    severalSets,
    false,
  );
}
