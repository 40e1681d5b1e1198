import { atomic, decimal, kindOf, structOf, unknownType, type DataType } from "../../../catalog/dataType.ts";
import { parseDataType } from "../../../catalog/dataTypeText.ts";
import { eitherNullable } from "../nullability.ts";
import { literalValue } from "./functionCall.ts";
import type { Typed } from "./typed.ts";

type Decide = (args: readonly Typed[]) => DataType;

/** Types of results that the values of literals decide, beside the arguments' types; by SQL function. */
export const literalTypes: Readonly<Record<string, Decide>> = {
  "+": daysAdded,
  "-": daysAdded,
  array: (args) => (args.length === 0 ? noElements : unknownType),
  bround: rounded,
  ceil: roundedUp,
  ceiling: roundedUp,
  date_part: extracted,
  datepart: extracted,
  extract: extracted,
  floor: roundedUp,
  grouping: () => atomic("tinyint"),
  grouping_id: () => atomic("bigint"),
  count_min_sketch: () => atomic("binary"),
  histogram_numeric: ([values]) => ({
    type: "array",
    element: structOf([
      ["x", values?.dataType ?? unknownType],
      ["y", atomic("double")],
    ]),
    containsNull: true,
  }),
  in: () => atomic("boolean"),
  make_dt_interval: () => atomic("interval day to second"),
  make_ym_interval: () => atomic("interval year to month"),
  map: (args) =>
    args.length === 0
      ? { type: "map", key: atomic("void"), value: atomic("void"), valueContainsNull: false }
      : unknownType,
  ntile: ([count]) => (kindOf(count?.dataType ?? unknownType) === "int" ? atomic("int") : unknownType),
  nth_value: ([value]) => value?.dataType ?? unknownType,
  product: () => atomic("double"),
  round: rounded,
  timestampadd: timestampAdded,
  timestampdiff: () => atomic("bigint"),
  to_char: () => atomic("string"),
  to_number: numbered,
  to_varchar: () => atomic("string"),
  try_to_number: numbered,
  try_variant_get: chosen,
  try_avg: intervalAverage,
  variant_get: chosen,
  window_time: ([window]) =>
    window?.dataType.type === "struct" ? (window.dataType.fields[0]?.dataType ?? unknownType) : unknownType,
};

type DecideNull = (args: readonly Typed[]) => boolean | null | undefined;

/** Whether the result may be null, where literals decide it or no table says so; undefined where the table holds. */
export const literalNulls: Readonly<Record<string, DecideNull>> = {
  array: none,
  convert_timezone: withoutCasts("string", "string", "timestamp_ntz"),
  count_min_sketch: () => false,
  element_at: ([base, key]) => (base && key ? fixedPlace(base, key) : undefined),
  grouping: () => false,
  grouping_id: () => false,
  histogram_numeric: () => true,
  lpad: withoutCasts("string", "int", "string"),
  map: none,
  nth_value: () => true,
  overlay: withoutCasts("string", "string", "int", "int"),
  product: () => true,
  regexp_replace: withoutCasts("string", "string", "string", "int"),
  rpad: withoutCasts("string", "int", "string"),
  split: withoutCasts("string", "string", "int"),
  substr: withoutCasts("string", "int", "int"),
  substring: withoutCasts("string", "int", "int"),
  timestampadd: anyOfThree,
  timestampdiff: anyOfThree,
  to_number: () => true,
  try_to_number: () => true,
  try_variant_get: () => true,
  variant_get: () => true,
  window_time: () => true,
};

function none(args: readonly Typed[]): false | undefined {
  return args.length === 0 ? false : undefined;
}

/** Of arguments that need no cast to what the function takes, one must be null to make the result so. */
function withoutCasts(...kinds: readonly string[]): DecideNull {
  return (args) =>
    args.every(({ dataType }, at) => kindOf(dataType) === kinds[at])
      ? args.reduce<boolean | null>((so, each) => eitherNullable(so, each.nullable), false)
      : undefined;
}

/** `timestampadd(unit, n, t)` and its like: null when one of them is. */
function anyOfThree(args: readonly Typed[]): boolean | null | undefined {
  if (args.length !== 3) return undefined;
  return args.reduce<boolean | null>((so, each) => eitherNullable(so, each.nullable), false);
}

const noElements: DataType = { type: "array", element: atomic("void"), containsNull: false };

/** Days that are added to a date give a date; other intervals give a timestamp. */
function daysAdded(args: readonly Typed[]): DataType {
  const names = args.map(({ dataType }) => (dataType.type === "atomic" ? dataType.name : ""));
  return names.includes("date") && names.includes("interval day") ? atomic("date") : unknownType;
}

function timestampAdded(args: readonly Typed[]): DataType {
  const type = args[2]?.dataType ?? unknownType;
  const kind = kindOf(type);
  if (kind === "date" || kind === "timestamp") return atomic("timestamp");
  return kind === "timestamp_ntz" ? type : unknownType;
}

/** A decimal rounded to a number of digits: one more before the point, for 9.9 becomes 10 (RoundBase, 3.3 to 4.3). */
function rounded([value, digits]: readonly Typed[]): DataType {
  const type = value?.dataType ?? unknownType;
  const scale = digits ? literalValue(digits) : 0;
  if (type.type !== "decimal" || typeof scale !== "number" || !Number.isInteger(scale)) return unknownType;
  const whole = type.precision - type.scale + 1;
  if (scale < 0) return decimal(Math.max(whole, 1 - scale), 0);
  const kept = Math.min(type.scale, scale);
  return decimal(whole + kept, kept);
}

/** `ceil` and `floor` to a number of digits make decimals of all numbers. */
function roundedUp([value, digits]: readonly Typed[]): DataType {
  if (!value || !digits) return unknownType;
  const [precision, scale] = decimalDigits[kindOf(value.dataType)] ?? [];
  if (precision === undefined || scale === undefined) return rounded([value, digits]);
  return rounded([{ ...value, dataType: decimal(precision, scale) }, digits]);
}

/** DecimalType.forType */
const decimalDigits: Readonly<Record<string, readonly [precision: number, scale: number]>> = {
  tinyint: [3, 0],
  smallint: [5, 0],
  int: [10, 0],
  bigint: [20, 0],
  float: [14, 7],
  double: [30, 15],
};

const wholeParts = new Set(
  (
    "year yearofweek quarter month week day dayofweek dow dayofweek_iso dow_iso doy hour minute " +
    "years yr yrs y yearsofweek qtr mon mons months w weeks d days h hours hr hrs m min mins minutes"
  ).split(" "),
);

/** A part of a date or timestamp: seconds with their fraction, all others whole. */
function extracted([part, source]: readonly Typed[]): DataType {
  const name = part ? literalValue(part) : null;
  const kind = kindOf(source?.dataType ?? unknownType);
  if (typeof name !== "string" || !["date", "timestamp", "timestamp_ntz", "string"].includes(kind))
    return unknownType;
  const lower = name.toLowerCase();
  if (wholeParts.has(lower)) return atomic("int");
  return /^(?:s|sec|secs|second|seconds)$/.test(lower) ? decimal(8, 6) : unknownType;
}

/** A number that a pattern such as "$99.99" describes. */
function numbered([, pattern]: readonly Typed[]): DataType {
  const text = pattern ? literalValue(pattern) : null;
  if (typeof text !== "string" || !/^[09.DG,$SLMIPR]+$/i.test(text)) return unknownType;
  const [whole = "", fraction = ""] = text.split(/[.D]/i).map((part) => part.replace(/[^09]/g, ""));
  const digits = whole.length + fraction.length;
  return digits > 0 && digits <= 38 ? decimal(digits, fraction.length) : unknownType;
}

/** Averages of intervals have all fields of their kind. */
function intervalAverage([value]: readonly Typed[]): DataType {
  const kind = kindOf(value?.dataType ?? unknownType);
  return kind.startsWith("interval ") ? atomic(kind) : unknownType;
}

/** The type that a text names as the last argument. */
function chosen([, , name]: readonly Typed[]): DataType {
  const text = name ? literalValue(name) : "variant";
  return typeof text === "string" ? (parseDataType(text) ?? unknownType) : unknownType;
}

/** Spark takes a fixed place in an array for one that may not be there, unless the array is spelled out. */
export function fixedPlace(base: Typed, key: Typed): boolean | null | undefined {
  if (base.dataType.type !== "array" || literalValue(key) === undefined) return undefined;
  const spelled = base.tree?.kind === "field" ? base.tree.input : base.tree;
  return spelled?.kind === "call" && spelled.function === "array" ? null : true;
}
