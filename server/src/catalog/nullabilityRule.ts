import type { DataType, Field } from "./dataType.ts";
import { parseRule, type FunctionRule } from "./functionRule.ts";
import type { FunctionArgument } from "./functionTypes.ts";

/**
 * What in a function's result may be null. In data it is one line: `array, any -> 1 1.e; e=no; e~1.e` reads "for an
 * array and anything: null when the first argument or its elements may be; the elements of the result never are, and
 * what is inside of them is as inside of the first argument's elements".
 *
 * Steps into a type: `e` an array's elements, `v` a map's values, `k` its keys, `f0` a struct's first field. A part of
 * the arguments: `2` the second, `2.e` its elements, `*` each, `2*` each from the second on, `2/2*` every other one.
 */
export interface NullabilityRule {
  /** For which arguments it holds; null for all. */
  readonly when: Pick<FunctionRule, "parameters" | "repeats"> | null;
  /** By the path into the result; the result itself is "". */
  readonly terms: ReadonlyMap<string, NullTerm>;
  /** Whose inside the inside of a part of the result is like. */
  readonly insides: ReadonlyMap<string, NullTerm>;
}

/** Always, never, not known, or when one of some parts or each of them may be null. */
export type NullTerm =
  | { readonly of: "yes" | "no" | "?" }
  | { readonly of: "any" | "all"; readonly parts: readonly ArgumentPart[] };

/** A part of one argument, or of each `step`-th from one on; `step` 0 for only that one. */
export interface ArgumentPart {
  readonly from: number;
  readonly step: number;
  readonly path: readonly string[];
}

/** An argument of a function: null as `nullable` when it is not known. */
export interface OutputArgument {
  readonly type: FunctionArgument;
  readonly nullable: boolean | null;
}

/** A result with the nullability inside of its type; `exact` when all of that is known, else unknown parts count as nullable. */
export interface NullabilityResult {
  readonly nullable: boolean | null;
  readonly type: DataType;
  readonly exact: boolean;
}

const parsed = new Map<string, NullabilityRule>();

/** Reads a rule's line. Throws an Error for a mistake: rules are data of ours. */
export function parseNullability(line: string): NullabilityRule {
  let rule = parsed.get(line);
  if (rule === undefined) parsed.set(line, (rule = readRule(line)));
  return rule;
}

function readRule(line: string): NullabilityRule {
  const arrow = line.indexOf("->");
  const [top = "", ...rest] = line.slice(arrow < 0 ? 0 : arrow + 2).split(";");
  const terms = new Map([["", readTerm(top.trim())]]);
  const insides = new Map<string, NullTerm>();
  for (const part of rest) {
    const [all, path, sign, term] = /^\s*([\w.]*)([=~])(.*)$/.exec(part) ?? [];
    if (all === undefined) throw new Error(`Not a part of a rule: ${part}`);
    (sign === "=" ? terms : insides).set(path ?? "", readTerm(term?.trim() ?? ""));
  }
  return { when: arrow < 0 ? null : parseRule(`${line.slice(0, arrow)}-> ?`), terms, insides };
}

/** Reads "yes", "no", "?", "1 2.e" for any of these, "all 1 2" for all. Throws an Error for a mistake. */
export function readTerm(text: string): NullTerm {
  if (text === "yes" || text === "no" || text === "?") return { of: text };
  const words = text.split(" ");
  const all = words[0] === "all";
  return { of: all ? "all" : "any", parts: words.slice(all ? 1 : 0).map(readPart) };
}

function readPart(word: string): ArgumentPart {
  const [all, from, step, star, path] = /^(\d*)(?:\/(\d+))?(\*?)((?:\.\w+)*)$/.exec(word) ?? [];
  if (all === undefined || word === "") throw new Error(`Not a part of the arguments: ${word}`);
  return {
    from: Number(from === "" ? 1 : from) - 1,
    step: star === "*" ? Number(step ?? 1) : 0,
    path: path ? path.slice(1).split(".") : [],
  };
}

/** The result of a rule for these arguments; `resultType` is what the types alone say. */
export function applyNullability(
  rule: NullabilityRule,
  args: readonly OutputArgument[],
  resultType: DataType,
): NullabilityResult {
  let exact = true;
  const within = (path: readonly string[]): boolean => {
    const bit = bitOf(rule, args, path);
    if (bit === null) exact = false;
    return bit ?? true;
  };
  const nullable = bitOf(rule, args, []);
  const type = rebuilt(resultType, [], within);
  return { nullable, type, exact };
}

/** A type whose nullable parts are as `bit` says for their paths. */
export function rebuilt(
  type: DataType,
  path: readonly string[],
  bit: (path: readonly string[]) => boolean,
): DataType {
  switch (type.type) {
    case "array": {
      const inner = [...path, "e"];
      return { ...type, element: rebuilt(type.element, inner, bit), containsNull: bit(inner) };
    }
    case "map": {
      const inner = [...path, "v"];
      return {
        ...type,
        key: rebuilt(type.key, [...path, "k"], bit),
        value: rebuilt(type.value, inner, bit),
        valueContainsNull: bit(inner),
      };
    }
    case "struct":
      return {
        ...type,
        fields: type.fields.map((field, index): Field => {
          const inner = [...path, `f${index}`];
          return { ...field, dataType: rebuilt(field.dataType, inner, bit), nullable: bit(inner) };
        }),
      };
    default:
      return type;
  }
}

function bitOf(
  rule: NullabilityRule,
  args: readonly OutputArgument[],
  path: readonly string[],
): boolean | null {
  const own = rule.terms.get(path.join("."));
  if (own !== undefined) return termBit(own, args, []);
  for (let length = path.length - 1; length >= 0; length--) {
    const key = path.slice(0, length).join(".");
    const source = rule.insides.get(key) ?? rule.terms.get(key);
    if (source === undefined) continue;
    if (rule.insides.has(key) || "parts" in source)
      return termBit(insideOf(source), args, path.slice(length));
    return null;
  }
  return null;
}

/** Insides meet: null in one is null in the result, even where the whole is null only if all are. */
const insideOf = (term: NullTerm): NullTerm => ("parts" in term ? { of: "any", parts: term.parts } : term);

/** Whether a term holds; `deeper` are further steps into each of its parts. Null when it is not known. */
export function termBit(
  term: NullTerm,
  args: readonly OutputArgument[],
  deeper: readonly string[],
): boolean | null {
  if (!("parts" in term)) return term.of === "?" ? null : term.of === "yes";
  const stop = term.of === "any";
  let open = false;
  let asked = false;
  for (const { from, step, path } of term.parts) {
    for (let index = from; index < args.length; index += step === 0 ? args.length : step) {
      const arg = args[index];
      const bit = arg === undefined ? undefined : partBit(arg, [...path, ...deeper]);
      if (bit === undefined) continue;
      asked = true;
      if (bit === stop) return stop;
      if (bit === null) open = true;
    }
  }
  return open || (!asked && deeper.length > 0) ? null : !stop;
}

/** Whether a part of an argument may be null; undefined where its type has no such part, null when not known. */
function partBit({ type, nullable }: OutputArgument, path: readonly string[]): boolean | null | undefined {
  let at: DataType = type.type === "lambda" ? type.result : type;
  let bit: boolean | null = nullable;
  for (const step of path) {
    if (at.type === "unknown") return null;
    if (at.type === "array" && step === "e") [at, bit] = [at.element, at.containsNull];
    else if (at.type === "map" && step === "v") [at, bit] = [at.value, at.valueContainsNull];
    else if (at.type === "map" && step === "k") [at, bit] = [at.key, false];
    else if (at.type === "struct" && step.startsWith("f")) {
      const field: Field | undefined = at.fields[Number(step.slice(1))];
      if (field === undefined) return undefined;
      [at, bit] = [field.dataType, field.nullable];
    } else return undefined;
  }
  return bit;
}
