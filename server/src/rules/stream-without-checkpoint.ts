import { callsNamed, constantString, type CallFact } from "../plan/facts.ts";
import { boundednessOf } from "../plan/boundedness.ts";
import { setting } from "../plan/session.ts";
import { defineRule } from "./rule.ts";
import { streamStarts } from "./writerCalls.ts";

/** A stream into files or a table without a place for its progress: Spark refuses to start it. */
export const streamWithoutCheckpoint = defineRule({
  id: "stream-without-checkpoint",
  summary: "Stream into files or a table without a checkpoint",
  category: "streaming",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, { report }) {
    for (const call of callsNamed(facts, streamStarts)) {
      const plan = call.receiver?.plan;
      const format = formatOf(call);
      if (!plan || format === null || boundednessOf(plan).streaming !== true) continue;
      if (setting(plan.session, "spark.sql.streaming.checkpointLocation") !== null || hasLocation(call))
        continue;
      report({
        site: call.nameSite,
        message: `Spark starts no stream into \`${format}\` without a place for its progress. Add \`option("checkpointLocation", …)\`, a folder of its own for each query.`,
        evidence: call.receiver.evidence,
      });
    }
  },
});

/** Sinks that keep their progress nowhere else, and raise. Others may use a temporary folder. */
const demanding: ReadonlySet<string> = new Set(["parquet", "csv", "json", "orc", "text", "kafka"]);

function formatOf(call: CallFact): string | null {
  const state = call.receiver?.state;
  const given = constantString(call.args.find(({ name }) => name === "format")?.value) ?? state?.format;
  if (state?.called.some((method) => method === "foreachBatch" || method === "foreach")) return null;
  const format = given?.toLowerCase() ?? "";
  return demanding.has(format) ? format : null;
}

/** Whether an option says it, or may say it under a name that the code does not tell. */
function hasLocation(call: CallFact): boolean {
  const state = call.receiver?.state;
  if (!state || state.options.has("checkpointlocation")) return true;
  if (call.args.some(({ name, unpack }) => unpack !== "" || name?.toLowerCase() === "checkpointlocation"))
    return true;
  return state.calls.some(
    ({ method, args }) =>
      (method === "option" && constantString(args[0]?.value) === null) ||
      (method === "options" && args.some(({ unpack }) => unpack !== "")),
  );
}
