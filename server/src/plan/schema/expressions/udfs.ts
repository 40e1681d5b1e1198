import { argumentsOf, flagsOf, textOf, unknownCall } from "./functionCall.ts";
import { expressionText, unknownTree } from "./outputName.ts";
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

/** `f(x=column)`: the column, written as `x => column`. */
export function namedArgument({ args: [column, name] }: CallExpression, resolution: Resolution): Typed {
  if (!column) return unknownCall([]);
  const value = resolution.of(column);
  const text = expressionText(value.tree, resolution.scope.session);
  const parameter = textOf(name);
  const path = text === null || parameter === null ? null : [`${parameter} => ${text}`];
  return { ...value, name: null, attribute: null, tree: path && { kind: "column", path } };
}

/** Made by `spark.udf.register("name", f)`: then it is called so, not as the function is. */
const isRegistered = ({ site, name }: UdfDefinition): boolean =>
  name !== null &&
  /\.register\s*\($/.test(site.unit.text.slice(site.start, site.end).split(/["']/, 1)[0] ?? "");
