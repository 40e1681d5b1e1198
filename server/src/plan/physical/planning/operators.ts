import type { Partitioning } from "../partitioning.ts";
import type { PhysicalNode } from "../physicalNode.ts";
import type { Key } from "../columnKey.ts";
import { numberOf, opaqueKey, placingKey, tokenOf } from "../columnKey.ts";
import { schemaOf } from "../../schema/analysis.ts";
import { attributesOf } from "../../schema/schema.ts";
import type { Relation, RelationOf } from "../relation.ts";
import { behindDefinitions, operator, settingsOf, type Demand, type Planning } from "./planning.ts";
import { choosesOnly } from "./asAsked.ts";
import { clusteredBy, ensure, exchange } from "./requirements.ts";

type Finish<Kind extends Relation["kind"]> = (
  planning: Planning,
  relation: RelationOf<Kind>,
  input: PhysicalNode,
) => PhysicalNode;

/** An operator on one input whose rows stay in their partitions. */
function on(
  planning: Planning,
  relation: Relation,
  input: PhysicalNode,
  name: string,
  more: Partial<Parameters<typeof operator>[1]> = {},
): PhysicalNode {
  return operator(planning, {
    operator: name,
    inputs: [input],
    node: relation.node,
    partitioning: input.partitioning,
    output: relation.output,
    label: String(numberOf(relation)),
    ...more,
  });
}

/** A scan of those columns that are read, without the nulls that are dropped above. */
export function scanPlan(
  planning: Planning,
  relation: RelationOf<"scan">,
  { needed, notNull }: Demand,
): PhysicalNode {
  const places = (tokens: ReadonlySet<string> | null): string =>
    tokens === null || relation.output?.every((token) => tokens.has(token)) === true
      ? "*"
      : relation.output === null
        ? [...tokens].sort().join()
        : relation.output.flatMap((token, index) => (tokens.has(token) ? [index] : [])).join();
  return operator(planning, {
    operator: relation.name,
    details: [relation.details, columnsRead(relation, needed)].filter((text) => text !== "").join(" "),
    inputs: [],
    node: relation.node,
    partitioning: relation.partitioning(""),
    output: relation.output,
    assumes: relation.assumes,
    label: `${relation.sameAs ?? numberOf(relation)} ${places(needed)} ${places(notNull)}`,
  });
}

/** More names are counted. */
const mostNames = 12;

/** "[k, x of 6 columns]": what is read of a source. */
function columnsRead({ node, output }: Relation, needed: Demand["needed"]): string {
  if (output === null) return "";
  const all = attributesOf(schemaOf(node)).map(({ name, id }) => ({ name, token: tokenOf(id) }));
  const read = needed === null ? all : all.filter(({ token }) => needed.has(token));
  const names = read.slice(0, mostNames).map(({ name }) => name);
  if (read.length > mostNames) names.push("…");
  return `[${names.join(", ")}${read.length < all.length ? ` of ${all.length} columns` : ""}]`;
}

export const projectPlan: Finish<"project"> = (planning, relation, input) => {
  const partitioning = behindDefinitions(input.partitioning, relation, relation.definitions);
  const { output, python } = relation;
  // New identities are no work: the computation is the input's.
  if (relation.renumbers) return { ...input, partitioning, output };
  if (python !== null) {
    const evaluated = on(planning, relation, input, python, { output: input.output });
    return on(planning, relation, evaluated, "Project", { partitioning });
  }
  // Projections on end become one (CollapseProject).
  const identity = choosesOnly(relation) ? { identity: input.identity } : {};
  if (input.operator !== "Project")
    return { ...on(planning, relation, input, "Project", { partitioning }), ...identity };
  const {
    inputs: [below = input],
    subqueries,
  } = input;
  return { ...on(planning, relation, below, "Project", { partitioning, subqueries }), ...identity };
};

export const filterPlan: Finish<"filter"> = (planning, relation, input) =>
  on(
    planning,
    relation,
    relation.python === null
      ? input
      : on(planning, relation, input, relation.python, { output: input.output }),
    "Filter",
    { details: relation.details },
  );

export const narrowPlan: Finish<"narrow"> = (planning, relation, input) =>
  relation.transparent
    ? { ...input, output: relation.output ?? input.output }
    : on(planning, relation, input, relation.name, {
        details: relation.details,
        ...(relation.loses && { partitioning: [] }),
      });

const namesOf = (keys: readonly Key[]): string => keys.map(({ name }) => name).join(", ");

const distinctBy = (keys: readonly Key[]): readonly Key[] => [
  ...new Map(keys.map((key) => [key.id, key])).values(),
];

/** Aggregates in two halves with an exchange between, or more for distinct ones (AggUtils, 4.3). */
export function aggregatePlan(
  planning: Planning,
  relation: RelationOf<"aggregate">,
  input: PhysicalNode,
  demand: Demand,
): PhysicalNode {
  const { keys, distinct, mode, node, allColumns } = relation;
  const asked = functionsAsked(relation, demand);
  const result = (child: PhysicalNode, name = "HashAggregate"): PhysicalNode =>
    on(planning, relation, child, name, {
      details: keys.length > 0 ? `keys=[${namesOf(keys)}]` : allColumns ? "all columns" : "",
      partitioning: behindDefinitions(child.partitioning, relation, relation.definitions),
    });
  const clustered = (child: PhysicalNode, by: readonly Key[]): PhysicalNode =>
    ensure(planning, child, clusteredBy(by, allColumns), node);
  if (mode === "python") return result(clustered(input, keys), "AggregateInPandas");
  const expand = (child: PhysicalNode, tag: string): PhysicalNode =>
    on(planning, relation, child, "Expand", {
      partitioning: [],
      label: `${numberOf(relation)} ${tag}`,
      output: null,
    });
  const [firstGroup, ...otherGroups] = distinct;
  let child = mode === "expand" ? expand(input, "sets") : input;
  let merging: readonly Key[] | null = firstGroup ? distinctBy([...keys, ...firstGroup]) : null;
  if (firstGroup && otherGroups.length > 0) {
    child = expand(child, "distinct");
    const columns = distinct.map((group) => opaqueKey(group, namesOf(group)));
    merging = [...keys, ...columns, opaqueKey(distinct, "gid")];
  }
  const partial = (below: PhysicalNode, tag: string): PhysicalNode =>
    on(planning, relation, below, "HashAggregate", {
      details: `partial${keys.length > 0 ? ` keys=[${namesOf(keys)}]` : ""}`,
      label: `${numberOf(relation)} ${tag} ${asked}`,
      output: below.output,
    });
  if (merging) child = partial(clustered(partial(child, "distinct"), merging), "merge");
  else child = partial(child, "partial");
  return result(clustered(child, keys));
}

/** The places of the columns that are asked of an aggregation beside its keys: what it does not work out is not exchanged. */
function functionsAsked({ keys, definitions, output }: RelationOf<"aggregate">, { needed }: Demand): string {
  if (needed === null || output === null) return "*";
  const ids = new Set(keys.map(({ id }) => id));
  const isKey = (token: string): boolean => ids.has(definitions.get(token)?.key()?.id ?? token);
  const places = output.map((token, index) => (isKey(token) ? null : index));
  const all = places.filter((place) => place !== null);
  const read = all.filter((place) => needed.has(output[place] ?? ""));
  return read.length === all.length ? "*" : read.join();
}

export const windowPlan: Finish<"window"> = (planning, relation, input) =>
  on(planning, relation, byPartition(planning, relation, input), "Window", {
    details: [
      relation.partition.length > 0 ? `partition by ${namesOf(relation.partition)}` : "",
      relation.order.length > 0 ? `order by ${namesOf(relation.order.map(({ key }) => key))}` : "",
    ]
      .filter((text) => text !== "")
      .join(", "),
  });

const byPartition: Finish<"window"> = (planning, { partition, node }, input) =>
  ensure(planning, input, clusteredBy(partition.map(placingKey)), node);

export const sortPlan: Finish<"sort"> = (planning, relation, input) =>
  on(
    planning,
    relation,
    relation.global
      ? ensure(planning, input, { kind: "ordered", order: relation.order }, relation.node)
      : input,
    "Sort",
    {
      details: `${relation.order.map(({ key, direction }) => key.name + direction).join(", ")}${relation.global ? "" : " in each partition"}`,
    },
  );

const alone: readonly Partitioning[] = [{ kind: "single" }];

/** The first rows of all partitions in one. */
export const limitPlan: Finish<"limit"> = (planning, relation, input) => {
  const count = relation.count === null ? "?" : String(relation.count);
  if (relation.offset)
    return on(planning, relation, ensure(planning, input, { kind: "all" }, relation.node), "GlobalLimit", {
      details: `offset ${count}`,
    });
  const local = on(planning, relation, input, "LocalLimit", { details: count });
  return on(planning, relation, ensure(planning, local, { kind: "all" }, relation.node), "GlobalLimit", {
    details: count,
    partitioning: alone,
  });
};

/** A limit at a plan's end: Spark fetches partition after partition until it has enough rows. */
export const collectLimitPlan: Finish<"limit"> = (planning, relation, input) =>
  on(planning, relation, input, "CollectLimit", {
    details: `${relation.offset ? "offset " : ""}${relation.count ?? "?"}`,
    partitioning: alone,
  });

/** A sort of which only the first rows are wanted needs no exchange: each partition gives its first. */
export function topRowsPlan(
  planning: Planning,
  relation: RelationOf<"limit">,
  sort: RelationOf<"sort">,
  input: PhysicalNode,
): PhysicalNode {
  const order = sort.order.map(({ key, direction }) => key.name + direction).join(", ");
  return on(planning, relation, input, "TakeOrderedAndProject", {
    details: `limit ${relation.count ?? "?"}, order by ${order}`,
    partitioning: alone,
  });
}

/** A repartitioning by keys that the rows lie by already is none. */
export const repartitionPlan: Finish<"repartition"> = (planning, relation, input) => {
  const { to } = relation;
  const isDone = (placed: Partitioning): boolean =>
    to.kind === "hash" &&
    placed.kind === "hash" &&
    placed.partitions === to.partitions &&
    placed.keys.length === to.keys.length &&
    placed.keys.every((names, index) => names.some(({ id }) => id === to.keys[index]?.[0]?.id));
  return input.partitioning.some(isDone) ? input : exchange(planning, input, to, relation.node, "asked for");
};

export const coalescePlan: Finish<"coalesce"> = (planning, relation, input) =>
  on(planning, relation, input, "Coalesce", {
    details: String(relation.partitions < 0 ? "?" : relation.partitions),
    partitioning:
      relation.partitions === 1 ? alone : [{ kind: "roundRobin", partitions: relation.partitions }],
  });

/** Frames that lie alike, column by column, lie so together (UnionExec.outputPartitioning, from 4.1). */
export function unionPlan(
  planning: Planning,
  relation: RelationOf<"union">,
  inputs: readonly PhysicalNode[],
): PhysicalNode {
  return operator(planning, {
    operator: "Union",
    inputs,
    node: relation.node,
    output: relation.output,
    partitioning: settingsOf(relation.node).keepsUnions ? sharedPartitioning(relation, inputs) : [],
    label: String(relation.output?.length ?? numberOf(relation)),
  });
}

function sharedPartitioning(
  relation: RelationOf<"union">,
  inputs: readonly PhysicalNode[],
): readonly Partitioning[] {
  const placed = inputs.map((input, index) =>
    inPlaces(input, relation.inputs[index]?.output ?? null, relation.output),
  );
  const [first, ...rest] = placed;
  if (!first || rest.some((each) => JSON.stringify(each) !== JSON.stringify(first))) return [];
  return first.kind === "single" || first.kind === "hash" ? [first] : [];
}

/** A frame's partitioning by the union's columns; null where a key has none. */
function inPlaces(
  input: PhysicalNode,
  own: readonly string[] | null,
  output: readonly string[] | null,
): Partitioning | null {
  const [partitioning] = input.partitioning;
  if (partitioning?.kind !== "hash") return partitioning?.kind === "single" ? partitioning : null;
  const keys = partitioning.keys.map((names) => {
    const place = own?.findIndex((token) => names.some(({ id }) => id === token)) ?? -1;
    const token = output?.[place];
    return token === undefined
      ? null
      : [{ id: token, tokens: [token], name: names[0]?.name ?? "", foldable: false, nullable: true }];
  });
  return keys.some((key) => key === null)
    ? null
    : { ...partitioning, keys: keys.flatMap((key) => (key === null ? [] : [key])) };
}
