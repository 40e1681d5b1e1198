import { argument, type CallFact } from "../plan/facts.ts";
import { insert } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** A write that leaves it to Spark's default what happens when the target is there: it raises. */
export const writeWithoutMode = defineRule({
  id: "write-without-mode",
  summary: "Write that does not say what it does to existing data",
  category: "reading-writing",
  severity: "hint",
  since: "0.1.0",
  fix: "safe",
  profiles: ["strict"],
  yieldsTo: ["refused-write"],
  calls: {
    names: ["csv", "json", "orc", "parquet", "save", "saveAsTable", "text"].map(
      (method) => `DataFrameWriter.${method}`,
    ),
    check(call, { report }) {
      if (!call.receiver?.plan || saysMode(call)) return;
      const dot = call.nameSite.start - 1;
      const isChained = call.unit.text[dot] === ".";
      report({
        site: call.nameSite,
        message:
          "Without a mode the write raises when its target exists: the second run of the job fails. Say whether it replaces (`overwrite`), adds (`append`) or refuses (`errorifexists`).",
        evidence: call.receiver.evidence,
        ...(isChained && {
          fix: {
            title: "Say `errorifexists`, as Spark does by default",
            safety: "safe",
            edits: () => [insert(call.unit, dot, '.mode("errorifexists")')],
          },
        }),
      });
    },
  },
});

function saysMode(call: CallFact): boolean {
  const method = call.name.slice("DataFrameWriter.".length);
  const position = method === "save" || method === "saveAsTable" ? 2 : 1;
  return (
    argument(call, position, "mode") !== null ||
    call.args.some(({ unpack }) => unpack !== "") ||
    call.receiver?.state?.called.includes("mode") !== false
  );
}
