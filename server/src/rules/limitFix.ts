import type { CallFact } from "../plan/facts.ts";
import { insert, outerSpan } from "./edits.ts";
import type { Fix } from "./rule.ts";
import { receiverOf } from "./surroundings.ts";

/** Puts `.limit(rows)` in front of a call that brings a frame's rows to the driver; null when it is no method call. */
export function limitFix(call: CallFact, frame: string, rows: number): Fix | null {
  const receiver = receiverOf(call.node);
  if (!receiver) return null;
  return {
    title: `Take only ${rows} rows of ${frame}`,
    safety: "suggested",
    edits: () => [insert(call.unit, outerSpan(receiver).end, `.limit(${rows})`)],
  };
}
