import type { Expression } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import { evaluate, evaluateTest } from "./expressions.ts";
import { narrow } from "./narrowing.ts";
import { operatorColumn } from "./operators.ts";
import { runArms } from "./paths.ts";
import { recordOperation } from "./pythonUses.ts";
import { columnOf } from "../spark/columnArguments.ts";
import { compared, comparesToTruth, truthOf } from "./truth.ts";
import { joinValues, unknown, type Value } from "../value.ts";

/** `and` and `or` give one of their operands; what the left one decides leaves the right one out. */
export function boolean(evaluation: Evaluation, node: Extract<Expression, { kind: "Boolean" }>): Value {
  const left = evaluate(evaluation, node.left);
  const truth = truthOf(left);
  const goesOn = node.operator === "and";
  let right: Value = unknown;
  const evaluateRight = (): boolean => {
    narrow(evaluation, node.left, goesOn);
    right = evaluate(evaluation, node.right);
    return true;
  };
  if (truth === goesOn) evaluateRight();
  else if (truth === null) runArms(evaluation, [evaluateRight, () => true]);
  else withoutTrace(evaluation, evaluateRight);
  recordOperation(evaluation, node, node.operator, [left, right]);
  if (truth !== null) return truth === goesOn ? right : left;
  const rest = withTruth(left, !goesOn);
  return rest === null ? right : joinValues(rest, right);
}

/** The alternatives of a value that may have that truth; null when none has. */
function withTruth(value: Value, truth: boolean): Value | null {
  if (value.kind !== "union") return value;
  const [first, ...rest] = value.values.filter((each) => {
    const known = truthOf(each);
    return known === null || known === truth;
  });
  return first === undefined ? null : rest.reduce(joinValues, first);
}

/** Evaluates what is known not to run, for the facts in it alone. */
export function withoutTrace(evaluation: Evaluation, run: () => boolean): boolean {
  let falls = true;
  evaluation.dead += 1;
  runArms(evaluation, [
    () => {
      falls = run();
      return false;
    },
  ]);
  evaluation.dead -= 1;
  return falls;
}

/** `then if test else otherwise`. */
export function conditional(
  evaluation: Evaluation,
  node: Extract<Expression, { kind: "Conditional" }>,
): Value {
  const truth = truthOf(evaluateTest(evaluation, node.test));
  const values: Value[] = [];
  const arm = (holds: boolean, part: Expression) => (): boolean => {
    narrow(evaluation, node.test, holds);
    const value = evaluate(evaluation, part);
    if (truth === null || truth === holds) values.push(value);
    return true;
  };
  const [then, otherwise] = [arm(true, node.then), arm(false, node.otherwise)];
  if (truth === null) runArms(evaluation, [then, otherwise]);
  else if (truth) {
    then();
    withoutTrace(evaluation, otherwise);
  } else {
    withoutTrace(evaluation, then);
    otherwise();
  }
  return values.reduce(joinValues, values[0] ?? unknown);
}

/** `a < b <= c`. */
export function comparison(evaluation: Evaluation, node: Extract<Expression, { kind: "Comparison" }>): Value {
  const operands = [node.first, ...node.operands].map((operand) => evaluate(evaluation, operand));
  recordOperation(evaluation, node, "comparison", operands);
  const operator = node.operators[0]?.operator;
  const isColumn = operator !== undefined && !["in", "not in", "is", "is not"].includes(operator);
  if (isColumn && operands.some((operand) => columnOf(operand)))
    return operatorColumn(evaluation, node, operator, operands);
  const truths = node.operators.map((each, index) => {
    const [left = unknown, right = unknown] = [operands[index], operands[index + 1]];
    return compared(each.operator, left, right);
  });
  const value = truths.includes(false) ? false : truths.includes(null) ? null : true;
  // What is not known may be a Column, or an array, whose comparison is one too.
  return value === null && isColumn && !operands.every(comparesToTruth)
    ? unknown
    : { kind: "boolean", value };
}
