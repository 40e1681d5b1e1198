import { sparkValue } from "../plan/value.ts";
import { argumentSite, givenOptions, optionArgument } from "./givenOptions.ts";
import { defineRule } from "./rule.ts";

/** `mergeSchema` on a read of files: the footer of every file is read before the job begins. */
export const schemaMergedOnRead = defineRule({
  id: "schema-merged-on-read",
  summary: "Schemas of all files merged on each read",
  category: "reading-writing",
  severity: "hint",
  since: "0.1.0",
  fix: "none",
  profiles: ["strict"],
  calls: {
    names: ["load", "orc", "parquet"].map((method) => `DataFrameReader.${method}`),
    check(call, { report }) {
      const { format, options } = givenOptions(call);
      const frame = sparkValue(call.result, "DataFrame");
      if (!frame || (format !== "parquet" && format !== "orc")) return;
      if (options.get("mergeschema")?.toLowerCase() !== "true" || frame.plan?.details.hasSchema === true)
        return;
      report({
        site: argumentSite(call, optionArgument(call, "mergeschema")),
        message:
          "`mergeSchema` reads the footer of every file before the job begins, each time. Where you know the columns, give them with `.schema(…)`: files without one of them have nulls there.",
        evidence: frame.evidence,
      });
    },
  },
});
