import type { ColumnExpression } from "../../column.ts";
import { operatorOf } from "../../conditionOperators.ts";
import { rejectingReferences } from "../../nullRejection.ts";
import { attributesOf } from "../../schema/schema.ts";
import { schemaOf } from "../../schema/analysis.ts";
import { givenArguments, givenValue, textsOfGiven } from "../../schema/step.ts";
import { resolveColumn } from "../../schema/resolveColumn.ts";
import { keyOf, tokenOf, unnamed } from "../columnKey.ts";
import { emptyRelation, isEmpty, type Relation, type RelationOf } from "../relation.ts";
import { conditionKeys } from "./conditions.ts";
import { conjuncts } from "./conjuncts.ts";
import { farthest, limit, passing, sort } from "./construct.ts";
import { reordered } from "./joinOrder.ts";
import { inputScope, pythonOf, type Lowering } from "./lowering.ts";
import { withCorrelatedScalars } from "./scalarSubqueries.ts";
import { joinedSubqueries, withSubqueries } from "./subqueries.ts";

/** A filter, with what Spark's optimizer does to the steps around it. */
export function filtered(lowering: Lowering, input: Relation): Relation {
  const { node, analysis } = lowering;
  if (isEmpty(input)) return input;
  const all = analysis.resolved.flatMap(({ expression }) => conjuncts(expression, node.session));
  const conditions = all.filter((condition) => !isTrue(condition) && nullTest(lowering, condition) !== true);
  if (all.length > 0 && conditions.length === 0) return input;
  if (
    conditions.some(
      (condition) =>
        isFalse(condition) || isContradiction(lowering, condition) || nullTest(lowering, condition) === false,
    )
  )
    return emptyRelation(node, input.output);
  const rejectsNulls = /(dropna|\.drop)$/.test(node.method)
    ? droppedNulls(lowering)
    : conditions.flatMap((condition) => rejected(lowering, condition));
  const filter = (below: Relation): Relation => ({
    ...passing(below, node),
    kind: "filter",
    reads: analysis.resolved.flatMap(({ reads }) => reads.map(({ id }) => tokenOf(id))),
    rejectsNulls,
    details: "",
    python: pythonOf(conditions),
  });
  const asked = joinedSubqueries(node);
  const before = withFirstRows(lowering, withJoinKeys(lowering, input, conditions), conditions);
  // Conditions that become joins filter nothing themselves.
  const rows = asked.length > 0 && asked.length === conditions.length ? before : filter(before);
  return withSubqueries(lowering, withCorrelatedScalars(lowering, rows));
}

/** Literal conditions that nothing meets (PruneFilters). */
function isFalse(condition: ColumnExpression): boolean {
  if (condition.kind === "literal") return condition.value === false || condition.value === null;
  if (condition.kind !== "call" || operatorOf(condition) !== "==") return false;
  const [left, right] = condition.args;
  return left?.kind === "literal" && right?.kind === "literal" && left.value !== right.value;
}

/** Literal conditions that everything meets. */
function isTrue(condition: ColumnExpression): boolean {
  if (condition.kind === "literal") return condition.value === true;
  if (condition.kind !== "call" || operatorOf(condition) !== "==") return false;
  const [left, right] = condition.args.map(unnamed);
  return (
    left?.kind === "literal" &&
    right?.kind === "literal" &&
    left.value !== null &&
    left.value === right.value &&
    left.dataType.type === right.dataType.type
  );
}

/** What a test for null says of a column that has none (NullPropagation); null where it depends on the rows. */
function nullTest(lowering: Lowering, condition: ColumnExpression): boolean | null {
  if (condition.kind !== "call") return null;
  const operator = operatorOf(condition);
  const [operand] = condition.args;
  if (!operand || !/^Column\.(isNull|isNotNull)$/.test(operator)) return null;
  const isNever = resolveColumn(operand, inputScope(lowering)).columns[0]?.nullable === false;
  return isNever ? operator === "Column.isNotNull" : null;
}

/** A column is neither less than itself nor different (SimplifyBinaryComparison). */
function isContradiction(lowering: Lowering, condition: ColumnExpression): boolean {
  if (condition.kind !== "call" || !/^(<|>|!=)$/.test(operatorOf(condition))) return false;
  const [left, right] = condition.args.map(
    (each) => resolveColumn(each, inputScope(lowering)).columns[0]?.attribute,
  );
  return (
    left !== undefined && left?.id === right?.id && (left?.id.expression === null || left?.nullable === false)
  );
}

/** The columns of which no null passes a condition. */
function rejected(lowering: Lowering, condition: ColumnExpression): readonly string[] {
  const scope = inputScope(lowering);
  const frame = lowering.node.inputs[0] ?? lowering.node;
  return rejectingReferences(condition).flatMap((reference) => keyOf(reference, scope, frame).tokens);
}

/** `dropna()` drops a row for any null, if it is not told otherwise. */
function droppedNulls({ node, step }: Lowering): readonly string[] {
  const given = givenArguments(step);
  const how = givenValue(given, "how")?.value;
  const threshold = givenValue(given, "thresh")?.value;
  if ((how && !(how.kind === "string" && how.value === "any")) || (threshold && threshold.kind !== "none"))
    return [];
  const subset = givenValue(given, "subset");
  const names = subset && subset.value.kind !== "none" ? textsOfGiven(subset) : null;
  return attributesOf(schemaOf(node))
    .filter(({ name }) => names === null || names.some(({ text }) => text === name))
    .map(({ id }) => tokenOf(id));
}

/** A condition on both sides of an inner join becomes the join's (PushPredicateThroughJoin). */
function withJoinKeys(
  lowering: Lowering,
  input: Relation,
  conditions: readonly ColumnExpression[],
): Relation {
  const path: Relation[] = [];
  let join = input;
  while (join.kind === "filter" || (join.kind === "project" && join.definitions.size === 0)) {
    const [below] = join.inputs;
    if (!below || path.length === farthest) return input;
    path.push(join);
    join = below;
  }
  if (join.kind !== "join" || !/^(inner|cross)$/.test(join.type)) return input;
  const all = reordered(lowering, join, conditions);
  if (all) return path.reduceRight<Relation>((inner, step) => ({ ...step, inputs: [inner] }), all);
  const [left, right] = join.inputs;
  if (!left || !right) return input;
  const keys = conditionKeys(conditions, inputScope(lowering), lowering.node.inputs[0] ?? lowering.node, {
    left: left.output,
    right: right.output,
  });
  if (keys.length === 0) return input;
  const joined: RelationOf<"join"> = { ...join, type: "inner", keys: [...join.keys, ...keys] };
  return path.reduceRight<Relation>((inner, step) => ({ ...step, inputs: [inner] }), joined);
}

/** The first few rows of a window without keys are a limit (InferWindowGroupLimit, from 3.5). */
function withFirstRows(
  lowering: Lowering,
  input: Relation,
  conditions: readonly ColumnExpression[],
): Relation {
  const [inner] = input.inputs;
  // A query in FROM hands its rows on.
  if (input.kind === "narrow" && input.transparent && inner) {
    const limited = withFirstRows(lowering, inner, conditions);
    return limited === inner ? input : { ...input, inputs: [limited] };
  }
  if (input.kind !== "window" || input.partition.length > 0 || !input.ranks || input.order.length === 0)
    return input;
  if (Number(lowering.node.session.version) < 3.5) return input;
  const [below] = input.inputs;
  const count = conditions
    .map((condition) => firstRows(lowering, condition, input.made))
    .find((each) => each !== null);
  if (!below || count === undefined) return input;
  return {
    ...input,
    inputs: [limit(sort(below, input.node, input.order, true), input.node, count, false)],
  };
}

/** The number of rows that `rank <= n` lets through; null for other conditions. */
function firstRows(lowering: Lowering, condition: ColumnExpression, ranks: readonly string[]): number | null {
  const scope = inputScope(lowering);
  const frame = lowering.node.inputs[0] ?? lowering.node;
  if (condition.kind !== "call" || !/^(<=|<|==)$/.test(operatorOf(condition))) return null;
  const [column, bound] = condition.args;
  if (!column || bound?.kind !== "literal" || typeof bound.value !== "number") return null;
  return ranks.includes(keyOf(column, scope, frame).id)
    ? bound.value - (operatorOf(condition) === "<" ? 1 : 0)
    : null;
}
