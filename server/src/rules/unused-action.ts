import { memberName } from "../catalog/memberName.ts";
import { callEvidence } from "../plan/evidence.ts";
import { defineRule } from "./rule.ts";
import { removeStatement } from "./statementEdits.ts";
import { thrownAwayActions } from "./thrownAwayActions.ts";

/** Spark computes a frame, and nobody looks at what comes out. */
export const unusedAction = defineRule({
  id: "unused-action",
  summary: "Result of an action is thrown away",
  category: "driver-memory",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  yieldsTo: ["action-in-pipeline"],
  frames(facts, { report, catalog }) {
    for (const call of thrownAwayActions(facts, catalog.api)) {
      const method = memberName(call.name);
      report({
        site: call.nameSite,
        message: `\`${method}()\` runs a job here, and nobody takes its result. Leave it out, or use what it gives.`,
        evidence: callEvidence(call),
        fix: {
          title: `Remove the call of \`${method}()\``,
          safety: "suggested",
          edits: () => [removeStatement(call.unit, call.context)],
        },
      });
    }
  },
});
