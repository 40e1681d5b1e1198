import { datasetNamed } from "../conventions/pipelines.ts";
import type { Evaluation } from "../evaluation.ts";
import { frameOf } from "../eitherFrame.ts";
import { lookUpModule } from "../python/scope.ts";
import type { SparkValue } from "../value.ts";

/** The name under which a module's scope holds a view or a table; Python cannot spell it. */
const scopeName = (name: string): string =>
  ` table ${name
    .replaceAll("`", "")
    .toLowerCase()
    .replace(/^(spark_catalog\.)?default\./, "")}`;

/** Notes that a view or a table of this name now holds a frame. */
export function bindTable(evaluation: Evaluation, name: string, frame: SparkValue): void {
  evaluation.module.names.set(scopeName(name), frame);
}

/** The frame that the program has put under a name; null when it has put none there. */
export function tableNamed(evaluation: Evaluation, name: string): SparkValue | null {
  return frameOf(lookUpModule(evaluation, scopeName(name))) ?? datasetNamed(evaluation, name);
}

const viewMethods: ReadonlySet<string> = new Set([
  "createOrReplaceTempView",
  "createTempView",
  "registerTempTable",
  "createGlobalTempView",
  "createOrReplaceGlobalTempView",
]);

/** The name that a method of DataFrame gives a view; null for other methods. */
export function viewNamed(method: string, name: string | null): string | null {
  if (name === null || !viewMethods.has(method)) return null;
  return method.includes("Global") ? `global_temp.${name}` : name;
}
