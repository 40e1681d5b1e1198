import { attributesOf } from "../../schema/schema.ts";
import { schemaOf } from "../../schema/analysis.ts";
import type { PlanNode } from "../../logicalPlan.ts";
import { sparkValue, type BuilderCall } from "../../value.ts";
import { columnsOfGiven, givenArguments, givenList } from "../../schema/step.ts";
import {
  attributeKey,
  keyOf,
  keyOfType,
  opaqueKey,
  outputTokens,
  scopeOn,
  wrappedKey,
  type Key,
} from "../columnKey.ts";
import { nullness } from "./conditions.ts";
import { emptyRelation, isEmpty, type Relation } from "../relation.ts";
import { passing, project } from "./construct.ts";
import type { Lower, Lowering } from "./lowering.ts";
import { pushedDown } from "./semiJoins.ts";

/** Steps that put frames one behind the other, compare them, or hand groups of rows to Python. */
export const combiningRelations: Readonly<Record<string, Lower>> = {
  "DataFrame.union": united,
  "DataFrame.unionAll": united,
  "DataFrame.unionByName": united,
  "DataFrame.intersect": (lowering, input) => compared(lowering, input, "left_semi"),
  "DataFrame.subtract": (lowering, input) => compared(lowering, input, "left_anti"),
  "DataFrame.intersectAll": counted,
  "DataFrame.exceptAll": counted,
  "GroupedData.applyInPandas": applied,
  "GroupedData.applyInArrow": applied,
  "GroupedData.apply": applied,
  "GroupedData.applyInPandasWithState": applied,
  "GroupedData.transformWithState": applied,
  "GroupedData.transformWithStateInPandas": applied,
  "PandasCogroupedOps.applyInPandas": applied,
  "PandasCogroupedOps.applyInArrow": applied,
};

export function united({ node, inputs }: Lowering): Relation {
  const output = outputTokens(node);
  const filled = inputs.filter((input) => !isEmpty(input));
  const [only] = filled;
  if (!only) return emptyRelation(node, output);
  if (filled.length === 1 && inputs.length > 1) return project(only, node, output, positional(only, output));
  const rows = filled.map(({ maxRows }) => maxRows);
  return {
    kind: "union",
    node,
    inputs: filled.map((input) => (input.kind === "union" && input.output === output ? input : input)),
    output,
    maxRows: rows.includes(null) ? null : rows.reduce<number>((sum, each) => sum + (each ?? 0), 0),
    bytes: filled.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function positional(
  input: Relation,
  output: readonly string[] | null,
): Map<string, { key: () => Key | null; reads: readonly string[] }> {
  return new Map(
    (output ?? []).flatMap((token, index) => {
      const from = input.output?.[index];
      if (from === undefined || from === token) return [];
      const key: Key = { id: from, tokens: [from], name: "", foldable: false, nullable: true };
      return [[token, { key: () => key, reads: [from] }] as const];
    }),
  );
}

/** `intersect` and `subtract` are joins on all columns, nulls equal to each other, without duplicates behind it. */
export function compared(lowering: Lowering, left: Relation, type: "left_semi" | "left_anti"): Relation {
  const { node, inputs } = lowering;
  const [, right] = inputs;
  const output = outputTokens(node);
  if (!right) return { kind: "opaque", node, inputs: [left], output, maxRows: null, bytes: Infinity };
  if (isEmpty(left) || (type === "left_semi" && isEmpty(right))) return emptyRelation(node, output);
  const rest = type === "left_anti" && filtersSame(left, right);
  const [one, other] = node.inputs.map((frame) =>
    attributesOf(schemaOf(frame)).map((each) => keyOfType(attributeKey(each), each.dataType)),
  );
  const compare = left.node === right.node && left.output ? renumberedSide(right) : right;
  const rightKeys =
    compare === right
      ? (other ?? [])
      : (compare.output ?? []).map((token, index) => ({
          ...(other?.[index] ?? opaqueKey(node, "")),
          id: token,
          tokens: [token],
        }));
  const keys = (one ?? []).flatMap((key, index) => {
    const partner = rightKeys[index];
    if (!partner) return [];
    return [
      { left: wrappedKey("coalesce", key), right: wrappedKey("coalesce", partner) },
      { left: nullness(key), right: nullness(partner) },
    ];
  });
  const join: Relation =
    rest || isEmpty(right)
      ? left
      : pushedDown({
          kind: "join",
          node,
          inputs: [left, compare],
          output: left.output,
          maxRows: left.maxRows,
          bytes: left.bytes,
          type,
          keys: keys.length > 0 ? keys : [{ left: opaqueKey(node, "*"), right: opaqueKey(lowering, "*") }],
          reads: [...(one ?? []), ...rightKeys].flatMap(({ tokens }) => tokens),
          takesHints: false,
        });
  const distinct: Relation = {
    ...passing(join, node),
    kind: "aggregate",
    keys: one ?? [],
    allColumns: (one ?? []).length === 0,
    distinct: [],
    mode: "hash",
    definitions: new Map(),
    reads: [],
    orderMatters: false,
    groupOnly: true,
    duplicates: true,
  };
  return sameTokens(distinct.output, output)
    ? distinct
    : project(distinct, node, output, positional(distinct, output));
}

const sameTokens = (left: readonly string[] | null, right: readonly string[] | null): boolean =>
  left === right || (left !== null && right !== null && left.every((token, index) => token === right[index]));

function renumberedSide(right: Relation): Relation {
  const definitions = new Map(
    (right.output ?? []).map((token) => {
      const key: Key = { id: token, tokens: [token], name: "", foldable: false, nullable: true };
      return [`${token}'`, { key: () => key, reads: [token] }] as const;
    }),
  );
  return project(
    right,
    right.node,
    (right.output ?? []).map((token) => `${token}'`),
    definitions,
    { renumbers: true },
  );
}

/** A frame without some of its own rows is a filter (ReplaceExceptWithFilter). */
function filtersSame(left: Relation, right: Relation): boolean {
  let at: Relation | undefined = right;
  let filters = 0;
  while (at?.kind === "filter") {
    filters += 1;
    [at] = at.inputs;
  }
  return filters > 0 && at !== undefined && skipFilters(left) === at;
}

function skipFilters(relation: Relation): Relation {
  let at = relation;
  for (let next = at.inputs[0]; at.kind === "filter" && next; next = at.inputs[0]) at = next;
  return at;
}

/** `exceptAll` and `intersectAll` count each row on both sides: a union, grouped by all columns. */
export function counted(lowering: Lowering): Relation {
  const { node } = lowering;
  const union = united(lowering);
  if (isEmpty(union)) return union;
  const keys = attributesOf(schemaOf(node)).map(attributeKey);
  return {
    ...passing(union, node),
    kind: "aggregate",
    keys,
    allColumns: keys.length === 0,
    distinct: [],
    mode: "hash",
    definitions: new Map(),
    reads: keys.flatMap(({ tokens }) => tokens),
    orderMatters: false,
    groupOnly: false,
    duplicates: false,
    maxRows: null,
  };
}

const names: Readonly<Record<string, string>> = {
  "GroupedData.applyInArrow": "FlatMapGroupsInArrow",
  "PandasCogroupedOps.applyInPandas": "FlatMapCoGroupsInPandas",
  "PandasCogroupedOps.applyInArrow": "FlatMapCoGroupsInArrow",
};

/** The other frame of a cogroup, and how it is grouped; null for other steps. */
export function cogroupedWith(
  node: PlanNode,
): { readonly frame: PlanNode; readonly calls: readonly BuilderCall[] } | null {
  const given = node.builder.find(({ method }) => method === "cogroup")?.args[0]?.value;
  const other = sparkValue(given, "GroupedData");
  return other?.plan ? { frame: other.plan, calls: other.state?.calls ?? [] } : null;
}

/** A Python function for each group: rows of a group have to meet, those of the other frame beside them. */
function applied({ node, inputs, step }: Lowering): Relation {
  const grouping = (calls: readonly BuilderCall[]): BuilderCall | undefined =>
    calls.find(({ method }) => /^group[bB]y$/.test(method));
  const other = cogroupedWith(node);
  const frames = [
    { frame: node.inputs[0] ?? node, call: grouping(node.builder) },
    ...(other ? [{ frame: other.frame, call: grouping(other.calls) }] : []),
  ];
  const keys = frames.map(({ frame, call }): readonly Key[] => {
    const given = call && givenArguments(step, { method: "DataFrame.groupBy", args: call.args });
    const list = given && givenList(given.get("cols") ?? []);
    if (!call || !list) return [opaqueKey(frame, "…")];
    return columnsOfGiven(list).map((column) => keyOf(column, scopeOn(frame), frame));
  });
  return {
    kind: "groups",
    node,
    inputs,
    output: outputTokens(node),
    maxRows: null,
    bytes: Infinity,
    name: names[node.method] ?? "FlatMapGroupsInPandas",
    keys,
  };
}
