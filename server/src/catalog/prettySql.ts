import { sqlString } from "./dataTypeText.ts";
import type { DataType } from "./dataType.ts";
import type { FunctionOutputs, OutputArgument } from "./functionOutputs.ts";
import { literalText, type LiteralValue } from "./literalText.ts";
import { fillTemplate } from "./nameTemplate.ts";
import { compareVersions } from "./sparkVersion.ts";
import { windowText } from "./windowText.ts";

/**
 * An expression as far as its name needs it. Implicit casts are left out, for Spark's names never show them; a cast
 * that the code writes is a `cast`.
 */
export type PrettyExpression =
  /** A column as the code has it: ["address", "city"] for the field of a struct that is reached by its name. */
  | { readonly kind: "column"; readonly path: readonly string[] }
  | { readonly kind: "literal"; readonly value: LiteralValue; readonly dataType: DataType }
  | PrettyCall
  /** A Python or Scala function by its name. */
  | { readonly kind: "udf"; readonly name: string; readonly args: readonly PrettyExpression[] }
  | PrettyCast
  | {
      readonly kind: "case";
      readonly branches: readonly (readonly [condition: PrettyExpression, value: PrettyExpression])[];
      readonly otherwise: PrettyExpression | null;
    }
  /** A field of what is no plain column: `getField`, or a name in brackets. */
  | { readonly kind: "field"; readonly input: PrettyExpression; readonly name: string }
  | { readonly kind: "alias"; readonly input: PrettyExpression; readonly name: string }
  | { readonly kind: "lambda"; readonly parameters: number; readonly body: PrettyExpression }
  /** A parameter of a lambda function. */
  | { readonly kind: "variable" }
  | PrettyWindow
  | PrettyOrder
  | { readonly kind: "star" }
  /** Its text cannot be known, such as that of a seed which Spark draws. */
  | { readonly kind: "unknown" };

export interface PrettyCast {
  readonly kind: "cast";
  readonly input: PrettyExpression;
  readonly to: DataType;
  /** TRY_CAST. */
  readonly isTry?: boolean;
}

export interface PrettyCall {
  readonly kind: "call";
  /** A SQL function or operator: "upper", "+", "[]", "in", "isnull"; also "withField" and "dropFields". */
  readonly function: string;
  readonly args: readonly PrettyExpression[];
  /** The arguments' types, for the few names that depend on them: a date plus a number is a `date_add`. */
  readonly types: readonly OutputArgument["type"][];
  readonly resultType?: DataType;
  readonly distinct?: boolean;
  readonly filter?: PrettyExpression | null;
  /** WITHIN GROUP (ORDER BY …). */
  readonly within?: readonly PrettyOrder[];
}

export interface PrettyOrder {
  readonly kind: "order";
  readonly input: PrettyExpression;
  readonly descending: boolean;
  /** Null for the default: first when ascending, else last. */
  readonly nullsFirst: boolean | null;
}

/** The end of a frame: `preceding` and `following` as SQL writes them; Python's numbers are all `following`. */
export type FrameBound =
  | "unbounded preceding"
  | "unbounded following"
  | "current row"
  | { readonly preceding: PrettyExpression }
  | { readonly following: PrettyExpression };

export interface PrettyWindow {
  readonly kind: "window";
  readonly input: PrettyExpression;
  readonly partition: readonly PrettyExpression[];
  readonly order: readonly PrettyOrder[];
  /** Null where the code gives none. */
  readonly frame: {
    readonly unit: "rows" | "range";
    readonly from: FrameBound;
    readonly to: FrameBound;
  } | null;
}

/** Where the templates of functions come from, and for which Spark. */
export interface NameSource {
  readonly outputs: Pick<FunctionOutputs, "template">;
  readonly version: string;
  /**
   * Where the expression stands: in a DataFrame's `select` and the like (default), in `groupBy` or `agg`, or in the text
   * of a query. They name casts of columns differently.
   */
  readonly place?: "select" | "aggregate" | "query";
}

/**
 * The name of the output column that an expression without an alias gets; null when it cannot be known. Generators
 * make columns of their own: generatorOutputs.ts.
 *
 * What no table says: a field of a struct that is reached by name is called as the field; an alias is the name; a cast
 * of a plain column has the column's name. Inside of an expression, columns are written as the code has them with dots
 * between parts, text without quotes, other literals as SQL, casts as `CAST(a AS INT)`, aliases as `a AS b`, and a
 * lambda function as `lambdafunction(body, namedlambdavariable(), …)`.
 */
export function prettyName(expression: PrettyExpression, source: NameSource): string | null {
  switch (expression.kind) {
    case "column":
      return expression.path.at(-1) ?? null;
    case "alias":
      return expression.name;
    case "cast":
      return castName(expression, source);
    default:
      return prettyText(expression, source);
  }
}

/**
 * A cast of a plain column has the column's name, but not in `groupBy` and `agg` before Spark 4.0. In a DataFrame's
 * methods only the innermost of several casts around a column counts.
 */
function castName(cast: PrettyCast, source: NameSource): string | null {
  const { place = "select", version } = source;
  let inner = cast;
  while (place !== "query" && inner.input.kind === "cast") inner = inner.input;
  if (place === "query" && inner.input.kind === "alias") return inner.input.name;
  if (inner.input.kind !== "column" || (place === "aggregate" && compareVersions(version, "4.0") < 0))
    return prettyText(cast, source);
  const { path } = inner.input;
  return path.length === 1 ? (path[0] ?? null) : prettyText(inner, source);
}

/** An expression as it is written inside of another one's name. */
export function prettyText(expression: PrettyExpression, source: NameSource): string | null {
  const text = (each: PrettyExpression): string | null => prettyText(each, source);
  switch (expression.kind) {
    case "column":
      return expression.path.join(".");
    case "literal":
      return literalText(expression.value, expression.dataType);
    case "call":
      return callText(expression, source);
    case "udf":
      return wrapped(allTexts(expression.args, source), (args) => `${expression.name}(${args.join(", ")})`);
    case "cast": {
      // Hive has no casts to such types, and Cast.sql leaves them out (3.3 to 4.3).
      if (/^(?:array|map|struct)$/.test(expression.to.type)) return text(expression.input);
      const word = expression.isTry === true ? "TRY_CAST" : "CAST";
      return wrapped(text(expression.input), (input) => `${word}(${input} AS ${sqlString(expression.to)})`);
    }
    case "case": {
      const branches = allTexts(expression.branches.flat(), source);
      const otherwise = expression.otherwise === null ? "" : text(expression.otherwise);
      if (branches === null || otherwise === null) return null;
      const whens = expression.branches.map(
        (_, at) => ` WHEN ${branches[at * 2]} THEN ${branches[at * 2 + 1]}`,
      );
      return `CASE${whens.join("")}${expression.otherwise === null ? "" : ` ELSE ${otherwise}`} END`;
    }
    case "field":
      return wrapped(text(expression.input), (input) => `${input}.${expression.name}`);
    case "alias":
      return wrapped(text(expression.input), (input) => `${input} AS ${expression.name}`);
    case "lambda": {
      const parameters = ", namedlambdavariable()".repeat(expression.parameters);
      return wrapped(text(expression.body), (body) => `lambdafunction(${body}${parameters})`);
    }
    case "variable":
      return "namedlambdavariable()";
    case "window":
      return windowText(expression, text);
    case "order":
      return orderText(expression, text);
    case "star":
      return "*";
    case "unknown":
      return null;
  }
}

/** "a ASC NULLS FIRST". */
export function orderText(
  { input, descending, nullsFirst }: PrettyOrder,
  text: (expression: PrettyExpression) => string | null,
): string | null {
  const first = nullsFirst ?? !descending;
  return wrapped(
    text(input),
    (inner) => `${inner} ${descending ? "DESC" : "ASC"} NULLS ${first ? "FIRST" : "LAST"}`,
  );
}

function callText(call: PrettyCall, source: NameSource): string | null {
  const name = call.function.toLowerCase();
  const args = allTexts(call.args, source)?.map((text, at) => wholeLiteral(call, at) ?? text);
  if (args === undefined) return null;
  if (name === "from_json" && call.resultType?.type === "map") return "entries";
  if (name === "withfield") return `update_fields(${args[0]}, WithField(${args[1]}))`;
  if (name === "dropfields")
    return `update_fields(${[args[0], ...args.slice(1).map(() => "dropfield()")].join(", ")})`;
  if (name === "between" && compareVersions(source.version, "4.0") < 0) {
    // Older Sparks make two comparisons of it.
    const side = (operator: string, at: number): string | null =>
      callText(
        {
          ...call,
          function: operator,
          args: [call.args[0], call.args[at]].flatMap((each) => each ?? []),
          types: [call.types[0], call.types[at]].flatMap((each) => each ?? []),
        },
        source,
      );
    const [low, high] = [side(">=", 1), side("<=", 2)];
    return low === null || high === null ? null : `(${low} AND ${high})`;
  }
  const template = source.outputs.template(name, call.types, source.version);
  if (template === null) return null;
  const texts = name === "count" ? args.map((text) => (text === "*" ? "1" : text)) : args;
  let filled = fillTemplate(template, texts);
  if (call.distinct === true) filled = filled.replace("(", "(DISTINCT ");
  const within = withinText(call, source);
  const filter = call.filter ? prettyText(call.filter, source) : "";
  if (within === null || filter === null) return null;
  return `${filled}${within}${filter === "" ? "" : ` FILTER (WHERE ${filter})`}`;
}

const integers = new Set(["tinyint", "smallint", "int", "bigint"]);

/**
 * Where an integer is compared with a decimal literal, Spark 3.3 to 4.3 put the whole number in its place that
 * compares alike: `a > 1.5` is called "(a > 1)". Null for all else.
 */
function wholeLiteral(call: PrettyCall, at: number): string | null {
  const literal = call.args[at];
  const other = call.types[1 - at];
  if (!/^[<>]=?$/.test(call.function) || literal?.kind !== "literal" || literal.dataType.type !== "decimal")
    return null;
  if (other === undefined || other.type !== "atomic" || !integers.has(other.name)) return null;
  const value = Number(literal.value);
  // Of `i > d` and `i <= d` the next lower one; the other way round when the literal comes first.
  const lower = (call.function === ">" || call.function === "<=") === (at === 1);
  const whole = lower ? Math.floor(value) : Math.ceil(value);
  return Number.isSafeInteger(whole) ? String(whole) : null;
}

/** Spark 3.3 to 4.3 write the order of percentiles short; that of `mode` is another than the code's. */
function withinText({ function: name, within = [] }: PrettyCall, source: NameSource): string | null {
  if (within.length === 0) return "";
  if (name.toLowerCase() === "mode") return null;
  const short = name.toLowerCase().startsWith("percentile");
  const orders = within.map((each) =>
    short
      ? wrapped(prettyText(each.input, source), (text) => `${text}${each.descending ? " DESC" : ""}`)
      : prettyText(each, source),
  );
  return orders.includes(null) ? null : ` WITHIN GROUP (ORDER BY ${orders.join(", ")})`;
}

function allTexts(expressions: readonly PrettyExpression[], source: NameSource): readonly string[] | null {
  const texts: string[] = [];
  for (const each of expressions) {
    const text = prettyText(each, source);
    if (text === null) return null;
    texts.push(text);
  }
  return texts;
}

const wrapped = <Part>(part: Part | null, around: (part: Part) => string): string | null =>
  part === null ? null : around(part);
