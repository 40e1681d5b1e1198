import { castNullable, type CastNullRow } from "./castNullability.ts";
import { isKnown, type DataType } from "./dataType.ts";
import { fits } from "./functionTypes.ts";
import {
  applyNullability,
  parseNullability,
  type NullabilityResult,
  type NullabilityRule,
  type OutputArgument,
} from "./nullabilityRule.ts";
import { parseTemplate, type NameTemplate } from "./nameTemplate.ts";
import { nearestKnownVersion } from "./sparkVersion.ts";
import { structuralNullability } from "./structuralNullability.ts";
import { rowIn, type Versioned } from "./versioned.ts";

export type { NullabilityResult, OutputArgument } from "./nullabilityRule.ts";

export interface OutputMode {
  /** A Spark version such as "4.1". */
  readonly version: string;
  /** What spark.sql.ansi.enabled says. */
  readonly ansi: boolean;
}

/** What Spark says of the output column of an expression beside its type: what may be null, what it is called. */
export interface FunctionOutputs {
  /**
   * What may be null in the result of a SQL function or operator: "upper", "+", "[]" for an element of an array or a
   * map, "case" with conditions and values in turn. `resultType` comes from the types; only its nullability changes.
   */
  readonly nullable: (
    name: string,
    args: readonly OutputArgument[],
    resultType: DataType,
    mode: OutputMode,
  ) => NullabilityResult;
  /** Whether a cast may be null; `kind` "try" for TRY_CAST. Null when a type is not known. */
  readonly castNullable: (
    from: DataType,
    to: DataType,
    nullable: boolean,
    mode: OutputMode,
    kind?: "cast" | "try",
  ) => boolean | null;
  /** How Spark writes a call of a function with arguments of these types in names; null when an unknown type decides. */
  readonly template: (
    name: string,
    types: readonly OutputArgument["type"][],
    version: string,
  ) => NameTemplate | null;
}

/** One function: rules in order, the first that holds decides. */
export interface FunctionOutputRow {
  readonly nulls?: readonly string[];
  /** Those without ANSI, where they are others. */
  readonly legacyNulls?: readonly string[];
  /** Templates of its name where it is not "name(argument, …)". */
  readonly names?: readonly string[];
}

interface FunctionOutputData {
  readonly versions: readonly string[];
  readonly functions: Readonly<Record<string, Versioned<FunctionOutputRow>>>;
  readonly casts: Readonly<Record<string, Versioned<CastNullRow>>>;
}

/** Builds the look-ups from the text of function-outputs.json. */
export function createFunctionOutputs(text: string): FunctionOutputs {
  const { versions, functions, casts } = JSON.parse(text) as FunctionOutputData;
  const known = new Map<string, FunctionOutputRow | null>();
  const rowOf = (name: string, version: string): FunctionOutputRow | null => {
    const key = `${name} ${version}`;
    let row = known.get(key);
    if (row === undefined) {
      const stored = functions[name];
      row = stored === undefined ? null : rowIn(stored, versions, nearestKnownVersion(version));
      known.set(key, row);
    }
    return row;
  };
  const castNulls: FunctionOutputs["castNullable"] = (
    from,
    to,
    nullable,
    { version, ansi },
    kind = "cast",
  ) => {
    const table = kind === "try" ? "try" : ansi ? "ansi" : "legacy";
    return castNullable(from, to, nullable, kind === "try", (source) => {
      const stored = casts[`${table} ${source}`];
      return stored === undefined ? null : rowIn(stored, versions, nearestKnownVersion(version));
    });
  };
  const byTable: FunctionOutputs["nullable"] = (name, args, resultType, { version, ansi }) => {
    const row = rowOf(name, version);
    const lines = (ansi ? undefined : row?.legacyNulls) ?? row?.nulls;
    return lines === undefined
      ? { nullable: null, type: resultType, exact: !hasInside(resultType) }
      : nullabilityByRules(lines.map(parseNullability), args, resultType);
  };
  return {
    nullable(name, args, resultType, mode) {
      const lower = name === "||" ? "concat" : name.toLowerCase();
      if (lower === "in" || lower === "between") {
        // Each is compared with the first.
        const [first, ...others] = args;
        const pairs = others.map(
          (other) =>
            byTable(lower === "in" ? lower : "=", first ? [first, other] : [], resultType, mode).nullable,
        );
        pairs.push(first?.nullable ?? null);
        const nullable = pairs.includes(true) ? true : pairs.includes(null) ? null : false;
        return { nullable, type: resultType, exact: true };
      }
      const cast = (from: DataType, to: DataType, nullable: boolean): boolean | null =>
        castNulls(from, to, nullable, mode);
      return structuralNullability(lower, args, resultType, cast) ?? byTable(lower, args, resultType, mode);
    },
    castNullable: castNulls,
    template(name, types, version) {
      const lower = name.toLowerCase();
      const found = new Set<string>();
      for (const line of rowOf(lower, version)?.names ?? []) {
        const arrow = line.indexOf("->");
        const when = arrow < 0 ? null : parseNullability(`${line.slice(0, arrow)}-> ?`).when;
        const fit = when === null ? "yes" : fits(when, types);
        if (fit !== "no") found.add(arrow < 0 ? line : line.slice(arrow + 2).trim());
        if (fit === "yes") break;
      }
      const [first = `${lower}($1*)`] = found;
      return found.size > 1 ? null : parseTemplate(first);
    },
  };
}

/** What the first rule that holds says; where more than one may hold, what they agree on. */
export function nullabilityByRules(
  rules: readonly NullabilityRule[],
  args: readonly OutputArgument[],
  resultType: DataType,
): NullabilityResult {
  const types = args.map(({ type }) => type);
  // Kinds that a rule does not name were asked and differ, or were never told apart.
  const open = types.some((type) => type.type === "unknown" || (type.type !== "lambda" && !isKnown(type)));
  let result: NullabilityResult | null = null;
  for (const rule of rules) {
    const fit = rule.when === null ? "yes" : fits(rule.when, types);
    if (fit === "no" || (fit === "maybe" && !open)) continue;
    const next = applyNullability(rule, args, resultType);
    result = result === null ? next : agreed(result, next);
    if (fit === "yes") return result;
  }
  return result ?? { nullable: null, type: resultType, exact: !hasInside(resultType) };
}

function agreed(one: NullabilityResult, other: NullabilityResult): NullabilityResult {
  const isSame = (): boolean => JSON.stringify(one.type) === JSON.stringify(other.type);
  return {
    nullable: one.nullable === other.nullable ? one.nullable : null,
    type: one.type,
    exact: one.exact && other.exact && (one.type === other.type || isSame()),
  };
}

const hasInside = ({ type }: DataType): boolean => type === "array" || type === "map" || type === "struct";
