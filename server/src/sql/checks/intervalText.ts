/** An interval as Spark keeps it. */
export interface Interval {
  readonly months: bigint;
  readonly days: bigint;
  readonly microseconds: bigint;
}

const microsecond = 1n;
const second = 1_000_000n * microsecond;
const minute = 60n * second;
const hour = 60n * minute;
/** How many microseconds a day of an interval in days and time has. */
export const dayMicroseconds = 24n * hour;

const months: Readonly<Record<string, bigint>> = { year: 12n, month: 1n };
const days: Readonly<Record<string, bigint>> = { week: 7n, day: 1n };
const times: Readonly<Record<string, bigint>> = { hour, minute, second, millisecond: 1000n, microsecond };
const part = /([+-]?)[ \t\n\r\f]*(?:(\d+)(?:\.(\d{0,9}))?|\.(\d{1,9}))\s+([a-z]+)(?:\s+|$)/iy;

/** Whether a number is one of Java's of so many bits. */
export const fits = (value: bigint, bits: number): boolean => value === BigInt.asIntN(bits, value);

/** Reads "1 year -2 days 3.5 seconds", with or without the word "interval" in front; null when Spark does not. */
export function readIntervalText(text: string): Interval | null {
  const source = text.trim().replace(/^interval\s+/i, "");
  if (source === "") return null;
  const sum = { months: 0n, days: 0n, microseconds: 0n };
  for (part.lastIndex = 0; part.lastIndex < source.length;) {
    const match = part.exec(source);
    if (match === null) return null;
    const [, sign, whole = "0", fraction = match[4], , word = ""] = match;
    const unit = word.toLowerCase().replace(/s$/, "");
    const value = BigInt(whole) * (sign === "-" ? -1n : 1n);
    const isFractional = fraction !== undefined;
    if (isFractional && unit !== "second") return null;
    if (unit in months) sum.months += value * (months[unit] ?? 0n);
    else if (unit in days) sum.days += value * (days[unit] ?? 0n);
    else if (unit in times) {
      const rest = BigInt((fraction ?? "").padEnd(9, "0").slice(0, 6) || "0");
      sum.microseconds += value * (times[unit] ?? 0n) + (sign === "-" ? -rest : rest);
    } else return null;
  }
  return fits(sum.months, 32) && fits(sum.days, 32) && fits(sum.microseconds, 64) ? sum : null;
}

/** What is wrong with the text of an interval from one field to another. */
export type RangeMistake = "format" | "range" | "overflow" | "fields";

const rangeForms: Readonly<Record<string, RegExp>> = {
  "year month": /^([+-])?(\d{1,9})-(\d{1,2})$/,
  "day hour": /^([+-])?(\d{1,9}) (\d{1,2})$/,
  "day minute": /^([+-])?(\d{1,9}) (\d{1,2}):(\d{1,2})$/,
  "day second": /^([+-])?(\d{1,9}) (\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d{1,9})?$/,
  "hour minute": /^([+-])?(\d{1,10}):(\d{1,2})$/,
  "hour second": /^([+-])?(\d{1,10}):(\d{1,2}):(\d{1,2})(\.\d{1,9})?$/,
  "minute second": /^([+-])?(\d{1,12}):(\d{1,2})(\.\d{1,9})?$/,
};
/** Fields in the order of the forms: what one is worth, and its highest value behind another one. */
const rangeFields: Readonly<Record<string, readonly [worth: bigint, most: bigint]>> = {
  year: [12n, 0n],
  month: [1n, 11n],
  day: [dayMicroseconds, 0n],
  hour: [hour, 23n],
  minute: [minute, 59n],
  second: [second, 59n],
};
const fieldOrder = Object.keys(rangeFields);

/** An example of what Spark reads for a range of fields: "1-2" for years to months. */
export const rangeExamples: Readonly<Record<string, string>> = {
  "year month": "1-2",
  "day hour": "1 02",
  "day minute": "1 02:03",
  "day second": "1 02:03:04.5",
  "hour minute": "2:03",
  "hour second": "2:03:04.5",
  "minute second": "3:04.5",
};

/** What Spark finds wrong in `INTERVAL 'text' FROM TO TO`; null when nothing. */
export function rangeMistake(text: string, from: string, to: string): RangeMistake | null {
  const form = rangeForms[`${from} ${to}`];
  if (form === undefined) return "fields";
  const match = form.exec(text.trim());
  if (match === null) return "format";
  const names = fieldOrder.slice(fieldOrder.indexOf(from), fieldOrder.indexOf(to) + 1);
  let total = 0n;
  for (const [each, name] of names.entries()) {
    const value = BigInt(match[each + 2] ?? "0");
    const [worth, most] = rangeFields[name] ?? [0n, 0n];
    if (each > 0 && value > most) return "range";
    total += value * worth;
  }
  const fraction = match[names.length + 2];
  if (fraction?.startsWith(".") === true) total += BigInt(fraction.slice(1).padEnd(6, "0").slice(0, 6));
  if (match[1] === "-") total = -total;
  if (from === "year") return fits(total, 32) ? null : "range";
  return fits(total, 64) ? null : "overflow";
}
