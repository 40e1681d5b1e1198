import type { CallFact } from "../plan/facts.ts";
import { isBatchOfStream, planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { placeInSql, sqlEvidence, sqlStepsIn } from "../plan/query/sqlSteps.ts";
import type { Expression } from "../syntax/ast.ts";
import { mentions, walkExpressions } from "../syntax/walk.ts";
import { rootName } from "./columnRuns.ts";
import { removeMethodCall } from "./edits.ts";
import { bringsGroups } from "./rowCount.ts";
import { defineRule } from "./rule.ts";
import { nameOfReceiver, nodesAround } from "./surroundings.ts";

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
      // A batch of a stream is as large as its trigger allows, and each writes files of its own.
      if (isChosen(call) || plan.inputs.some(isRowsOfBatch)) return;
      // One connection is enough for groups; in files, one task would do their aggregation, too.
      if (goesToDatabase(call) && bringsGroups(plan)) return;
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

/** Whether a frame has the rows of a stream's batch, or fewer. */
function isRowsOfBatch(plan: PlanNode): boolean {
  const steps = planNodes(plan);
  return steps.some(isBatchOfStream) && steps.every(({ operator }) => operator !== "Join");
}

/**
 * Whether a condition chooses the one partition, so that the program itself says when one task is enough: it asks
 * whether the rows are few, the step is left out without it, or the same frame is handled otherwise there.
 */
function isChosen({ node: call, context: { branches, statement } }: CallFact): boolean {
  const frame = rootName(call);
  return branches.some(({ node, arm }) => {
    if (node.kind !== "If") return false;
    if (arm === 0 && asksForFewRows(node.test)) return true;
    if (frame === null) return !mentions(node.test, "__name__");
    const isOptional =
      statement.kind === "Assign" &&
      statement.targets.some((target) => target.kind === "Name" && target.id === frame);
    const [own, other] = arm === 0 ? [node.body, node.orelse] : [node.orelse, node.body];
    const leaves = /^(Return|Raise|Continue|Break)$/.test(own.at(-1)?.kind ?? "");
    return (
      (isOptional || leaves || other.some((each) => mentions(each, frame))) &&
      !mentions(node.test, "__name__")
    );
  });
}

/** `rows < 10_000`, `len(parts) <= limit`. */
function asksForFewRows(test: Expression): boolean {
  let found = false;
  walkExpressions(test, (part) => {
    found ||= part.kind === "Comparison" && part.operators.some(({ operator }) => /^<=?$/.test(operator));
  });
  return found;
}

function messageFor(call: CallFact, frame: string): string {
  const cost =
    call.name === "DataFrame.coalesce"
      ? `\`coalesce(1)\` makes a single task do all the work on ${frame} back to the last shuffle`
      : `\`repartition(1)\` sends all rows of ${frame} to a single task`;
  const instead = goesToDatabase(call)
    ? "; JDBC's option `numPartitions` bounds the connections"
    : ", or limit the file size with `maxRecordsPerFile`";
  return `${cost}. Leave the number of partitions to Spark${instead}.`;
}

/** `frame.coalesce(1).write.format("jdbc")…` and `….write.jdbc(…)`. */
const goesToDatabase = (call: CallFact): boolean =>
  nodesAround(call).some(
    (node) =>
      node.kind === "Call" &&
      node.callee.kind === "Attribute" &&
      (node.callee.name.id === "jdbc" ||
        (node.callee.name.id === "format" &&
          node.args[0]?.value.kind === "String" &&
          node.args[0].value.value === "jdbc")),
  );
