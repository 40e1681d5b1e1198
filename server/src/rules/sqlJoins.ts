import { columnParts, type ColumnExpression } from "../plan/column.ts";
import type { CallFact, ModuleFacts } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { sqlPlansIn } from "../plan/query/sqlSteps.ts";
import { isSmall } from "./smallSide.ts";

/** A join in SQL text for which Spark has to look at every pair of rows. */
export interface SqlPairing {
  readonly join: PlanNode;
  readonly call: CallFact;
  /** "none": nothing is said of the rows that meet. "unequal": a condition, but no equality of both sides. */
  readonly condition: "none" | "unequal";
  /** The right side's name, where it has one. */
  readonly right: string | null;
}

/** The joins in SQL that set nothing of both sides equal, neither at the join nor in a filter above. */
export const sqlPairings = (facts: ModuleFacts): readonly SqlPairing[] =>
  sqlPlansIn(facts).flatMap(({ root, call }) => {
    const tables = new Set(planNodes(root).flatMap((node) => nameOf(node) ?? []));
    return joinsBelow(root).flatMap(({ join, conditions }): SqlPairing[] => {
      if (join.streaming || join.inputs.length < 2 || join.inputs.some(isSmall)) return [];
      if (join.inputs.some(isCorrelated) || join.columns.some(isHidden)) return [];
      const isBare = join.details.hasCondition === false;
      if (isBare ? !/^(inner|cross)$/.test(join.details.joinType ?? "") : join.columns.length === 0)
        return [];
      if (mayBeConnected(join, conditions, tables)) return [];
      const right = join.inputs[1]?.details.query?.alias?.name ?? null;
      return [{ join, call, condition: isBare ? "none" : "unequal", right }];
    });
  });

interface JoinInQuery {
  readonly join: PlanNode;
  /** Conditions of filters and joins around it; null where a part of the text is not told. */
  readonly conditions: readonly ColumnExpression[] | null;
}

/** The joins of a query with what is asked of their rows further up. */
function joinsBelow(root: PlanNode): readonly JoinInQuery[] {
  const found: JoinInQuery[] = [];
  const seen = new Set<PlanNode>();
  const waiting: { readonly node: PlanNode; readonly conditions: JoinInQuery["conditions"] }[] = [
    { node: root, conditions: [] },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, conditions } = next;
    if (seen.has(node) || !node.method.startsWith("SQL.")) continue;
    seen.add(node);
    if (node.operator === "Join") found.push({ join: node, conditions });
    const below = conditionsBelow(node, conditions);
    for (const input of node.inputs) waiting.push({ node: input, conditions: below });
  }
  return found;
}

/** Filters of a derived table's own columns may go on below it; others are about the query around. */
function conditionsBelow(node: PlanNode, conditions: JoinInQuery["conditions"]): JoinInQuery["conditions"] {
  if (node.operator === "Unknown" && node.method !== "SQL.Insert") return null;
  if (conditions === null) return null;
  if (node.operator === "Filter" || node.operator === "Join") return [...conditions, ...node.columns];
  const name = nameOf(node);
  if (name === null) return conditions;
  const links = conditions.flatMap((each) => [...equalitiesOf(each).values()].map(tablesOf));
  return links.some((link) => link === null || link.every((table) => table === name)) ? null : [];
}

/** The name that the columns of a step go by, in lower case. */
const nameOf = ({ method, details }: PlanNode): string | null =>
  method === "SQL.SubqueryAlias" ? (details.query?.alias?.name.toLowerCase() ?? null) : null;

/** A side that names columns of the other is computed for each of its rows. */
function isCorrelated(side: PlanNode): boolean {
  let node: PlanNode | undefined = side;
  while (node?.method === "SQL.SubqueryAlias" || node?.method === "SQL.Hint") node = node.inputs[0];
  return node === undefined || node.operator === "Generate" || node.details.query?.around !== undefined;
}

const isHidden = (column: ColumnExpression): boolean =>
  columnParts(column).some(({ kind }) => kind === "unknown" || kind === "sql");

/** Whether equalities lead from one side to the other, perhaps by way of other tables, or may do so unseen. */
function mayBeConnected(
  join: PlanNode,
  around: JoinInQuery["conditions"],
  tables: ReadonlySet<string>,
): boolean {
  if (around === null || around.some(isHidden)) return true;
  const [left, right] = join.inputs.map(namesOf);
  if (!left || !right || left.size === 0 || right.size === 0) return true;
  const reached = new Set(left);
  const links = [...join.columns, ...around].flatMap((each) =>
    [...equalitiesOf(each).values()].map(tablesOf),
  );
  // What is no table may be a struct.
  if (links.some((link) => link?.every((name) => tables.has(name)) !== true)) return true;
  for (let size = 0; size < reached.size;) {
    size = reached.size;
    for (const link of links)
      if (link?.some((name) => reached.has(name)) === true) for (const name of link) reached.add(name);
  }
  return [...right].some((name) => reached.has(name));
}

/** The tables that columns are of, by what stands in front of their names; null where that is not one name. */
function tablesOf(columns: readonly string[]): readonly string[] | null {
  const parts = columns.map((name) => name.split("."));
  return parts.some(({ length }) => length !== 2) ? null : parts.flatMap(([table = ""]) => table);
}

/** The names of the tables that a side is made of. */
function namesOf(side: PlanNode): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [side];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const name = nameOf(node);
    if (name !== null) found.add(name);
    else if (node.operator === "Join" || node.operator === "Hint" || node.operator === "Sample")
      waiting.push(...node.inputs);
  }
  return found;
}

/**
 * The columns of each equality that holds whenever a condition does, by how it is written: of alternatives those that
 * all have.
 */
function equalitiesOf(condition: ColumnExpression): ReadonlyMap<string, readonly string[]> {
  if (condition.kind !== "call") return new Map();
  const { args } = condition;
  switch (condition.function) {
    case "sql.and":
      return new Map(args.flatMap((each) => [...equalitiesOf(each)]));
    case "sql.or": {
      const [first = new Map<string, readonly string[]>(), ...others] = args.map(equalitiesOf);
      return new Map([...first].filter(([key]) => others.every((each) => each.has(key))));
    }
    case "sql.=":
    case "sql.<=>": {
      const sides = args.map((each) =>
        columnParts(each).flatMap((part) => (part.kind === "reference" ? [part.name.toLowerCase()] : [])),
      );
      if (sides.some((names) => names.length === 0)) return new Map();
      const key = sides
        .map((names) => names.toSorted().join())
        .toSorted()
        .join("=");
      return new Map([[key, sides.flat()]]);
    }
    default:
      return new Map();
  }
}
