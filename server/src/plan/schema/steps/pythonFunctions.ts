import type { StepAnalysis } from "../analysis.ts";
import { attributesOfFields, declaredFields } from "../declaredSchema.ts";
import { givenArguments, givenValue, unknownSchema, type Step } from "../step.ts";

/** Steps whose rows a Python function makes: their schema is the one declared. */
export const pythonSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = Object.fromEntries(
  [
    "DataFrame.mapInPandas",
    "DataFrame.mapInArrow",
    "GroupedData.applyInPandas",
    "GroupedData.applyInArrow",
    "GroupedData.applyInPandasWithState",
    "GroupedData.transformWithState",
    "GroupedData.transformWithStateInPandas",
    "PandasCogroupedOps.applyInPandas",
    "PandasCogroupedOps.applyInArrow",
  ].map((method) => [method, declared]),
);

function declared(step: Step): StepAnalysis {
  const schema = givenValue(givenArguments(step), "schema", "outputStructType");
  const fields = declaredFields(schema?.value);
  if (!fields)
    return {
      schema: unknownSchema("the schema that it declares is not known before it runs", step.node.site),
    };
  return {
    schema: {
      kind: "closed",
      attributes: attributesOfFields(fields, schema?.site ?? null),
    },
  };
}
