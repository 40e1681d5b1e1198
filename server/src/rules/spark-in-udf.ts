import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** A session, a context, a frame or an RDD used in a UDF or another function that runs on the workers: they live on the driver alone. */
export const sparkInUdf = defineRule({
  id: "spark-in-udf",
  summary: "Session or DataFrame used inside a UDF",
  category: "udf",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  udfs({ udf, captures, method }, { report }) {
    const seen = new Set<string>();
    for (const { node, value } of captures) {
      if (value.kind !== "spark" || !udf.function || seen.has(node.id)) continue;
      const what = kinds[value.type];
      if (what === undefined) continue;
      seen.add(node.id);
      report({
        site: siteIn(udf.function.unit, node),
        message: `\`${node.id}\` is ${what} and lives on the driver: Spark refuses to send it to the workers with the ${method === null ? "UDF" : "function"}. ${advice(value.type)}.`,
        evidence: value.evidence,
        related: [
          {
            site: udf.site,
            message: method === null ? "The UDF is made here." : "The function is handed to Spark here.",
          },
        ],
      });
    }
  },
});

const kinds: Readonly<Record<string, string>> = {
  SparkSession: "the session",
  SparkContext: "the Spark context",
  SQLContext: "a SQL context",
  DataFrame: "a DataFrame",
  RDD: "an RDD",
};

const advice = (type: string): string =>
  type === "DataFrame" || type === "RDD"
    ? "Join with it, or collect what is small and give the UDF the Python values"
    : "Do what needs it outside of the UDF";
