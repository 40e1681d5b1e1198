import { columnParts } from "../plan/column.ts";
import { columnNameSite } from "../plan/columnNameSite.ts";
import { callEvidence } from "../plan/evidence.ts";
import { callsNamed } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { joinKeys, type KeyColumn } from "../plan/schema/joinKeys.ts";
import { sparkValue } from "../plan/value.ts";
import type { Site } from "../syntax/module.ts";
import { defineRule } from "./rule.ts";

/** Two frames that are put side by side by ids that go by the partitions of each. */
export const joinByRowId = defineRule({
  id: "join-by-row-id",
  summary: "Join by row ids that two frames made for themselves",
  category: "joins",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, { report }) {
    if (callsNamed(facts, [rowIds]).length < 2) return;
    const told = new Set<PlanNode>();
    for (const call of callsNamed(facts, ["DataFrame.join"])) {
      const plan = sparkValue(call.result)?.plan;
      if (!plan || told.has(plan) || plan.inputs.every(isOfDriver) || haveOneSource(plan.inputs)) continue;
      for (const { left, right, site } of joinKeys(plan)) {
        const ids = [rowIdOf(left), rowIdOf(right)];
        const [one, other] = ids;
        if (!one || !other || (one.unit === other.unit && one.start === other.start)) continue;
        told.add(plan);
        report({
          site: columnNameSite(site),
          message:
            "Both ids are from \`monotonically_increasing_id()\`, which counts within each frame's partitions: rows that do not belong together may meet, and others are lost. Join by a key of the data.",
          evidence: callEvidence(call),
          related: [one, other].map((made) => ({ site: made, message: "This id is made here." })),
        });
      }
    }
  },
});

const rowIds = "functions.monotonically_increasing_id";

/** Where a column's values are made, if they are nothing but row ids. */
function rowIdOf({ id }: KeyColumn): Site | null {
  const { expression = null } = id ?? {};
  const calls = expression
    ? columnParts(expression).filter((part) => part.kind === "call" && !/alias|cast/.test(part.function))
    : [];
  const [made] = calls;
  return made?.kind === "call" && made.function === rowIds && calls.length === 1 ? made.site : null;
}

/** Rows that the driver holds are cut into partitions by their number alone. */
const isOfDriver = (plan: PlanNode): boolean =>
  planNodes(plan).every(({ operator, inputs }) => inputs.length > 0 || operator === "LocalRelation");

/** Steps that leave every row in its partition, and none out. */
const rowByRow: ReadonlySet<PlanNode["operator"]> = new Set(["Hint", "Project", "SubqueryAlias"]);

/** Whether all frames have the rows of one, each in its place. */
function haveOneSource(plans: readonly PlanNode[]): boolean {
  const sources = plans.map((plan) => {
    let source = plan;
    for (; rowByRow.has(source.operator) && source.inputs.length === 1;) source = source.inputs[0] ?? source;
    return source;
  });
  return sources.every((source) => source === sources[0]);
}
