import type { ColumnExpression } from "../../column.ts";
import type { StepAnalysis } from "../analysis.ts";
import { groupingKeys, type ResolvedKey } from "../groupingKeys.ts";
import { hiddenBehind } from "../hidden.ts";
import { resolveItems, ungrouped, ungroupedBeside } from "../items.ts";
import type { Problem, Resolved } from "../resolved.ts";
import type { Schema } from "../schema.ts";
import { projectedSchema, scopeOf, type Step } from "../step.ts";
import { problemsBelow } from "./queries.ts";

/** GROUP BY. */
export const queryGroupSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "SQL.Aggregate": aggregate,
  "SQL.PipeAggregate": aggregate,
};

function aggregate(step: Step): StepAnalysis {
  const scope = scopeOf(step);
  const { keys, problems } = groupingKeys(step.node, scope);
  // Sets that leave a key out make nulls of it.
  const always = new Set(keys.filter(({ isInAll }) => isInAll).flatMap(idsOf));
  const missing = new Set(keys.flatMap(idsOf).filter((id) => !always.has(id)));
  const attributes =
    missing.size > 0
      ? scope.attributes.map((each) => (missing.has(each.id) ? { ...each, nullable: true } : each))
      : scope.attributes;
  const resolved = resolveItems(columnsOf(step, keys), { ...scope, attributes });
  return {
    schema: withNulls(projectedSchema(resolved), resolved, keys),
    resolved,
    problems: [...problemsBelow(step), ...problems, ...misgrouped(resolved, keys)],
    hidden: hiddenBehind(attributes, null),
    aggregable: attributes,
  };
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
  const names = new Set(
    keys
      .filter(({ isInAll }) => !isInAll)
      .flatMap(({ resolved }) => resolved.columns.map(({ name }) => name)),
  );
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
function misgrouped(items: readonly Resolved[], keys: readonly ResolvedKey[]): readonly Problem[] {
  if (keys.length === 0) return ungroupedBeside(items, true);
  const resolved = keys.map((key) => key.resolved);
  return resolved.every(({ reads }) => reads.length > 0) ? ungrouped(items, resolved) : [];
}
