import type { Evaluation } from "../evaluation.ts";
import { lookUpModule } from "../python/scope.ts";
import type { Session } from "../session.ts";

/** The name under which a module's scope holds the session's state; Python cannot spell it. */
const sessionName = " session";

/** The session as the program has left it at this point. */
export function sessionOf(evaluation: Evaluation): Session {
  const known = lookUpModule(evaluation, sessionName);
  return known?.kind === "session" ? known.session : evaluation.session;
}

/** Notes that the program sets a configuration. In a branch or a loop it may as well not be set: then nothing is known. */
export function setConfiguration(evaluation: Evaluation, key: string, value: string | null): void {
  const session = sessionOf(evaluation);
  const { branches, loops } = evaluation.context;
  const certain = branches.length === 0 && loops.length === 0;
  if (session.conf.has(key) && session.conf.get(key) === value) return;
  const conf = new Map(session.conf).set(key, certain ? value : null);
  evaluation.module.names.set(sessionName, { kind: "session", session: { ...session, conf } });
}
