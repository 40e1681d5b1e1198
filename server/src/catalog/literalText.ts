import { kindOf, type DataType } from "./dataType.ts";

/**
 * A literal's value: numbers as such (bigint where a number is not exact), decimals, dates and timestamps as SQL
 * writes them ("2020-01-02 03:04:05.6"), binary as hexadecimal digits, intervals of one family as months or
 * microseconds, calendar intervals as Spark writes them ("1 months 2 days").
 */
export type LiteralValue = string | number | bigint | boolean | null;

/** How a name shows a literal, as `toPrettySQL` of Spark 3.3 to 4.3 does: text and numbers plain, others as SQL. */
export function literalText(value: LiteralValue, dataType: DataType): string {
  if (value === null) return "NULL";
  const kind = kindOf(dataType);
  switch (kind) {
    case "double":
      return typeof value === "number" ? javaDouble(value) : String(value);
    case "float":
      return typeof value === "number" ? javaFloat(value) : String(value);
    case "decimal":
      return dataType.type === "decimal" ? decimalText(String(value), dataType.scale) : String(value);
    case "date":
      return `DATE '${value}'`;
    case "timestamp":
      return `TIMESTAMP '${withoutZeros(String(value))}'`;
    case "timestamp_ntz":
      return `TIMESTAMP_NTZ '${withoutZeros(String(value))}'`;
    case "time":
      return `TIME '${withoutZeros(String(value))}'`;
    case "binary":
      return `X'${String(value).toUpperCase()}'`;
    case "interval":
      return `INTERVAL '${value}'`;
    case "interval day to second":
    case "interval year to month":
      return dataType.type === "atomic" ? intervalText(BigInt(String(value)), dataType.name) : String(value);
    default:
      return dataType.type === "atomic" && dataType.name.startsWith("string collate ")
        ? `'${String(value)}' ${dataType.name.slice("string ".length)}`
        : String(value);
  }
}

const withoutZeros = (text: string): string => text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

/** As Java's `Double.toString`: "1.0", "1.0E10", "1.0E-5". */
export const javaDouble = (value: number): string => javaNumber(value, String(Math.abs(value)));

/** As Java's `Float.toString`: the fewest digits that are this float. */
export function javaFloat(value: number): string {
  const float = Math.fround(value);
  if (!Number.isFinite(float)) return javaDouble(float);
  let digits = 1;
  while (digits < 9 && Math.fround(Number(float.toPrecision(digits))) !== float) digits++;
  return javaNumber(float, String(Math.abs(Number(float.toPrecision(digits)))));
}

function javaNumber(value: number, shortest: string): string {
  if (Number.isNaN(value)) return "NaN";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (!Number.isFinite(value)) return `${sign}Infinity`;
  if (value === 0) return `${sign}0.0`;
  const [, whole = "0", fraction = "", power = "0"] =
    /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(shortest) ?? [];
  const all = `${whole}${fraction}`;
  const digits = all.replace(/^0+/, "").replace(/0+$/, "") || "0";
  // The place of the point behind the first digit.
  const exponent = whole.length - 1 + Number(power) - (all.length - all.replace(/^0+/, "").length);
  if (exponent >= 7 || exponent < -3)
    return `${sign}${digits.charAt(0)}.${digits.slice(1) || "0"}E${exponent}`;
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const padded = digits.padEnd(exponent + 1, "0");
  return `${sign}${padded.slice(0, exponent + 1)}.${padded.slice(exponent + 1) || "0"}`;
}

/** As Java's `BigDecimal.toString` at a scale: "1.50", "1E-7". */
export function decimalText(text: string, scale: number): string {
  const [, sign = "", whole = "0", fraction = "", power = "0"] =
    /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text.trim()) ?? [];
  const shift = scale - fraction.length + Number(power);
  const unscaled = `${whole}${fraction}${"0".repeat(Math.max(0, shift))}`.slice(
    0,
    shift < 0 ? shift : undefined,
  );
  const digits = unscaled.replace(/^0+(?=\d)/, "");
  const minus = sign === "-" && digits !== "0" ? "-" : "";
  const exponent = digits.length - 1 - scale;
  if (scale === 0) return `${minus}${digits}`;
  if (exponent < -6)
    return `${minus}${digits.charAt(0)}${digits.length > 1 ? `.${digits.slice(1)}` : ""}E${exponent}`;
  const padded = digits.padStart(scale + 1, "0");
  return `${minus}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

const dayTimeUnits = ["day", "hour", "minute", "second"];
const microseconds = [86_400_000_000n, 3_600_000_000n, 60_000_000n, 1_000_000n];

/** "INTERVAL '1 02:03:04.5' DAY TO SECOND" for microseconds, "INTERVAL '1-2' YEAR TO MONTH" for months. */
function intervalText(value: bigint, type: string): string {
  const [, from = "", to = from] = type.split(/ to | /).filter((word) => word !== "");
  const fields = from === to ? from.toUpperCase() : `${from} TO ${to}`.toUpperCase();
  const sign = value < 0n ? "-" : "";
  const size = value < 0n ? -value : value;
  return `INTERVAL '${sign}${/year|month/.test(from) ? months(size, from, to) : dayTime(size, from, to)}' ${fields}`;
}

function months(size: bigint, from: string, to: string): string {
  if (from === "month") return String(size);
  return to === "year" ? String(size / 12n) : `${size / 12n}-${size % 12n}`;
}

function dayTime(size: bigint, from: string, to: string): string {
  const [first, last] = [dayTimeUnits.indexOf(from), dayTimeUnits.indexOf(to)];
  let rest = size;
  let text = "";
  for (let unit = first; unit <= last; unit++) {
    const each = microseconds[unit] ?? 1n;
    const count = String(rest / each);
    rest %= each;
    const separator = unit === first ? "" : unit === 1 ? " " : ":";
    text += `${separator}${unit === 0 ? count : count.padStart(2, "0")}`;
  }
  if (to !== "second" || rest === 0n) return text;
  return `${text}.${String(rest).padStart(6, "0").replace(/0+$/, "")}`;
}
