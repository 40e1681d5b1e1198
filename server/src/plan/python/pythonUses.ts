import type { CallExpression, Expression } from "../../syntax/ast.ts";
import { record, type Evaluation } from "../evaluation.ts";
import type { BoundArgument, OperationFact } from "../facts.ts";
import type { Value } from "../value.ts";
import { columnOf } from "../spark/columnArguments.ts";

/** Notes an operation of Python's own, where a Column, a frame or a method of theirs takes part. */
export function recordOperation(
  evaluation: Evaluation,
  node: OperationFact["node"],
  operation: OperationFact["operation"],
  operands: readonly Value[],
  name?: string,
): void {
  if (!operands.some(isConcerned)) return;
  const { unit, context } = evaluation;
  record(evaluation, {
    kind: "operation",
    node,
    operation,
    operands,
    ...(name !== undefined && { name }),
    unit,
    context,
  });
}

const isConcerned = (value: Value): boolean =>
  value.kind === "union"
    ? value.values.some(isConcerned)
    : value.kind === "method" ||
      (value.kind === "spark" &&
        (value.type === "Column" || value.plan !== null || value.type === "DataFrameReader"));

/** Notes `frame[key] = value` and `frame.name = value`. */
export function recordAssignment(
  evaluation: Evaluation,
  target: Expression,
  operands: readonly [object: Value, key: Value, value: Value],
): void {
  if (isConcerned(operands[0]))
    recordOperation(evaluation, target, target.kind === "Subscript" ? "setItem" : "setAttribute", operands);
}

/** Notes that one of Python's own functions gets a Column or a frame. */
export function recordFunctionUse(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): void {
  if (args.some(({ value }) => columnOf(value) !== null || (name === "len" && isConcerned(value))))
    recordOperation(
      evaluation,
      node,
      "function",
      args.map(({ value }) => value),
      name,
    );
}

/** Notes that something of Spark's is called that is no function: a Column, or what a property holds. */
export function recordCallOfObject(
  evaluation: Evaluation,
  node: CallExpression,
  callee: Value,
  evaluate: (node: Expression) => Value,
): void {
  if (!isNoFunction(callee)) return;
  if (node.callee.kind !== "Attribute") {
    recordOperation(evaluation, node, "call", [callee, callee]);
    return;
  }
  // The object was evaluated with the callee; evaluating it again would record its facts twice.
  evaluation.silent += 1;
  const object = evaluate(node.callee.object);
  evaluation.silent -= 1;
  recordOperation(evaluation, node, "call", [object, callee]);
}

const callable: ReadonlySet<string> = new Set([
  "UserDefinedFunction",
  "UserDefinedTableFunction",
  "Row",
  "Accumulator",
  "Observation",
]);

/** Whether Python certainly refuses to call it. */
function isNoFunction(value: Value): boolean {
  switch (value.kind) {
    case "union":
      return value.values.every(isNoFunction);
    case "spark":
      return value.udf === null && value.data?.kind !== "rowClass" && !callable.has(value.type);
    case "sequence":
    case "dict":
    case "string":
    case "boolean":
    case "number":
      return true;
    default:
      return false;
  }
}

/** Notes that a Column's method is called on a text, as in `"name".desc()`. */
export function recordTextMethod(
  evaluation: Evaluation,
  receiver: Value,
  method: string,
  node: CallExpression,
): void {
  if (textMethods.has(method) || evaluation.api.member("Column", method) === null) return;
  const { unit, context } = evaluation;
  record(evaluation, {
    kind: "operation",
    node,
    operation: "textMethod",
    operands: [receiver],
    name: method,
    unit,
    context,
  });
}

/** Names that methods of Python's texts and of Columns share (Python 3.13). */
const textMethods: ReadonlySet<string> = new Set(["startswith", "endswith"]);
