import { columnParts, type ColumnExpression } from "../../column.ts";
import type { PlanNode } from "../../logicalPlan.ts";
import { schemaOf } from "../../schema/analysis.ts";
import { outerReadsOf } from "../../schema/expressions/subqueries.ts";
import { attributesOf } from "../../schema/schema.ts";
import { sideTable } from "../../../syntax/sideTable.ts";
import { tokenOf } from "../columnKey.ts";
import type { PhysicalNode } from "../physicalNode.ts";
import type { Relation } from "../relation.ts";
import type { Demand } from "./planning.ts";

/** The queries for one value in a step's expressions. */
interface StepSubqueries {
  /** Those that a column is made of, by its token: a column that nobody reads is not worked out. */
  readonly ofColumns: ReadonlyMap<string, readonly PlanNode[]>;
  readonly others: readonly PlanNode[];
}

const none: StepSubqueries = { ofColumns: new Map(), others: [] };
const known = sideTable<PlanNode, StepSubqueries>();

/** An operator with the queries that are run beforehand for the expressions of its relation (PlanSubqueries). */
export function withSubqueryPlans(
  { relation, demand }: { readonly relation: Relation; readonly demand: Demand },
  plan: PhysicalNode,
): PhysicalNode {
  const { ofColumns, others } = subqueriesOf(relation.node);
  if (ofColumns.size === 0 && others.length === 0) return plan;
  const definitions =
    relation.kind === "project" || relation.kind === "aggregate" ? relation.definitions : null;
  const read = [...ofColumns].flatMap(([token, plans]) =>
    definitions?.has(token) === true && demand.needed?.has(token) !== false ? plans : [],
  );
  if (read.length === 0 && others.length === 0) return plan;
  return { ...plan, subqueries: [...new Set([...plan.subqueries, ...others, ...read])] };
}

function subqueriesOf(node: PlanNode): StepSubqueries {
  const found = known.get(node);
  if (found) return found;
  const all = new Set(node.columns.flatMap(subqueriesIn));
  const made = all.size === 0 ? none : byColumn(node, all);
  known.set(node, made);
  return made;
}

function byColumn(node: PlanNode, all: ReadonlySet<PlanNode>): StepSubqueries {
  const ofColumns = new Map<string, readonly PlanNode[]>();
  for (const { id } of attributesOf(schemaOf(node))) {
    const own = id.expression ? subqueriesIn(id.expression).filter((plan) => all.has(plan)) : [];
    if (own.length > 0) ofColumns.set(tokenOf(id), own);
  }
  const placed = new Set([...ofColumns.values()].flat());
  return { ofColumns, others: [...all].filter((plan) => !placed.has(plan)) };
}

/** Subqueries that name nothing around them. */
const subqueriesIn = (column: ColumnExpression): readonly PlanNode[] =>
  [...columnParts(column)].flatMap((part) =>
    part.kind === "subquery" && part.form === "scalar" && outerReadsOf(part.plan).length === 0
      ? [part.plan]
      : [],
  );
