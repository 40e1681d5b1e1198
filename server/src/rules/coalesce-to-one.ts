import type { CallFact } from "../plan/facts.ts";
import { placeInSql, sqlEvidence, sqlStepsIn } from "../plan/query/sqlSteps.ts";
import { mentions } from "../syntax/walk.ts";
import { removeMethodCall } from "./edits.ts";
import { defineRule } from "./rule.ts";
import { nameOfReceiver } from "./surroundings.ts";

/** All rows of a frame forced through one task. */
export const coalesceToOne = defineRule({
  id: "coalesce-to-one",
  summary: "One partition: a single task handles all rows",
  category: "partitioning",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  frames(facts, { report }) {
    for (const { step, call } of sqlStepsIn(facts)) {
      if (step.details.partitions !== 1 || step.maxRows !== null || !step.outside || step.streaming) continue;
      const isCoalesce = step.method === "SQL.Coalesce";
      report({
        site: placeInSql(facts, call, step.site),
        message: isCoalesce
          ? "`COALESCE(1)` makes a single task do all the work back to the last shuffle. Leave the number of partitions to Spark, or limit the file size with `maxRecordsPerFile`."
          : "`REPARTITION(1)` sends all rows to a single task. Leave the number of partitions to Spark, or limit the file size with `maxRecordsPerFile`.",
        evidence: sqlEvidence(call),
      });
    }
  },
  calls: {
    names: ["DataFrame.coalesce", "DataFrame.repartition"],
    check(call, context) {
      const plan = call.result.kind === "spark" ? call.result.plan : null;
      if (plan?.details.partitions !== 1 || plan.maxRows !== null || !plan.outside || plan.streaming) return;
      // Behind a condition the program itself says when one task is enough.
      if (call.context.branches.some(({ node }) => node.kind === "If" && !mentions(node.test, "__name__")))
        return;
      const frame = nameOfReceiver(call, "this DataFrame");
      const method = call.name === "DataFrame.coalesce" ? "coalesce(1)" : "repartition(1)";
      const edit = removeMethodCall(call.unit, call.node);
      context.report({
        site: call.nameSite,
        message: messageFor(call, frame),
        ...(edit && {
          fix: {
            title: `Remove \`${method}\` (several files or partitions instead of one)`,
            safety: "suggested",
            edits: () => [edit],
          },
        }),
      });
    },
  },
});

function messageFor({ name }: CallFact, frame: string): string {
  return name === "DataFrame.coalesce"
    ? `\`coalesce(1)\` makes a single task do all the work on ${frame} back to the last shuffle. Leave the number of partitions to Spark, or limit the file size with \`maxRecordsPerFile\`.`
    : `\`repartition(1)\` sends all rows of ${frame} to a single task. Leave the number of partitions to Spark, or limit the file size with \`maxRecordsPerFile\`.`;
}
