import { sideTable } from "../../syntax/sideTable.ts";
import type { ColumnExpression } from "../column.ts";
import { keepingOperators, planNodes, type Operator, type PlanNode } from "../logicalPlan.ts";
import { flag, sameName } from "../session.ts";
import { schemaOf } from "./analysis.ts";
import type { Problem } from "./resolved.ts";
import { attributesOf, type AttributeId } from "./schema.ts";
import { firstOfSameColumns, framesOfSameColumns } from "./unchangedColumns.ts";

type Reference = Extract<ColumnExpression, { kind: "reference" }>;

/**
 * Where two sides of a join come from one frame, Spark makes the right side's columns anew, and refuses `frame.column`
 * of a frame that is part of the right side, in the join's condition as in the steps behind: it could be of either side
 * (DetectAmbiguousSelfJoin; 3.5 and 4.3 agree). An equality of a column with its own namesake is taken apart by itself.
 */
export function selfJoinProblems(node: PlanNode): readonly Problem[] {
  if (!hasJoin(node) || node.method === "DataFrame.drop") return none;
  if (flag(node.session, "spark.sql.analyzer.failAmbiguousSelfJoin") !== true) return none;
  const problems: Problem[] = [];
  for (const reference of frameReferences(node)) {
    if (!mayBeEither(reference, node)) continue;
    problems.push({
      kind: "ambiguous-column",
      condition: "_LEGACY_ERROR_TEMP_1182",
      subject: reference.name,
      text: `\`${reference.name}\` may be of either side of a join of a frame with itself`,
      candidates: [],
      site: reference.site,
    });
  }
  return problems;
}

const none: readonly Problem[] = [];

const joins = sideTable<PlanNode, boolean>();

/** Whether there is a join in the plan; inputs are asked before, so this is a look-up for each. */
function hasJoin(node: PlanNode): boolean {
  let found = joins.get(node);
  if (found === undefined) {
    found =
      (node.operator === "Join" && node.inputs.length === 2) ||
      node.inputs.some((input) => joins.get(input) === true);
    joins.set(node, found);
  }
  return found;
}

/** The references to columns of frames in a step, but for those that Spark takes apart. */
function frameReferences(node: PlanNode): readonly Reference[] {
  const found: Reference[] = [];
  const seen = new Set<ColumnExpression>();
  const visit = (part: ColumnExpression): void => {
    if (seen.has(part)) return;
    seen.add(part);
    if (part.kind === "reference") {
      if (part.of !== null) found.push(part);
      return;
    }
    if (part.kind === "list") for (const item of part.items) visit(item);
    if (part.kind === "call" && !(node.operator === "Join" && isOwnEquality(part)))
      for (const inner of part.args) visit(inner);
  };
  for (const column of node.columns) visit(column);
  return found;
}

/** `df.id == other.id` of one and the same column. */
function isOwnEquality({ function: name, args }: Extract<ColumnExpression, { kind: "call" }>): boolean {
  if (name !== "==" && name !== "!=" && name !== "Column.eqNullSafe") return false;
  const [left, right] = args;
  return (
    left?.kind === "reference" &&
    right?.kind === "reference" &&
    left.of !== null &&
    right.of !== null &&
    left.name.toLowerCase() === right.name.toLowerCase()
  );
}

/** Steps behind a join that leave its columns what they are. */
const passing: ReadonlySet<Operator> = new Set([...keepingOperators, "Project"]);

function mayBeEither(reference: Reference, node: PlanNode): boolean {
  let step = node.operator === "Join" ? node : node.inputs[0];
  for (; step; step = step.inputs[0]) {
    if (step.operator === "Join") {
      if (isMadeAnew(reference, step)) return true;
    } else if (step.inputs.length !== 1 || !passing.has(step.operator)) return false;
  }
  return false;
}

/** Whether the column is one of both sides, and the frame that it is named by a part of the right one. */
function isMadeAnew({ of, name }: Reference, join: PlanNode): boolean {
  const [left, right] = join.inputs;
  const type = join.details.joinType ?? "";
  if (!left || !right || of === null || !/^(inner|cross|(left|right|full|outer)(_?outer)?)$/.test(type))
    return false;
  const isKey = join.columns.some(
    (each) => each.kind === "reference" && each.of === null && sameName(join.session, each.name, name),
  );
  if (isKey || !planNodes(right).includes(of)) return false;
  const schema = schemaOf(of);
  const own = attributesOf(schema).filter((each) => sameName(of.session, each.name, name));
  if (own.length > 1) return false;
  const [attribute] = own;
  if (attribute) return has(left, attribute.id) && has(right, attribute.id);
  return (
    schema.kind !== "closed" &&
    framesOfSameColumns(right).includes(of) &&
    firstOfSameColumns(right) === firstOfSameColumns(left)
  );
}

const has = (plan: PlanNode, id: AttributeId): boolean =>
  attributesOf(schemaOf(plan)).some((each) => each.id === id);
