import { callEvidence } from "../plan/evidence.ts";
import type { CallFact } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { analysisOf, schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf } from "../plan/schema/schema.ts";
import { sparkValue } from "../plan/value.ts";
import { joinTypeEdit } from "./joinTypeEdit.ts";
import { defineRule } from "./rule.ts";
import { callWithin } from "./surroundings.ts";

/** An inner join of whose right side nothing is read: it keeps rows with a match, and doubles those with several. */
export const joinOnlyFilters = defineRule({
  id: "join-only-filters",
  summary: "Inner join that only filters the left side",
  category: "joins",
  severity: "info",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["DataFrame.join", "DataFrame.select"],
    check(call, { report }) {
      const step = sparkValue(call.result, "DataFrame")?.plan;
      const join = step && onlyFilters(call, step);
      const [left, right] = join?.inputs ?? [];
      if (!step || !join || !left || !right || sharesSteps(left, right) || isPartOfDistinct(right)) return;
      const node = callWithin(call.unit, call.node, join.site);
      const edit = node && joinTypeEdit(call.unit, node, "left_semi");
      const name = node?.args[0]?.value;
      const other = name?.kind === "Name" ? `\`${name.id}\`` : "the right side";
      report({
        site: step === join ? call.nameSite : join.site.unit === call.unit ? join.nameSite : call.nameSite,
        message: differsByKey(right)
          ? `Nothing of ${other} is read behind this join but its keys, which are made distinct for it. A \`left_semi\` join gives the same rows and needs no \`distinct\`.`
          : `Nothing of ${other} is read behind this join but its keys: it only keeps rows with a match, and repeats those with several. A \`left_semi\` join keeps each once.`,
        evidence: callEvidence(call),
        ...(step !== join && { related: [{ site: call.nameSite, message: "Only the left side is read." }] }),
        ...(edit && {
          fix: {
            title: "Join `left_semi` (rows with several matches come once)",
            safety: "suggested",
            edits: () => [edit],
          },
        }),
      });
    },
  },
});

/** The join, where a call makes one that brings no column, or selects none of those that it brings. */
function onlyFilters(call: CallFact, step: PlanNode): PlanNode | null {
  if (call.name === "DataFrame.join") return isInner(step) && bringsNothing(step) ? step : null;
  const [join] = step.inputs;
  if (step.operator !== "Project" || !join || !isInner(join) || bringsNothing(join)) return null;
  const [left, right] = join.inputs;
  if (!left || !right || schemaOf(left).kind !== "closed" || schemaOf(right).kind !== "closed") return null;
  const brought = new Set(attributesOf(schemaOf(right)).map(({ id }) => id));
  const { schema, resolved } = analysisOf(step);
  if (schema.kind !== "closed" || resolved.length !== step.columns.length) return null;
  return resolved.some(({ reads }) => reads.some(({ id }) => brought.has(id))) ||
    attributesOf(schema).some(({ id }) => brought.has(id))
    ? null
    : join;
}

const isInner = ({ operator, method, details, streaming }: PlanNode): boolean =>
  operator === "Join" &&
  method === "DataFrame.join" &&
  details.hasCondition === true &&
  details.joinType === "inner" &&
  !streaming;

/** Whether the right side has no columns but the shared keys. */
function bringsNothing({ inputs, columns }: PlanNode): boolean {
  const right = inputs[1] && schemaOf(inputs[1]);
  if (right?.kind !== "closed") return false;
  const keys = new Set(
    columns.flatMap((each) =>
      each.kind === "reference" && each.of === null ? [each.name.toLowerCase()] : [],
    ),
  );
  const names = attributesOf(right).map(({ name }) => name.toLowerCase());
  return keys.size > 0 && columns.length === keys.size && names.every((name) => keys.has(name));
}

/** Whether all columns of a side were made distinct right before the join. */
const differsByKey = (side: PlanNode): boolean =>
  side.operator === "Deduplicate" && (side.method === "DataFrame.distinct" || side.args.length === 0);

/** Whether a side is some of the rows that were made distinct before, for more than this join: none has several matches. */
function isPartOfDistinct(side: PlanNode): boolean {
  let node = side;
  while (someRows.has(node.operator) && node.inputs[0]) [node] = node.inputs;
  return node !== side && differsByKey(node);
}

const someRows: ReadonlySet<PlanNode["operator"]> = new Set(["Filter", "Limit", "Sample", "Sort"]);

function sharesSteps(left: PlanNode, right: PlanNode): boolean {
  const own = new Set(planNodes(left));
  return planNodes(right).some((step) => own.has(step) && step.operator !== "Relation");
}
