import { argumentsOf, functionCall, literalOf, unknownCall } from "./functionCall.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import type { Typed } from "./typed.ts";

/** `count("*")` counts rows, as `count(1)` does. */
export function countCall(call: CallExpression, resolution: Resolution): Typed {
  const [only] = call.args;
  const args =
    only?.kind === "star" && only.qualifier === null && only.of === null
      ? [literalOf(1, "int")]
      : argumentsOf(resolution, call.args);
  return args === null
    ? unknownCall([], { aggregates: true })
    : functionCall(resolution, "count", args, call.site, { aggregates: true });
}
