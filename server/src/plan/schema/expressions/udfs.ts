import { argumentsOf, flagsOf, unknownCall } from "./functionCall.ts";
import { unknownTree } from "./outputName.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import type { UdfDefinition } from "../../value.ts";
import { typed, type Typed } from "./typed.ts";

/** A call of a UDF: its return type, which may always be null, and its Python name. */
export function udfCall(call: CallExpression, resolution: Resolution): Typed {
  const args = argumentsOf(resolution, call.args);
  const { udf } = call;
  if (!udf) return unknownCall(args ?? []);
  const node = udf.function?.node;
  const own = node === undefined ? null : node.kind === "Lambda" ? "<lambda>" : node.name.id;
  const name = isRegistered(udf) ? udf.name : own;
  const flags = flagsOf(args ?? []);
  return typed(udf.returns, true, {
    ...flags,
    aggregates: flags.aggregates || aggregatesSeries(call),
    tree:
      name === null || args === null
        ? null
        : { kind: "udf", name, args: args.map(({ tree }) => tree ?? unknownTree) },
  });
}

/** A pandas UDF of series that gives one value makes one row of many. */
function aggregatesSeries({ udf }: CallExpression): boolean {
  const node = udf?.function?.node;
  if (udf?.form === "row" || node === undefined || node.kind === "Lambda" || !node.returns) return false;
  return node.returns.kind === "Name" && ["float", "int", "str", "bool"].includes(node.returns.id);
}

/** Made by `spark.udf.register("name", f)`: then it is called so, not as the function is. */
const isRegistered = ({ site, name }: UdfDefinition): boolean =>
  name !== null &&
  /\.register\s*\($/.test(site.unit.text.slice(site.start, site.end).split(/["']/, 1)[0] ?? "");
