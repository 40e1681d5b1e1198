import { sideTable } from "../../../syntax/sideTable.ts";
import type { PlanNode } from "../../logicalPlan.ts";
import { analysisOf } from "../../schema/analysis.ts";
import { outputTokens } from "../columnKey.ts";
import { physicalSettings } from "../physicalSettings.ts";
import type { Relation } from "../relation.ts";
import { cogroupedWith, combiningRelations } from "./combining.ts";
import { narrow } from "./construct.ts";
import { groupingRelations } from "./grouping.ts";
import { joiningRelations } from "./joining.ts";
import type { Lower, Lowering } from "./lowering.ts";
import { queryRelations, queryScans } from "./queries.ts";
import { remade, shapingRelations } from "./shaping.ts";
import { correlatedScalars } from "./scalarSubqueries.ts";
import { joinedSubqueries } from "./subqueries.ts";
import { read, reading, sourceRelations } from "./sources.ts";

const steps: ReadonlyMap<string, Lower> = new Map(
  [shapingRelations, groupingRelations, joiningRelations, combiningRelations, queryRelations].flatMap(
    (table) => Object.entries(table),
  ),
);

const relations = sideTable<PlanNode, Relation>();

/**
 * A step as relations on its inputs' ones, worked out when it is first asked for and kept with it. Inputs come first
 * and without recursion.
 */
export function relationOf(root: PlanNode): Relation {
  const waiting = [root];
  for (let node = waiting.at(-1); node; node = waiting.at(-1)) {
    const missing = relations.get(node) ? [] : inputsOf(node).filter((input) => !relations.get(input));
    if (missing.length > 0) {
      waiting.push(...missing);
      continue;
    }
    waiting.pop();
    if (!relations.get(node)) relations.set(node, lowered(node));
  }
  return relations.get(root) ?? opaque(root, []);
}

/** The frames that a step works on; a cogroup's other one is in what was called before, subqueries in conditions. */
function inputsOf(node: PlanNode): readonly PlanNode[] {
  const subqueries = [
    ...joinedSubqueries(node).map(({ subquery }) => subquery.plan),
    ...correlatedScalars(node),
  ];
  if (subqueries.length > 0) return [...node.inputs, ...subqueries];
  const other = cogroupedWith(node);
  return other ? [...node.inputs.slice(0, 1), other.frame] : node.inputs;
}

const opaque = (node: PlanNode, inputs: readonly Relation[]): Relation => ({
  kind: "opaque",
  node,
  inputs,
  output: outputTokens(node),
  maxRows: null,
  bytes: Infinity,
});

function lowered(node: PlanNode): Relation {
  const inputs = inputsOf(node).flatMap((input) => relations.get(input) ?? []);
  const analysis = analysisOf(node);
  const lowering: Lowering = {
    node,
    analysis,
    step: { node, session: node.session, inputs: node.inputs.map(analysisOf) },
    inputs,
    settings: physicalSettings(node.session),
  };
  const [input] = inputs;
  if (!input) return (sourceRelations[node.method] ?? queryScans[node.method] ?? read)(lowering);
  const lower = steps.get(node.method) ?? byOperator[node.operator];
  return lower ? lower(lowering, input) : opaque(node, inputs);
}

/** Steps that need no knowledge of their arguments. */
const byOperator: Readonly<Record<string, Lower>> = {
  Project: remade,
  Filter: (lowering, input) => (shapingRelations["DataFrame.filter"] ?? remade)(lowering, input),
  Sample: ({ node }, input) => narrow(input, node, "Sample"),
  SubqueryAlias: reading,
  Relation: reading,
  Either: (_, input) => input,
};
