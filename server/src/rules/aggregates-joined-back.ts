import { columnParts } from "../plan/column.ts";
import { callEvidence } from "../plan/evidence.ts";
import { constantString, type CallFact } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf, type AttributeId } from "../plan/schema/schema.ts";
import { sparkValue, type Value } from "../plan/value.ts";
import { defineRule } from "./rule.ts";
import { receiverOf } from "./surroundings.ts";

/** Two aggregates of the same rows by the same keys, joined by these keys: one aggregate computes both. */
export const aggregatesJoinedBack = defineRule({
  id: "aggregates-joined-back",
  summary: "Aggregates of the same groups that a join puts together",
  category: "joins",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["DataFrame.join"],
    check(call, { report }) {
      const join = sparkValue(call.result, "DataFrame")?.plan;
      const pair = join && groupedAlike(join);
      if (!pair) return;
      const [left, right, keys] = pair;
      const shown = keys.map((key) => `\`${key}\``).join(", ");
      report({
        site: call.nameSite,
        message: `${sidesOf(call)} group the same rows by ${shown}: Spark reads and shuffles them once for each, and joins the groups. One \`groupBy()\` with all aggregates in its \`agg()\` does it once.`,
        evidence: callEvidence(call),
        related: [left, right].map(({ nameSite }) => ({ site: nameSite, message: "Grouped here." })),
      });
    },
  },
});

function sidesOf(call: CallFact): string {
  const sides = [receiverOf(call.node), call.node.args[0]?.value].map((node) =>
    node?.kind === "Name" ? `\`${node.id}\`` : null,
  );
  return sides.includes(null) ? "Both sides of this join" : sides.join(" and ");
}

/** The aggregates on both sides of a join by exactly the keys that both group the same frame by. */
function groupedAlike(join: PlanNode): readonly [PlanNode, PlanNode, readonly string[]] | null {
  if (join.operator !== "Join" || join.streaming || !mergeable.has(join.details.joinType ?? "")) return null;
  const [left, right] = join.inputs;
  const [first, second] = [left, right].map((side) => side && aggregateBelow(side));
  if (!left || !right || !first || !second || first === second) return null;
  if (first.inputs[0] !== second.inputs[0] || (countsDistinct(first) && countsDistinct(second))) return null;
  const on = join.args.find(({ name }, index) => (name === null ? index === 1 : name === "on"))?.value;
  const keys = on ? listed([on]).map(constantString) : [];
  const names = keys.filter((key) => key !== null);
  if (names.length === 0 || names.length < keys.length) return null;
  const isOfGroups = (side: PlanNode, aggregate: PlanNode): boolean =>
    areKeysOf(aggregate, names) && names.every((name) => idOf(side, name) === idOf(aggregate, name));
  return isOfGroups(left, first) && isOfGroups(right, second) ? [first, second, names] : null;
}

/** Of what a group lacks on one side nothing is lost or made up: both sides have the same groups. */
const mergeable: ReadonlySet<string> = new Set(["inner", "left_outer", "right_outer", "full_outer"]);

/** The aggregate that a side hands on, group by group. */
function aggregateBelow(side: PlanNode): PlanNode | null {
  let node: PlanNode | undefined = side;
  while (node && keepsRows.has(node.operator)) [node] = node.inputs;
  return node?.operator === "Aggregate" ? node : null;
}

const keepsRows: ReadonlySet<PlanNode["operator"]> = new Set(["Project", "SubqueryAlias", "Sort", "Hint"]);

/** Whether `groupBy` was given these columns and no others. */
function areKeysOf({ builder }: PlanNode, names: readonly string[]): boolean {
  const [grouping, ...more] = builder;
  if (!grouping || more.length > 0 || !/^group[bB]y$/.test(grouping.method)) return false;
  const given = listed(grouping.args.map(({ value }) => value)).map(columnName);
  return (
    given.length === names.length &&
    names.every((name) => given.some((each) => each?.toLowerCase() === name.toLowerCase()))
  );
}

/** What is given alone or in a list. */
const listed = (values: readonly Value[]): readonly Value[] =>
  values.flatMap((value) => (value.kind === "sequence" ? value.elements : [value]));

function columnName(value: Value): string | null {
  const column = sparkValue(value, "Column")?.column;
  return constantString(value) ?? (column?.kind === "reference" ? column.name : null);
}

function idOf(step: PlanNode, name: string): AttributeId | null {
  const schema = schemaOf(step);
  const found = attributesOf(schema).filter((each) => each.name.toLowerCase() === name.toLowerCase());
  return schema.kind === "closed" && found.length === 1 ? (found[0]?.id ?? null) : null;
}

/** Several columns of distinct values make Spark repeat each row for each of them, which may cost more than a join. */
const countsDistinct = ({ columns }: PlanNode): boolean =>
  columns.some((column) =>
    columnParts(column).some((part) => part.kind === "call" && /distinct/i.test(part.function)),
  );
