import { callEvidence } from "../plan/evidence.ts";
import type { CallFact } from "../plan/facts.ts";
import { givenOptions } from "./givenOptions.ts";
import { defineRule } from "./rule.ts";
import { saveMode } from "./writerCalls.ts";

/** Options of a Delta write that Delta refuses together, or takes no notice of (tried with Delta 4.4 on Spark 4.2). */
export const deltaOptionsConflict = defineRule({
  id: "delta-options-conflict",
  summary: "Delta options that do not go together",
  category: "reading-writing",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["DataFrameWriter.save", "DataFrameWriter.saveAsTable"],
    check(call, { report }) {
      const why = conflict(call);
      if (why !== null) report({ site: call.nameSite, message: why, evidence: callEvidence(call) });
    },
  },
});

function conflict(call: CallFact): string | null {
  const { format, options } = givenOptions(call);
  if (format !== "delta") return null;
  const isDynamic = options.get("partitionoverwritemode")?.toLowerCase() === "dynamic";
  const sessionIsDynamic =
    call.receiver?.plan?.session.conf.get("spark.sql.sources.partitionOverwriteMode")?.toLowerCase() ===
    "dynamic";
  const replaces = options.has("replacewhere");
  const mode = saveMode(call);
  if (
    mode === "overwrite" &&
    options.get("overwriteschema")?.toLowerCase() === "true" &&
    (isDynamic || (sessionIsDynamic && !options.has("partitionoverwritemode")))
  )
    return "Delta refuses `overwriteSchema` while only some partitions are overwritten: the others keep the old schema. Leave out one of the two, or use `mergeSchema`.";
  if (replaces && isDynamic)
    return "Delta refuses `replaceWhere` together with `partitionOverwriteMode` `dynamic`: both say what is replaced. Keep one of them.";
  return replaces && mode === "append"
    ? "`replaceWhere` has no effect with mode `append`: the rows are added beside the old ones. Use mode `overwrite`."
    : null;
}
