import { boundednessOf } from "../plan/boundedness.ts";
import { callEvidence } from "../plan/evidence.ts";
import type { CallFact } from "../plan/facts.ts";
import { siteIn } from "./edits.ts";
import { callsInEveryWay } from "./everyWay.ts";
import { defineRule } from "./rule.ts";
import { receiverOf } from "./surroundings.ts";

/** `writeStream` of a frame that is no stream: WRITE_STREAM_NOT_ALLOWED. */
export const batchRunAsStream = defineRule({
  id: "batch-run-as-stream",
  summary: "writeStream of a DataFrame that is no stream",
  category: "streaming",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, { report }) {
    for (const call of callsInEveryWay(facts, names, isOnBatch)) {
      const property = receiverOf(call.node);
      // The first call behind the property stands for the chain.
      if (property?.kind !== "Attribute" || property.name.id !== "writeStream") continue;
      report({
        site: siteIn(call.unit, property.name),
        message:
          "This DataFrame is no stream, so Spark refuses `writeStream`. Use `write`, or read the source with `readStream`.",
        evidence: callEvidence(call),
      });
    }
  },
});

const names = [
  ...["format", "outputMode", "option", "options", "trigger", "queryName", "partitionBy", "foreachBatch"],
  ...["foreach", "start", "toTable", "clusterBy"],
].map((method) => `DataStreamWriter.${method}`);

const isOnBatch = ({ receiver }: CallFact): boolean =>
  receiver?.plan !== null && receiver?.plan !== undefined && boundednessOf(receiver.plan).streaming === false;
