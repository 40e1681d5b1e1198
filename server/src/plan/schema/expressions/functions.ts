import { alias } from "./aliases.ts";
import { sortOrders } from "./columnMethods.ts";
import { conditional } from "./conditionals.ts";
import { argumentsOf, callTree, functionCall, literalOf, textOf, unknownCall } from "./functionCall.ts";
import { generators } from "./generators.ts";
import { higherOrderCall } from "./lambdas.ts";
import { fromText } from "./parsing.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { namedStruct, struct } from "./structs.ts";
import { unknownTyped, type Typed } from "./typed.ts";

type Form = (call: CallExpression, resolution: Resolution) => Typed;

/** Functions of which more than the arguments' types decides. */
const forms: Readonly<Record<string, Form>> = {
  ...sortOrders,
  ...generators,
  count,
  lit: literal,
  when: conditional,
  struct,
  named_struct: namedStruct,
  from_json: (call, resolution) => fromText("from_json", call, resolution),
  from_csv: (call, resolution) => fromText("from_csv", call, resolution),
  from_xml: (call, resolution) => fromText("from_xml", call, resolution),
  count_distinct: (call, resolution) => distinct("count", call, resolution),
  countDistinct: (call, resolution) => distinct("count", call, resolution),
  sum_distinct: (call, resolution) => distinct("sum", call, resolution),
  sumDistinct: (call, resolution) => distinct("sum", call, resolution),
  call_function: byName,
  call_udf: byName,
  alias,
};

/** Old names of Python's functions, and such as SQL calls otherwise. */
const sqlNames: Readonly<Record<string, string>> = {
  approxCountDistinct: "approx_count_distinct",
  bitwiseNOT: "~",
  bitwise_not: "~",
  chr: "chr",
  random: "rand",
  shiftLeft: "shiftleft",
  shiftRight: "shiftright",
  shiftRightUnsigned: "shiftrightunsigned",
  toDegrees: "degrees",
  toRadians: "radians",
  uuid: "uuid",
};

/** Functions whose seed Spark draws where the code gives none. */
const seeded = new Set(["rand", "random", "randn", "shuffle", "uuid", "randstr", "uniform"]);

/** A function of pyspark.sql.functions. */
export function functionOfPython(name: string, call: CallExpression, resolution: Resolution): Typed {
  const { session } = resolution.scope;
  const sql = session.catalog.sqlFunctions.forPython(name, session.version)?.name ?? sqlNames[name] ?? null;
  const higher = higherOrderCall(sql ?? name, call, resolution);
  if (higher) return higher;
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (form) return form(call, resolution);
  const aggregates = session.catalog.api.isAggregate(`functions.${name}`);
  const args = argumentsOf(resolution, call.args);
  if (args === null || sql === null) return unknownCall(args ?? [], { aggregates });
  return functionCall(resolution, sql, args, call.site, {
    aggregates,
    ...(seeded.has(sql) && { tree: null }),
  });
}

/** `lit(value)`: the value, or an array of values; a Column stays as it is. */
function literal({ args }: CallExpression, resolution: Resolution): Typed {
  const [value] = args;
  if (!value) return unknownTyped();
  if (value.kind !== "list") return resolution.of(value);
  const items = argumentsOf(resolution, value.items);
  return items === null ? unknownCall([]) : functionCall(resolution, "array", items, value.site);
}

/** `count("*")` counts rows. */
function count(call: CallExpression, resolution: Resolution): Typed {
  const [only] = call.args;
  const args =
    only?.kind === "star" && only.qualifier === null
      ? [literalOf(1, "int")]
      : argumentsOf(resolution, call.args);
  return args === null
    ? unknownCall([], { aggregates: true })
    : functionCall(resolution, "count", args, call.site, { aggregates: true });
}

function distinct(name: string, call: CallExpression, resolution: Resolution): Typed {
  const args = argumentsOf(resolution, call.args);
  if (args === null) return unknownCall([], { aggregates: true });
  return functionCall(resolution, name, args, call.site, {
    aggregates: true,
    tree: callTree(name, args, true),
  });
}

/** `call_function("upper", x)`: a function by its SQL name. */
function byName({ args: [first, ...rest], site }: CallExpression, resolution: Resolution): Typed {
  const name = textOf(first)?.toLowerCase() ?? null;
  const args = argumentsOf(resolution, rest);
  const { session } = resolution.scope;
  const found = name === null ? null : session.catalog.sqlFunctions.find(name, session.version);
  if (args === null || !found || found.kind !== "scalar" || Object.hasOwn(forms, found.name))
    return unknownCall(args ?? [], { aggregates: found?.kind === "aggregate" });
  return functionCall(resolution, found.name, args, site);
}
