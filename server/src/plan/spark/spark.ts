import type { Span } from "../../syntax/ast.ts";
import type { ColumnExpression } from "../column.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import type { PlanDetails, PlanNode } from "../logicalPlan.ts";
import { sessionOf } from "./sessionState.ts";
import type { BoundArgument } from "../facts.ts";
import type { BuilderCall, BuilderState, Evidence, SparkData, SparkValue, UdfDefinition } from "../value.ts";
import { keptList } from "../../syntax/keptList.ts";

/** What a Spark object is made of; what is left out is null. */
interface SparkParts {
  readonly plan?: PlanNode | null;
  readonly column?: ColumnExpression | null;
  readonly state?: BuilderState | null;
  readonly udf?: UdfDefinition | null;
  readonly data?: SparkData | null;
}

export function spark(type: string, evidence: Evidence, parts: SparkParts = {}): SparkValue {
  return {
    kind: "spark",
    type,
    plan: parts.plan ?? null,
    column: parts.column ?? null,
    evidence,
    state: parts.state ?? null,
    udf: parts.udf ?? null,
    data: parts.data ?? null,
  };
}

export function certain(evaluation: Evaluation, span: Span, because: string): Evidence {
  return { level: "certain", site: siteOf(evaluation, span), because };
}

/** What is made from a Spark object is believed as that object is. */
export function madeFrom(evaluation: Evaluation, span: Span, because: string, from: Evidence): Evidence {
  return { level: from.level, site: siteOf(evaluation, span), because, from };
}

export function columnValue(evidence: Evidence, column: ColumnExpression): SparkValue {
  return spark("Column", evidence, { column });
}

export const emptyState: BuilderState = {
  options: new Map(),
  format: null,
  hasSchema: false,
  called: [],
  columns: [],
  calls: [],
};

interface StepParts {
  readonly operator: PlanNode["operator"];
  readonly method: string;
  readonly inputs: readonly PlanNode[];
  readonly span: Span;
  readonly nameSpan: Span;
  readonly maxRows: number | null;
  readonly streaming?: boolean;
  readonly columns?: readonly ColumnExpression[];
  readonly details?: PlanDetails;
  readonly args?: readonly BoundArgument[];
  readonly builder?: readonly BuilderCall[];
}

/** Operators whose rows come from outside the program. */
const outsideOperators: ReadonlySet<string> = new Set(["Relation", "Parameter", "Unknown"]);

/** Adds a step to a plan. */
export function planStep(evaluation: Evaluation, parts: StepParts): PlanNode {
  return {
    operator: parts.operator,
    method: parts.method,
    inputs: keptList(parts.inputs),
    site: siteOf(evaluation, parts.span),
    nameSite: siteOf(evaluation, parts.nameSpan),
    streaming: parts.streaming ?? parts.inputs.some((input) => input.streaming),
    outside:
      (parts.inputs.length === 0 && outsideOperators.has(parts.operator)) ||
      parts.inputs.some((input) => input.outside),
    maxRows: parts.maxRows,
    columns: keptList(parts.columns ?? []),
    details: parts.details ?? {},
    args: keptList(parts.args ?? []),
    builder: keptList(parts.builder ?? []),
    session: sessionOf(evaluation),
  };
}
