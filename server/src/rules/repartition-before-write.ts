import { isUnbounded } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { replace } from "./edits.ts";
import { defineRule } from "./rule.ts";
import { callWithin } from "./surroundings.ts";
import { fileWrites } from "./writerCalls.ts";

/** A shuffle of all rows that only sets how many files a write makes. */
export const repartitionBeforeWrite = defineRule({
  id: "repartition-before-write",
  summary: "repartition(n) right before a write",
  category: "partitioning",
  severity: "info",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["strict"],
  calls: {
    names: fileWrites,
    check(call, { report }) {
      const step = call.receiver?.plan;
      if (!step || !setsNumber(step) || !isUnbounded(step) || step.streaming) return;
      const node = callWithin(call.unit, call.node, step.site);
      const edit =
        node?.callee.kind === "Attribute"
          ? replace(call.unit, { start: node.callee.name.start, end: node.end }, 'hint("rebalance")')
          : null;
      report({
        site: step.site.unit === call.unit ? step.nameSite : call.nameSite,
        message:
          'This shuffles all rows only to write so many files, however large they get. `hint("rebalance")` lets Spark choose a good size, and `coalesce(n)` needs no shuffle.',
        evidence: call.receiver.evidence,
        related: [{ site: call.nameSite, message: "Written here." }],
        ...(edit && {
          fix: {
            title: "Rebalance instead (Spark chooses the number of files)",
            safety: "suggested",
            edits: () => [edit],
          },
        }),
      });
    },
  },
});

/** `repartition(n)`; one partition is another matter. */
const setsNumber = ({ method, columns, details }: PlanNode): boolean =>
  method === "DataFrame.repartition" && columns.length === 0 && details.partitions !== 1;
