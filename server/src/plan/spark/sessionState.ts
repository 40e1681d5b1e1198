import type { DataType } from "../../catalog/dataType.ts";
import type { Evaluation } from "../evaluation.ts";
import { lookUpModule } from "../python/scope.ts";
import type { Session } from "../session.ts";

/** The name under which a module's scope holds the session's state; Python cannot spell it. */
export const sessionName = " session";

/** The session as the program has left it at this point. */
export function sessionOf(evaluation: Evaluation): Session {
  const known = lookUpModule(evaluation, sessionName);
  return known?.kind === "session" ? known.session : evaluation.session;
}

/** Notes that the program sets a configuration. Where paths meet that have set it differently, nothing is known of it. */
export function setConfiguration(evaluation: Evaluation, key: string, value: string | null): void {
  const session = sessionOf(evaluation);
  if (session.conf.has(key) && session.conf.get(key) === value) return;
  const conf = new Map(session.conf).set(key, value);
  evaluation.module.names.set(sessionName, { kind: "session", session: { ...session, conf } });
}

/** Notes that a variable of SQL is declared; null takes it away. */
export function declareVariable(evaluation: Evaluation, name: string, dataType: DataType | null): void {
  const variables = new Map(sessionOf(evaluation).variables);
  if (dataType === null) variables.delete(name.toLowerCase());
  else variables.set(name.toLowerCase(), dataType);
  keepVariables(evaluation, variables);
}

/** Notes that these are the variables of SQL from now on. */
export function keepVariables(evaluation: Evaluation, variables: ReadonlyMap<string, DataType>): void {
  const session = { ...sessionOf(evaluation), variables };
  evaluation.module.names.set(sessionName, { kind: "session", session });
}
