import { textOf } from "../literals.ts";
import type { Span } from "../sqlExpression.ts";
import { childOf, childrenOf, tokenOf, type SqlNode } from "../tree.ts";
import { isSince, named, refused, sourceOf, type Check, type Checks, type Refusal } from "./check.ts";
import {
  dayMicroseconds,
  fits,
  rangeExamples,
  rangeMistake,
  readIntervalText,
  type Interval,
} from "./intervalText.ts";

const yearFields = new Set(["year", "month"]);

/** The units that a text of an interval names. */
export const unitsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => /^[a-z]+$/.test(word) && word !== "interval")
    .map((word) => word.replace(/s$/, ""));

/** Years and months do not go together with days and hours. */
export function mixedUnits(span: Span, units: readonly string[]): Refusal | null {
  const ofYears = units.filter((unit) => yearFields.has(unit));
  if (ofYears.length === 0 || ofYears.length === units.length) return null;
  return refused(
    span,
    "_LEGACY_ERROR_TEMP_0029",
    "Years and months do not go into one interval with smaller units. Add two intervals: INTERVAL 1 MONTH + INTERVAL 2 DAYS goes with dates, make_interval(…) with all.",
  );
}

/** Days and times together must fit into microseconds. */
export function overflowOfDays(
  span: Span,
  interval: Interval | null,
  units: readonly string[],
  version: string,
): Refusal | null {
  if (interval === null || units.some((unit) => yearFields.has(unit))) return null;
  if (fits(interval.days * dayMicroseconds + interval.microseconds, 64)) return null;
  return refused(
    span,
    named(version, "4.0", "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION", "_LEGACY_ERROR_TEMP_0062"),
    "This interval is longer than Spark can keep: at most about 292,000 years in days and time.",
  );
}

/** Intervals within expressions; others (`SET TIME ZONE`) have rules of their own. */
const checkInterval: Check = (node, context) => {
  const { text, version, parents } = context;
  const several = childOf(node, "errorCapturingMultiUnitsInterval");
  const range = childOf(node, "errorCapturingUnitToUnitInterval");
  const second = several === null ? range?.children[1] : childOf(several, "unitToUnitInterval");
  if (second !== undefined && second !== null)
    return refused(
      second,
      "_LEGACY_ERROR_TEMP_0024",
      "One interval has one range of fields (… TO …), and nothing beside it. Add two intervals.",
    );
  const inner = several === null ? range?.children[0] : childOf(several, "multiUnitsInterval");
  if (inner?.kind !== "node") return null;
  if (inner.rule === "unitToUnitInterval") return checkRange(inner, text, version);
  const values = childrenOf(inner, "intervalValue");
  const units = childrenOf(inner, "unitInMultiUnits", "identifier").map((unit) => sourceOf(text, unit));
  const parts: string[] = [];
  for (const [each, value] of values.entries()) {
    const spelt = valueText(value, text);
    if (isQuoted(value) && /\p{L}/u.test(spelt))
      return refused(
        value,
        "_LEGACY_ERROR_TEMP_0026",
        "Only a number stands before a unit. Leave the words in the quotes out.",
      );
    parts.push(`${spelt} ${units[each] ?? ""}`);
  }
  const interval = readIntervalText(parts.join(" "));
  if (interval === null)
    return refused(
      inner,
      named(version, "4.0", `INVALID_INTERVAL_FORMAT.${unreadable(parts)}`, "_LEGACY_ERROR_TEMP_0062"),
      "Spark cannot read this interval. Write numbers and units, as in INTERVAL 1 DAY 2 HOURS; only seconds have fractions.",
    );
  if (parents.at(-1)?.rule !== "constant") return null;
  const singular = units.map((unit) => unit.toLowerCase().replace(/s$/, ""));
  return mixedUnits(node, singular) ?? overflowOfDays(node, interval, singular, version);
};

/** Since 4.0: why Spark does not read an interval. */
const unreadable = (parts: readonly string[]): string =>
  parts.some((part) => /^\s*[+-]?\s*\d*\.\d*\s+(?!seconds?$)[a-z]+$/i.test(part))
    ? "INVALID_FRACTION"
    : "INVALID_UNIT";

const isQuoted = (value: SqlNode): boolean => {
  const last = value.children.at(-1);
  return last?.kind === "node" || last?.type === "STRING_LITERAL";
};

/** The number as Spark puts it before the unit. */
function valueText(value: SqlNode, text: string): string {
  if (!isQuoted(value)) return sourceOf(text, value);
  const inner = textOf(value, text);
  if (tokenOf(value, "MINUS") === null) return inner;
  return inner.startsWith("-") ? inner.slice(1) : `-${inner}`;
}

function checkRange(range: SqlNode, text: string, version: string): Refusal | null {
  const [value, from, , to] = range.children;
  if (value?.kind !== "node" || from === undefined || to === undefined) return null;
  if (!isQuoted(value))
    return refused(
      value,
      "_LEGACY_ERROR_TEMP_0027",
      "An interval from one field to another has its value in quotes, as in INTERVAL '1-2' YEAR TO MONTH.",
    );
  const [first, last] = [from, to].map((field) => sourceOf(text, field).toLowerCase().replace(/s$/, ""));
  const fields = `${first} ${last}`;
  const mistake = rangeMistake(valueText(value, text), first ?? "", last ?? "");
  if (mistake === null) return null;
  if (mistake === "fields")
    return refused(
      range,
      named(
        version,
        "4.0",
        "INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION",
        "_LEGACY_ERROR_TEMP_0028",
      ),
      `There are no intervals from ${first} to ${last}.`,
    );
  const condition = isSince(version, "4.0")
    ? rangeConditions[mistake](first ?? "")
    : "_LEGACY_ERROR_TEMP_0063";
  const form = rangeExamples[fields] ?? "";
  return refused(
    range,
    condition,
    mistake === "format"
      ? `Spark reads ${fields.toUpperCase().replace(" ", " TO ")} in another form. Write it as in '${form}'.`
      : `A part of this interval is too large. Hours end at 23, minutes and seconds at 59, months at 11.`,
  );
}

/** Since 4.0: the condition of a mistake, by the first field. */
const rangeConditions: Readonly<Record<"format" | "range" | "overflow", (first: string) => string>> = {
  format: (first) =>
    first === "year"
      ? "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING"
      : "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE",
  range: () => "INVALID_INTERVAL_FORMAT.INTERVAL_PARSING",
  overflow: () => "_LEGACY_ERROR_TEMP_0063",
};

/** Checks of intervals. */
export const intervalChecks: Checks = { interval: checkInterval };
