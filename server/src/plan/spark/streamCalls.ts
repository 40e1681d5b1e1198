import type { CallExpression } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { nameSiteOf } from "../python/calls.ts";
import { callFunction } from "../python/userFunctions.ts";
import type { SparkValue } from "../value.ts";
import { certain, planStep, spark } from "./spark.ts";

/**
 * `stream.writeStream.foreachBatch(function)`: the function is called with each batch of the stream, a frame that is
 * none itself, and the batch's number.
 */
export function callForEachBatch(
  evaluation: Evaluation,
  receiver: SparkValue,
  args: readonly BoundArgument[],
  node: CallExpression,
): void {
  const [given] = args;
  if (given?.value.kind !== "function" || !receiver.plan) return;
  const plan = planStep(evaluation, {
    operator: "Parameter",
    method: "DataStreamWriter.foreachBatch",
    inputs: [receiver.plan],
    span: node,
    nameSpan: nameSiteOf(evaluation, node),
    maxRows: null,
    streaming: false,
    builder: receiver.state?.calls ?? [],
  });
  const batch = spark("DataFrame", certain(evaluation, node, "a batch of the stream"), { plan });
  callFunction(evaluation, given.value, [
    { ...given, name: null, value: batch },
    { ...given, name: null, value: { kind: "number", value: null } },
  ]);
}
