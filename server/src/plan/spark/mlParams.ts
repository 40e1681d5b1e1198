import type { Site, Unit } from "../../syntax/module.ts";
import type { BoundArgument } from "../facts.ts";
import type { BuilderCall, Value } from "../value.ts";
import { literalSite } from "./columnArguments.ts";

/**
 * The method of the steps that transformers and models of pyspark.ml add to a plan. The first of such a step's builder
 * calls is named by the path of the class; all of their arguments are keywords.
 */
export const transformMethod = "pyspark.ml.Transformer.transform";

/** The method of the steps that make a frame of a model itself; their first builder call has the method's path. */
export const modelFrameMethod = "pyspark.ml.Model";

/** What a parameter of a stage is set to. */
export interface MlParam {
  readonly value: Value;
  readonly site: Site;
}

/** The parameters that calls on a stage have set; null where an unpacked argument hides them. */
export function mlParams(calls: readonly BuilderCall[]): ReadonlyMap<string, MlParam> | null {
  const params = new Map<string, MlParam>();
  for (const { args, unit } of calls)
    for (const { name, value, node } of args) {
      if (name === null) return null;
      // None leaves a parameter as it is (Params._set, 3.3 to 4.3).
      if (value.kind !== "none")
        params.set(name, { value, site: literalSite(value, { unit, start: node.start, end: node.end }) });
    }
  return params;
}

/** Arguments as keywords, for a method of these parameters; one that is unpacked and not known stays without a name. */
export function keywordArguments(
  args: readonly BoundArgument[],
  parameters: readonly string[] = [],
): readonly BoundArgument[] {
  return args.flatMap((each, index): readonly BoundArgument[] => {
    if (each.unpack === "**" && each.value.kind === "dict" && each.value.exact)
      return each.value.entries.map(({ key, value }) => ({
        name: key.kind === "string" ? key.value : null,
        unpack: "",
        node: each.node,
        value,
      }));
    if (each.unpack !== "" || each.name !== null) return [each];
    return [{ ...each, name: parameters[index] ?? null }];
  });
}

/** A call on a stage whose arguments the code does not tell. */
export const hiddenCall = (method: string, args: readonly BoundArgument[], unit: Unit): BuilderCall => ({
  method,
  args: args.map((each) => ({ ...each, name: null })),
  unit,
});
