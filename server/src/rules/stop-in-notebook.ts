import { callEvidence } from "../plan/evidence.ts";
import { callsNamed } from "../plan/facts.ts";
import { defineRule } from "./rule.ts";
import { removeStatement } from "./statementEdits.ts";

/** `spark.stop()` in a notebook whose session is the cluster's. */
export const stopInNotebook = defineRule({
  id: "stop-in-notebook",
  summary: "Session stopped in a notebook that is given it",
  category: "configuration",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  frames(facts, { report }) {
    const stops = callsNamed(facts, ["SparkSession.stop", "SparkContext.stop"]);
    if (stops.length === 0 || !/^# (Databricks|Fabric) notebook source/m.test(facts.module.text)) return;
    for (const call of stops)
      report({
        site: call.nameSite,
        message:
          "The notebook is given this session, perhaps together with others: `stop()` ends it, and every later cell fails. Leave it out; the platform ends it.",
        evidence: callEvidence(call),
        ...(!call.used &&
          call.context.statement.start === call.node.start && {
            fix: {
              title: "Remove the statement",
              safety: "suggested",
              edits: () => [removeStatement(call.unit, call.context)],
            },
          }),
      });
  },
});
