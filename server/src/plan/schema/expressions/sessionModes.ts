import { sideTable } from "../../../syntax/sideTable.ts";
import { isAnsi, isCaseSensitive, type Session } from "../../session.ts";

/** What every expression asks of its session, looked up once. */
export interface SessionModes {
  /** Null where the code does not tell. */
  readonly ansi: boolean | null;
  readonly caseSensitive: boolean;
}

const known = sideTable<Session, SessionModes>();

/** The modes of a session; sessions never change. */
export function modesOf(session: Session): SessionModes {
  let modes = known.get(session);
  if (modes === undefined)
    known.set(session, (modes = { ansi: isAnsi(session), caseSensitive: isCaseSensitive(session) }));
  return modes;
}
