import type { TextRange } from "./profile.ts";

/** One setting of a spark-defaults.conf. */
export interface DefaultsEntry extends TextRange {
  readonly key: string;
  readonly value: string;
  readonly keyRange: TextRange;
  /** Of the value as written, without the white space around it. */
  readonly valueRange: TextRange;
}

export interface DefaultsProblem extends TextRange {
  readonly severity: "error" | "warning";
  readonly message: string;
}

export interface SparkDefaults {
  /** In the order of the file; of two with the same key Spark takes the last one. */
  readonly entries: readonly DefaultsEntry[];
  readonly problems: readonly DefaultsProblem[];
}

/**
 * Reads a spark-defaults.conf or another properties file the way Spark does: the format of `java.util.Properties`
 * (separators white space, `=` and `:`; comments `#` and `!`; `\` continues a line and escapes), values trimmed.
 * Never throws; keys that Spark would drop and repeated keys are told in `problems`.
 */
export function parseSparkDefaults(text: string): SparkDefaults {
  const entries: DefaultsEntry[] = [];
  const problems: DefaultsProblem[] = [];
  const seen = new Map<string, DefaultsEntry>();
  for (const line of logicalLines(text)) {
    const entry = readEntry(line, text.length, problems);
    entries.push(entry);
    const { key, keyRange } = entry;
    const earlier = seen.get(key);
    if (!key.startsWith("spark.")) {
      problems.push({
        severity: "warning",
        message: `Spark ignores "${key}": only keys that begin with "spark." count here.`,
        ...keyRange,
      });
    } else if (entry.value === "") {
      problems.push({ severity: "warning", message: `"${key}" has no value.`, ...keyRange });
    }
    if (earlier !== undefined) {
      problems.push({
        severity: "warning",
        message: `"${key}" is set again further down; this value has no effect.`,
        ...earlier.keyRange,
      });
    }
    seen.set(key, entry);
  }
  return { entries, problems };
}

/** What the file sets in the end: the last value of every key that Spark reads. */
export function effectiveDefaults({ entries }: SparkDefaults): Record<string, string> {
  return Object.fromEntries(
    entries.filter(({ key }) => key.startsWith("spark.")).map(({ key, value }) => [key, value]),
  );
}

/** One character of a logical line with its place in the file. */
interface PlacedCharacter {
  readonly character: string;
  readonly offset: number;
}

type LogicalLine = readonly PlacedCharacter[];

/** Joins continued lines, drops comments and blank lines and the white space that begins a line. */
function* logicalLines(text: string): Generator<LogicalLine> {
  let line: PlacedCharacter[] = [];
  let continued = false;
  for (const natural of naturalLines(text)) {
    const begin = natural.start + leadingSpace(text.slice(natural.start, natural.end));
    const content = text.slice(begin, natural.end);
    // As Java does it, also behind a line that was nothing but a backslash.
    if (line.length === 0 && /^(?:[#!]|$)/.test(content)) {
      continued = false;
      continue;
    }
    const backslashes = /\\*$/.exec(content)?.[0].length ?? 0;
    const continues = backslashes % 2 === 1;
    const end = continues ? natural.end - 1 : natural.end;
    for (let offset = begin; offset < end; offset += 1) line.push({ character: text.charAt(offset), offset });
    continued = continues;
    if (!continued) {
      if (line.length > 0) yield line;
      line = [];
    }
  }
  // A backslash that ends the file itself is an entry without a name.
  if (line.length > 0 || (continued && !text.endsWith("\r\n"))) yield line;
}

function* naturalLines(text: string): Generator<TextRange> {
  const terminator = /\r\n|\r|\n/g;
  let start = 0;
  for (const match of text.matchAll(terminator)) {
    yield { start, end: match.index };
    start = match.index + match[0].length;
  }
  if (start < text.length) yield { start, end: text.length };
}

/** An entry without a character stands at `fileEnd`: only a backslash that ends the file makes one. */
function readEntry(line: LogicalLine, fileEnd: number, problems: DefaultsProblem[]): DefaultsEntry {
  let keyEnd = 0;
  while (keyEnd < line.length && !/[=: \t\f]/.test(line[keyEnd]?.character ?? "")) {
    keyEnd += line[keyEnd]?.character === "\\" ? 2 : 1;
  }
  keyEnd = Math.min(keyEnd, line.length);
  let valueBegin = skipSpace(line, keyEnd);
  const separator = line[valueBegin]?.character;
  if (separator === "=" || separator === ":") valueBegin = skipSpace(line, valueBegin + 1);
  const keyPart = line.slice(0, keyEnd);
  const valuePart = line.slice(valueBegin);
  const lineEnd = (line.at(-1)?.offset ?? fileEnd - 1) + 1;
  const keyRange = rangeOf(keyPart, line[0]?.offset ?? lineEnd);
  const valueRange = rangeOf(trimEnd(valuePart), lineEnd);
  return {
    key: unescape(keyPart, problems),
    value: trimLikeJava(unescape(valuePart, problems)),
    keyRange,
    valueRange,
    start: keyRange.start,
    end: Math.max(keyRange.end, valueRange.end),
  };
}

function unescape(part: LogicalLine, problems: DefaultsProblem[]): string {
  let result = "";
  for (let index = 0; index < part.length; index += 1) {
    const { character, offset } = part[index] ?? { character: "", offset: 0 };
    if (character !== "\\") {
      result += character;
      continue;
    }
    index += 1;
    const escaped = part[index]?.character ?? "";
    if (escaped === "u") {
      const digits = part
        .slice(index + 1, index + 5)
        .map((placed) => placed.character)
        .join("");
      if (/^[0-9A-Fa-f]{4}$/.test(digits)) {
        result += String.fromCharCode(Number.parseInt(digits, 16));
        index += 4;
      } else {
        problems.push({
          severity: "error",
          message:
            "Spark cannot read this file: \\u needs four hexadecimal digits. Write \\\\ for a backslash.",
          start: offset,
          end: offset + 2 + digits.length,
        });
      }
    } else {
      result += { t: "\t", n: "\n", r: "\r", f: "\f" }[escaped] ?? escaped;
    }
  }
  return result;
}

/** Where a part lies; an empty one lies at `otherwise`. */
function rangeOf(part: LogicalLine, otherwise: number): TextRange {
  const first = part[0];
  const last = part.at(-1);
  if (first === undefined || last === undefined) return { start: otherwise, end: otherwise };
  return { start: first.offset, end: last.offset + 1 };
}

function trimEnd(part: LogicalLine): LogicalLine {
  let end = part.length;
  while (end > 0 && (part[end - 1]?.character ?? "") <= " ") end -= 1;
  return part.slice(0, end);
}

function skipSpace(line: LogicalLine, from: number): number {
  let index = from;
  while (/[ \t\f]/.test(line[index]?.character ?? "")) index += 1;
  return index;
}

function leadingSpace(text: string): number {
  return /^[ \t\f]*/.exec(text)?.[0].length ?? 0;
}

/** As `String.trim` of Java: everything up to U+0020. */
function trimLikeJava(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && text.charAt(start) <= " ") start += 1;
  while (end > start && text.charAt(end - 1) <= " ") end -= 1;
  return text.slice(start, end);
}
