import type { ColumnExpression } from "../../column.ts";
import type { StepAnalysis } from "../analysis.ts";
import { groupingKeys, type ResolvedKey } from "../groupingKeys.ts";
import { hiddenBehind } from "../hidden.ts";
import { resolveItems, ungrouped, ungroupedBeside } from "../items.ts";
import type { Problem, Resolved } from "../resolved.ts";
import type { Attribute, AttributeId, Schema } from "../schema.ts";
import { outputOf, projectedSchema, scopeOf, type Step } from "../step.ts";
import { problemsBelow } from "./queries.ts";

/** GROUP BY. */
export const queryGroupSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "SQL.Aggregate": aggregate,
  "SQL.PipeAggregate": aggregate,
};

function aggregate(step: Step): StepAnalysis {
  const scope = scopeOf(step);
  const { keys, problems } = groupingKeys(step.node, scope);
  const isGrouped = (step.node.details.query?.grouping ?? []).length > 0;
  // Sets that leave a key out make nulls of it.
  const always = new Set(keys.filter(({ isInAll }) => isInAll).flatMap(idsOf));
  const missing = new Set(keys.flatMap(idsOf).filter((id) => !always.has(id)));
  const attributes =
    missing.size > 0
      ? scope.attributes.map((each) => (missing.has(each.id) ? { ...each, nullable: true } : each))
      : scope.attributes;
  const resolved = resolveItems(columnsOf(step, keys), { ...scope, attributes }, { grouped: true });
  // Keys that are no columns may be named as Spark writes them.
  const made = keys
    .filter(
      ({ resolved: { columns, reads } }) =>
        reads.length > 0 &&
        columns.length === 1 &&
        columns[0]?.attribute === null &&
        columns[0].nameSite === null,
    )
    .flatMap((key) => key.resolved.columns.map((column) => outputOf(column, key.resolved)));
  return {
    schema: withNulls(projectedSchema(resolved), resolved, keys),
    resolved,
    problems: [...problemsBelow(step), ...problems, ...misgrouped(resolved, keys, isGrouped)],
    hidden: hiddenBehind(
      [...attributes, ...made],
      hiddenBehind(
        step.inputs.flatMap((input) => input.joined),
        null,
      ),
      scope.open,
    ),
    aggregable: attributes,
    ungrouped: isGrouped && scope.open === null ? leftOut(attributes, keys) : new Set(),
  };
}

/** What is neither a key nor read by one that is more than a column. */
function leftOut(attributes: readonly Attribute[], keys: readonly ResolvedKey[]): ReadonlySet<AttributeId> {
  const isKnown = ({ resolved: { columns, open, problems } }: ResolvedKey): boolean =>
    columns.length > 0 && open === null && problems.length === 0;
  if (keys.length === 0 || !keys.every(isKnown)) return new Set();
  const kept = new Set(keys.flatMap((key) => [...idsOf(key), ...key.resolved.reads.map(({ id }) => id)]));
  return new Set(attributes.flatMap(({ id }) => (kept.has(id) ? [] : [id])));
}

/** In a pipe the keys come first, and a number among them is a place in the input's columns. */
function columnsOf({ node }: Step, keys: readonly ResolvedKey[]): readonly ColumnExpression[] {
  if (node.method !== "SQL.PipeAggregate") return node.columns;
  return node.columns.map((column, index) =>
    column.kind === "literal" && index < keys.length ? (keys[index]?.column ?? column) : column,
  );
}

const idsOf = ({ resolved }: ResolvedKey) =>
  resolved.columns.flatMap(({ attribute }) => (attribute ? [attribute.id] : []));

/** Columns that are keys of their own, such as `a + 1`, are null where a set leaves them out. */
function withNulls(schema: Schema, items: readonly Resolved[], keys: readonly ResolvedKey[]): Schema {
  const namesOf = (isInAll: boolean): ReadonlySet<string | null> =>
    new Set(
      keys
        .filter((key) => key.isInAll === isInAll)
        .flatMap(({ resolved }) => resolved.columns.map(({ name }) => name)),
    );
  const always = namesOf(true);
  const names = new Set([...namesOf(false)].filter((name) => !always.has(name)));
  if (names.size === 0 || schema.kind !== "closed") return schema;
  const made = items.flatMap((item) => item.columns.map((column) => ({ item, column })));
  const attributes = schema.attributes.map((each, index) => {
    const name = made[index] && unaliasedName(made[index]);
    return name !== null && names.has(name ?? null) ? { ...each, nullable: true } : each;
  });
  return { ...schema, attributes };
}

/** The name that an item would have without its alias; null where the alias hides it. */
const unaliasedName = ({ column }: { readonly column: Resolved["columns"][number] }): string | null =>
  column.nameSite === null ? column.name : null;

/** A list without GROUP BY, or one whose keys are columns. */
function misgrouped(
  items: readonly Resolved[],
  keys: readonly ResolvedKey[],
  isGrouped: boolean,
): readonly Problem[] {
  if (keys.length === 0) return isGrouped ? [] : ungroupedBeside(items, true);
  const resolved = keys.map((key) => key.resolved);
  return resolved.every(({ reads }) => reads.length > 0) ? ungrouped(items, resolved) : [];
}
