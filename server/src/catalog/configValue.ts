import type { ConfigRange } from "./configData.ts";
import type { ConfigEntry } from "./configEntry.ts";
import { editDistance } from "./editDistance.ts";
import { bytesText, factorOf, formatNumber, normalUnit, timeText } from "./configUnits.ts";
import { regexProblem } from "./javaRegex.ts";
import { checkTimeZone } from "./timeZones.ts";

/** What Spark would make of a value. */
export type ValueCheck =
  | {
      readonly ok: true;
      /** The meaning for people, such as "10 MiB (10485760 bytes)"; null when the text says it all. */
      readonly human: string | null;
      /** Taken by Spark, but hardly what was meant. */
      readonly caution: string | null;
    }
  | {
      readonly ok: false;
      /** A sentence for people. */
      readonly problem: string;
      /** A value that is probably meant and that Spark takes. */
      readonly fix: string | null;
    };

type Check = (entry: ConfigEntry, text: string) => ValueCheck;

const fine: ValueCheck = { ok: true, human: null, caution: null };
const wrong = (problem: string, fix: string | null = null): ValueCheck => ({ ok: false, problem, fix });
const means = (human: string | null, caution: string | null = null): ValueCheck => ({
  ok: true,
  human,
  caution,
});

/** A value at the beginning of a sentence: between backticks nothing but blanks could not be seen. */
const quoted = (text: string): string => (text.trim() === "" ? "An empty text" : `\`${text}\``);

/** Judges a value as Spark reads it. What no fact speaks against is fine. */
export function checkConfigValue(entry: ConfigEntry, text: string): ValueCheck {
  if (text.includes("${")) return fine;
  const product = entry.elsewhere[text.trim().toLowerCase()];
  if (product !== undefined) return means(null, `Only ${product} takes this value; Spark itself refuses it.`);
  if (!entry.isList) return checkOne(entry, text);
  for (const part of text.split(",").map((each) => each.trim())) {
    const check = part === "" ? fine : checkOne(entry, part);
    if (!check.ok) return { ...check, fix: null };
  }
  return fine;
}

function checkOne(entry: ConfigEntry, text: string): ValueCheck {
  if (entry.values) {
    const allowed = checkAllowed(entry, entry.values, text);
    if (!allowed.ok || entry.type === "string") return allowed;
  }
  if (entry.range?.nonEmpty && text === "") return wrong(`\`${entry.key}\` must not be empty.`);
  if (entry.check === "time zone") return checkZone(entry, text);
  if (entry.type === null) return fine;
  const check = checks[entry.type](entry, text);
  const isRepaired = check.ok || check.fix === null || checks[entry.type](entry, check.fix).ok;
  return isRepaired ? check : { ...check, fix: null };
}

/** Registered values; Spark trims numbers but no texts, capitals count unless the key says otherwise. */
function checkAllowed(entry: ConfigEntry, values: readonly string[], text: string): ValueCheck {
  const plain = text.trim().toLowerCase();
  const isText = entry.type === "string";
  const given = isText ? (entry.isTrimmed ? text.trim() : text) : text.trim().replace(/^\+/, "");
  const same = values.find(
    (value) => value === given || (entry.isCaseless && value.toLowerCase() === given.toLowerCase()),
  );
  if (same !== undefined) return fine;
  const meant =
    values.find((value) => value.toLowerCase() === plain) ??
    values.find((value) => editDistance(plain, value.toLowerCase(), 2) <= Math.min(2, value.length / 3));
  return wrong(`${quoted(text)} is none of the values it takes: ${values.join(", ")}.`, meant ?? null);
}

const checkBoolean: Check = (_entry, text) => {
  const plain = text.trim().toLowerCase();
  if (plain === "true" || plain === "false") return fine;
  const isYes = ["1", "yes", "y", "on", "t", "enabled"].includes(plain);
  const isNo = ["0", "no", "n", "off", "f", "disabled"].includes(plain);
  return wrong(
    `${quoted(text)} is no boolean: Spark takes only true and false.`,
    isYes ? "true" : isNo ? "false" : null,
  );
};

const maxLong = 2n ** 63n - 1n;

const wholeBounds = { int: [-2147483648n, 2147483647n], long: [-maxLong - 1n, maxLong] } as const;

const checkWhole: Check = (entry, text) => {
  const plain = text.trim();
  const [least, most] = wholeBounds[entry.type === "long" ? "long" : "int"];
  if (/^[+-]?\d+$/.test(plain)) {
    const value = BigInt(plain.replace(/^\+/, ""));
    if (value < least || value > most)
      return wrong(`\`${plain}\` does not fit into ${entry.type === "long" ? 64 : 32} bits.`);
    return checkRange(entry, Number(value), "") ?? fine;
  }
  const meant = Number(plain.replaceAll(/[_,]/g, ""));
  const isWhole =
    /\d/.test(plain) && Number.isSafeInteger(meant) && BigInt(meant) >= least && BigInt(meant) <= most;
  const sized = /^\d+(\.\d+)?\s*[a-z]+$/i.test(plain);
  return wrong(
    `${quoted(text)} is no whole number.${sized ? " It takes no unit." : ""}`,
    isWhole ? String(meant) : null,
  );
};

/** As Java's Double.parseDouble: also 1e3, 5d, NaN, Infinity and hexadecimal. */
const checkDouble: Check = (entry, text) => {
  const plain = text.trim();
  if (/^[+-]?NaN$/.test(plain)) return entry.range ? wrong(`${quoted(text)} is no number.`) : fine;
  if (/^[+-]?Infinity$/.test(plain)) return checkRange(entry, Number(plain), "") ?? fine;
  const binary = /^([+-]?)0x([\da-f]+)p([+-]?\d+)[fd]?$/i.exec(plain);
  if (binary) {
    const size = parseInt(binary[2] ?? "", 16) * 2 ** Number(binary[3]);
    return checkRange(entry, binary[1] === "-" ? -size : size, "") ?? fine;
  }
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[fd]?$/i.test(plain))
    return checkRange(entry, Number(plain.replace(/[fd]$/i, "")), "") ?? fine;
  return noNumber(text);
};

/** As Java's BigDecimal: no letters but the exponent's. */
const checkDecimal: Check = (entry, text) => {
  const plain = text.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)
    ? (checkRange(entry, Number(plain), "") ?? fine)
    : noNumber(text);
};

function noNumber(text: string): ValueCheck {
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim())?.[1];
  return wrong(`${quoted(text)} is no number.`, percent === undefined ? null : String(Number(percent) / 100));
}

const checkRegex: Check = (_entry, text) => {
  const problem = regexProblem(text);
  return problem === null ? fine : wrong(`${quoted(text)} is no regular expression: ${problem}.`);
};

function checkZone(entry: ConfigEntry, text: string): ValueCheck {
  const { isKnown, meant } = checkTimeZone(text);
  if (isKnown) return fine;
  return wrong(
    `${quoted(text)} is no time zone. ${entry.key} takes regions such as Europe/Berlin, UTC, or offsets such as +02:00.`,
    meant,
  );
}

/** `10`, `10m`, `10MB`, `-1`: a whole number and a unit without a space between (JavaUtils.byteStringAs). */
const checkBytes: Check = (entry, text) => {
  const own = entry.unit ?? "b";
  const match = /^(-?\d+)([a-z]*)$/.exec(text.trim().toLowerCase());
  const factor = match ? factorOf("bytes", match[2] === "" ? own : (match[2] ?? "")) : null;
  if (!match || factor === null) return wrongSize(entry, text, "bytes");
  const amount = Number(match[1]);
  const bytes = amount * factor;
  const ownFactor = factorOf("bytes", own) ?? 1;
  const steps = BigInt(Math.max(1, factor / ownFactor));
  if (BigInt(match[1] ?? "") * steps > maxLong)
    return wrong(`\`${text.trim()}\` is more than 64 bits can count.`);
  const counted = Math.trunc(bytes / ownFactor);
  const outside = checkRange(entry, counted, own === "b" ? "" : own);
  if (outside) return outside;
  if (counted === 0 && amount !== 0)
    return means(bytesText(bytes), `It is counted in ${unitNames[own] ?? own} and rounded down to 0.`);
  return means(amount <= 0 ? null : bytesText(bytes));
};

/** `10`, `5min`, `100ms`: a whole number and a unit without a space between (JavaUtils.timeStringAs). */
const checkTime: Check = (entry, text) => {
  const own = entry.unit ?? "ms";
  const match = /^(-?\d+)([a-z]*)$/.exec(text.trim().toLowerCase());
  const bare = match?.[2] === "";
  const factor = match ? factorOf("time", bare ? own : (match[2] ?? "")) : null;
  if (!match || factor === null || (!bare && match[2] === "ns")) return wrongSize(entry, text, "time");
  const amount = Number(match[1]);
  const nanoseconds = amount * factor;
  const ownFactor = factorOf("time", own) ?? 1;
  const counted = Math.trunc(nanoseconds / ownFactor);
  const outside = checkRange(entry, counted, own);
  if (outside) return outside;
  if (counted === 0 && amount !== 0)
    return means(timeText(nanoseconds), `It is counted in ${unitNames[own] ?? own} and rounded down to 0.`);
  return means(amount <= 0 ? null : timeText(nanoseconds));
};

const checks: Readonly<Record<NonNullable<ConfigEntry["type"]>, Check>> = {
  boolean: checkBoolean,
  int: checkWhole,
  long: checkWhole,
  double: checkDouble,
  decimal: checkDecimal,
  bytes: checkBytes,
  time: checkTime,
  string: () => fine,
  regex: checkRegex,
};

export const unitNames: Readonly<Record<string, string>> = {
  b: "bytes",
  k: "KiB",
  m: "MiB",
  g: "GiB",
  ns: "nanoseconds",
  us: "microseconds",
  ms: "milliseconds",
  s: "seconds",
  min: "minutes",
};

/** Says what a size or time has to look like, and repairs spaces, fractions and foreign unit names where that is exact. */
function wrongSize(entry: ConfigEntry, text: string, kind: "bytes" | "time"): ValueCheck {
  const example = kind === "bytes" ? "64m or 2g" : "500ms, 30s or 5min";
  const loose = /^([+-]?\d+(?:\.\d+)?)\s*([a-z]*)\.?$/i.exec(text.trim());
  const unit = loose ? normalUnit(kind, loose[2] === "" ? (entry.unit ?? "") : (loose[2] ?? "")) : null;
  const fix = loose && unit !== null ? wholeSize(kind, Number(loose[1]), unit) : null;
  const reason = loose?.[1]?.includes(".")
    ? "Spark takes whole numbers only"
    : /\s/.test(text.trim())
      ? "no space may stand between number and unit"
      : `write it like ${example}`;
  return wrong(`${quoted(text)} is no ${kind === "bytes" ? "size" : "time"}: ${reason}.`, fix);
}

/** 1.5 g → "1536m": the same amount in the largest unit that makes it whole. */
function wholeSize(kind: "bytes" | "time", amount: number, unit: string): string | null {
  const units = kind === "bytes" ? ["p", "t", "g", "m", "k", "b"] : ["d", "h", "min", "s", "ms", "us"];
  for (const smaller of units.slice(units.indexOf(unit))) {
    const value = (amount * (factorOf(kind, unit) ?? 1)) / (factorOf(kind, smaller) ?? 1);
    if (Number.isInteger(value)) return `${value}${smaller}`;
  }
  return null;
}

function checkRange(entry: ConfigEntry, value: number, unit: string): ValueCheck | null {
  const { range } = entry;
  if (!range || range.orValues?.includes(value)) return null;
  const isInside =
    !(range.min !== undefined && value < range.min) &&
    !(range.max !== undefined && value > range.max) &&
    !(range.exclusiveMin !== undefined && value <= range.exclusiveMin) &&
    !(range.exclusiveMax !== undefined && value >= range.exclusiveMax) &&
    !(range.multipleOf !== undefined && value % range.multipleOf !== 0);
  return isInside
    ? null
    : wrong(`\`${formatNumber(value)}${unit}\` is out of range: it must be ${rangeText(range, unit)}.`);
}

/** "more than 0", "from 1 to 1024, or -1". */
export function rangeText(range: ConfigRange, unit: string): string {
  const show = (value: number) => formatNumber(value) + unit;
  const parts: string[] = [];
  if (range.min !== undefined && range.max !== undefined)
    parts.push(`from ${show(range.min)} to ${show(range.max)}`);
  else if (range.min !== undefined) parts.push(`at least ${show(range.min)}`);
  if (range.exclusiveMin !== undefined) parts.push(`more than ${show(range.exclusiveMin)}`);
  if (range.max !== undefined && range.min === undefined) parts.push(`at most ${show(range.max)}`);
  if (range.exclusiveMax !== undefined) parts.push(`less than ${show(range.exclusiveMax)}`);
  if (range.multipleOf !== undefined) parts.push(`a multiple of ${show(range.multipleOf)}`);
  const text = parts.join(" and ");
  return range.orValues ? `${text}, or ${range.orValues.map(show).join(" or ")}` : text;
}
