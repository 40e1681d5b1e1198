import { decimal, type DataType } from "../../../catalog/dataType.ts";
import { kindOf } from "../../../catalog/dataType.ts";
import type { OutputArgument } from "./functionOutput.ts";
import { literalValue } from "./functionCall.ts";
import type { Typed } from "./typed.ts";

const withDecimals = new Set([
  "+",
  "-",
  "*",
  "/",
  "%",
  "=",
  "==",
  "<",
  "<=",
  ">",
  ">=",
  "<=>",
  "pmod",
  "mod",
  "try_add",
  "try_divide",
  "try_mod",
  "try_multiply",
  "try_subtract",
]);
const percentiles = new Set(["percentile", "percentile_approx", "approx_percentile"]);
const integers = new Set(["tinyint", "smallint", "int", "bigint"]);

/** The arguments as the types of a function see them, where Spark looks at their values first. */
export function seenArguments(name: string, args: readonly Typed[]): readonly OutputArgument[] {
  if (withDecimals.has(name) && args.length === 2 && args.some(({ dataType }) => dataType.type === "decimal"))
    return args.map((arg) => smallestDecimal(arg) ?? arg);
  const [first, second, ...others] = args;
  if (percentiles.has(name) && first && second?.dataType.type === "array")
    return [first, { dataType: doubles, nullable: second.nullable }, ...others];
  return args;
}

const doubles: DataType = { type: "array", element: { type: "atomic", name: "double" }, containsNull: false };

/**
 * A whole number beside a decimal is one with as many digits as it has (spark.sql.legacy.literal.pickMinimumPrecision);
 * the cast to it counts as one that may fail.
 */
function smallestDecimal(arg: Typed): OutputArgument | null {
  const value = literalValue(arg);
  if (typeof value !== "number" || !integers.has(kindOf(arg.dataType))) return null;
  return { dataType: decimal(String(Math.abs(value)).length, 0), nullable: true };
}
