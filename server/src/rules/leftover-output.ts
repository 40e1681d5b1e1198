import { fileConventions } from "../plan/conventions/fileConventions.ts";
import { callsNamed } from "../plan/facts.ts";
import { removeStatement } from "./statementEdits.ts";
import { defineRule } from "./rule.ts";
import { isInTest } from "./testCode.ts";

/** Output for the eye in code that runs as a job. */
export const leftoverOutput = defineRule({
  id: "leftover-output",
  summary: "show(), printSchema() or explain() left in a job",
  category: "driver-memory",
  severity: "hint",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["strict"],
  yieldsTo: ["action-in-pipeline", "stream-run-as-batch"],
  frames(facts, { report }) {
    const { isNotebook, takesFixtures } = fileConventions(facts.module, facts.imports);
    if (isNotebook || takesFixtures) return;
    for (const call of callsNamed(facts, names)) {
      const { receiver, context, unit } = call;
      if (call.used || !receiver || isInTest(call)) continue;
      const method = call.name.slice("DataFrame.".length);
      report({
        site: call.nameSite,
        message:
          `\`${method}()\` prints for somebody who looks on; in a job nobody does. ${costs[method] ?? ""}`.trim(),
        evidence: receiver.evidence,
        fix: {
          title: `Remove the call of \`${method}()\``,
          safety: "suggested",
          edits: () => [removeStatement(unit, context)],
        },
      });
    }
  },
});

const costs: Readonly<Record<string, string>> = {
  show: "It runs a Spark job as well: remove it, or log a number.",
  printSchema: "Remove it, or check the schema in a test.",
  explain: "Remove it, or look at the plan in Spark's UI.",
};

const names = Object.keys(costs).map((method) => `DataFrame.${method}`);
