import { callEvidence } from "../plan/evidence.ts";
import type { CallFact } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { sparkValue } from "../plan/value.ts";
import { assignedName, growsByRounds } from "./loopedSteps.ts";
import { defineRule } from "./rule.ts";

/** A loop that reads one file, or makes a frame of a few rows, in each round and puts it below the last ones with a union. */
export const unionOfReadsInLoop = defineRule({
  id: "union-of-reads-in-loop",
  summary: "Files read, or rows made, one by one and united in a loop",
  category: "reading-writing",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["DataFrame.union", "DataFrame.unionAll", "DataFrame.unionByName"],
    check(call, { report }) {
      const source = growsByRounds(call) ? sourceIn(call) : null;
      if (!source) return;
      const isRead = source.operator !== "LocalRelation";
      const name = assignedName(call);
      report({
        site: call.nameSite,
        message: isRead
          ? `Every round reads one more file and puts another union on ${name}: Spark lists the files and analyses the whole plan again each time. Give the reader all paths at once.`
          : `Every round makes one more frame of some rows and puts another union on ${name}: Spark analyses the whole plan again each time. Gather the rows in a list, and call \`createDataFrame\` once.`,
        evidence: callEvidence(call),
        related: [
          { site: source.nameSite, message: isRead ? "One path in each round." : "A frame in each round." },
        ],
      });
    },
  },
});

/** The read of files, or the rows of the driver, that the round's own frame begins with. */
function sourceIn({ context, unit, args, receiver }: CallFact): PlanNode | null {
  const loop = context.loops.at(-1)?.node;
  const other = sparkValue(args[0]?.value, "DataFrame")?.plan;
  if (!loop || !other || !receiver) return null;
  return (
    planNodes(other).find(
      ({ method, site, args: paths }) =>
        (fileReads.test(method) || method === "SparkSession.createDataFrame") &&
        site.unit === unit &&
        site.start >= loop.start &&
        site.end <= loop.end &&
        paths.length > 0,
    ) ?? null
  );
}

const fileReads = /^DataFrameReader\.(parquet|csv|json|orc|text|load)$/;
