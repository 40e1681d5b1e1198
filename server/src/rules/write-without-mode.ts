import type { CallFact } from "../plan/facts.ts";
import { insertBeforeMethod } from "./edits.ts";
import { givenOptions } from "./givenOptions.ts";
import { defineRule } from "./rule.ts";
import { makingWrites, modeArgument } from "./writerCalls.ts";

/** A write that leaves it to Spark's default what happens when the target is there: it raises. */
export const writeWithoutMode = defineRule({
  id: "write-without-mode",
  summary: "Write that does not say what it does to existing data",
  category: "reading-writing",
  severity: "hint",
  since: "0.1.0",
  fix: "safe",
  profiles: ["strict"],
  yieldsTo: ["action-in-pipeline", "kafka-write-refused", "refused-write"],
  calls: {
    names: makingWrites,
    check(call, { report }) {
      if (!call.receiver?.plan || saysMode(call)) return;
      // Kafka's sink appends, mode or none (KafkaSourceProvider, asked of 4.2).
      if (givenOptions(call).format === "kafka") return;
      const edit = insertBeforeMethod(call.nameSite, '.mode("errorifexists")');
      report({
        site: call.nameSite,
        message:
          "Without a mode the write raises when its target exists: the second run of the job fails. Say whether it replaces (`overwrite`), adds (`append`) or refuses (`errorifexists`).",
        evidence: call.receiver.evidence,
        ...(edit && {
          fix: {
            title: "Write `errorifexists`, which is what Spark does anyway",
            safety: "safe",
            edits: () => [edit],
          },
        }),
      });
    },
  },
});

function saysMode(call: CallFact): boolean {
  return (
    modeArgument(call) !== null ||
    call.args.some(({ unpack }) => unpack !== "") ||
    call.receiver?.state?.called.includes("mode") !== false
  );
}
