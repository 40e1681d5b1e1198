import type { Site } from "../../syntax/module.ts";
import type { ColumnExpression } from "../column.ts";
import { sameName, type Session } from "../session.ts";
import { otherProblem } from "./expressions/problems.ts";
import { resolveColumn } from "./resolveColumn.ts";
import type { Problem, ResolutionScope, Resolved } from "./resolved.ts";
import type { Attribute, AttributeId } from "./schema.ts";
import { outputOf } from "./step.ts";

/** What a generator makes of what others make is followed so deep. */
const deepestGenerator = 4;

/**
 * The items of a list of columns. What its generators make, all other items may use, wherever they stand, unless rows
 * are grouped (ExtractGenerator, 3.3 to 4.3).
 */
export function resolveItems(
  columns: readonly ColumnExpression[],
  scope: ResolutionScope,
  { grouped = false } = {},
): readonly Resolved[] {
  let items = inOrder(columns, scope);
  if (grouped || items.some(({ aggregates }) => aggregates)) return items;
  const rounds = Math.min(items.filter(({ generates }) => generates).length, deepestGenerator);
  for (let round = 0; round < rounds; round += 1) {
    const generated = items.flatMap((item) =>
      item.generates ? item.columns.map((column) => outputOf(column, item)) : [],
    );
    items = inOrder(columns, { ...scope, generated });
  }
  return items;
}

/**
 * Later items may use the aliases of earlier ones where no column is called so (ResolveLateralColumnAliasReference,
 * 3.4 to 4.3). A generator's alias is none of these, but makes the name ambiguous.
 */
function inOrder(columns: readonly ColumnExpression[], scope: ResolutionScope): readonly Resolved[] {
  let lateral: readonly Attribute[] = scope.lateral ?? [];
  const generators: Attribute[] = [];
  return columns.map((column) => {
    const isSame =
      ({ name }: Attribute) =>
      (each: Attribute) =>
        sameName(scope.session, each.name, name);
    const twice = generators.filter((each) => lateral.some(isSame(each)));
    const aliases = twice.length === 0 ? lateral : [...lateral, ...twice];
    const resolved = resolveColumn(column, aliases.length === 0 ? scope : { ...scope, lateral: aliases });
    // A field is named without an alias too.
    const named = resolved.columns.filter(
      ({ nameSite, name, attribute: own }) =>
        nameSite !== null || (column.kind === "reference" && own === null && name !== null),
    );
    const made = named.map((each) => outputOf(each, resolved));
    if (!resolved.generates) lateral = made.length > 0 ? [...lateral, ...made] : lateral;
    else if (made.length === 1) generators.push(...made);
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
