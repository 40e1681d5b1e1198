import { callEvidence } from "../plan/evidence.ts";
import { callsNamed, type CallFact, type ModuleFacts } from "../plan/facts.ts";
import { columnParts } from "../plan/column.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { placeInSql, sqlEvidence } from "../plan/query/sqlSteps.ts";
import { isSmall } from "./smallSide.ts";
import { sqlPairings } from "./sqlJoins.ts";
import { defineRule, type RuleContext } from "./rule.ts";
import { nameOfReceiver } from "./surroundings.ts";
import { isInTest } from "./testCode.ts";

/** Every row of one frame paired with every row of another. */
export const crossJoin = defineRule({
  id: "cross-join",
  summary: "Join without a condition pairs every row with every row",
  category: "joins",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, context) {
    reportSql(facts, context);
    const joins = callsNamed(facts, ["DataFrame.join", "DataFrame.crossJoin"]).filter(isCrossJoin);
    if (joins.length === 0) return;
    const filtered = joinsWithLaterCondition(facts);
    const compared = joinsWithLaterCondition(facts, comparesOtherwise);
    for (const call of joins) {
      const plan = planOf(call);
      if (!plan || filtered.has(plan) || plan.inputs.some(isSmall) || isInTest(call)) continue;
      const left = nameOfReceiver(call, "the left side");
      const other = call.node.args[0]?.value;
      const right = other?.kind === "Name" ? `\`${other.id}\`` : "the right side";
      const isExplicit = plan.details.joinType === "cross";
      context.report({
        site: call.nameSite,
        message: isExplicit
          ? `This pairs every row of ${left} with every row of ${right}: n × m rows. Join on a key, or wrap the small side in \`broadcast()\` if there is one.`
          : compared.has(plan)
            ? `The filter behind this join sets no columns of both sides equal, so Spark compares every row of ${left} with every row of ${right}. Add an equality, or broadcast the smaller side.`
            : `This join has no condition, so it pairs every row of ${left} with every row of ${right}. Name the key with \`on=\`.`,
        evidence: callEvidence(call),
      });
    }
  },
});

/** The same in SQL text: a comma, CROSS JOIN, or JOIN without ON. */
function reportSql(facts: ModuleFacts, { report }: RuleContext): void {
  const pairings = sqlPairings(facts).filter(({ condition }) => condition === "none");
  const filtered = pairings.length === 0 ? null : joinsWithLaterCondition(facts);
  for (const { join, call, right } of pairings) {
    if (filtered?.has(join) !== false || isInTest(call)) continue;
    const added = right === null ? "the right side" : `\`${right}\``;
    report({
      site: placeInSql(facts, call, join.inputs[1]?.site ?? join.site),
      message: `Nothing in this query ties ${added} to the tables before it, so each of their rows meets each of its rows: n × m. Add a condition with ON.`,
      evidence: sqlEvidence(call),
    });
  }
}

function planOf(call: CallFact): PlanNode | null {
  return call.result.kind === "spark" ? call.result.plan : null;
}

function isCrossJoin(call: CallFact): boolean {
  const plan = planOf(call);
  if (plan?.operator !== "Join" || plan.inputs.length < 2) return false;
  const { joinType, hasCondition } = plan.details;
  if (call.args.some((each) => each.unpack !== "")) return false;
  if (joinType === "cross" && hasCondition !== true) return true;
  // The one argument of crossJoin is the other frame; a join's condition may be unknown, but not absent.
  return call.name === "DataFrame.join" && hasCondition === false && joinType !== null;
}

/** Joins whose condition stands in a filter above: Spark makes an ordinary join of the two. */
function joinsWithLaterCondition(
  facts: ModuleFacts,
  ties: (filter: PlanNode) => boolean = comparesColumns,
): ReadonlySet<PlanNode> {
  const found = new Set<PlanNode>();
  for (const call of callsNamed(facts, ["DataFrame.filter", "DataFrame.where", "DataFrame.join"])) {
    const filter = planOf(call);
    if (filter?.operator !== "Filter" || !ties(filter)) continue;
    for (const node of planNodes(filter)) if (node.operator === "Join") found.add(node);
  }
  return found;
}

/** Whether a filter sets two columns equal, or may do so in SQL text. */
function comparesColumns(filter: PlanNode): boolean {
  return filter.columns.some((column) =>
    columnParts(column).some(
      (part) =>
        part.kind === "unknown" ||
        // A filter given as text.
        (part === column && part.kind === "reference") ||
        (part.kind === "call" &&
          (part.function === "==" || part.function === "Column.eqNullSafe") &&
          part.args.every((arg) => columnParts(arg).some((each) => each.kind === "reference"))),
    ),
  );
}

/** Whether a filter compares two columns in another way: `<`, `between()`. */
const comparesOtherwise = (filter: PlanNode): boolean =>
  filter.columns.some((column) =>
    columnParts(column).some(
      (part) =>
        part.kind === "call" &&
        /^(?:[<>]=?|Column\.(?:between|contains|startswith|endswith|like|rlike))$/.test(part.function) &&
        part.args.filter((arg) => columnParts(arg).some(({ kind }) => kind === "reference")).length > 1,
    ),
  );
