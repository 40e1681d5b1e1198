import { sideTable } from "../../syntax/sideTable.ts";
import type { PlanNode } from "../logicalPlan.ts";
import type { Hidden } from "./hidden.ts";
import type { Problem, Resolved } from "./resolved.ts";
import type { Attribute, AttributeId, Schema } from "./schema.ts";
import { unknownSchema, type Step } from "./step.ts";
import { selfJoinProblems } from "./selfJoins.ts";
import { restoredFromState } from "./streamState.ts";
import { aggregateSteps } from "./steps/aggregates.ts";
import { eitherSteps } from "./steps/either.ts";
import { declaredSteps } from "./steps/declared.ts";
import { joinSteps } from "./steps/joins.ts";
import { localSteps } from "./steps/localFrames.ts";
import { missingValueSteps } from "./steps/missingValues.ts";
import { mlSteps } from "./steps/ml.ts";
import { passingSteps } from "./steps/passing.ts";
import { projectionSteps } from "./steps/projections.ts";
import { pythonSteps } from "./steps/pythonFunctions.ts";
import { reconcilingSteps } from "./steps/reconciled.ts";
import { querySteps } from "./steps/queries.ts";
import { queryGroupSteps } from "./steps/queryGroups.ts";
import { queryRelationSteps } from "./steps/queryRelations.ts";
import { queryReshapingSteps } from "./steps/queryReshaping.ts";
import { queryTableSteps } from "./steps/queryTables.ts";
import { reshapingSteps } from "./steps/reshaping.ts";
import { sourceSteps } from "./steps/sources.ts";
import { tableSteps } from "./steps/tables.ts";
import { undeterminedSteps } from "./steps/undetermined.ts";
import { unionSteps } from "./steps/unions.ts";
import { keptList } from "../../syntax/keptList.ts";

/** What Spark's analyzer makes of one step of a plan. */
export interface NodeAnalysis {
  readonly schema: Schema;
  /** Mistakes for which Spark raises when it comes to this step; the schema behind one is unknown. */
  readonly problems: readonly Problem[];
  /** The step's expressions, resolved: projections, conditions, keys. */
  readonly resolved: readonly Resolved[];
  /** What filters and sorts behind the step may name though it is not in the output. */
  readonly hidden: Hidden | null;
  /** What aggregate functions in filters and sorts behind an aggregation may name besides. */
  readonly aggregable: readonly Attribute[];
  /** Columns of the input that GROUP BY leaves out: behind it they stand in aggregate functions alone. */
  readonly ungrouped: ReadonlySet<AttributeId>;
  /** The other side's keys behind a join with `using`: every step may name them. */
  readonly joined: readonly Attribute[];
}

/** A step's analysis; what it leaves out is empty. */
export type StepAnalysis = Pick<NodeAnalysis, "schema"> & Partial<NodeAnalysis>;

const steps: ReadonlyMap<string, (step: Step) => StepAnalysis> = new Map(
  [
    aggregateSteps,
    declaredSteps,
    eitherSteps,
    joinSteps,
    localSteps,
    missingValueSteps,
    mlSteps,
    passingSteps,
    projectionSteps,
    pythonSteps,
    queryGroupSteps,
    queryRelationSteps,
    queryReshapingSteps,
    queryTableSteps,
    querySteps,
    reconcilingSteps,
    reshapingSteps,
    sourceSteps,
    tableSteps,
    undeterminedSteps,
    unionSteps,
  ].flatMap((table) => Object.entries(table)),
);

const analyses = sideTable<PlanNode, NodeAnalysis>();

/**
 * The analysis of a step, worked out when it is first asked for and kept with the step. Inputs come first and
 * without recursion: a chain may have thousands of steps.
 */
export function analysisOf(root: PlanNode): NodeAnalysis {
  const waiting = [root];
  for (let node = waiting.at(-1); node; node = waiting.at(-1)) {
    const missing = analyses.get(node) ? [] : node.inputs.filter((input) => !analyses.get(input));
    if (missing.length > 0) {
      waiting.push(...missing);
      continue;
    }
    waiting.pop();
    if (!analyses.get(node)) analyses.set(node, analyzed(node));
  }
  return analyses.get(root) ?? empty;
}

/** The columns of a frame as Spark would print them. */
export const schemaOf = (plan: PlanNode): Schema => analysisOf(plan).schema;

const empty: NodeAnalysis = {
  schema: unknownSchema("the analysis ended", null),
  problems: [],
  resolved: [],
  hidden: null,
  aggregable: [],
  ungrouped: new Set(),
  joined: [],
};

function analyzed(node: PlanNode): NodeAnalysis {
  const inputs = node.inputs.map((input) => analyses.get(input) ?? empty);
  const analyze = steps.get(node.method);
  if (!analyze)
    return {
      ...empty,
      schema: unknownSchema(
        node.operator === "Parameter" ? "the frame comes from a caller" : `${node.method} is not followed`,
        node.site,
      ),
    };
  const found = analyze({ node, session: node.session, inputs });
  const resolved = found.resolved ?? empty.resolved;
  const problems = allProblems(found.problems ?? empty.problems, resolved, selfJoinProblems(node));
  const [first] = problems;
  return {
    schema:
      first === undefined
        ? restoredFromState(node, found.schema)
        : unknownSchema(`Spark refuses it: ${first.text}`, first.site),
    problems: keptList(problems),
    resolved: keptList(resolved),
    hidden: found.hidden ?? null,
    aggregable: found.aggregable ?? empty.aggregable,
    ungrouped: found.ungrouped ?? empty.ungrouped,
    // Of what Spark refuses nothing is known, not even by the columns that it joins.
    joined: (first === undefined ? found.joined : undefined) ?? empty.joined,
  };
}

/** The step's own mistakes before those of its expressions, and behind them what comes of joins below. */
function allProblems(
  own: readonly Problem[],
  resolved: readonly Resolved[],
  ofJoins: readonly Problem[],
): readonly Problem[] {
  let all = own;
  for (const { problems } of resolved)
    if (problems.length > 0) all = all.length === 0 ? problems : [...all, ...problems];
  return ofJoins.length === 0 ? all : [...all, ...ofJoins];
}
