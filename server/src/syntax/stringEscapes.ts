/** The text that Python reads from the characters between the quotes of a literal with that prefix. */
export function resolveEscapes(written: string, prefix: string): string {
  const text = written.includes("\r") ? written.replace(/\r\n?/gu, "\n") : written;
  const isFormatted = prefix.includes("f") || prefix.includes("t");
  if (prefix.includes("r")) return isFormatted ? text.replace(doubleBrace, "$1$2") : text;
  if (!text.includes("\\") && !isFormatted) return text;
  const isBytes = prefix.includes("b");
  return text.replace(
    escapeOrDoubleBrace,
    (
      match: string,
      octal?: string,
      byte?: string,
      unicode?: string,
      name?: string,
      other?: string,
    ): string => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      if (byte !== undefined) return String.fromCharCode(Number.parseInt(byte, 16));
      if (unicode !== undefined) return isBytes ? match : codePoint(Number.parseInt(unicode.slice(1), 16));
      if (name !== undefined) return isBytes ? match : unknownCharacter;
      if (other !== undefined) return singleEscapes.get(other) ?? match;
      return isFormatted ? match.charAt(0) : match;
    },
  );
}

const doubleBrace = /(\{)\{|(\})\}/gu;
const escapeOrDoubleBrace =
  /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|(u[\da-fA-F]{4}|U[\da-fA-F]{8})|N\{([^}]*)\}|(.))|\{\{|\}\}/gsu;

/** Stands for `\N{NAME}`: the names of Unicode's characters would weigh more than all of Python's grammar. */
export const unknownCharacter = "\ufffd";

const singleEscapes: ReadonlyMap<string, string> = new Map([
  ["\n", ""],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : unknownCharacter;
}

/** A piece of a literal: what it stands for, and where it is written, counted from the first character given. */
interface WrittenRun {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const lineEnd = /\r\n?/gu;
const lineEndOrDoubleBrace = /\r\n?|\{\{|\}\}/gu;
const lineEndEscapeOrDoubleBrace =
  /\r\n?|\\(?:[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{[^}]*\}|\r\n?|.)|\{\{|\}\}/gsu;

/**
 * The same text in pieces: those that stand for themselves, one to one, and between them escapes, doubled braces and
 * ends of lines.
 */
export function writtenRuns(written: string, prefix: string): readonly WrittenRun[] {
  const isFormatted = prefix.includes("f") || prefix.includes("t");
  const special = prefix.includes("r")
    ? isFormatted
      ? lineEndOrDoubleBrace
      : lineEnd
    : lineEndEscapeOrDoubleBrace;
  const runs: WrittenRun[] = [];
  let end = 0;
  const add = (until: number, value: string): void => {
    runs.push({ value, start: end, end: until });
    end = until;
  };
  for (const match of written.matchAll(special)) {
    const [text] = match;
    const value = resolveEscapes(text, prefix);
    if (value === text) continue;
    if (match.index > end) add(match.index, written.slice(end, match.index));
    add(match.index + text.length, value);
  }
  if (written.length > end) add(written.length, written.slice(end));
  return runs;
}
