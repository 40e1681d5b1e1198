import type { ColumnExpression } from "../column.ts";
import type { PlanNode } from "../logicalPlan.ts";
import type { GroupingKey } from "../query/queryStep.ts";
import { flag, sameName } from "../session.ts";
import { writtenName } from "./expressions/nameParts.ts";
import { otherProblem } from "./expressions/problems.ts";
import { resolveItems } from "./items.ts";
import { resolveColumn } from "./resolveColumn.ts";
import type { Problem, ResolutionScope, Resolved } from "./resolved.ts";

/** A key of GROUP BY in SQL text: the expression that it stands for, resolved. */
export interface ResolvedKey {
  readonly column: ColumnExpression;
  readonly resolved: Resolved;
  /** False where a set of keys leaves it out. */
  readonly isInAll: boolean;
}

interface Keys {
  readonly keys: readonly ResolvedKey[];
  readonly problems: readonly Problem[];
}

/**
 * The keys of GROUP BY. A number stands for an item of the list by its place, a name that no column has for the item
 * of that alias, ALL for each item that does not aggregate (ResolveReferencesInAggregate, 3.4 to 4.3).
 */
export function groupingKeys(
  { details, columns, session, method, site }: PlanNode,
  scope: ResolutionScope,
): Keys {
  const grouping = details.query?.grouping ?? [];
  if (grouping.length === 0) return { keys: [], problems: [] };
  const isPipe = method === "SQL.PipeAggregate";
  const star: ColumnExpression[] = [{ kind: "star", qualifier: null, of: null, site }];
  const items = resolveItems(isPipe ? star : columns, scope, { grouped: true }).flatMap(itemsOf);
  const isWhole = columns.length === 0 || scope.open === null;
  const problems: Problem[] = [];
  const keyOf = (item: Item, { isInAll }: GroupingKey): ResolvedKey => ({ ...item, isInAll });
  const keys = grouping.flatMap((key): readonly ResolvedKey[] => {
    const column = unnamed(key.column);
    if (isAll(column) && grouping.length === 1 && !named(scope, "all"))
      return items.filter(({ resolved }) => !resolved.aggregates).map((item) => keyOf(item, key));
    if (column.kind === "literal" && typeof column.value === "number" && isOrdinal(column.value)) {
      if (flag(session, "spark.sql.groupByOrdinal") === false) return [];
      // What a generator takes counts as items as well.
      if (items.some(({ resolved }) => resolved.generates && resolved.aggregates))
        return [{ column, resolved: resolveColumn(column, scope), isInAll: key.isInAll }];
      const item = items[column.value - 1];
      if (item && !item.resolved.aggregates) return [keyOf(item, key)];
      if (item)
        problems.push(
          otherProblem(
            "GROUP_BY_POS_AGGREGATE",
            String(column.value),
            `item ${column.value} of the list aggregates, so that nothing can be grouped by it`,
            column.site,
          ),
        );
      else if (isWhole)
        problems.push(
          otherProblem(
            "GROUP_BY_POS_OUT_OF_RANGE",
            String(column.value),
            `the list has no item ${column.value}, but ${items.length}`,
            column.site,
          ),
        );
      return [];
    }
    const resolved = resolveColumn(column, scope);
    const unknown = resolved.problems.filter(({ kind }) => kind === "unknown-column");
    const ofAlias = (name: string): Item | undefined =>
      items.find((item) => item.name !== null && sameName(session, item.name, name));
    const item = column.kind === "reference" && unknown.length > 0 ? ofAlias(column.name) : undefined;
    if (item) return [keyOf(item, key)];
    const isMade = ({ subject }: Problem): boolean =>
      /^_gen_input_\d+$/i.test(subject) || Boolean(ofAlias(subject));
    problems.push(...resolved.problems.filter((each) => !unknown.includes(each) || !isMade(each)));
    return [{ column, resolved, isInAll: key.isInAll }];
  });
  return { keys, problems };
}

interface Item {
  readonly column: ColumnExpression;
  readonly resolved: Resolved;
  readonly name: string | null;
}

/** An item of the list; a star is one for each of its columns. */
function itemsOf(resolved: Resolved): readonly Item[] {
  const { expression, columns } = resolved;
  if (columns.length === 1 && expression.kind !== "star")
    return [{ column: unnamed(expression), resolved, name: columns[0]?.name ?? null }];
  return columns.map((each) => ({
    column: { kind: "reference", name: writtenName([each.name ?? ""]), of: null, site: expression.site },
    resolved: { ...resolved, columns: [each], reads: each.attribute ? [each.attribute] : resolved.reads },
    name: each.name,
  }));
}

const isOrdinal = (value: number): boolean => Number.isInteger(value);

const isAll = (column: ColumnExpression): boolean =>
  column.kind === "reference" && column.name.toLowerCase() === "all";

const named = ({ attributes, session }: ResolutionScope, name: string): boolean =>
  attributes.some((each) => sameName(session, each.name, name));

function unnamed(column: ColumnExpression): ColumnExpression {
  return column.kind === "call" && column.function === "Column.alias" ? (column.args[0] ?? column) : column;
}
