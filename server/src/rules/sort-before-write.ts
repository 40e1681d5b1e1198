import { isUnbounded } from "../plan/facts.ts";
import { replace } from "./edits.ts";
import { defineRule } from "./rule.ts";
import { callWithin } from "./surroundings.ts";
import { fileWrites } from "./writerCalls.ts";

/** A sort of all rows right before they are written. */
export const sortBeforeWrite = defineRule({
  id: "sort-before-write",
  summary: "Sort of all rows right before a write",
  category: "partitioning",
  severity: "info",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["strict"],
  calls: {
    names: fileWrites,
    check(call, { report }) {
      const step = call.receiver?.plan;
      if (!step || !/^DataFrame\.(orderBy|sort)$/.test(step.method) || !isUnbounded(step) || step.streaming)
        return;
      const node = callWithin(call.unit, call.node, step.site);
      const edit =
        node?.callee.kind === "Attribute"
          ? replace(call.unit, node.callee.name, "sortWithinPartitions")
          : null;
      report({
        site: step.site.unit === call.unit ? step.nameSite : call.nameSite,
        message:
          "This shuffles all rows into an order that readers of the files do not get: they read them side by side. `sortWithinPartitions` sorts each file, which is what compression and filters need.",
        evidence: call.receiver.evidence,
        related: [{ site: call.nameSite, message: "Written here." }],
        ...(edit && {
          fix: {
            title: "Sort each file by itself (not all of them as one)",
            safety: "suggested",
            edits: () => [edit],
          },
        }),
      });
    },
  },
});
