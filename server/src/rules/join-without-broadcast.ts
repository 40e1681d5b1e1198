import { argument, isUnbounded } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { sparkValue } from "../plan/value.ts";
import { siteIn, sourceOf, spelled, wrap } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** Above this many literal rows a hint is no longer obviously right. */
const fewRows = 10_000;

/** Join types in which the right side may be broadcast (JoinStrategyHint, Spark 4.1: not full outer, not right outer). */
const broadcastableRight: ReadonlySet<string> = new Set(["inner", "left_outer", "left_semi", "left_anti"]);

/** A join with rows that the program itself spells out, and no broadcast hint. */
export const joinWithoutBroadcast = defineRule({
  id: "join-without-broadcast",
  summary: "Joining a literal frame without a broadcast hint",
  category: "joins",
  severity: "info",
  since: "0.1.0",
  fix: "safe",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["DataFrame.join"],
    check(call, { report }) {
      const join = sparkValue(call.result, "DataFrame")?.plan;
      const other = argument(call, 0, "other");
      const small = other ? sparkValue(other.value, "DataFrame") : null;
      const [left, right] = join?.inputs ?? [];
      if (!join || !other || !small || !left || !right || join.streaming) return;
      if (!isUnbounded(left) || !isLiteral(right) || right.maxRows === null) return;
      const { joinType, hasCondition } = join.details;
      if (hasCondition !== true || joinType === null || !broadcastableRight.has(joinType ?? "inner")) return;
      if ([left, right].some(hasHint)) return;
      const name = other.node.kind === "Name" ? `\`${sourceOf(call.unit, other.node)}\`` : "The right side";
      report({
        site: siteIn(call.unit, other.node),
        message: `${name} has ${right.maxRows === 1 ? "one row" : `at most ${right.maxRows} rows`}, but Spark cannot know: the join shuffles the other side as well. Wrap it in broadcast().`,
        evidence: small.evidence,
        fix: {
          title: other.node.kind === "Name" ? `Broadcast ${name}` : "Broadcast the right side",
          safety: "safe",
          edits(facts) {
            const broadcast = spelled(facts, "pyspark.sql.functions.broadcast");
            return [...broadcast.edits, ...wrap(call.unit, other.node, `${broadcast.text}(`, ")")];
          },
        },
        related: [{ site: origin(right).nameSite, message: "Its rows are written here." }],
      });
    },
  },
});

/** Rows that the driver holds (`createDataFrame`), passed on by steps that add none: Spark has no size for them. */
function isLiteral(plan: PlanNode): boolean {
  const nodes = planNodes(plan);
  return (
    plan.maxRows !== null &&
    plan.maxRows <= fewRows &&
    nodes.every((node) => ["LocalRelation", "Project", "Filter", "SubqueryAlias"].includes(node.operator))
  );
}

function origin(plan: PlanNode): PlanNode {
  return planNodes(plan).at(-1) ?? plan;
}

function hasHint(plan: PlanNode): boolean {
  return planNodes(plan).some((node) => node.operator === "Hint");
}
