import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import type { StatedEffect } from "../statedEffect.ts";
import type { SparkValue, Value } from "../value.ts";
import { isMlStage } from "./mlCalls.ts";
import { trainingEffect } from "./mlPasses.ts";
import { textOf } from "./optionText.ts";
import { tableNamed } from "./views.ts";

/** What a call does to frames and settings by their names; null where it does nothing of the kind. */
export function statedEffect(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
  result: Value,
): StatedEffect | null {
  if (isMlStage(receiver)) return trainingEffect(evaluation, receiver, method, args);
  if (method === "sql")
    return (result.kind === "spark" ? result.plan?.inputs[0]?.details.states : undefined) ?? null;
  const effect = evaluation.api.operation(receiver.type, method)?.effect;
  if (effect === undefined || (receiver.plan && effect !== "view")) return null;
  const isFrame = receiver.plan !== null;
  if (!namedEffects.has(effect)) return { effect, name: null, plan: null, computes: false };
  const name = textOf((args.find((each) => keys.has(each.name ?? "")) ?? args[0])?.value);
  const plan = isFrame
    ? receiver.plan
    : name !== null && /^(Catalog|SQLContext|HiveContext)$/.test(receiver.type)
      ? (tableNamed(evaluation, name)?.plan ?? null)
      : null;
  return { effect, name, plan, computes: false };
}

/** Effects whose object a call names. */
const namedEffects: ReadonlySet<string> = new Set(["cache", "unpersist", "view", "conf", "catalog"]);

/** What the parameters are called that take a name. */
const keys: ReadonlySet<string> = new Set(["tableName", "viewName", "dbName", "name", "key", "catalogName"]);
