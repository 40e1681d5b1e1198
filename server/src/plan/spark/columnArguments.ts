import { arrayOf, atomic, decimal, unknownType, type DataType } from "../../catalog/dataType.ts";
import type { ApiParameter, SignatureForm } from "../../catalog/apiSignature.ts";
import type { Site } from "../../syntax/module.ts";
import type { ColumnExpression, WindowFrame } from "../column.ts";
import type { BoundArgument } from "../facts.ts";
import type { Session } from "../session.ts";
import { sparkAlternatives, type SparkValue, type Value } from "../value.ts";

/** The Column that a value is, or null. */
export function columnOf(value: Value): SparkValue | null {
  return sparkAlternatives(value).find((each) => each.type === "Column") ?? null;
}

/** A value as the column expression that Spark makes of it: strings become literals here. */
export function columnExpression(value: Value, site: Site): ColumnExpression {
  const column = columnOf(value);
  if (column)
    return value.kind === "union" ? { kind: "unknown", site } : (column.column ?? { kind: "unknown", site });
  const place = literalSite(value, site);
  if (value.kind === "sequence" && value.exact)
    return { kind: "list", items: value.elements.map((each) => columnExpression(each, site)), site };
  if (value.kind === "spark" && value.data?.kind === "type")
    return { kind: "type", dataType: value.data.dataType, site };
  if (value.kind === "spark" && value.type === "WindowSpec") return windowExpression(value, site);
  const dataType = literalType(value);
  if (dataType === null) return { kind: "unknown", site };
  const text = value.kind === "library" ? libraryText(value) : valueOf(value);
  return text === undefined
    ? { kind: "unknown", site }
    : { kind: "literal", value: text, dataType, site: place };
}

/** A value where a column is expected: strings are columns' names. */
export function namedColumn(value: Value, site: Site): ColumnExpression {
  if (value.kind === "string" && value.value !== null)
    return reference(value.value, literalSite(value, site));
  if (value.kind === "sequence" && value.exact)
    return { kind: "list", items: value.elements.map((each) => namedColumn(each, site)), site };
  return columnExpression(value, site);
}

/** A string where SQL text is expected. */
export function sqlColumn(value: Value | undefined, site: Site): ColumnExpression {
  if (value?.kind !== "string" || (value.value === null && value.origin === undefined))
    return { kind: "unknown", site };
  return { kind: "sql", text: value.value ?? "", value, site: literalSite(value, site) };
}

/** What `col(name)` means. */
export function reference(name: string, site: Site): ColumnExpression {
  if (name === "*") return { kind: "star", qualifier: null, of: null, site };
  return name.endsWith(".*")
    ? { kind: "star", qualifier: name.slice(0, -2), of: null, site }
    : { kind: "reference", name, of: null, site };
}

/** The place of a string's literal where it stands in the argument itself, so that it can be underlined alone. */
export function literalSite(value: Value, site: Site): Site {
  const own = value.kind === "string" ? value.site : undefined;
  return own?.unit === site.unit && own.start >= site.start && own.end <= site.end ? own : site;
}

const valueOf = (value: Value): string | number | boolean | null | undefined =>
  value.kind === "none"
    ? null
    : value.kind === "string" || value.kind === "number" || value.kind === "boolean"
      ? (value.value ?? undefined)
      : undefined;

/** The type of the literal that PySpark makes of a Python value (Literal.apply behind Py4J, 4.3); null for what makes none. */
export function literalType(value: Value): DataType | null {
  switch (value.kind) {
    case "none":
      return atomic("void");
    case "string":
      return atomic("string");
    case "boolean":
      return atomic("boolean");
    case "number":
      if (value.isFloat) return atomic("double");
      if (value.value === null || !Number.isSafeInteger(value.value)) return unknownType;
      return Math.abs(value.value) < 2 ** 31 || value.value === -(2 ** 31) ? atomic("int") : atomic("bigint");
    case "library":
      return libraryType(value);
    case "sequence": {
      const [first] = value.elements;
      const element = first && value.exact ? literalType(first) : null;
      return element && arrayOf(element);
    }
    default:
      return null;
  }
}

type LibraryValue = Extract<Value, { kind: "library" }>;

const libraryTypes: Readonly<Record<string, string>> = {
  "datetime.date": "date",
  "datetime.date.today": "date",
  "datetime.datetime": "timestamp",
  "datetime.datetime.now": "timestamp",
  "datetime.datetime.strptime": "timestamp",
  "builtins.bytes": "binary",
  "datetime.timedelta": "interval day to second",
};

function libraryType(value: LibraryValue): DataType | null {
  if (value.type === "decimal.Decimal") {
    const digits = /^[+-]?0*(\d*)(?:\.(\d+))?$/.exec(libraryText(value) ?? "");
    if (!digits) return unknownType;
    const scale = digits[2]?.length ?? 0;
    return decimal(Math.max((digits[1]?.length ?? 0) + scale, scale, 1), scale);
  }
  const name = libraryTypes[value.type];
  return name === undefined ? null : atomic(name);
}

/** A library value's text, where its one argument is a literal; undefined where the code does not tell. */
function libraryText({ type, args }: LibraryValue): string | undefined {
  const [only] = args;
  if (type === "decimal.Decimal" && args.length === 1)
    return only?.value.kind === "string"
      ? (only.value.value ?? undefined)
      : only?.value.kind === "number" && only.value.value !== null && !only.value.isFloat
        ? String(only.value.value)
        : undefined;
  return type;
}

/**
 * The arguments of a function or method that makes a Column, in the places that its signature gives them. Strings
 * stand for columns where the catalogue says so.
 */
export function columnArguments(
  session: Session,
  name: string,
  form: SignatureForm | null,
  args: readonly BoundArgument[],
  siteOf: (argument: BoundArgument) => Site,
): ColumnExpression[] {
  const { roles } = session.catalog.api;
  const parameters = form?.parameters ?? [];
  const placed: ColumnExpression[] = [];
  const one = (argument: BoundArgument, parameter: ApiParameter | undefined): ColumnExpression => {
    const role = parameter === undefined ? null : roles.role(name, parameter)?.kind;
    const isName = form === null || role === "column" || role === "columnName";
    return (isName ? namedColumn : columnExpression)(argument.value, siteOf(argument));
  };
  for (const argument of args) {
    const position = placed.length;
    const parameter = parameters[Math.min(position, parameters.length - 1)];
    if (argument.name !== null) {
      const index = parameters.findIndex((each) => each.name === argument.name);
      const place = index < 0 ? placed.length : index;
      while (placed.length < place) placed.push({ kind: "absent", site: siteOf(argument) });
      placed[place] = one(argument, parameters[place]);
      continue;
    }
    const isRest = parameter?.kind === "rest";
    const value = one(argument, parameter);
    if (argument.unpack === "**" || (argument.unpack === "*" && value.kind !== "list"))
      placed.push({ kind: "unknown", site: siteOf(argument) });
    else if (value.kind === "list" && (argument.unpack === "*" || isRest)) placed.push(...value.items);
    else placed.push(value);
  }
  return placed;
}

/** What `Window.partitionBy(…).orderBy(…)` has gathered. */
export function windowExpression(window: SparkValue, site: Site): ColumnExpression {
  const partition: ColumnExpression[] = [];
  const order: ColumnExpression[] = [];
  let frame: WindowFrame | null = null;
  for (const { method, args, unit } of window.state?.calls ?? []) {
    if (method === "rowsBetween" || method === "rangeBetween")
      frame = {
        type: method === "rowsBetween" ? "rows" : "range",
        lower: boundOf(args.find((each) => each.name === "start") ?? args[0]),
        upper: boundOf(args.find((each) => each.name === "end") ?? args[1]),
      };
    const into = method === "partitionBy" ? partition : method === "orderBy" ? order : null;
    if (into === null) continue;
    into.length = 0;
    for (const { value, node } of args) {
      const column = namedColumn(value, { unit, start: node.start, end: node.end });
      into.push(...(column.kind === "list" ? column.items : [column]));
    }
  }
  return { kind: "window", partition, order, frame, site };
}

/** Bounds at or beyond ±(2⁶³ - 1), as Window.unboundedPreceding is, are unbounded. */
function boundOf(argument: BoundArgument | undefined): number | null {
  const value = argument?.value;
  if (value?.kind === "api") {
    if (value.name.endsWith(".unboundedPreceding")) return -Infinity;
    if (value.name.endsWith(".unboundedFollowing")) return Infinity;
    if (value.name.endsWith(".currentRow")) return 0;
  }
  if (value?.kind !== "number" || value.value === null) return null;
  return Math.abs(value.value) >= 2 ** 63 ? Math.sign(value.value) * Infinity : value.value;
}
