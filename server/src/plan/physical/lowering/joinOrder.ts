import type { ColumnExpression } from "../../column.ts";
import type { Relation, RelationOf } from "../relation.ts";
import { conditionKeys, type KeyPair } from "./conditions.ts";
import { inputScope, type Lowering } from "./lowering.ts";

type Join = RelationOf<"join">;

/** More tables beside each other are left in the order that they are written in. */
const mostLeaves = 16;

/**
 * Inner joins in the order in which each has a condition, with the equalities of a filter above them (ReorderJoin,
 * 3.3 to 4.3). Null where there are less than three tables, or nothing tells their columns.
 */
export function reordered(
  lowering: Lowering,
  join: Join,
  conditions: readonly ColumnExpression[],
): Relation | null {
  const leaves = leavesOf(join);
  if (leaves.length < 3 || leaves.length > mostLeaves || leaves.some(({ output }) => output === null))
    return null;
  const scope = inputScope(lowering);
  const frame = lowering.node.inputs[0] ?? lowering.node;
  const given = pairsOf(join);
  const keysOf = (left: Relation, right: Relation): readonly KeyPair[] => [
    ...given.flatMap((pair) => turned(pair, left, right)),
    ...conditionKeys(conditions, scope, frame, { left: left.output, right: right.output }),
  ];
  const [first, ...rest] = leaves;
  if (!first) return null;
  let joined: Relation = first;
  let waiting: readonly Relation[] = rest;
  while (waiting.length > 0) {
    const left: Relation = joined;
    const next = waiting.find((each) => keysOf(left, each).length > 0) ?? waiting[0];
    if (!next) break;
    waiting = waiting.filter((each) => each !== next);
    const keys = keysOf(left, next);
    joined = {
      ...join,
      inputs: [left, next],
      output: [...(left.output ?? []), ...(next.output ?? [])],
      maxRows: null,
      bytes: left.bytes * next.bytes,
      type: keys.length > 0 ? "inner" : "cross",
      keys,
      reads: keys.flatMap((pair) => [...pair.left.tokens, ...pair.right.tokens]),
    };
  }
  return { ...joined, output: join.output };
}

const isInner = (relation: Relation): relation is Join =>
  relation.kind === "join" && /^(inner|cross)$/.test(relation.type) && relation.takesHints;

const leavesOf = (relation: Relation): readonly Relation[] =>
  isInner(relation) ? relation.inputs.flatMap(leavesOf) : [relation];

const pairsOf = (relation: Relation): readonly KeyPair[] =>
  isInner(relation) ? [...relation.keys, ...relation.inputs.flatMap(pairsOf)] : [];

/** A pair of keys for two sides, whichever way round they are; none where it is of others. */
function turned({ left: one, right: other }: KeyPair, left: Relation, right: Relation): readonly KeyPair[] {
  const has = (side: Relation, { tokens }: KeyPair["left"]): boolean =>
    tokens.length > 0 && tokens.every((token) => side.output?.includes(token) === true);
  if (has(left, one) && has(right, other)) return [{ left: one, right: other }];
  return has(left, other) && has(right, one) ? [{ left: other, right: one }] : [];
}
