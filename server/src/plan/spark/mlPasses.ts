import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { fresh } from "../python/heap.ts";
import type { StatedEffect } from "../statedEffect.ts";
import { sparkAlternatives, type SparkValue } from "../value.ts";
import { deepest, framesAmong, heldStages, stageOf } from "./mlCalls.ts";
import { mlParams } from "./mlParams.ts";

/**
 * The work of `estimator.fit(frame)` and `evaluator.evaluate(frame)`: they compute the frame, most of them more than
 * once. Null for calls of pyspark.ml that compute nothing by themselves.
 */
export function trainingEffect(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
): StatedEffect | null {
  if (method !== "fit" && method !== "evaluate") return null;
  const now = sparkAlternatives(fresh(evaluation, receiver))[0] ?? receiver;
  const plan = framesAmong(args)[0]?.plan;
  const passes = plan ? passesOf(evaluation, now) : 0;
  return plan && passes > 0 ? { effect: "action", name: null, plan, computes: true, passes } : null;
}

/** How often a stage computes the frame that it is fitted to, at the least. */
function passesOf(evaluation: Evaluation, stage: SparkValue, depth = 0): number {
  const known = stageOf(evaluation, stage);
  if (!known || depth > deepest) return 0;
  const held = known.runs === null ? [] : heldStages(evaluation, stage);
  const inside = held?.reduce((sum, each) => sum + passesOf(evaluation, each, depth + 1), 0) ?? 0;
  const { passes } = known;
  if (passes === null || typeof passes === "number") return (passes ?? 0) + inside;
  const params = mlParams(stage.state?.calls ?? []);
  const given = params?.get(passes.each)?.value;
  const rounds =
    given === undefined && params ? passes.otherwise : given?.kind === "number" ? given.value : null;
  return passes.times * (rounds ?? 1) + inside;
}
