import type { ColumnExpression } from "../../column.ts";
import type { PlanNode } from "../../logicalPlan.ts";
import { attributesOf, type Attribute } from "../../schema/schema.ts";
import { schemaOf } from "../../schema/analysis.ts";
import { resolveColumn } from "../../schema/resolveColumn.ts";
import { keyOf, keyOfType, scopeOn, tokenOf, unnamed, type Key } from "../columnKey.ts";
import type { SortKey } from "../partitioning.ts";
import { isEmpty, type Definition, type Relation, type RelationOf } from "../relation.ts";
import { callsIn, sortPart, type Lowering } from "./lowering.ts";
import { passing } from "./construct.ts";
import { resized } from "./sizes.ts";

type Call = Extract<ColumnExpression, { readonly kind: "call" }>;

interface WindowGroup {
  readonly partition: readonly Key[];
  readonly order: readonly SortKey[];
  readonly made: Set<string>;
  readonly reads: Set<string>;
  ranks: boolean;
}

/** An input with the windows that a step's columns go over, and what each such column reads of them. */
interface Windowed {
  readonly input: Relation;
  /** Columns that are nothing but a window's result. */
  readonly direct: ReadonlySet<string>;
  /** The windows' results in each other column. */
  readonly results: ReadonlyMap<string, readonly string[]>;
}

const isOver = ({ function: name }: Call): boolean => name === "Column.over";

/**
 * Puts the windows of a step's columns above its input: one operator for each partitioning and order, in the order
 * in which the columns name them (ExtractWindowExpressions).
 */
export function withWindows({ node, analysis }: Lowering, input: Relation): Windowed {
  const groups = new Map<string, WindowGroup>();
  const direct = new Set<string>();
  const results = new Map<string, string[]>();
  const frame = node.inputs[0] ?? node;
  const before = new Set(attributesOf(schemaOf(frame)).map(({ id }) => id));
  for (const each of attributesOf(analysis.schema)) {
    const { expression } = each.id;
    if (expression === null || before.has(each.id)) continue;
    const calls = callsIn(expression).filter(isOver);
    if (calls.length === 0) continue;
    const token = tokenOf(each.id);
    const only = calls.length === 1 && unnamed(expression) === calls[0];
    if (only) direct.add(token);
    for (const call of calls) {
      const group = groupOf(groups, call, frame);
      const made = only ? token : `w${token}`;
      group.made.add(made);
      if (!only) results.set(token, [...(results.get(token) ?? []), made]);
      for (const read of readsOf(each)) group.reads.add(read);
      const [fn] = call.args;
      group.ranks &&= only && fn?.kind === "call" && /^(functions|sql)\.row_number$/.test(fn.function);
    }
  }
  let windowed = input;
  for (const group of groups.values()) windowed = window(windowed, node, group);
  return { input: windowed, direct, results };
}

const readsOf = ({ id }: Attribute): readonly string[] => id.reads.map((each) => tokenOf(each.id));

function groupOf(groups: Map<string, WindowGroup>, call: Call, frame: PlanNode): WindowGroup {
  const spec = call.args[1];
  const scope = scopeOn(frame);
  const partition =
    spec?.kind === "window"
      ? spec.partition
          .map((each) =>
            keyOfType(keyOf(each, scope, frame), resolveColumn(each, scope).columns[0]?.dataType ?? null),
          )
          .filter((key) => !key.foldable || Number(frame.session.version) < 4)
      : [keyOf({ kind: "unknown", site: call.site }, scope, frame)];
  const order =
    spec?.kind === "window"
      ? spec.order.map((each) => {
          const { column, direction } = sortPart(each);
          return { key: keyOf(column, scope, frame), direction };
        })
      : [];
  const name = JSON.stringify([
    partition.map(({ id }) => id),
    order.map(({ key, direction }) => key.id + direction),
  ]);
  const known = groups.get(name);
  if (known) return known;
  const group = { partition, order, made: new Set<string>(), reads: new Set<string>(), ranks: true };
  groups.set(name, group);
  return group;
}

function window(
  input: Relation,
  node: PlanNode,
  { partition, order, made, reads, ranks }: WindowGroup,
): Relation {
  if (isEmpty(input)) return input;
  const output = input.output && [...input.output, ...made];
  const all = new Set([
    ...reads,
    ...partition.flatMap(({ tokens }) => tokens),
    ...order.flatMap(({ key }) => key.tokens),
  ]);
  const relation = (below: Relation): RelationOf<"window"> => ({
    ...passing(below, node),
    kind: "window",
    output,
    bytes: resized(below.bytes, below.node, node),
    partition,
    order,
    made: [...made],
    reads: [...all],
    ranks,
  });
  const [below] = input.inputs;
  if (input.kind !== "window" || !below || !goesBelow(partition, all, input)) return relation(input);
  return { ...input, inputs: [relation(below)], output };
}

/** Windows change places where the upper one's keys begin the lower one's: one exchange then serves both (TransposeWindow). */
const goesBelow = (
  partition: readonly Key[],
  reads: ReadonlySet<string>,
  lower: RelationOf<"window">,
): boolean =>
  partition.length < lower.partition.length &&
  partition.every(({ id }) => lower.partition.slice(0, partition.length).some((key) => key.id === id)) &&
  !lower.made.some((token) => reads.has(token));

/** A definition that also reads what windows made. */
export const withResults = (definition: Definition, results: readonly string[]): Definition => ({
  ...definition,
  reads: [...definition.reads, ...results],
});
