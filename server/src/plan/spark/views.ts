import { datasetNamed } from "../conventions/pipelines.ts";
import type { Evaluation } from "../evaluation.ts";
import { anyFrameOf, frameOf } from "../eitherFrame.ts";
import { lookUpModule } from "../python/scope.ts";
import type { PlanNode } from "../logicalPlan.ts";
import type { StoredTable } from "../query/queryStep.ts";
import { possibleTable, storedTable, type TablePlace } from "../query/storedTable.ts";
import { unknown, type Evidence, type SparkValue, type Value } from "../value.ts";
import { spark } from "./spark.ts";
import { changesName, databaseName, isLasting, scopeName, sparkCatalog } from "./tableNames.ts";

/**
 * The database that the program has last chosen by USE, with its catalog in front where that is not Spark's own:
 * "default" at first, null where the code does not tell.
 */
function currentDatabase(evaluation: Evaluation): string | null {
  const known = lookUpModule(evaluation, databaseName);
  if (known === undefined) return "default";
  return known.kind === "string" ? known.value : null;
}

/** The catalog in use; null where it is Spark's own, or not told. */
const currentCatalog = (evaluation: Evaluation): string | null =>
  catalogOf(currentDatabase(evaluation) ?? "");

const catalogOf = (database: string): string | null => /^(.+)\.[^.]+$/.exec(database)?.[1] ?? null;

/** Notes that names without a database mean this one from now on; one without a catalog is one of the catalog in use. */
export function useDatabase(evaluation: Evaluation, name: string | null): void {
  const given = name?.replaceAll("`", "").toLowerCase() ?? null;
  const catalog = given?.includes(".") === false ? currentCatalog(evaluation) : null;
  // Where the catalog is not told, names with a database may mean other tables than before, too.
  if (given === null || currentDatabase(evaluation) === null) changeAnyTable(evaluation);
  const value = given && (catalog === null ? given.replace(/^spark_catalog\./, "") : `${catalog}.${given}`);
  evaluation.module.names.set(databaseName, { kind: "string", value, constant: true });
}

/** Notes that names mean those of this catalog from now on, in its own default database. That in use changes nothing. */
export function useCatalog(evaluation: Evaluation, name: string | null): void {
  const given = name?.replaceAll("`", "").toLowerCase() ?? null;
  const known = currentDatabase(evaluation);
  if (given === null || known === null) useDatabase(evaluation, null);
  else if (given !== (catalogOf(known) ?? sparkCatalog))
    useDatabase(evaluation, `${given}.${given === sparkCatalog ? "default" : "?"}`);
}

/** Notes that a temporary view of this name now holds a frame; null takes it away. */
export function bindView(evaluation: Evaluation, name: string, frame: SparkValue | null): void {
  evaluation.module.names.set(scopeName(name), frame ?? unknown);
}

/** Notes that a table or a lasting view of this name now holds a frame; null where the program does not tell which. */
export function bindTable(evaluation: Evaluation, name: string, frame: SparkValue | null): void {
  evaluation.module.names.set(scopeName(qualified(evaluation, name)), frame ?? unknown);
}

/** Notes that a table of this name is now stored; reads of it have these columns. */
export function bindStored(
  evaluation: Evaluation,
  name: string,
  table: StoredTable,
  { evidence, ...place }: TablePlace & { readonly evidence: Evidence },
): void {
  const plan = storedTable(place, name, { ...table, changes: unnamedChanges(evaluation) });
  bindTable(evaluation, name, spark("DataFrame", evidence, { plan }));
}

/** Notes that a view holds another frame; null takes it away: a temporary one where there is one, else the lasting one. */
export function changeView(evaluation: Evaluation, name: string, frame: SparkValue | null): void {
  if (frameOf(lookUpModule(evaluation, scopeName(name)))) bindView(evaluation, name, frame);
  else bindTable(evaluation, name, frame);
}

/** Notes that a name holds nothing more: a temporary view where there is one, else the table or view. */
export function dropTable(evaluation: Evaluation, name: string): void {
  if (frameOf(lookUpModule(evaluation, scopeName(name))) && !isLasting(scopeName(name)))
    bindView(evaluation, name, null);
  else evaluation.module.names.set(scopeName(qualified(evaluation, name)), absent);
  // A view that another module has made is not known here, but those that import both hear of this.
  if (!isLasting(scopeName(name))) bindView(evaluation, name, null);
}

/** What a dropped table's name holds: certainly nothing. */
const absent: Value = { kind: "none" };

/** Whether the program itself has dropped the table, so that there certainly is none. */
export const isDropped = (evaluation: Evaluation, name: string): boolean =>
  lookUpModule(evaluation, scopeName(qualified(evaluation, name)))?.kind === "none";

/** How many changes to tables the program has made so far whose names it does not tell; null where paths differ. */
export function unnamedChanges(evaluation: Evaluation): number | null {
  const known = lookUpModule(evaluation, changesName);
  if (known === undefined) return 0;
  return known.kind === "number" ? known.value : null;
}

/** Notes that any table may have been changed: all that the program has made so far may have other columns now. */
export function changeAnyTable(evaluation: Evaluation): void {
  const before = unnamedChanges(evaluation);
  evaluation.module.names.set(changesName, { kind: "number", value: before === null ? null : before + 1 });
}

/**
 * Notes what a module that was looked at by itself holds under a table's or view's name. It meant the default database
 * by names without one; where another one is in use, such a table is in that one or not, and neither is known.
 */
export function leaveTable(evaluation: Evaluation, name: string, value: Value): void {
  const { names } = evaluation.module;
  const database = currentDatabase(evaluation);
  const isSure =
    database === "default" || (currentCatalog(evaluation) === null && !name.startsWith("default."));
  names.set(scopeName(name), isSure ? value : unknown);
  if (!isSure) names.set(scopeName(qualified(evaluation, name.slice("default.".length))), unknown);
}

/** A table's name with its database, and with its catalog where that is not Spark's own. */
function qualified(evaluation: Evaluation, name: string): string {
  const [first = "", ...others] = name.split(".");
  if (others.length === 0) return `${currentDatabase(evaluation) ?? "?"}.${name}`;
  const catalog =
    others.length === 1 && !/^`?global_temp`?$/i.test(first) ? currentCatalog(evaluation) : null;
  return catalog === null ? name : `${catalog}.${name}`;
}

/** The frame that the program has put under a name, temporary views first; null when it has put none there. */
export function tableNamed(evaluation: Evaluation, name: string): SparkValue | null {
  const own = isLasting(scopeName(name)) ? null : heldBy(evaluation, scopeName(name));
  return own ?? heldBy(evaluation, scopeName(qualified(evaluation, name))) ?? datasetNamed(evaluation, name);
}

/** A table that may have been there before, or may have changed since, is held as one that may have other columns. */
function heldBy(evaluation: Evaluation, scopeName: string): SparkValue | null {
  const value = lookUpModule(evaluation, scopeName);
  if (value === undefined) return null;
  const certain = frameOf(value);
  if (!isLasting(scopeName)) return certain;
  const frame = certain ?? anyFrameOf(value);
  if (!frame?.plan || (certain && isUnchanged(evaluation, frame.plan))) return frame;
  return { ...frame, plan: possibleTable(frame.plan) };
}

/** Whether no change has been made since to tables that the program does not name. */
function isUnchanged(evaluation: Evaluation, plan: PlanNode): boolean {
  if (plan.operator === "Either") return plan.inputs.every((each) => isUnchanged(evaluation, each));
  const changes = plan.details.query?.table?.changes;
  return changes === undefined || (changes !== null && changes === unnamedChanges(evaluation));
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
