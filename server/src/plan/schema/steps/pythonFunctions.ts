import { sparkValue } from "../../value.ts";
import type { StepAnalysis } from "../analysis.ts";
import { attributesOfFields, declaredFields } from "../declaredSchema.ts";
import { keysOf } from "./aggregates.ts";
import { givenArguments, givenValue, unknownSchema, type Step } from "../step.ts";

/** Steps whose rows a Python function makes: their schema is the one declared. */
export const pythonSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "GroupedData.apply": byUdf,
  ...Object.fromEntries(
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
  ),
};

/** `grouped.apply(udf)`: the type that the UDF declares. */
function byUdf(step: Step): StepAnalysis {
  const returns = sparkValue(step.node.args[0]?.value)?.udf?.returns;
  return {
    schema:
      returns?.type === "struct"
        ? { kind: "closed", attributes: attributesOfFields(returns.fields, step.node.site) }
        : unknownSchema("the type that the function declares is not known before it runs", step.node.site),
  };
}

function declared(step: Step): StepAnalysis {
  const schema = givenValue(givenArguments(step), "schema", "outputStructType");
  const fields = declaredFields(schema?.value);
  const resolved = step.node.method.startsWith("GroupedData.") ? (keysOf(step) ?? []) : [];
  if (!fields)
    return {
      schema: unknownSchema("the schema that it declares is not known before it runs", step.node.site),
      resolved,
    };
  return {
    schema: {
      kind: "closed",
      attributes: attributesOfFields(fields, schema?.site ?? null),
    },
    resolved,
  };
}
