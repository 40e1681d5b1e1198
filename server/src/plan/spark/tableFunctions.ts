import type { CallExpression, ClassStatement } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { nameSiteOf } from "../python/calls.ts";
import { evaluate } from "../python/expressions.ts";
import type { SparkValue, Value } from "../value.ts";
import { recordCall } from "./sparkCalls.ts";
import { certain, emptyState, planStep, spark } from "./spark.ts";

/** The functions that make a table function of the user's out of a class. */
export const makesTableFunction = (name: string): boolean =>
  /^pyspark\.sql\.functions\.(arrow_)?udtf$/.test(name);

/** What `udtf(Class, returnType="a int")` makes. */
export function tableFunction(
  evaluation: Evaluation,
  args: readonly BoundArgument[],
  node: CallExpression,
): SparkValue {
  return functionReturning(evaluation, returnTypeAmong(args), node);
}

const returnTypeAmong = (args: readonly BoundArgument[]): BoundArgument | undefined =>
  args.find(({ name }) => name === "returnType") ??
  args.find(({ name, value }) => name === null && /^(string|spark)$/.test(value.kind));

const functionReturning = (
  evaluation: Evaluation,
  returnType: BoundArgument | undefined,
  node: CallExpression,
): SparkValue =>
  spark("UserDefinedTableFunction", certain(evaluation, node, "udtf(…)"), {
    state: {
      ...emptyState,
      calls: [{ method: "returnType", args: returnType ? [returnType] : [], unit: evaluation.unit }],
    },
  });

/** What `@udtf(returnType="a int")` makes of a class; null for other classes. */
export function decoratedTableFunction(evaluation: Evaluation, node: ClassStatement): Value | null {
  for (const decorator of node.decorators) {
    if (decorator.kind !== "Call") continue;
    const callee = evaluate(evaluation, decorator.callee);
    if (callee.kind !== "api" || !makesTableFunction(callee.name)) continue;
    const args = decorator.args.map((argument): BoundArgument => ({
      name: argument.name?.id ?? null,
      unpack: argument.unpack,
      node: argument.value,
      value: evaluate(evaluation, argument.value),
    }));
    return functionReturning(evaluation, returnTypeAmong(args), decorator);
  }
  return null;
}

/** A call of a table function: a frame of the rows that it yields. */
export function callTableFunction(
  evaluation: Evaluation,
  callee: SparkValue,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const name = "UserDefinedTableFunction.__call__";
  const plan = planStep(evaluation, {
    operator: "MapInPython",
    method: name,
    inputs: [],
    span: node,
    nameSpan: nameSiteOf(evaluation, node),
    maxRows: null,
    args,
    builder: callee.state?.calls ?? [],
  });
  const result = spark("DataFrame", callee.evidence, { plan });
  recordCall(evaluation, name, callee, args, node, result);
  return result;
}
