import { atomic } from "../../../catalog/dataType.ts";
import type { ColumnExpression } from "../../column.ts";
import type { PythonCall } from "../../../catalog/pythonCalls.ts";
import type { Site } from "../../../syntax/module.ts";
import { alias } from "./aliases.ts";
import { sortOrders } from "./columnMethods.ts";
import { conditional } from "./conditionals.ts";
import { argumentsOf, callTree, functionCall, literalOf, textOf, unknownCall } from "./functionCall.ts";
import { countCall } from "./counts.ts";
import { generators } from "./generators.ts";
import { higherOrderCall } from "./lambdas.ts";
import { fromText } from "./parsing.ts";
import { unknownTree, type NameTree } from "./outputName.ts";
import { filledWithZeros, pythonOnly, seesFirst } from "./pythonCalls.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { sqlCall } from "./sqlCalls.ts";
import { arraysZip, namedStruct, struct } from "./structs.ts";
import { sessionWindow, timeWindow } from "./timeWindows.ts";
import { typed, unknownTyped, type Typed } from "./typed.ts";

type Form = (call: CallExpression, resolution: Resolution) => Typed;

/** Functions of which more than the arguments' types decides. */
const forms: Readonly<Record<string, Form>> = {
  ...sortOrders,
  ...generators,
  alias,
  arrays_zip: arraysZip,
  call_function: byName,
  call_udf: byName,
  count: countCall,
  from_csv: (call, resolution) => fromText("from_csv", call, resolution),
  from_json: (call, resolution) => fromText("from_json", call, resolution),
  from_xml: (call, resolution) => fromText("from_xml", call, resolution),
  lit: literal,
  mode,
  named_struct: namedStruct,
  session_window: sessionWindow,
  struct,
  schema_of_csv: sampled,
  schema_of_json: sampled,
  schema_of_xml: sampled,
  when: conditional,
  window: timeWindow,
};

/** Functions whose column has no name that could be known until Spark draws a seed: with that many arguments. */
const unseeded: Readonly<Record<string, number>> = { randstr: 1, uniform: 2 };

/** A function of pyspark.sql.functions. */
export function functionOfPython(name: string, call: CallExpression, resolution: Resolution): Typed {
  const { catalog, version } = resolution.scope.session;
  const asked = catalog.pythonCalls(name, call.args.length, version);
  const higher = higherOrderCall(asked.kind === "call" ? asked.function : name, call, resolution);
  if (higher) return higher;
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (form) return form(call, resolution);
  const aggregates =
    catalog.api.isAggregate(`functions.${name}`) ||
    catalog.sqlFunctions.forPython(name, version)?.kind === "aggregate";
  const args = argumentsOf(resolution, filledIn(name, call.args, resolution));
  if (args === null) return unknownCall([], { aggregates });
  const made = catalog.pythonCalls(name, args.length, version);
  if (made.kind === "seeded")
    return functionCall(resolution, name === "random" ? "rand" : name, args, call.site, { tree: null });
  const { function: sql, distinct } = made;
  const isKnown = sql !== name || catalog.sqlFunctions.forPython(name, version) || pythonOnly.has(name);
  if (!isKnown) return unknownCall(args, { aggregates });
  const taken = seesFirst.has(sql) ? args.slice(0, 1) : takenArguments(resolution, made, args, call.site);
  const zeros = Object.hasOwn(filledWithZeros, name) ? filledWithZeros[name] : undefined;
  if (zeros !== undefined) return withZeros(resolution, sql, taken, zeros, call);
  const isUnseeded = Object.hasOwn(unseeded, name) && args.length === unseeded[name];
  return functionCall(resolution, sql, name === "uuid" ? [] : taken, call.site, {
    aggregates,
    ...(distinct && { tree: callTree(sql, taken, true) }),
    ...(isUnseeded && { tree: null }),
  });
}

type MadeCall = Extract<PythonCall, { kind: "call" }>;

/** The arguments that the SQL function gets: those of Python by their places, and calls of its own. */
const takenArguments = (
  resolution: Resolution,
  made: MadeCall,
  args: readonly Typed[],
  site: Site,
): readonly Typed[] =>
  made.args.flatMap((place) => {
    if (typeof place === "number") {
      const arg = args[place];
      return arg ? [arg] : [];
    }
    return place.kind === "call"
      ? [functionCall(resolution, place.function, takenArguments(resolution, place, args, site), site)]
      : [];
  });

/** All arguments are given then, so that no default of SQL shows in the name. */
function withZeros(
  resolution: Resolution,
  name: string,
  args: readonly Typed[],
  count: number,
  { site }: CallExpression,
): Typed {
  const all = Array.from({ length: count }, (_, at) => args[at] ?? literalOf(0, "int"));
  const tree: NameTree = { kind: "udf", name, args: all.map((each) => each.tree ?? unknownTree) };
  return functionCall(resolution, name, all, site, { tree });
}

/** Arguments that are left out before others, as the signature's defaults say them. */
function filledIn(
  name: string,
  args: readonly ColumnExpression[],
  { scope: { session } }: Resolution,
): readonly ColumnExpression[] {
  if (!args.some(({ kind }) => kind === "absent")) return args;
  const form = session.catalog.api.functionSignature(`functions.${name}`, session.version)?.form;
  return args.map((arg, at): ColumnExpression => {
    const text = arg.kind === "absent" ? form?.parameters[at]?.defaultText : null;
    return text && /^-?\d+$/.test(text)
      ? { kind: "literal", value: Number(text), dataType: atomic("int"), site: arg.site }
      : arg;
  });
}

/** `lit(value)`: the value, or an array of values; a Column stays as it is. */
function literal({ args: [value] }: CallExpression, resolution: Resolution): Typed {
  return value ? resolution.of(value) : unknownTyped();
}

/** `mode(x, True)` is written as an ordered set. */
function mode(call: CallExpression, resolution: Resolution): Typed {
  const args = argumentsOf(resolution, call.args) ?? [];
  const [value] = args;
  if (args.length === 1) return functionCall(resolution, "mode", args, call.site);
  return value ? typed(value.dataType, true, { aggregates: true }) : unknownCall([], { aggregates: true });
}

/** `schema_of_json("{}")`: a string is a value here, though annotations take it for a column's name. */
function sampled(call: CallExpression): Typed {
  return typed(atomic("string"), false, {
    tree: {
      kind: "call",
      function: call.function.slice("functions.".length),
      args: call.args.slice(0, 1).map((arg) => {
        const value = arg.kind === "reference" ? arg.name : textOf(arg);
        return value === null ? unknownTree : { kind: "literal", value, dataType: atomic("string") };
      }),
      types: [atomic("string")],
    },
  });
}

/** `call_function("upper", x)`: a function by its SQL name. */
function byName(call: CallExpression, resolution: Resolution): Typed {
  const [first, ...rest] = call.args;
  const name = textOf(first)?.toLowerCase() ?? null;
  return name === null
    ? unknownCall(argumentsOf(resolution, rest) ?? [])
    : sqlCall(name, { ...call, args: rest }, resolution);
}
