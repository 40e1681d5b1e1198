import { atomic } from "../../../catalog/dataType.ts";
import { compareVersions } from "../../../catalog/sparkVersion.ts";
import { alias } from "./aliases.ts";
import { castCall } from "./casts.ts";
import { conditional } from "./conditionals.ts";
import { extracted } from "./fieldAccess.ts";
import { argumentsOf, flagsOf, functionCall, unknownCall } from "./functionCall.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { dropFields, withField } from "./changedFields.ts";
import { typed, unknownTyped, type Typed } from "./typed.ts";
import { over } from "./windows.ts";

type Method = (call: CallExpression, resolution: Resolution) => Typed;

/** A method that is a SQL function of the column and its arguments. */
const named =
  (name: string): Method =>
  (call, resolution) => {
    const args = argumentsOf(resolution, call.args);
    return args === null ? unknownCall([]) : functionCall(resolution, name, args, call.site);
  };

const sorted =
  (descending: boolean, nullsFirst: boolean | null): Method =>
  (call, resolution) => {
    const [child] = argumentsOf(resolution, call.args) ?? [];
    if (!child) return unknownTyped();
    return {
      ...child,
      attribute: null,
      name: null,
      tree: child.tree && { kind: "order", input: child.tree, descending, nullsFirst },
    };
  };

const item: Method = (call, resolution) => {
  const [base, key] = argumentsOf(resolution, call.args) ?? [];
  if (!base || !key) return unknownCall(base ? [base] : []);
  return extracted(resolution, base, key, call.site);
};

/** Always there, since NULL itself is an answer. */
export const nullTest =
  (name: string): Method =>
  (call, resolution) => {
    const result = named(name)(call, resolution);
    return typed(atomic("boolean"), false, { tree: result.tree, ...flagsOf([result]) });
  };

export const sortOrders: Readonly<Record<string, Method>> = {
  asc: sorted(false, null),
  asc_nulls_first: sorted(false, true),
  asc_nulls_last: sorted(false, false),
  desc: sorted(true, null),
  desc_nulls_first: sorted(true, true),
  desc_nulls_last: sorted(true, false),
};

/** `a >= low AND a <= high`. */
export const between: Method = (call, resolution) => {
  const args = argumentsOf(resolution, call.args);
  const [value, low, high] = args ?? [];
  if (!args || !value || !low || !high) return unknownCall(args ?? []);
  const lower = functionCall(resolution, ">=", [value, low], call.site);
  const upper = functionCall(resolution, "<=", [value, high], call.site);
  return functionCall(resolution, "and", [lower, upper], call.site);
};

/** Column's methods by their names. */
export const columnMethods: Readonly<Record<string, Method>> = {
  ...sortOrders,
  alias,
  name: alias,
  astype: castCall,
  cast: castCall,
  try_cast: castCall,
  between,
  bitwiseAND: named("&"),
  bitwiseOR: named("|"),
  bitwiseXOR: named("^"),
  contains: named("contains"),
  dropFields,
  endswith: named("endswith"),
  eqNullSafe: named("<=>"),
  getField: item,
  getItem: item,
  ilike: named("ilike"),
  isNaN: named("isnan"),
  isNotNull: nullTest("isnotnull"),
  isNull: nullTest("isnull"),
  isin: named("in"),
  like: named("like"),
  otherwise: conditional,
  outer: () => unknownTyped(),
  over,
  rlike: named("rlike"),
  startswith: named("startswith"),
  substr: (call, resolution) =>
    named(compareVersions(resolution.scope.session.version, "4.0") < 0 ? "substring" : "substr")(
      call,
      resolution,
    ),
  when: conditional,
  withField,
};
