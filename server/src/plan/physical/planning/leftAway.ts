import type { Relation, RelationOf } from "../relation.ts";
import { readsOnlyKeys } from "./demands.ts";
import { outputSet, type Demand } from "./planning.ts";

/** A left join adds nothing where nobody reads the right side and no row finds two partners, or duplicates do not matter. */
export function isPointless(
  left: Relation,
  right: Relation,
  join: RelationOf<"join">,
  demand: Demand,
): boolean {
  if (demand.needed === null || left.output === null) return false;
  // What steps above have made may be asked for as well.
  const own = outputSet(left.output);
  const other = right.output && outputSet(right.output);
  if (![...demand.needed].every((token) => own.has(token) || other?.has(token) === false)) return false;
  return demand.duplicates || hasOneRowFor(right, new Set(join.keys.map((pair) => pair.right.id)));
}

/**
 * Groups that nobody counts and that are unique anyway, or whose duplicates do not matter above
 * (RemoveRedundantAggregates; distinct keys from 3.3).
 */
export function isRedundant(relation: RelationOf<"aggregate">, input: Relation, demand: Demand): boolean {
  if (relation.keys.length === 0 || relation.mode !== "hash" || relation.allColumns) return false;
  if (relation.groupOnly && hasOneRowFor(input, new Set(relation.keys.map(({ id }) => id)))) return true;
  const isKeysOnly = readsOnlyKeys(relation, demand);
  return isKeysOnly && (demand.duplicates || (input.maxRows !== null && input.maxRows <= 1));
}

/**
 * A single group of which nothing is read is a row, whatever is below, but only in a frame of a union, as Spark shows
 * (4.3).
 */
export function isBareRow(relation: RelationOf<"aggregate">, { needed, united }: Demand): boolean {
  const { keys, allColumns, definitions, output } = relation;
  if (keys.length > 0 || allColumns || output === null || needed === null || !united) return false;
  return ![...needed].some((token) => definitions.has(token) || output.includes(token));
}

/** A grouping without its work: the keys under their names. */
export const asProject = (relation: RelationOf<"aggregate">, input: Relation): Relation => ({
  kind: "project",
  node: relation.node,
  inputs: [input],
  output: relation.output,
  maxRows: relation.maxRows,
  bytes: relation.bytes,
  definitions: relation.definitions,
  renumbers: false,
  deterministic: true,
  python: null,
});

/** Whether no two rows of a relation have the same values in these columns (DistinctKeyVisitor). */
function hasOneRowFor(relation: Relation, columns: ReadonlySet<string>): boolean {
  let at = relation;
  let wanted = columns;
  for (let next = at.inputs[0]; next; next = at.inputs[0]) {
    if (at.kind === "aggregate") {
      const { definitions, keys } = at;
      const sources = new Set([...wanted].map((id) => definitions.get(id)?.key()?.id ?? id));
      return keys.length > 0 && keys.every((key) => sources.has(key.id));
    }
    if (at.kind === "project") {
      const { definitions } = at;
      wanted = new Set([...wanted].map((id) => definitions.get(id)?.key()?.id ?? id));
    } else if (at.kind === "join" ? !/^left_(semi|anti)$/.test(at.type) : !keepsDistinct.has(at.kind))
      return false;
    at = next;
  }
  return false;
}

const keepsDistinct: ReadonlySet<Relation["kind"]> = new Set([
  "filter",
  "sort",
  "repartition",
  "coalesce",
  "limit",
]);
