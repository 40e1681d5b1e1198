import type { Evaluation } from "../evaluation.ts";
import { readAllOutside, type BoundNames, type ModuleExports } from "../moduleExports.ts";
import { lookUpModule } from "../python/scope.ts";
import { unknown, type Value } from "../value.ts";
import { declareVariable, sessionName, setConfiguration } from "./sessionState.ts";
import { databaseName, tableOfScopeName } from "./tableNames.ts";
import { leaveTable } from "./views.ts";

/** Whether a name of a module's level stands for something of the session: such names begin with a space. */
export const isSessionName = (name: string): boolean => name.startsWith(" ");

/** The part of a module's level that belongs to the session, which all modules of the program share. */
export const sessionNames = (names: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
  new Map([...names].filter(([name]) => isSessionName(name)));

/**
 * Runs a module of the workspace for what it leaves in the session: views, tables, variables, configurations, the
 * database in use. Python runs a module when it is first imported, so the second import does nothing.
 */
export function runImported(evaluation: Evaluation, { path, session }: ModuleExports): void {
  const { names } = evaluation.module;
  const ran = ` ran ${path}`;
  if (lookUpModule(evaluation, ran) !== undefined) return;
  const left = readAllOutside(evaluation.module.outsideReads, session);
  // Most modules leave nothing. Were they noted, each module would hold the names of all that are behind it.
  if (leavesNothing(left)) return;
  names.set(ran, { kind: "none" });
  for (const [name, value] of left) {
    const table = tableOfScopeName(name);
    if (table !== null) leaveTable(evaluation, table, value);
    else if (name !== sessionName && name !== databaseName) names.set(name, value);
  }
  const database = left.get(databaseName);
  if (database !== undefined) names.set(databaseName, database);
  const state = left.get(sessionName);
  if (state === undefined) return;
  if (state.kind !== "session") {
    names.set(sessionName, unknown);
    return;
  }
  // A module is looked at with a session that nothing was set in, so this is what it has set itself.
  for (const [key, value] of state.session.conf) setConfiguration(evaluation, key, value);
  for (const [name, type] of state.session.variables ?? []) declareVariable(evaluation, name, type);
}

/** Whether running a module once more would change nothing either. */
const leavesNothing = (left: BoundNames): boolean =>
  [...left].every(
    ([name, value]) =>
      name === sessionName &&
      value.kind === "session" &&
      value.session.conf.size === 0 &&
      (value.session.variables?.size ?? 0) === 0,
  );
