import { argument } from "../plan/facts.ts";
import { sparkValue } from "../plan/value.ts";
import { defineRule } from "./rule.ts";

/** Reading the data once more to guess column types. */
export const inferSchema = defineRule({
  id: "infer-schema",
  summary: "Reading the data twice to guess its column types",
  category: "reading-writing",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["DataFrameReader.csv", "DataFrameReader.load"],
    check(call, { report }) {
      const frame = sparkValue(call.result, "DataFrame");
      const details = frame?.plan?.details;
      if (!frame || !details || details.hasSchema === true || details.format?.toLowerCase() !== "csv") return;
      if (details.options?.get("inferschema")?.toLowerCase() !== "true") return;
      const option = argument(call, -1, "inferSchema");
      report({
        site: option ? { unit: call.unit, start: option.node.start, end: option.node.end } : call.nameSite,
        message:
          "With inferSchema Spark reads all the data once just to guess types, and types may change from day to day. Give the types with .schema(…).",
        evidence: frame.evidence,
      });
    },
  },
});
