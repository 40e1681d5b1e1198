import type { Relation, RelationOf } from "../relation.ts";
import { readsOf } from "../relation.ts";
import { innerDemand, outputSet, type Demand } from "./planning.ts";

/** The same columns and more. */
function needing(needed: Demand["needed"], more: readonly string[]): Demand["needed"] {
  if (needed === null || more.every((token) => needed.has(token))) return needed;
  return new Set([...needed, ...more]);
}

/** What a step that hands its rows on asks of its input. */
export const passedOn = (relation: Relation, demand: Demand, more: Partial<Demand> = {}): Demand => ({
  ...innerDemand,
  united: demand.united,
  needed: needing(demand.needed, readsOf(relation)),
  notNull: demand.notNull,
  ...more,
});

/** What a projection asks of its input: the columns that those asked of it are made of. */
export function belowProject(relation: RelationOf<"project">, demand: Demand): Demand {
  const { definitions, output } = relation;
  const asked = demand.needed ?? (output && outputSet(output));
  const needed = asked && new Set<string>();
  if (asked && needed)
    for (const token of asked) {
      const definition = definitions.get(token);
      if (definition) for (const read of definition.reads) needed.add(read);
      else needed.add(token);
    }
  const notNull = new Set<string>();
  for (const token of demand.notNull) {
    const definition = definitions.get(token);
    if (!definition) notNull.add(token);
    else {
      const [only] = definition.reads;
      if (only !== undefined && definition.key()?.id === only) notNull.add(only);
    }
  }
  return {
    needed,
    notNull,
    unordered: relation.deterministic ? demand.unordered : "no",
    duplicates: demand.duplicates,
    root: demand.root,
    united: demand.united,
  };
}

/** What an aggregation asks: its keys and arguments, in no order unless a function depends on one. */
export function belowAggregate(relation: RelationOf<"aggregate">, demand: Demand): Demand {
  const notNull = new Set<string>();
  for (const token of demand.notNull) {
    const source = relation.definitions.get(token)?.key()?.id ?? token;
    if (relation.keys.some((key) => key.id === source)) notNull.add(source);
  }
  return {
    ...innerDemand,
    united: demand.united,
    needed: relation.allColumns ? null : new Set(readsBelow(relation, demand)),
    unordered: relation.orderMatters ? "no" : "all",
    duplicates: relation.groupOnly || relation.duplicates || readsOnlyKeys(relation, demand),
    notNull: relation.mode === "expand" ? new Set() : notNull,
  };
}

/** The columns that an aggregation reads for those that are asked of it; functions that nobody reads are left away. */
function readsBelow(relation: RelationOf<"aggregate">, { needed }: Demand): readonly string[] {
  const { keys, definitions } = relation;
  const ids = new Set(keys.map(({ id }) => id));
  const reads = needed && [...needed].map((token) => (ids.has(token) ? [] : definitions.get(token)?.reads));
  if (!reads?.every((each) => each !== undefined)) return readsOf(relation);
  return [...reads.flat(), ...keys.flatMap(({ tokens }) => tokens)];
}

/** Whether nothing but the keys is asked of an aggregation: its functions are left away then. */
export function readsOnlyKeys({ keys, definitions }: RelationOf<"aggregate">, { needed }: Demand): boolean {
  if (needed === null) return false;
  const ids = new Set(keys.map(({ id }) => id));
  return [...needed].every((token) => ids.has(definitions.get(token)?.key()?.id ?? token));
}

/** What a join asks of each side. Keys that are null meet nothing, so that sides without padding lose them. */
export function belowJoin(
  relation: RelationOf<"join">,
  type: string,
  demand: Demand,
): readonly [Demand, Demand] {
  const [left, right] = relation.inputs;
  const sides = (["left", "right"] as const).map((side): Demand => {
    const input = side === "left" ? left : right;
    const own = input?.output && outputSet(input.output);
    // Nothing above sees the right side of a semi join.
    const above = side === "right" && /^left_(semi|anti)$/.test(type) ? [] : demand.needed;
    const asked = above && [...above, ...relation.reads];
    const strict = dropsNullKeys(type, side);
    const keys = relation.keys
      .map((pair) => pair[side])
      .filter((key) => key.nullable && !/^(coalesce|isnull)\(/.test(key.id))
      .flatMap(({ tokens }) => tokens);
    const rejected = [...demand.notNull].filter((token) => own?.has(token));
    return {
      ...innerDemand,
      united: demand.united,
      needed: own && asked ? new Set(asked.filter((token) => own.has(token))) : null,
      unordered: "all",
      notNull: new Set([...(keepsRejection(type, side) ? rejected : []), ...(strict ? keys : [])]),
    };
  });
  const [one = innerDemand, other = innerDemand] = sides;
  return [one, other];
}

const dropsNullKeys = (type: string, side: "left" | "right"): boolean =>
  type === "inner" ||
  type === "left_semi" ||
  (side === "right" && (type === "left_outer" || type === "left_anti")) ||
  (side === "left" && type === "right_outer");

const keepsRejection = (type: string, side: "left" | "right"): boolean =>
  /^(inner|cross)$/.test(type) || (side === "left" ? /^left/.test(type) : type === "right_outer");

/** What a union asks of each frame: the columns in the same places. */
export function belowUnion(relation: RelationOf<"union">, demand: Demand, input: Relation): Demand {
  const { output } = relation;
  const { needed } = demand;
  if (needed === null || output === null || input.output === null) return { ...innerDemand, united: true };
  const places = output.flatMap((token, index) => (needed.has(token) ? (input.output?.[index] ?? []) : []));
  return { ...innerDemand, united: true, needed: new Set(places) };
}
