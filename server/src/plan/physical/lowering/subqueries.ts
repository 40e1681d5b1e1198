import type { ColumnExpression } from "../../column.ts";
import type { PlanNode } from "../../logicalPlan.ts";
import { schemaOf } from "../../schema/analysis.ts";
import { resolveColumn } from "../../schema/resolveColumn.ts";
import { attributesOf } from "../../schema/schema.ts";
import { columnsAround } from "../../schema/step.ts";
import { attributeKey, keyOf, opaqueKey, scopeOn } from "../columnKey.ts";
import type { Relation } from "../relation.ts";
import { cast, type KeyPair } from "./conditions.ts";
import { operatorOf } from "../../conditionOperators.ts";
import { conjuncts } from "./conjuncts.ts";
import { inputScope, type Lowering } from "./lowering.ts";
import { pushedDown } from "./semiJoins.ts";

/** A condition of WHERE that the optimizer makes a join of (RewritePredicateSubquery, 3.3 to 4.3). */
export interface JoinedSubquery {
  readonly subquery: Extract<ColumnExpression, { kind: "subquery" }>;
  /** NOT IN, NOT EXISTS. */
  readonly isNegated: boolean;
}

/** The subqueries of a filter that become joins, in order; EXISTS that names nothing around is asked once by itself. */
export function joinedSubqueries({ columns, method, session }: PlanNode): readonly JoinedSubquery[] {
  if (method !== "SQL.Filter") return [];
  return columns.flatMap((column) => conjuncts(column, session)).flatMap(joinedSubquery);
}

function joinedSubquery(condition: ColumnExpression): readonly JoinedSubquery[] {
  const isNegated = condition.kind === "call" && operatorOf(condition) === "~";
  const subquery = isNegated ? condition.args[0] : condition;
  if (subquery?.kind !== "subquery" || subquery.form === "scalar") return [];
  if (subquery.form === "exists" && correlations(subquery.plan).length === 0) return [];
  return [{ subquery, isNegated }];
}

/** The rows of a filter, joined with each of its subqueries. */
export function withSubqueries(lowering: Lowering, rows: Relation): Relation {
  const { node, inputs } = lowering;
  const relations = inputs.slice(node.inputs.length);
  return joinedSubqueries(node).reduce((left, joined, index) => {
    const right = relations[index];
    return right ? semiJoined(lowering, left, right, joined) : left;
  }, rows);
}

function semiJoined(
  lowering: Lowering,
  left: Relation,
  right: Relation,
  { subquery, isNegated }: JoinedSubquery,
): Relation {
  const { node } = lowering;
  const pairs = [...operandPairs(lowering, subquery), ...correlationPairs(lowering, subquery.plan)];
  // A null on either side of NOT IN leaves nothing, so that rows are not met by hashes alone.
  const mayBeNull = pairs.some((pair) => pair.left.nullable || pair.right.nullable);
  const keys = isNegated && subquery.form === "in" && mayBeNull ? [] : pairs;
  return pushedDown({
    kind: "join",
    node,
    inputs: [left, right],
    output: left.output,
    maxRows: left.maxRows,
    bytes: left.bytes,
    type: isNegated ? "left_anti" : "left_semi",
    keys,
    reads: pairs.flatMap((pair) => [...pair.left.tokens, ...pair.right.tokens]),
    takesHints: false,
  });
}

/** The values of IN and the columns that they are looked for in. */
function operandPairs(
  lowering: Lowering,
  { operands, plan }: JoinedSubquery["subquery"],
): readonly KeyPair[] {
  const { session } = plan;
  const scope = inputScope(lowering);
  const frame = lowering.node.inputs[0] ?? lowering.node;
  const columns = attributesOf(schemaOf(plan));
  return operands.map((operand, index) => {
    const column = columns[index];
    const own = resolveColumn(operand, scope).columns[0]?.dataType ?? null;
    const left = keyOf(operand, scope, frame);
    if (!column) return { left, right: opaqueKey(plan, "…") };
    return {
      left: cast(session, left, own, column.dataType),
      right: cast(session, attributeKey(column), column.dataType, own),
    };
  });
}

/** Equalities of the subquery's own filters between its columns and those around. */
export function correlationPairs(lowering: Lowering, plan: PlanNode): readonly KeyPair[] {
  const scope = inputScope(lowering);
  const frame = lowering.node.inputs[0] ?? lowering.node;
  return correlations(plan).flatMap(({ filter, condition }): readonly KeyPair[] => {
    if (condition.kind !== "call" || operatorOf(condition) !== "==") return [];
    const [one, other] = condition.args;
    const input = filter.inputs[0];
    if (!one || !other || !input) return [];
    const inner = scopeOn(input);
    const isInner = (side: ColumnExpression): boolean => resolveColumn(side, inner).problems.length === 0;
    if (isInner(one) === isInner(other)) return [];
    const [inside, outside] = isInner(one) ? [one, other] : [other, one];
    return [{ left: keyOf(outside, scope, frame), right: keyOf(inside, inner, input) }];
  });
}

interface Correlation {
  readonly filter: PlanNode;
  readonly condition: ColumnExpression;
}

/** The conditions near the top of a subquery that name columns around it. */
function correlations(plan: PlanNode): readonly Correlation[] {
  const found: Correlation[] = [];
  for (let node: PlanNode | undefined = plan; node && passed.has(node.method); node = node.inputs[0]) {
    const { around } = node.details.query ?? {};
    const input = node.inputs[0];
    if (node.method !== "SQL.Filter" || !around || !input) continue;
    const scope = { ...scopeOn(input), around: columnsAround(around) };
    for (const condition of node.columns.flatMap((column) => conjuncts(column, plan.session)))
      if (resolveColumn(condition, scope).outerReads.length > 0) found.push({ filter: node, condition });
  }
  return found;
}

const passed: ReadonlySet<string> = new Set([
  "SQL.Aggregate",
  "SQL.Distinct",
  "SQL.Filter",
  "SQL.Hint",
  "SQL.Project",
  "SQL.SubqueryAlias",
]);
