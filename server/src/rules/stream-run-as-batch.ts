import { memberName } from "../catalog/memberName.ts";
import { boundednessOf } from "../plan/boundedness.ts";
import { callEvidence } from "../plan/evidence.ts";
import type { CallFact } from "../plan/facts.ts";
import { callsInEveryWay } from "./everyWay.ts";
import { capitalized } from "./analysisProblems.ts";
import { nameOfReceiver } from "./surroundings.ts";
import { defineRule } from "./rule.ts";
import { batchWrites } from "./writerCalls.ts";

/** An action, a cache or a batch write on a stream: Spark raises at the call (UnsupportedOperationChecker, 3.3 to 4.3). */
export const streamRunAsBatch = defineRule({
  id: "stream-run-as-batch",
  summary: "Action or batch write on a stream",
  category: "streaming",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, { report }) {
    for (const call of callsInEveryWay(facts, names, isOnStream)) {
      const method = memberName(call.name);
      const isWrite = call.name.startsWith("DataFrameWriter.");
      const frame = isWrite ? "What is written" : capitalized(nameOfReceiver(call, "this DataFrame"));
      report({
        site: call.nameSite,
        message: `${frame} is a stream and never complete, so Spark refuses \`${method}()\`. Write it with \`writeStream\`; in \`foreachBatch\` each batch is an ordinary DataFrame.`,
        evidence: callEvidence(call),
      });
    }
  },
});

const names = [
  ...["count", "collect", "show", "toPandas", "first", "head", "take", "tail", "isEmpty", "toLocalIterator"],
  ...["foreach", "foreachPartition", "cache", "persist", "checkpoint", "localCheckpoint"],
]
  .map((method) => `DataFrame.${method}`)
  .concat(batchWrites);

const isOnStream = ({ receiver }: CallFact): boolean =>
  receiver?.plan !== null && receiver?.plan !== undefined && boundednessOf(receiver.plan).streaming === true;
