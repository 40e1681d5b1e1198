import type { CallExpression } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { binaryOperation } from "./operators.ts";
import { compared, comparesToTruth } from "./truth.ts";
import { unknown, type Value } from "../value.ts";

/** A call of a function of the module `operator`; unknown for those that are no operators of two sides. */
export function operatorCall(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const [left = unknown, right = unknown] = args.map((each) => each.value);
  const operator = operators[name];
  if (operator !== undefined) return binaryOperation(evaluation, operator, left, right, node);
  const comparison = comparisons[name];
  if (comparison === undefined) return unknown;
  const isColumn = [left, right].some((each) => each.kind === "spark" && each.type === "Column");
  if (isColumn) return binaryOperation(evaluation, comparison, left, right, node);
  const value = compared(comparison, left, right);
  return value === null && ![left, right].every(comparesToTruth) ? unknown : { kind: "boolean", value };
}

const operators: Readonly<Record<string, string>> = {
  add: "+",
  concat: "+",
  sub: "-",
  mul: "*",
  truediv: "/",
  floordiv: "//",
  mod: "%",
  pow: "**",
  and_: "&",
  or_: "|",
  xor: "^",
  iadd: "+",
  iand: "&",
  ior: "|",
};

const comparisons: Readonly<Record<string, "==" | "!=" | "<" | "<=" | ">" | ">=">> = {
  eq: "==",
  ne: "!=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
};
