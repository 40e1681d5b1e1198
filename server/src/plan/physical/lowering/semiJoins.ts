import type { Key } from "../columnKey.ts";
import type { Relation, RelationOf } from "../relation.ts";

type Join = RelationOf<"join">;
type Side = 0 | 1;

/**
 * A semi or anti join moves below what makes its left side: to each frame of a union, to the side of a join that its
 * keys come from (PushDownLeftSemiAntiJoin, PushLeftSemiLeftAntiThroughJoin, 4.3).
 */
export function pushedDown(join: Join): Relation {
  if (!/^left_(semi|anti)$/.test(join.type)) return join;
  const [left, right] = join.inputs;
  if (!left || !right) return join;
  const own = new Set(join.keys.flatMap((pair) => pair.left.tokens));
  if (own.size === 0 || join.reads.some((token) => !own.has(token) && left.output?.includes(token) === true))
    return join;
  return below(join, left, right, own) ?? join;
}

function below(join: Join, left: Relation, right: Relation, own: ReadonlySet<string>): Relation | null {
  const [input] = left.inputs;
  if (!input) return null;
  switch (left.kind) {
    case "union":
      // Not for `intersect` and `subtract`, as Spark shows (3.5 to 4.3).
      return join.takesHints || isCondition(join) ? throughUnion(join, left, right) : null;
    case "aggregate":
      return isCondition(join) ? throughGroups(join, left, input, right) : null;
    case "narrow": {
      if (!left.transparent || left.hint !== null) return null;
      const pushed = below(join, input, right, own);
      return pushed && { ...left, inputs: [pushed] };
    }
    case "project": {
      const keys = left.deterministic && left.python === null ? keysBelow(join.keys, left) : null;
      return keys && { ...left, inputs: [on(join, input, right, keys)] };
    }
    case "join": {
      const side = sideOf(left, own);
      if (side === null) return null;
      const inputs = left.inputs.map((each, index) =>
        index === side ? on(join, each, right, join.keys) : each,
      );
      return { ...left, inputs };
    }
    default:
      return null;
  }
}

/** A condition of WHERE moves as filters do, before it becomes a join. */
const isCondition = ({ node }: Join): boolean => node.method === "SQL.Filter";

/** Rows of other groups are dropped before the grouping, where the condition asks for keys alone. */
function throughGroups(
  join: Join,
  groups: RelationOf<"aggregate">,
  input: Relation,
  right: Relation,
): Relation | null {
  const keys = keysBelow(join.keys, groups);
  const grouped = new Set(groups.keys.map(({ id }) => id));
  if (!keys?.every((pair) => pair.left.tokens.every((token) => grouped.has(token)))) return null;
  return { ...groups, inputs: [on(join, input, right, keys)] };
}

/** The keys by the columns below a projection; null where it makes one of something else. */
function keysBelow(
  keys: Join["keys"],
  { definitions }: RelationOf<"project"> | RelationOf<"aggregate">,
): Join["keys"] | null {
  const moved = keys.map((pair) => {
    const made = pair.left.tokens.filter((token) => definitions.has(token));
    if (made.length === 0) return pair;
    const sources = new Map(made.map((token) => [token, definitions.get(token)?.key() ?? null]));
    const known = [...sources.values()];
    if (!known.every((source) => source !== null && source.tokens.length > 0)) return null;
    const id = pair.left.id.replaceAll(/#[^(),\s]+/g, (token) => sources.get(token)?.id ?? token);
    const tokens = pair.left.tokens.flatMap((token) => sources.get(token)?.tokens ?? token);
    return { ...pair, left: { ...pair.left, id, tokens } };
  });
  return moved.every((pair) => pair !== null) ? moved : null;
}

/** The side that all keys come from, where rows of that side may be dropped early. */
function sideOf(join: Join, own: ReadonlySet<string>): Side | null {
  const [left, right] = join.inputs;
  const has = (side: Relation | undefined): boolean =>
    side?.output !== undefined &&
    side.output !== null &&
    [...own].every((token) => side.output?.includes(token));
  if (/^(inner|cross|left_outer)$/.test(join.type) && has(left)) return 0;
  return /^(inner|cross|right_outer)$/.test(join.type) && has(right) ? 1 : null;
}

const on = (join: Join, left: Relation, right: Relation, keys: Join["keys"]): Relation =>
  pushedDown({
    ...join,
    inputs: [left, right],
    output: left.output,
    maxRows: left.maxRows,
    bytes: left.bytes,
    keys,
    reads: keys.flatMap((pair) => [...pair.left.tokens, ...pair.right.tokens]),
  });

function throughUnion(join: Join, union: RelationOf<"union">, right: Relation): Relation | null {
  const { output } = union;
  if (output === null || union.inputs.some((input) => input.output === null)) return null;
  const inputs = union.inputs.map((input) => {
    const inPlace = (token: string): string => input.output?.[output.indexOf(token)] ?? token;
    const moved = (key: Key): Key => ({
      ...key,
      id: key.id.replaceAll(/#[^(),\s]+/g, inPlace),
      tokens: key.tokens.map(inPlace),
    });
    return on(
      join,
      input,
      right,
      join.keys.map((pair) => ({ ...pair, left: moved(pair.left) })),
    );
  });
  return { ...union, inputs };
}
