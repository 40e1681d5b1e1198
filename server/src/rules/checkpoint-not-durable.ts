import { argument, callsNamed, type CallFact } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { boundednessOf } from "../plan/boundedness.ts";
import { setting, type Session } from "../plan/session.ts";
import type { BuilderCall } from "../plan/value.ts";
import { walk, type AstNode } from "../syntax/walk.ts";
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
      if (isLeftToSpark(call, plan)) {
        report({
          site: call.nameSite,
          message:
            'Nothing says where this stream keeps its progress: Spark puts it into a temporary folder, and the next start begins anew, so that rows are lost or written twice. Add `option("checkpointLocation", …)`.',
          evidence: call.receiver.evidence,
        });
        continue;
      }
      if (getsNewFolder(call, plan)) {
        report({
          site: call.nameSite,
          message:
            "In the session's checkpoint location a stream without a name gets a new folder at each start, and begins anew: rows are lost or written twice. Add `queryName(…)` or a `checkpointLocation`.",
          evidence: call.receiver.evidence,
        });
        continue;
      }
      const place = placeOf(call, plan.session);
      const why = place === null ? null : weakness(place, plan.session);
      if (place === null || why === null || isOnlyShown(functionSink(call))) continue;
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

/**
 * Whether a function gets the rows and nothing says where the progress is kept: for such sinks alone Spark makes a
 * temporary folder, others it refuses (DataStreamWriter.startInternal of Spark 3.3 to 4.3).
 */
function isLeftToSpark(call: CallFact, plan: PlanNode): boolean {
  const sink = functionSink(call);
  if (!sink || !isGivenNoPlace(call) || placeOfSession(plan.session) !== null) return false;
  return bringsAnew(plan, sink);
}

function isGivenNoPlace(call: CallFact): boolean {
  const { options, isComplete } = givenOptions(call);
  return isComplete && !options.has("checkpointlocation");
}

const placeOfSession = (session: Session): string | null =>
  setting(session, "spark.sql.streaming.checkpointLocation");

const functionSink = (call: CallFact): BuilderCall | undefined =>
  call.receiver?.state?.calls.findLast(({ method }) => /^foreach(Batch)?$/.test(method));

/** Whether a stream that begins anew brings rows to where they have been brought before. */
function bringsAnew(plan: PlanNode, sink: BuilderCall | undefined): boolean {
  if (boundednessOf(plan).streaming !== true || !planNodes(plan).every(mayBeReadAgain)) return false;
  const given = sink?.args[0]?.value;
  return given?.kind !== "function" || keepsRows(given.node);
}

/** Whether the function that gets the rows does no more than show them. */
function isOnlyShown(sink: BuilderCall | undefined): boolean {
  const given = sink?.args[0]?.value;
  return given?.kind === "function" && !keepsRows(given.node) && shows(given.node);
}

/** Spark names the folder there by the query, or by chance (the second start read all again on 3.3 and 4.3). */
function getsNewFolder(call: CallFact, plan: PlanNode): boolean {
  const calls = call.receiver?.state?.calls ?? [];
  if (!isGivenNoPlace(call) || argument(call, 4, "queryName") || placeOfSession(plan.session) === null)
    return false;
  return bringsAnew(plan, functionSink(call)) && calls.every(({ method }) => method !== "queryName");
}

/** Rows that are made up, or that nobody can send again, come anew in any case. */
const mayBeReadAgain = ({ inputs, details }: PlanNode): boolean =>
  inputs.length > 0 ||
  (details.format !== undefined && !/^(rate|rate-micro-batch|socket)$/.test(details.format ?? "socket"));

/** Whether a function brings rows anywhere; one that shows them is for trying things out. */
const keepsRows = (node: AstNode): boolean => hasAttribute(node, keeping);

const shows = (node: AstNode): boolean => hasAttribute(node, /^show$/);

function hasAttribute(node: AstNode, names: RegExp): boolean {
  let has = false;
  walk(node, (part) => {
    has ||= part.kind === "Attribute" && names.test(part.name.id);
    return !has && !isRddAsked(part);
  });
  return has;
}

/** `batch.rdd.isEmpty()`: the RDD is asked, and its rows go nowhere. */
const isRddAsked = (part: AstNode): boolean =>
  part.kind === "Attribute" &&
  /^(isEmpty|getNumPartitions|count)$/.test(part.name.id) &&
  part.object.kind === "Attribute" &&
  part.object.name.id === "rdd";

const keeping =
  /^(write|writeTo|merge|collect|toPandas|toJSON|toLocalIterator|foreach|foreachPartition|rdd|execute\w*|insert\w*|save\w*|append)$/;

function placeOf(call: CallFact, session: Session): string | null {
  const { options } = givenOptions(call);
  return options.has("checkpointlocation")
    ? (options.get("checkpointlocation") ?? null)
    : placeOfSession(session);
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
