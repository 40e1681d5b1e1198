import type { CallFact, ModuleFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { transformMethod } from "../plan/spark/mlParams.ts";
import { sparkAlternatives, type BuilderCall, type Value } from "../plan/value.ts";
import type { StringExpression } from "../syntax/ast.ts";
import type { Unit } from "../syntax/module.ts";
import { columnIndex } from "./columnIndex.ts";
import { framesOfValue } from "./heldValues.ts";

/** Whether a parameter of a stage of pyspark.ml names columns that it reads, by its name: "inputCol", "featuresCol". */
export const readsColumns = (parameter: string): boolean =>
  /Cols?$/.test(parameter) &&
  !/^(output|prediction|probability|rawPrediction|topicDistribution)/.test(parameter);

/** The parameter that a stage's constructor or setter gives with an argument: "setInputCol" is for "inputCol". */
export function stageParameter(method: string, parameter: string): string {
  const setter = /(?:^|\.)set([A-Z]\w*Cols?)$/.exec(method)?.[1];
  return setter === undefined ? parameter : setter.charAt(0).toLowerCase() + setter.slice(1);
}

/** The frames that the stage of pyspark.ml works on among whose parameters a literal stands. */
export function framesOfStage(
  facts: ModuleFacts,
  unit: Unit,
  literal: StringExpression,
): readonly PlanNode[] {
  const isHere = (call: BuilderCall): boolean =>
    call.unit === unit &&
    call.args.some(({ node }) => node.start <= literal.start && literal.end <= node.end);
  const transformed = columnIndex(facts).steps.flatMap(({ method, builder, inputs }) =>
    method === transformMethod && builder.some(isHere) ? inputs.slice(0, 1) : [],
  );
  if (transformed.length > 0) return transformed;
  return facts.units.flatMap((each) =>
    each.facts.flatMap((fact) =>
      fact.kind === "call" && worksOn(fact) && stageCalls(fact.receiver).some(isHere)
        ? fact.args.flatMap(({ value }) => framesOfValue(value).map(({ plan }) => plan))
        : [],
    ),
  );
}

const worksOn = ({ receiver, name }: CallFact): boolean =>
  receiver?.type.startsWith("pyspark.ml.") === true && /\.(fit|transform)$/.test(name);

/** How deep pipelines in pipelines are looked into. */
const deepest = 4;

/** What was called on a stage, and on the stages that it is given, as a pipeline is. */
function stageCalls(value: Value | null, depth = 0): readonly BuilderCall[] {
  if (value === null || depth > deepest) return [];
  if (value.kind === "sequence") return value.elements.flatMap((each) => stageCalls(each, depth + 1));
  return sparkAlternatives(value).flatMap(({ state }) => {
    const calls = state?.calls ?? [];
    return [
      ...calls,
      ...calls.flatMap(({ args }) => args.flatMap((each) => stageCalls(each.value, depth + 1))),
    ];
  });
}
