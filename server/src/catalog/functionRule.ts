import { parseDataType } from "./dataTypeText.ts";

/**
 * One way to call a function: what its arguments may be and what it gives then. In data it is one line:
 * `array, any -> boolean when common(element(1),2)` reads "an array and anything; a boolean, when the array's elements
 * and the second argument have a common type". The last pattern may end in `*`: any number of such arguments.
 */
export interface FunctionRule {
  readonly parameters: readonly TypePattern[];
  /** The last pattern stands for any number of arguments, none included. */
  readonly repeats: boolean;
  readonly result: ResultTerm;
  /** Must have a type for the rule to hold. */
  readonly guard: ResultTerm | null;
}

/** Kinds of types; a nested one such as "array<string>" is one of arrays whose elements are of that kind. */
export type TypePattern = ReadonlySet<string>;

/** How a result's type follows from the arguments' types. */
export type ResultTerm =
  | { readonly term: "type"; readonly text: string }
  | { readonly term: "argument"; readonly index: number }
  /** The arguments from `from` on, each `step`-th of them. */
  | { readonly term: "arguments"; readonly from: number; readonly step: number }
  | { readonly term: "call"; readonly name: ResultCall; readonly inputs: readonly ResultTerm[] }
  | { readonly term: "decimal"; readonly precision: Sum; readonly scale: Sum }
  | { readonly term: "struct"; readonly fields: readonly (readonly [name: string, type: ResultTerm])[] }
  /** It depends on more than types. */
  | { readonly term: "unknown" };

const calls = [
  "array",
  "map",
  "element",
  "key",
  "value",
  "field1",
  "field2",
  "common",
  "commonWithoutString",
  "tightest",
  "add",
  "subtract",
  "multiply",
  "divide",
  "remainder",
  "whole",
  "average",
] as const;
/** Parts of types, types made of types, and the relations of coercion.ts. */
export type ResultCall = (typeof calls)[number];

/** A number made of the first argument's precision `p` and scale `s`: how many of each, and what is added. */
export interface Sum {
  readonly p: number;
  readonly s: number;
  readonly plus: number;
}

/** Names for sets of kinds in patterns. */
export const kindGroups: Readonly<Record<string, readonly string[]>> = {
  integral: ["tinyint", "smallint", "int", "bigint"],
  number: ["tinyint", "smallint", "int", "bigint", "float", "double", "decimal"],
  datetime: ["date", "timestamp", "timestamp_ntz"],
  period: ["interval day to second", "interval year to month"],
};
/** Short words for kinds whose names have blanks. */
export const kindWords: Readonly<Record<string, string>> = {
  daytime: "interval day to second",
  yearmonth: "interval year to month",
  calendar: "interval",
};

const parsed = new Map<string, FunctionRule>();

/** Reads a rule's line. Throws an Error for a mistake: rules are data of ours. */
export function parseRule(line: string): FunctionRule {
  let rule = parsed.get(line);
  if (rule === undefined) parsed.set(line, (rule = readRule(line)));
  return rule;
}

function readRule(line: string): FunctionRule {
  const arrow = line.indexOf("->");
  if (arrow < 0) throw new Error(`A rule without "->": ${line}`);
  const left = line.slice(0, arrow).trim();
  const [result = "", guard] = line.slice(arrow + 2).split(" when ");
  const repeats = left.endsWith("*");
  const patterns = (repeats ? left.slice(0, -1) : left).trim();
  return {
    parameters: patterns === "" ? [] : topLevelParts(patterns).map(readPattern),
    repeats,
    result: readTerm(result.trim()),
    guard: guard === undefined ? null : readTerm(guard.trim()),
  };
}

const patterns = new Map<string, TypePattern>();

function readPattern(text: string): TypePattern {
  const key = text.trim();
  let pattern = patterns.get(key);
  if (pattern === undefined) {
    const kinds = key.split(" ").flatMap((word) => kindGroups[word] ?? [kindWords[word] ?? nested(word)]);
    patterns.set(key, (pattern = new Set(kinds)));
  }
  return pattern;
}

const nested = (word: string): string =>
  word.replace(/<(\w+)>$/, (all, inner: string) => (kindWords[inner] ? `<${kindWords[inner]}>` : all));

/** Reads a result such as "array<struct<key:key(1),value:value(1)>>", "decimal(p+10,s)" or "common(2..)". */
export function readTerm(text: string): ResultTerm {
  if (text === "?") return { term: "unknown" };
  const range = /^(\d+)\.\.(?:\/(\d+))?$/.exec(text);
  if (range) return { term: "arguments", from: Number(range[1]), step: Number(range[2] ?? 1) };
  if (/^\d+$/.test(text)) return { term: "argument", index: Number(text) - 1 };
  if (parseDataType(text) !== null) return { term: "type", text };
  const [head = "", open, inside = ""] = /^(\w+)([(<])(.*)[)>]$/s.exec(text)?.slice(1) ?? [];
  const parts = topLevelParts(inside);
  if (head === "decimal" && parts.length === 2)
    return { term: "decimal", precision: readSum(parts[0] ?? ""), scale: readSum(parts[1] ?? "") };
  if (head === "struct") {
    return {
      term: "struct",
      fields: parts.map((part) => {
        const colon = part.indexOf(":");
        return [part.slice(0, colon), readTerm(part.slice(colon + 1))] as const;
      }),
    };
  }
  const name = calls.find((call) => call === head);
  if (name === undefined || open === undefined) throw new Error(`Not a result of a rule: ${text}`);
  return { term: "call", name, inputs: parts.map(readTerm) };
}

function topLevelParts(text: string): readonly string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const mark = text.charAt(at);
    if (mark === "(" || mark === "<") depth++;
    else if (mark === ")" || mark === ">") depth--;
    else if (mark === "," && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  if (text !== "") parts.push(text.slice(start).trim());
  return parts;
}

function readSum(text: string): Sum {
  let [p, s, plus] = [0, 0, 0];
  for (const [, sign, unit] of text.matchAll(/([+-]?)(p|s|\d+)/g)) {
    const factor = sign === "-" ? -1 : 1;
    if (unit === "p") p += factor;
    else if (unit === "s") s += factor;
    else plus += factor * Number(unit);
  }
  return { p, s, plus };
}
