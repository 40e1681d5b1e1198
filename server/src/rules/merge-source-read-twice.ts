import { defineRule } from "./rule.ts";

const key = "spark.databricks.delta.merge.materializeSource";

/** Delta told to compute the source of a MERGE twice, though it may come out differently. */
export const mergeSourceReadTwice = defineRule({
  id: "merge-source-read-twice",
  summary: "MERGE that computes its source twice",
  category: "reading-writing",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  configs(fact, { report }) {
    if (fact.key !== key || fact.where === "read" || fact.value?.trim().toLowerCase() !== "none") return;
    report({
      site: fact.keySite,
      message:
        "With `none` a MERGE computes its source twice, to find the matches and to write them: where the two differ, rows are lost or doubled. Leave it at `auto`.",
      evidence: fact.evidence,
    });
  },
});
