import { argumentsOf, functionCall, literalOf, unknownCall } from "./functionCall.ts";
import { readSql } from "./resolveSql.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import type { Typed } from "./typed.ts";

/** `count("*")` counts rows, as `count(1)` does. */
export function countCall(call: CallExpression, resolution: Resolution): Typed {
  const [only] = call.args;
  const column = only?.kind === "sql" ? readSql(only, resolution.scope.session).column : only;
  const args =
    call.args.length === 1 && column?.kind === "star" && column.qualifier === null && column.of === null
      ? [literalOf(1, "int")]
      : argumentsOf(resolution, call.args);
  return args === null
    ? unknownCall([], { aggregates: true })
    : functionCall(resolution, "count", args, call.site, { aggregates: true });
}
