import { keyOf, opaqueKey, outputTokens, scopeOn } from "../columnKey.ts";
import { clusteredTarget } from "./targets.ts";
import type { Relation } from "../relation.ts";
import { limit, narrow, repartition, sort } from "./construct.ts";
import { compared, counted, united } from "./combining.ts";
import { filtered } from "./filters.ts";
import { aggregateOf, deduplicated } from "./grouping.ts";
import { joined } from "./joining.ts";
import { definitionsOf, type Lower, type Lowering } from "./lowering.ts";
import { chosen, renamed } from "./shaping.ts";
import { reading, scan } from "./sources.ts";
import { rowBytes } from "./sizes.ts";

/** Bounds from here on stand for limits that the text does not tell. */
const unknownLimit = 1_000_000;

/** Steps of queries in SQL text, on inputs. */
export const queryRelations: Readonly<Record<string, Lower>> = {
  "SparkSession.sql": reading,
  "SQLContext.sql": reading,
  "SQL.SubqueryAlias": (lowering, input) =>
    definitionsOf(lowering, true).size > 0 ? renamed(lowering, input) : reading(lowering, input),
  "SQL.Project": chosen,
  "SQL.Filter": filtered,
  "SQL.Having": filtered,
  "SQL.Aggregate": aggregated,
  "SQL.Distinct": deduplicated,
  "SQL.Join": joined,
  "SQL.union": united,
  "SQL.intersect": (lowering, input) => compared(lowering, input, "left_semi"),
  "SQL.except": (lowering, input) => compared(lowering, input, "left_anti"),
  "SQL.intersectAll": counted,
  "SQL.exceptAll": counted,
  "SQL.Sort": ({ node }, input) => sort(input, node, [{ key: opaqueKey(node, "…"), direction: "" }], true),
  "SQL.Limit": ({ node }, input) =>
    limit(input, node, node.maxRows !== null && node.maxRows < unknownLimit ? node.maxRows : null, false),
  "SQL.Repartition": ({ node, settings }, input) =>
    repartition(input, node, {
      to: clusteredTarget([opaqueKey(node, "…")], settings.shufflePartitions),
      reads: [],
    }),
  "SQL.Generate": ({ node }, input) =>
    narrow(input, node, "Generate", { output: outputTokens(node), maxRows: null }),
};

/** Rows that stand in SQL text: Spark knows how many. */
export const queryScans: Readonly<Record<string, (lowering: Lowering) => Relation>> = {
  "SQL.OneRow": ({ node }) => scan(node, "Scan OneRowRelation", { maxRows: 1, bytes: 1 }),
  "SQL.Values": ({ node }) => {
    const rows = node.details.query?.rows?.length ?? 0;
    return scan(node, "LocalTableScan", { maxRows: rows, bytes: rows * rowBytes(node) });
  },
};

function aggregated(lowering: Lowering, input: Relation): Relation {
  const { node } = lowering;
  const { keys = [], severalSets = false } = node.details.query ?? {};
  const frame = node.inputs[0] ?? node;
  const scope = scopeOn(frame);
  return aggregateOf(
    lowering,
    input,
    keys.map((key) => keyOf(key, scope, frame)),
    node.columns,
    severalSets,
    false,
  );
}
