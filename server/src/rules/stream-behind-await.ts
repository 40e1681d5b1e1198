import { callEvidence } from "../plan/evidence.ts";
import { callsNamed, type CallFact, type ExecutionContext, type ModuleFacts } from "../plan/facts.ts";
import { defineRule } from "./rule.ts";
import { streamStarts } from "./writerCalls.ts";

/** A stream that is started behind the wait for another one, which ends only when something goes wrong. */
export const streamBehindAwait = defineRule({
  id: "stream-behind-await",
  summary: "Stream started behind the wait for another",
  category: "streaming",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  module(facts, { report }) {
    const waits = callsNamed(facts, waitNames).filter(({ args }) => args.length === 0);
    if (waits.length === 0) return;
    const starts = callsNamed(facts, streamStarts);
    const stops = callsNamed(facts, ["StreamingQuery.stop"]);
    // What ends a query while the program waits for it is in another function, which a thread or a handler runs.
    const lasting = waits.filter((wait) => {
      const awaited = starts.filter((start) => isBehind(facts, wait, start));
      const own = awaited.filter(({ result }) => result === wait.receiver);
      return (
        awaited.length > 0 &&
        (own.length > 0 ? own : awaited).every(runsForEver) &&
        stops.every(({ context }) => context.function === wait.context.function)
      );
    });
    for (const start of starts) {
      const wait = lasting.find((each) => isBehind(facts, start, each));
      if (!wait) continue;
      report({
        site: start.nameSite,
        message: `\`${wait.node.callee.kind === "Attribute" ? wait.node.callee.name.id : "awaitTermination"}()\` above returns only when its query ends, so this one is not started before. Start all queries first, then wait with \`spark.streams.awaitAnyTermination()\`.`,
        evidence: callEvidence(start),
        related: [{ site: wait.nameSite, message: "Waits here." }],
      });
    }
  },
});

const waitNames = ["StreamingQuery.awaitTermination", "StreamingQueryManager.awaitAnyTermination"];

/** A query whose trigger, if the code tells one, goes on for ever: `availableNow` and `once` end by themselves. */
const runsForEver = ({ receiver }: CallFact): boolean =>
  receiver?.state?.calls.every(
    ({ method, args }) =>
      method !== "trigger" || args.every(({ name }) => name !== null && lastingTriggers.has(name)),
  ) === true;

const lastingTriggers: ReadonlySet<string> = new Set(["processingTime", "continuous", "realTime"]);

/** Whether a call runs behind another whenever it runs: in the same function, below all conditions of the other. */
function isBehind(facts: ModuleFacts, later: CallFact, earlier: CallFact): boolean {
  if (later.context.function !== earlier.context.function) return false;
  const [one, other] = [earlier, later].map(({ unit }) =>
    facts.units.findIndex((each) => each.unit === unit),
  );
  const isLater = one === other ? earlier.nameSite.start < later.nameSite.start : (one ?? 0) < (other ?? 0);
  return isLater && isWithin(later.context, earlier.context);
}

/** Whether a place is inside all branches and loops around another. */
const isWithin = (inner: ExecutionContext, outer: ExecutionContext): boolean =>
  outer.branches.every(({ node, arm }) =>
    inner.branches.some((each) => each.node === node && each.arm === arm),
  ) && outer.loops.every(({ node }) => inner.loops.some((each) => each.node === node));
