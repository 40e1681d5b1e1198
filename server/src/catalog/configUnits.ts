type Kind = "bytes" | "time";

/** Spark's suffixes (JavaUtils, 4.3; binary prefixes) with what each counts, in bytes and in nanoseconds. */
const factors: Readonly<Record<Kind, ReadonlyMap<string, number>>> = {
  bytes: new Map(
    ["b", "k", "m", "g", "t", "p"].flatMap((letter, power): [string, number][] =>
      (letter === "b" ? [letter] : [letter, `${letter}b`, `${letter}ib`]).map((suffix) => [
        suffix,
        1024 ** power,
      ]),
    ),
  ),
  time: new Map([
    ["ns", 1],
    ["us", 1e3],
    ["ms", 1e6],
    ["s", 1e9],
    ["m", 60e9],
    ["min", 60e9],
    ["h", 3600e9],
    ["d", 86400e9],
  ]),
};

/** How many bytes or nanoseconds one of a unit is; null when Spark does not know the unit. */
export function factorOf(kind: Kind, unit: string): number | null {
  return factors[kind].get(unit) ?? null;
}

const bytesWords = /^(?:bytes?|b|([kmgtp])(?:i?b|ibi?bytes?|ilobytes?|egabytes?|igabytes?|erabytes?)?)$/;
const timeWords: readonly (readonly [RegExp, string])[] = [
  [/^(us|micros?(econds?)?)$/, "us"],
  [/^(ms|millis?(econds?)?)$/, "ms"],
  [/^(s|secs?|seconds?)$/, "s"],
  [/^(m|mins?|minutes?)$/, "min"],
  [/^(h|hrs?|hours?)$/, "h"],
  [/^(d|days?)$/, "d"],
];

/** The short suffix for what people write, such as "Gigabytes" or "sec"; null when it is no unit. */
export function normalUnit(kind: Kind, written: string): string | null {
  const lower = written.toLowerCase();
  if (kind === "time") return timeWords.find(([words]) => words.test(lower))?.[1] ?? null;
  const match = bytesWords.exec(lower);
  return match ? (match[1] ?? "b") : null;
}

/** "10 MiB (10485760 bytes)". */
export function bytesText(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let power = 0;
  while (power < 5 && bytes >= 1024 ** (power + 1)) power++;
  return withBase(bytes / 1024 ** power, units[power] ?? "bytes", bytes, "bytes");
}

/** "5 min (300 s)". */
export function timeText(nanoseconds: number): string {
  const seconds = nanoseconds / 1e9;
  if (seconds < 1)
    return nanoseconds < 1e6 ? `${round(nanoseconds / 1e3)} µs` : `${round(nanoseconds / 1e6)} ms`;
  const units = [
    [86400, "d"],
    [3600, "h"],
    [60, "min"],
  ] as const;
  const [size, name] = units.find(([each]) => seconds >= each) ?? [1, "s"];
  return withBase(seconds / size, name, round(seconds), "s");
}

/** The amount in the unit that reads well, with the plain count beside it; the count first when the other is rounded. */
function withBase(amount: number, unit: string, count: number, base: string): string {
  if (unit === base) return `${round(amount)} ${unit}`;
  const plain = `${formatNumber(count)} ${base}`;
  const readable = `${round(amount)} ${unit}`;
  return Number.isInteger(amount) ? `${readable} (${plain})` : `${plain} (about ${readable})`;
}

/** Without exponent and without grouping: digits as one would type them. */
export function formatNumber(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

const round = (value: number): number => Math.round(value * 10) / 10;
