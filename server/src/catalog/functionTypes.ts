import { decimalArithmetic, decimalFor, type ArithmeticOperator, type Coercion } from "./coercion.ts";
import {
  arrayOf,
  decimal,
  isKnown,
  kindOf,
  mapOf,
  structOf,
  unknownType,
  type DataType,
} from "./dataType.ts";
import { parseDataType } from "./dataTypeText.ts";
import { parseRule, type FunctionRule, type ResultTerm, type Sum, type TypePattern } from "./functionRule.ts";
import { compareVersions } from "./sparkVersion.ts";
import { rowIn, type Versioned } from "./versioned.ts";

/** An argument: a type, or a lambda function by the type of its body. */
export type FunctionArgument = DataType | { readonly type: "lambda"; readonly result: DataType };

/** `refused`: no value of these types is taken; `unknown`: nothing is said, for the types do not decide it. */
export type FunctionResult =
  | { readonly kind: "type"; readonly type: DataType }
  | { readonly kind: "refused" }
  | { readonly kind: "unknown" };

export interface FunctionTypes {
  /** The type that a SQL function or operator (such as "+") gives for arguments of these types. */
  readonly result: (
    name: string,
    argumentTypes: readonly FunctionArgument[],
    version: string,
    options: { readonly ansi: boolean },
  ) => FunctionResult;
}

/** The rules of a function: those of both modes, or each mode's own. */
export interface FunctionTypeRow {
  readonly rules?: readonly string[];
  readonly ansi?: readonly string[];
  readonly legacy?: readonly string[];
}

interface FunctionTypeData {
  readonly versions: readonly string[];
  readonly functions: Readonly<Record<string, Versioned<FunctionTypeRow>>>;
}

/** Builds the look-ups from the text of function-types.json. */
export function createFunctionTypes(text: string, coercion: Coercion): FunctionTypes {
  const { versions, functions } = JSON.parse(text) as FunctionTypeData;
  const known = new Map<string, readonly FunctionRule[] | null>();
  const rulesOf = (name: string, version: string, ansi: boolean): readonly FunctionRule[] | null => {
    const key = `${name} ${version} ${ansi}`;
    let rules = known.get(key);
    if (rules === undefined) {
      const stored = functions[name];
      const row = stored === undefined ? null : rowIn(stored, versions, nearest(versions, version));
      const lines = row === null ? undefined : ((ansi ? row.ansi : row.legacy) ?? row.rules);
      known.set(key, (rules = lines === undefined ? null : lines.map(parseRule)));
    }
    return rules;
  };
  return {
    result(name, argumentTypes, version, { ansi }) {
      const rules = rulesOf(name.toLowerCase(), version, ansi);
      if (rules === null) return { kind: "unknown" };
      return resultByRules(rules, argumentTypes, { version, ansi }, coercion);
    },
  };
}

/** The probed version that stands for another: the newest that is not newer, or the oldest. */
const nearest = (versions: readonly string[], version: string): string =>
  versions.findLast((each) => compareVersions(each, version) <= 0) ?? versions[0] ?? version;

type Mode = Parameters<Coercion["commonType"]>[2];

/** What the rules of a function say; rules that hold for the same arguments agree. */
export function resultByRules(
  rules: readonly FunctionRule[],
  args: readonly FunctionArgument[],
  mode: Mode,
  coercion: Coercion,
): FunctionResult {
  const possible: FunctionRule[] = [];
  for (const rule of rules) {
    const fit = fits(rule, args);
    if (fit === "no") continue;
    const guard = rule.guard === null ? null : evaluate(rule.guard, args, mode, coercion);
    if (rule.guard !== null && guard === null) continue;
    if (fit === "yes" && (guard === null || isKnown(guard))) {
      const type = evaluate(rule.result, args, mode, coercion);
      if (type === null) continue;
      return isKnown(type) ? { kind: "type", type } : { kind: "unknown" };
    }
    possible.push(rule);
  }
  const [first] = possible;
  if (first === undefined) return { kind: "refused" };
  // Whatever the unknown arguments are, all rules that may hold give this type.
  const { result } = first;
  const type = result.term === "type" ? parseDataType(result.text) : null;
  const agreed = possible.every(
    (rule) => rule.result.term === "type" && result.term === "type" && rule.result.text === result.text,
  );
  const open = args.some((arg) => arg.type === "unknown");
  return type !== null && agreed && open ? { kind: "type", type } : { kind: "unknown" };
}

/** Whether a rule speaks of arguments; `maybe` when that depends on what is not known of them, or was never asked. */
export type Fit = "yes" | "no" | "maybe";

export function fits(
  rule: Pick<FunctionRule, "parameters" | "repeats">,
  args: readonly FunctionArgument[],
): Fit {
  const { parameters, repeats } = rule;
  if (repeats ? args.length < parameters.length - 1 : args.length !== parameters.length) return "no";
  let fit: Fit = "yes";
  for (const [index, arg] of args.entries()) {
    const pattern = parameters[Math.min(index, parameters.length - 1)];
    const each = pattern === undefined ? "no" : matches(pattern, arg);
    if (each === "no") return "no";
    if (each === "maybe") fit = "maybe";
  }
  return fit;
}

function matches(pattern: TypePattern, arg: FunctionArgument): Fit {
  if (pattern.has("any")) return "yes";
  if (arg.type === "lambda") return pattern.has("lambda") ? "yes" : nestedFit(pattern, "lambda", arg.result);
  if (arg.type === "unknown") return "maybe";
  if (pattern.has(kindOf(arg))) return "yes";
  if (arg.type === "decimal") return decimalFit(pattern, `decimal(${arg.precision},${arg.scale})`);
  if (arg.type === "array") return nestedFit(pattern, "array", arg.element);
  if (arg.type === "map") return nestedFit(pattern, "map", arg.key);
  return "no";
}

/** Whether a pattern has "array<int>" for an array of int; one that names other such arrays leaves it open. */
function nestedFit(pattern: TypePattern, kind: string, inner: DataType): Fit {
  if (pattern.has(`${kind}<${kindOf(inner)}>`)) return "yes";
  for (const each of pattern) if (each.startsWith(`${kind}<`)) return "maybe";
  return "no";
}

function decimalFit(pattern: TypePattern, text: string): Fit {
  if (pattern.has(text)) return "yes";
  for (const each of pattern) if (each.startsWith("decimal(")) return "maybe";
  return "no";
}

/** The type of a rule's result for these arguments; null when they have none. */
export function evaluate(
  term: ResultTerm,
  args: readonly FunctionArgument[],
  mode: Mode,
  coercion: Coercion,
): DataType | null {
  switch (term.term) {
    case "type":
      return parseDataType(term.text);
    case "argument": {
      const arg = args[term.index];
      return arg === undefined ? null : arg.type === "lambda" ? arg.result : arg;
    }
    case "arguments":
    case "unknown":
      return unknownType;
    case "decimal":
      return decimalOf(term.precision, term.scale, args[0]);
    case "struct": {
      const fields: (readonly [string, DataType])[] = [];
      for (const [name, part] of term.fields) {
        const type = evaluate(part, args, mode, coercion);
        if (type === null) return null;
        fields.push([name, type]);
      }
      return structOf(fields);
    }
    case "call": {
      const inputs: DataType[] = [];
      for (const input of spread(term.inputs, args.length)) {
        const type = evaluate(input, args, mode, coercion);
        if (type === null) return null;
        inputs.push(type);
      }
      return callResult(term.name, inputs, mode, coercion);
    }
  }
}

/** "2.." as the arguments that it stands for. */
const spread = (inputs: readonly ResultTerm[], count: number): readonly ResultTerm[] =>
  inputs.flatMap((input) => {
    if (input.term !== "arguments") return [input];
    const found: ResultTerm[] = [];
    for (let index = input.from - 1; index < count; index += input.step)
      found.push({ term: "argument", index });
    return found;
  });

const operators: Readonly<Record<string, ArithmeticOperator>> = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  remainder: "%",
};

function callResult(
  name: Extract<ResultTerm, { term: "call" }>["name"],
  inputs: readonly DataType[],
  mode: Mode,
  coercion: Coercion,
): DataType | null {
  const [first, second] = inputs;
  if (first === undefined) return null;
  if (first.type === "unknown" && name !== "array" && name !== "map") return unknownType;
  switch (name) {
    case "array":
      return arrayOf(first);
    case "map":
      return second === undefined ? null : mapOf(first, second);
    case "element":
      return first.type === "array" ? first.element : null;
    case "key":
      return first.type === "map" ? first.key : null;
    case "value":
      return first.type === "map" ? first.value : null;
    case "field1":
    case "field2":
      return first.type === "struct" ? (first.fields[name === "field1" ? 0 : 1]?.dataType ?? null) : null;
    case "common":
    case "commonWithoutString":
    case "tightest": {
      const meet = {
        common: coercion.commonType,
        commonWithoutString: coercion.commonTypeWithoutString,
        tightest: coercion.tightestCommonType,
      }[name];
      const [start = first, ...others] = name === "common" && !mode.ansi ? stringsFirst(inputs) : inputs;
      return others.reduce<DataType | null>((met, type) => met && meet(met, type, mode), start);
    }
    case "whole":
      if (first.type !== "decimal") return null;
      return first.scale === 0 ? first : decimal(first.precision - first.scale + 1, 0);
    case "average":
      return first.type === "decimal" ? decimal(first.precision + 4, first.scale + 4) : null;
    default: {
      const operator = operators[name];
      if (second === undefined) return null;
      // NULL takes the other's type.
      const left = decimalFor(isVoid(first) ? second : first);
      const right = decimalFor(isVoid(second) ? first : second);
      return operator === undefined || left === null || right === null
        ? null
        : decimalArithmetic(operator, left, right);
    }
  }
}

/** Without ANSI, Spark starts with text, which then takes everything in. */
const stringsFirst = (types: readonly DataType[]): readonly DataType[] => [
  ...types.filter(hasString),
  ...types.filter((type) => !hasString(type)),
];

const hasString = (type: DataType): boolean =>
  type.type === "array" ? hasString(type.element) : kindOf(type) === "string";

const isVoid = (type: DataType): boolean => kindOf(type) === "void";

function decimalOf(precision: Sum, scale: Sum, arg: FunctionArgument | undefined): DataType | null {
  if (arg?.type !== "decimal") return null;
  const of = ({ p, s, plus }: Sum): number => p * arg.precision + s * arg.scale + plus;
  return decimal(of(precision), of(scale));
}
