import { atomic } from "../../../catalog/dataType.ts";
import type { ColumnExpression } from "../../column.ts";
import { compareVersions } from "../../../catalog/sparkVersion.ts";
import type { Session } from "../../session.ts";
import { alias } from "./aliases.ts";
import { sortOrders } from "./columnMethods.ts";
import { conditional } from "./conditionals.ts";
import { argumentsOf, functionCall, literalOf, textOf, unknownCall } from "./functionCall.ts";
import { countCall } from "./counts.ts";
import { generators } from "./generators.ts";
import { higherOrderCall } from "./lambdas.ts";
import { fromText } from "./parsing.ts";
import { unknownTree, type NameTree } from "./outputName.ts";
import { callsBefore4, pythonCalls, type PythonCall } from "./pythonCalls.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { distinctCall, sqlCall } from "./sqlCalls.ts";
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
  countDistinct: (call, resolution) => distinctCall("count", call, resolution),
  count_distinct: (call, resolution) => distinctCall("count", call, resolution),
  from_csv: (call, resolution) => fromText("from_csv", call, resolution),
  from_json: (call, resolution) => fromText("from_json", call, resolution),
  from_xml: (call, resolution) => fromText("from_xml", call, resolution),
  lit: literal,
  listagg_distinct: (call, resolution) => distinctCall("listagg", call, resolution),
  mode,
  named_struct: namedStruct,
  session_window: sessionWindow,
  string_agg_distinct: (call, resolution) => distinctCall("string_agg", call, resolution),
  struct,
  sumDistinct: (call, resolution) => distinctCall("sum", call, resolution),
  sum_distinct: (call, resolution) => distinctCall("sum", call, resolution),
  schema_of_csv: sampled,
  schema_of_json: sampled,
  schema_of_xml: sampled,
  when: conditional,
  window: timeWindow,
};

/** Functions that draw a seed where the code gives none: their names cannot be known then. */
const seeded = new Set(["rand", "randn", "randstr", "uniform"]);
const unseededCount: Readonly<Record<string, number>> = { rand: 0, randn: 0, randstr: 1, uniform: 2 };

/** Functions to which Python gives all arguments, so that no default of SQL shows in the name. */
const plainNames = new Set(["make_interval", "try_make_interval", "make_dt_interval", "make_ym_interval"]);

const plainTree = (name: string, args: readonly Typed[]): NameTree => ({
  kind: "udf",
  name,
  args: args.map(({ tree }) => tree ?? unknownTree),
});

/** A function of pyspark.sql.functions. */
export function functionOfPython(name: string, call: CallExpression, resolution: Resolution): Typed {
  const { session } = resolution.scope;
  const given = call.args.filter(({ kind }) => kind !== "absent").length;
  const python = pythonCall(name, given);
  const sql = python?.sql ?? sqlName(name, session);
  const higher = higherOrderCall(sql ?? name, call, resolution);
  if (higher) return higher;
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (form) return form(call, resolution);
  const aggregates = session.catalog.api.isAggregate(`functions.${name}`);
  const args = argumentsOf(resolution, filledIn(name, call.args, resolution));
  if (args === null || sql === null) return unknownCall(args ?? [], { aggregates });
  const taken = takenArguments(args, python);
  return functionCall(resolution, sql, taken, call.site, {
    aggregates,
    ...(plainNames.has(sql) && { tree: plainTree(sql, taken) }),
    ...(seeded.has(sql) && args.length <= (unseededCount[sql] ?? 0) && { tree: null }),
  });
}

/** The SQL function behind one of Python's; null where there is none. */
function sqlName(name: string, { catalog, version }: Session): string | null {
  const earlier = compareVersions(version, "4.0") < 0 && Object.hasOwn(callsBefore4, name);
  if (earlier) return callsBefore4[name] ?? null;
  return catalog.sqlFunctions.forPython(name, version)?.name ?? (name === "product" ? name : null);
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

const pythonCall = (name: string, given: number): PythonCall | undefined => {
  const key = `${name}/${given}`;
  if (Object.hasOwn(pythonCalls, key)) return pythonCalls[key];
  return Object.hasOwn(pythonCalls, name) ? pythonCalls[name] : undefined;
};

function takenArguments(args: readonly Typed[], python: PythonCall | undefined): readonly Typed[] {
  if (!python) return args;
  const { takes, defaults } = python;
  const taken = takes
    ? takes.flatMap((at) => {
        const arg = args[at];
        return arg ? [arg] : [];
      })
    : args;
  if (!defaults) return taken;
  return defaults.flatMap((value, at) => {
    const arg = taken[at];
    if (arg) return [arg];
    return value === undefined ? [] : [literalOf(value, literalKind(value))];
  });
}

const literalKind = (value: string | number | boolean): string =>
  typeof value === "number" ? "int" : typeof value;

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
