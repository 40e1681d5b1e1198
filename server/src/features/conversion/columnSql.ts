import { simpleString } from "../../catalog/dataTypeText.ts";
import type { PythonCall } from "../../catalog/pythonCalls.ts";
import type { ColumnExpression } from "../../plan/column.ts";
import { conditionalParts } from "../../plan/schema/expressions/conditionalParts.ts";
import { nameParts } from "../../plan/schema/expressions/nameParts.ts";
import type { Session } from "../../plan/session.ts";
import { NotConverted } from "./columnCode.ts";

type Call = Extract<ColumnExpression, { kind: "call" }>;

/** What columns are written with. */
export interface ColumnSqlContext {
  readonly session: Session;
  /** Columns of a frame, as in `df.x`, may be written by their name alone. */
  readonly isOneFrame: boolean;
}

/** A column expression as SQL. Throws `NotConverted` for what has no equal. */
export function columnSql(column: ColumnExpression, context: ColumnSqlContext): string {
  switch (column.kind) {
    case "reference": {
      if (column.of !== null && !context.isOneFrame)
        throw new NotConverted(
          `Which frame ${column.name} is of cannot be said in SQL. Use alias() and col().`,
        );
      const parts = column.of === null ? nameParts(column.name) : [column.name];
      if (parts === null) throw new NotConverted(`Spark cannot read the name ${column.name}.`);
      return parts.map(nameSql).join(".");
    }
    case "star":
      if (column.of !== null) throw new NotConverted("All columns of a frame are not converted.");
      return column.qualifier === null ? "*" : `${column.qualifier}.*`;
    case "literal":
      return literalSql(column);
    case "sql":
      if (column.text === "") throw new NotConverted("SQL that is not known is not converted.");
      return `(${column.text})`;
    case "call":
      return callSql(column, context);
    default:
      throw new NotConverted("A column that is not known, or has no form in SQL, is not converted.");
  }
}

/** A name, quoted where it is no plain word. */
export const nameSql = (name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) &&
  !/^(?:current_\w+|localtime\w*|session_user|user|true|false|null|case|cast|not|exists|interval|distinct|all|from|select|where|left|right|full|inner|cross|semi|anti|join|on|using|union|except|minus|intersect|natural|lateral|order|group|having|limit|when|then|else|end|and|or|in|is|between|like)$/i.test(
    name,
  )
    ? name
    : `\`${name.replaceAll("`", "``")}\``;

function literalSql({ value, dataType }: Extract<ColumnExpression, { kind: "literal" }>): string {
  const type = simpleString(dataType);
  if (value === null) return "NULL";
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (type === "string") return stringSql(String(value));
  if (typeof value === "number" && type === "int") return String(value);
  if (typeof value === "number" && type === "bigint") return `${value}L`;
  if (typeof value === "number" && type === "double" && Number.isFinite(value)) return `${value}D`;
  throw new NotConverted(`A literal of type ${type} is not converted.`);
}

export const stringSql = (text: string): string =>
  `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;

const operators: Readonly<Record<string, string>> = {
  "+": "+",
  "-": "-",
  "*": "*",
  "/": "/",
  "%": "%",
  "==": "=",
  "!=": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  "&": "AND",
  "|": "OR",
};
const tests: Readonly<Record<string, string>> = {
  isNull: "IS NULL",
  isNotNull: "IS NOT NULL",
  asc: "ASC",
  asc_nulls_first: "ASC NULLS FIRST",
  asc_nulls_last: "ASC NULLS LAST",
  desc: "DESC",
  desc_nulls_first: "DESC NULLS FIRST",
  desc_nulls_last: "DESC NULLS LAST",
};
const infix: Readonly<Record<string, string>> = {
  like: "LIKE",
  ilike: "ILIKE",
  rlike: "RLIKE",
  eqNullSafe: "<=>",
  bitwiseAND: "&",
  bitwiseOR: "|",
  bitwiseXOR: "^",
};
const asFunctions: Readonly<Record<string, string>> = {
  startswith: "startswith",
  endswith: "endswith",
  contains: "contains",
};

/** How tightly SQL binds, from loose to tight. */
const binding = { or: 1, and: 2, not: 3, test: 4, sum: 6, product: 7, sign: 8, whole: 9 };

function bindingOf(column: ColumnExpression): number {
  if (column.kind === "literal" && typeof column.value === "number" && column.value < 0) return binding.sign;
  if (column.kind !== "call") return binding.whole;
  const { function: name, args } = column;
  if (name === "|") return binding.or;
  if (name === "&") return binding.and;
  if (name === "~") return binding.not;
  if (name === "-" && args.length === 1) return binding.sign;
  if (name === "+" || name === "-") return binding.sum;
  if (name === "*" || name === "/" || name === "%") return binding.product;
  if (operators[name] !== undefined) return binding.test;
  const method = name.startsWith("Column.") ? name.slice("Column.".length) : "";
  const isTest = method in tests || method in infix || method === "between" || method === "isin";
  return isTest ? binding.test : binding.whole;
}

function callSql(call: Call, context: ColumnSqlContext): string {
  const inner = (each: ColumnExpression | undefined): string => {
    if (each === undefined) throw new NotConverted("A call without its arguments is not converted.");
    return columnSql(each, context);
  };
  /** In parentheses where it binds more loosely than its place does. */
  const operand = (each: ColumnExpression | undefined, place: number): string => {
    const text = inner(each);
    return each !== undefined && bindingOf(each) < place ? `(${text})` : text;
  };
  const { function: name } = call;
  const args = call.args.filter(({ kind }) => kind !== "absent");
  const [first, second, third] = args;
  if (args.length < call.args.length && call.args.findIndex(({ kind }) => kind === "absent") < args.length)
    throw new NotConverted("Arguments by name are not converted here.");
  if (name === "-" && args.length === 1) return `-${operand(first, binding.sign)}`;
  if (name === "~") return `NOT ${operand(first, binding.not)}`;
  const operator = operators[name];
  if (operator !== undefined && second !== undefined) {
    const place = bindingOf(call);
    const left = place === binding.test ? place + 1 : place;
    return `${operand(first, left)} ${operator} ${operand(second, place + 1)}`;
  }
  const [space, method = ""] = name.split(".");
  if (space === "Column") {
    if (tests[method] !== undefined) return `${operand(first, binding.sum)} ${tests[method]}`;
    if (infix[method] !== undefined)
      return `${operand(first, binding.sum)} ${infix[method]} ${operand(second, binding.sum)}`;
    if (asFunctions[method] !== undefined) return `${asFunctions[method]}(${inner(first)}, ${inner(second)})`;
    switch (method) {
      case "alias":
      case "name": {
        const names = args.slice(1).flatMap((each) => (each.kind === "literal" ? [String(each.value)] : []));
        const [only] = names;
        if (only === undefined || names.length > 1 || args.length > 2)
          throw new NotConverted("alias() with several names or metadata is not converted.");
        return `${inner(first)} AS ${nameSql(only)}`;
      }
      case "cast":
      case "astype":
        return `CAST(${inner(first)} AS ${typeSql(second)})`;
      case "between":
        return `${operand(first, binding.sum)} BETWEEN ${operand(second, binding.sum)} AND ${operand(third, binding.sum)}`;
      case "isin": {
        const values = args.slice(1).flatMap((each) => (each.kind === "list" ? each.items : [each]));
        if (values.length === 0) throw new NotConverted("isin() without values is not converted.");
        return `${operand(first, binding.sum)} IN (${values.map(inner).join(", ")})`;
      }
      case "when":
      case "otherwise":
        return caseSql(call, inner);
      default:
        throw new NotConverted(`Column.${method} is not converted.`);
    }
  }
  if (name === "functions.when") return caseSql(call, inner);
  if (space === "functions") return functionSql(method, args, context, inner);
  throw new NotConverted("A function of the program is not converted.");
}

function typeSql(type: ColumnExpression | undefined): string {
  if (type?.kind === "type") return simpleString(type.dataType);
  if (type?.kind === "literal" && typeof type.value === "string") return type.value;
  throw new NotConverted("A cast to a type that is not known is not converted.");
}

function caseSql(call: Call, inner: (each: ColumnExpression | undefined) => string): string {
  const parts = conditionalParts(call);
  if (parts === null) throw new NotConverted("This when() is not converted.");
  let text = "CASE";
  for (let at = 0; at + 1 < parts.length; at += 2)
    text += ` WHEN ${inner(parts[at])} THEN ${inner(parts[at + 1])}`;
  if (parts.length % 2 === 1) text += ` ELSE ${inner(parts.at(-1))}`;
  return `${text} END`;
}

/** Functions that take functions, or texts that SQL has no place for. */
const different =
  /^(?:transform|filter|exists|forall|aggregate|reduce|zip_with|map_filter|map_zip_with|transform_keys|transform_values|udf|pandas_udf|broadcast|window|session_window|from_json|from_csv|schema_of_\w+|call_\w+|rand\w*|uuid|struct|named_struct|first|last|any_value|\w*approx\w*|.*_udf)$/;

function functionSql(
  name: string,
  args: readonly ColumnExpression[],
  { session }: ColumnSqlContext,
  inner: (each: ColumnExpression | undefined) => string,
): string {
  if (name === "lit" || name === "col" || name === "column") return inner(args[0]);
  if (name === "asc" || name === "desc") return `${inner(args[0])} ${name.toUpperCase()}`;
  const flat = args.flatMap((each) => (each.kind === "list" ? each.items : [each]));
  const made = session.catalog.pythonCalls(name, flat.length, session.version);
  const known =
    made.kind === "call" ? session.catalog.sqlFunctions.find(made.function, session.version) : null;
  if (made.kind !== "call" || known === null || different.test(name) || !/^\w+$/.test(made.function))
    throw new NotConverted(`functions.${name} is not converted.`);
  const write = (call: Extract<PythonCall, { kind: "call" }>): string => {
    const texts = call.args.map((place) =>
      typeof place === "number" ? inner(flat[place]) : place.kind === "call" ? write(place) : "",
    );
    return `${call.function}(${call.distinct ? "DISTINCT " : ""}${texts.join(", ")})`;
  };
  return write(made);
}
