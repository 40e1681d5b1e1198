import { datasetNamed } from "../conventions/pipelines.ts";
import type { Evaluation } from "../evaluation.ts";
import { frameOf } from "../eitherFrame.ts";
import { lookUpModule } from "../python/scope.ts";
import { unknown, type SparkValue, type Value } from "../value.ts";

/** The name under which a module's scope holds a view or a table; Python cannot spell it. */
const scopeName = (name: string): string =>
  `${scopePrefix}${name
    .replaceAll("`", "")
    .toLowerCase()
    .replace(/^spark_catalog\./, "")}`;

const scopePrefix = " table ";

/** The table or view that a name of a module's scope stands for; null for other names. */
export const tableOfScopeName = (name: string): string | null =>
  name.startsWith(scopePrefix) ? name.slice(scopePrefix.length) : null;

/** The name under which it holds the database that names without one are looked for in. */
export const databaseName = " database";

/** The database that the program has last chosen by USE; "default" at first, null where the code does not tell. */
function currentDatabase(evaluation: Evaluation): string | null {
  const known = lookUpModule(evaluation, databaseName);
  if (known === undefined) return "default";
  return known.kind === "string" ? known.value : null;
}

/** Notes that names without a database mean this one from now on. */
export function useDatabase(evaluation: Evaluation, name: string | null): void {
  evaluation.module.names.set(databaseName, { kind: "string", value: name, constant: true });
}

/** Notes that a temporary view of this name now holds a frame; null takes it away. */
export function bindView(evaluation: Evaluation, name: string, frame: SparkValue | null): void {
  evaluation.module.names.set(scopeName(name), frame ?? unknown);
}

/** Notes that a table or a lasting view of this name now holds a frame; null takes it away. */
export function bindTable(evaluation: Evaluation, name: string, frame: SparkValue | null): void {
  evaluation.module.names.set(scopeName(qualified(evaluation, name)), frame ?? unknown);
}

/** Notes that a view holds another frame; null takes it away: a temporary one where there is one, else the lasting one. */
export function changeView(evaluation: Evaluation, name: string, frame: SparkValue | null): void {
  if (frameOf(lookUpModule(evaluation, scopeName(name)))) bindView(evaluation, name, frame);
  else bindTable(evaluation, name, frame);
}

/** Notes that a name holds nothing more: a temporary view where there is one, else the table or view. */
export function dropTable(evaluation: Evaluation, name: string): void {
  changeView(evaluation, name, null);
  // A view that another module has made is not known here, but those that import both hear of this.
  bindView(evaluation, name, null);
}

/**
 * Notes what a module that was looked at by itself holds under a table's or view's name. It meant the default database
 * by names without one; where another one is in use, such a table is in that one or not, and neither is known.
 */
export function leaveTable(evaluation: Evaluation, name: string, value: Value): void {
  const { names } = evaluation.module;
  const database = currentDatabase(evaluation);
  const isSure = database === "default" || !name.startsWith("default.");
  names.set(scopeName(name), isSure ? value : unknown);
  if (!isSure) names.set(scopeName(qualified(evaluation, name.slice("default.".length))), unknown);
}

const qualified = (evaluation: Evaluation, name: string): string =>
  name.includes(".") ? name : `${currentDatabase(evaluation) ?? "?"}.${name}`;

/** The frame that the program has put under a name, temporary views first; null when it has put none there. */
export function tableNamed(evaluation: Evaluation, name: string): SparkValue | null {
  const own = frameOf(lookUpModule(evaluation, scopeName(name)));
  return (
    own ??
    (name.includes(".") ? null : frameOf(lookUpModule(evaluation, scopeName(qualified(evaluation, name))))) ??
    datasetNamed(evaluation, name)
  );
}

const viewMethods: ReadonlySet<string> = new Set([
  "createOrReplaceTempView",
  "createTempView",
  "registerTempTable",
  "createGlobalTempView",
  "createOrReplaceGlobalTempView",
  "dropTempView",
  "dropGlobalTempView",
]);

/** The view that a method of DataFrame makes, or one of Catalog drops; null for other methods. */
export function viewNamed(method: string, name: string | null): string | null {
  if (name === null || !viewMethods.has(method)) return null;
  return method.includes("Global") ? `global_temp.${name}` : name;
}
