import type { Site } from "../../syntax/module.ts";
import type { ColumnExpression } from "../column.ts";
import { sameName, type Session } from "../session.ts";
import { otherProblem } from "./expressions/problems.ts";
import { resolveColumn } from "./resolveColumn.ts";
import type { Problem, ResolutionScope, Resolved } from "./resolved.ts";
import type { Attribute, AttributeId } from "./schema.ts";
import { outputOf } from "./step.ts";

/**
 * The items of a list of columns; later ones may use the aliases of earlier ones where no column is called so
 * (ResolveLateralColumnAliasReference, 3.4 to 4.3).
 */
export function resolveItems(
  columns: readonly ColumnExpression[],
  scope: ResolutionScope,
): readonly Resolved[] {
  let lateral: readonly Attribute[] = scope.lateral ?? [];
  return columns.map((column) => {
    const resolved = resolveColumn(column, lateral.length === 0 ? scope : { ...scope, lateral });
    // A field is named without an alias too.
    const named = resolved.columns.filter(
      ({ nameSite, name, attribute: own }) =>
        nameSite !== null || (column.kind === "reference" && own === null && name !== null),
    );
    if (named.length > 0) lateral = [...lateral, ...named.map((each) => outputOf(each, resolved))];
    return resolved;
  });
}

/** The mistake of naming a column beside aggregates, without GROUP BY; in SQL, HAVING alone makes an aggregation. */
export function ungroupedBeside(items: readonly Resolved[], always = false): readonly Problem[] {
  if (!always && !items.some(({ aggregates }) => aggregates)) return [];
  return firstBare(items, new Set(), "MISSING_GROUP_BY", "beside an aggregate, and nothing is grouped by");
}

/** The mistake of naming a column behind GROUP BY that is no key. */
export const ungrouped = (items: readonly Resolved[], keys: readonly Resolved[]): readonly Problem[] =>
  firstBare(
    items,
    new Set(
      keys.flatMap((key) =>
        [...key.reads, ...key.columns.flatMap(({ attribute }) => attribute ?? [])].map(({ id }) => id),
      ),
    ),
    "MISSING_AGGREGATION",
    "neither grouped by nor aggregated",
  );

function firstBare(
  items: readonly Resolved[],
  keys: ReadonlySet<AttributeId>,
  condition: string,
  text: string,
): readonly Problem[] {
  for (const { bare, expression } of items) {
    const column = bare?.find(({ id }) => !keys.has(id));
    if (column)
      return [otherProblem(condition, column.name, `\`${column.name}\` is ${text}`, expression.site)];
  }
  return [];
}

/** The mistake of giving a name to two new columns. */
export function givenTwice(
  session: Session,
  columns: readonly { readonly name: string; readonly site: Site }[],
): readonly Problem[] {
  const again = columns.find(({ name }, index) =>
    columns.slice(0, index).some((each) => sameName(session, each.name, name)),
  );
  return again
    ? [otherProblem("COLUMN_ALREADY_EXISTS", again.name, `\`${again.name}\` is given twice`, again.site)]
    : [];
}

/** The mistake of adding an aggregate to columns that stay. */
export function aggregatedBeside(added: readonly Resolved[], kept: readonly Attribute[]): readonly Problem[] {
  const first = added.find(({ aggregates }) => aggregates);
  const text = "an aggregate beside columns needs a window, or groupBy before it";
  return first && kept.length > added.length
    ? [otherProblem("MISSING_GROUP_BY", "", text, first.expression.site)]
    : [];
}
