import { callsNamed, type CallFact } from "../plan/facts.ts";
import { boundednessOf } from "../plan/boundedness.ts";
import { setting, type Session } from "../plan/session.ts";
import { argumentSite, givenOptions, optionArgument } from "./givenOptions.ts";
import { defineRule } from "./rule.ts";
import { streamStarts } from "./writerCalls.ts";

/** A stream's progress in a place that is cleared, or that only one machine has. */
export const checkpointNotDurable = defineRule({
  id: "checkpoint-not-durable",
  summary: "Checkpoint of a stream in a place that is cleared",
  category: "streaming",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  frames(facts, { report }) {
    for (const call of callsNamed(facts, streamStarts)) {
      const plan = call.receiver?.plan;
      if (!plan || boundednessOf(plan).streaming === false || isForLooking(call)) continue;
      const place = placeOf(call, plan.session);
      const why = place === null ? null : weakness(place, plan.session);
      if (place === null || why === null) continue;
      report({
        site: argumentSite(call, optionArgument(call, "checkpointlocation")),
        message: `The checkpoint \`${shown(place)}\` ${why}. Without it the stream begins anew: rows are lost or written twice. Put it where the data are.`,
        evidence: call.receiver.evidence,
      });
    }
  },
});

/** Sinks for trying things out, which keep no progress worth keeping. */
function isForLooking(call: CallFact): boolean {
  const { format } = givenOptions(call);
  return format === "console" || format === "memory" || format === "noop";
}

function placeOf(call: CallFact, session: Session): string | null {
  const { options } = givenOptions(call);
  return options.has("checkpointlocation")
    ? (options.get("checkpointlocation") ?? null)
    : setting(session, "spark.sql.streaming.checkpointLocation");
}

/** What is wrong with a place; continues "The checkpoint `…`". */
function weakness(place: string, session: Session): string | null {
  if (/^(file:(\/\/)?)?(\/private)?(\/var)?\/tmp(\/|$)|^dbfs:\/tmp(\/|$)/i.test(place))
    return "is among temporary files, which are cleared";
  if (/^\/local_disk|^file:\/(?!\/?\/?(Volumes|dbfs)\/)/i.test(place) && !isLocal(session))
    return "is on the disk of one machine";
  if (/^\/dbfs\//i.test(place)) return "is a path for Python, which Spark takes for `dbfs:/dbfs/…`";
  return null;
}

const shown = (place: string): string => (place.length <= 50 ? place : `${place.slice(0, 49)}…`);

/** A program for one machine has its files there. */
const isLocal = (session: Session): boolean => session.conf.get("spark.master")?.startsWith("local") === true;
