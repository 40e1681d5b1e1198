import { kindOf } from "../../../catalog/dataType.ts";
import type { ColumnExpression } from "../../column.ts";
import { resolveColumn } from "../../schema/resolveColumn.ts";
import { outputTokens, type Key } from "../columnKey.ts";
import { emptyRelation, isEmpty, type Relation, type RelationOf } from "../relation.ts";
import { passing } from "./construct.ts";
import { callsIn, inputScope, keysOf, type Lowering } from "./lowering.ts";
import { resized, rowBytes } from "./sizes.ts";

/** What tells one aggregation from another. */
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

/** An aggregation of a step; without rows there are no groups, but for the one that has no keys. */
export function aggregate(input: Relation, lowering: Lowering, parts: Partial<AggregateParts>): Relation {
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

/** Whether a call is of an aggregate function, Python's included. */
export const isAggregate = ({ node }: Lowering, call: { readonly function: string }): boolean =>
  node.session.catalog.api.isAggregate(call.function.replace(/^(sql|distinct)\./, "functions.")) ||
  call.function === "udf";

/** The columns of each distinct aggregate, groups of the same columns once. */
export function distinctGroups(
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
export const agnostic =
  /\.(max|min|bit_and|bit_or|collect_set|first|last|countDistinct|count_distinct|sum_distinct|sumDistinct)$/;

const insensitive =
  /\.(min|max|count|count_if|countDistinct|count_distinct|bit_and|bit_or|bit_xor|sum_distinct|sumDistinct|bool_and|bool_or|every|some)$/;

/** Whether the order of the rows may change the result, in bits at least (EliminateSorts, 4.3). */
export function isOrderSensitive(lowering: Lowering, expression: ColumnExpression): boolean {
  if (expression.kind === "sql") return !/^\s*(count|min|max)\s*\(/i.test(expression.text);
  return callsIn(expression).some((call) => {
    if (!isAggregate(lowering, call) || insensitive.test(call.function)) return false;
    if (!/\.(sum|avg|mean)$/.test(call.function)) return true;
    const [argument] = call.args;
    const type = argument && resolveColumn(argument, inputScope(lowering)).columns[0]?.dataType;
    return !type || /^(float|double|unknown|string)$/.test(kindOf(type));
  });
}
