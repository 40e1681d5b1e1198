import type { CallExpression } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { nameSiteOf } from "../python/calls.ts";
import type { SparkValue } from "../value.ts";
import { planStep, spark } from "./spark.ts";

/** A call that makes a frame of another in a way that is not followed. */
interface UnfollowedCall {
  /** Of what it makes: "DataFrame". */
  readonly type: string;
  /** "DataFrame.transform". */
  readonly method: string;
  readonly args: readonly BoundArgument[];
  readonly node: CallExpression;
}

/** What such a call makes: nothing is known of its columns and rows. */
export function notFollowed(
  evaluation: Evaluation,
  { plan: input, evidence }: SparkValue,
  { type, method, args, node }: UnfollowedCall,
): SparkValue {
  const plan = planStep(evaluation, {
    operator: "Unknown",
    method,
    inputs: input ? [input] : [],
    span: node,
    nameSpan: nameSiteOf(evaluation, node),
    maxRows: null,
    args,
  });
  return spark(type, evidence, { plan });
}
