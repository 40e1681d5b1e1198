import { canonicalTime } from "../../../catalog/canonicalTime.ts";
import { atomic, kindOf, unknownType, type DataType } from "../../../catalog/dataType.ts";
import type {
  Span,
  SqlExpression,
  SqlLiteral,
  SqlOperation,
  SqlSortItem,
  SqlWindow,
} from "../../../sql/sqlExpression.ts";
import type { Site } from "../../../syntax/module.ts";
import type { SqlNode } from "../../../sql/tree.ts";
import type { ColumnExpression, LambdaVariable } from "../../column.ts";
import type { PlanNode } from "../../logicalPlan.ts";
import { argumentsInPlace } from "./namedArguments.ts";
import { writtenName } from "./nameParts.ts";

/** Where a piece of the text stands in the code; and what the program puts into the text. */
export interface SiteOf {
  (span: Span): Site;
  /** Whether the program does not tell what a span spells. */
  readonly unknownIn?: (span: Span) => boolean;
  /** Whether any tokens may stand at a place of a span: more columns in a list. */
  readonly looseIn?: (span: Span) => boolean;
  /** Whether clauses may be in the text that the program does not tell. */
  readonly hasLooseClauses?: boolean;
  /** The value given for `:name` or `?`: "unbound" where certainly none is, null where none is known. */
  readonly parameterOf?: (name: string | null, span: Span) => ColumnExpression | "unbound" | null;
  /** What TIMESTAMP means, where a configuration says that it is not the usual type. */
  readonly timestampType?: DataType;
}

type Call = Extract<SqlExpression, { kind: "call" }>;

/**
 * An expression of SQL as a column expression. Functions and operators are calls of "sql.<name>", those of DISTINCT
 * values of "distinct.<name>"; what is the same in Python is as Python has it.
 */
export function columnOfSql(
  expression: SqlExpression,
  siteOf: SiteOf,
  { windows = new Map(), planOf = () => null }: Partial<QueryParts> = {},
): ColumnExpression {
  return converted(expression, { siteOf, variables: new Map(), windows, planOf });
}

/** An entry of ORDER BY as a column expression. */
export const sortOfSql = (item: SqlSortItem, siteOf: SiteOf, parts: QueryParts): ColumnExpression =>
  sortOf(item, { siteOf, variables: new Map(), ...parts });

/** What expressions take from the query around them. */
export interface QueryParts {
  readonly windows: NamedWindows;
  /** The plan of a query in parentheses; null where queries are not followed. */
  readonly planOf: (query: SqlNode) => PlanNode | null;
}

/** What a WINDOW clause names, by the names in lower case. */
export type NamedWindows = ReadonlyMap<string, SqlWindow>;

interface Conversion extends QueryParts {
  readonly siteOf: SiteOf;
  /** Parameters of the lambdas around, by name in lower case. */
  readonly variables: ReadonlyMap<string, LambdaVariable>;
}

function converted(expression: SqlExpression, conversion: Conversion): ColumnExpression {
  const site = conversion.siteOf(expression.span);
  const isUnknown = (span: Span): boolean => conversion.siteOf.unknownIn?.(span) === true;
  const go = (each: SqlExpression): ColumnExpression => converted(each, conversion);
  const call = (name: string, args: readonly ColumnExpression[]): ColumnExpression => ({
    kind: "call",
    function: name,
    args,
    site,
  });
  switch (expression.kind) {
    case "literal": {
      const { span } = expression;
      const dataType = hasZone(expression) ? expression.dataType : written(expression.dataType, conversion);
      const value = canonicalTime(expression.value, dataType);
      if (isUnknown(span) || value === undefined) return partlyUnknown(expression, site);
      return { kind: "literal", value, dataType, site };
    }
    case "name":
      return isUnknown(expression.span) ? { kind: "unknown", site } : nameOf(expression, conversion, site);
    case "star": {
      const { qualifier, except, span } = expression;
      if (isUnknown(span)) return { kind: "unknown", site };
      const star: ColumnExpression = {
        kind: "star",
        qualifier: qualifier.length === 0 ? null : writtenName(qualifier.map(({ text }) => text)),
        of: null,
        site,
      };
      if (except.length === 0) return star;
      return call("sql.except", [
        star,
        ...except.map((parts) => textLiteral(writtenName(parts.map(({ text }) => text)), site)),
      ]);
    }
    case "call":
      return callOf(expression, conversion, site);
    case "cast":
      return call(expression.isTry ? "Column.try_cast" : "Column.cast", [
        go(expression.operand),
        {
          kind: "type",
          dataType: isUnknown(expression.typeSpan) ? unknownType : written(expression.dataType, conversion),
          site: conversion.siteOf(expression.typeSpan),
        },
      ]);
    case "operation":
      return operationOf(expression, conversion, site);
    case "case": {
      const { subject, branches, otherwise } = expression;
      const compared = subject && go(subject);
      const parts = branches.flatMap(({ when, then }) => [
        compared ? call("sql.=", [compared, go(when)]) : go(when),
        go(then),
      ]);
      return call("sql.case", otherwise ? [...parts, go(otherwise)] : parts);
    }
    case "lambda": {
      const parameters = expression.parameters.map(({ text }) => ({ name: text, fieldName: text }));
      const variables = new Map(conversion.variables);
      for (const each of parameters) variables.set(each.name.toLowerCase(), each);
      return {
        kind: "lambda",
        parameters,
        body: converted(expression.body, { ...conversion, variables }),
        site,
      };
    }
    case "field":
      if (isUnknown(expression.name.span)) return { kind: "unknown", site };
      return call("Column.getField", [
        go(expression.operand),
        textLiteral(expression.name.text, conversion.siteOf(expression.name.span)),
      ]);
    case "subscript":
      return call("Column.getItem", [go(expression.operand), go(expression.index)]);
    case "tuple":
      return call("sql.tuple", expression.items.map(go));
    case "alias":
      if (expression.names.some((each) => isUnknown(each.span))) return { kind: "unknown", site };
      return call("Column.alias", [
        go(expression.operand),
        ...expression.names.map(({ text, span }) => textLiteral(text, conversion.siteOf(span))),
      ]);
    case "subquery":
      return subqueryOf(expression.query, "scalar", [], conversion, site);
    case "parameter": {
      const given = conversion.siteOf.parameterOf?.(expression.name, expression.span) ?? null;
      if (given === "unbound")
        return call("sql.unbound parameter", [textLiteral(expression.name ?? "?", site)]);
      return given ?? { kind: "unknown", site };
    }
    case "unknown":
      return { kind: "unknown", site };
  }
}

/** A type as the text has it: what TIMESTAMP means is a matter of configuration. */
const written = (dataType: DataType, { siteOf: { timestampType } }: Conversion): DataType =>
  timestampType !== undefined && dataType.type === "atomic" && dataType.name === "timestamp"
    ? timestampType
    : dataType;

/** `TIMESTAMP '2024-01-31 10:11:12 UTC'` has a zone whatever TIMESTAMP means. */
const hasZone = ({ value }: SqlLiteral): boolean =>
  typeof value === "string" && /\d[\d:.]*\s*(?:[a-z]{3}|z$|[-+]\d\d?:)/i.test(value.slice(10));

/** A literal with a part that the program does not tell: in quotes it is of its type still. */
const partlyUnknown = ({ value, dataType }: SqlLiteral, site: Site): ColumnExpression =>
  typeof value === "string" && kindOf(dataType) !== "decimal"
    ? {
        kind: "call",
        function: "Column.cast",
        args: [
          { kind: "unknown", site },
          { kind: "type", dataType, site },
        ],
        site,
      }
    : { kind: "unknown", site };

const textLiteral = (value: string, site: Site): ColumnExpression => ({
  kind: "literal",
  value,
  dataType: atomic("string"),
  site,
});

/** A column, or a parameter of a lambda with what is chosen of it. */
function nameOf(
  { parts }: Extract<SqlExpression, { kind: "name" }>,
  { variables, siteOf }: Conversion,
  site: Site,
): ColumnExpression {
  const [first, ...fields] = parts;
  const variable = first && variables.get(first.text.toLowerCase());
  if (!variable)
    return { kind: "reference", name: writtenName(parts.map(({ text }) => text)), of: null, site };
  return fields.reduce<ColumnExpression>(
    (base, { text, span }) => ({
      kind: "call",
      function: "Column.getField",
      args: [base, textLiteral(text, siteOf(span))],
      site,
    }),
    { kind: "variable", variable, site },
  );
}

/** What functions of dates are called when a unit comes first. */
const withUnits: Readonly<Record<string, string>> = {
  date_add: "timestampadd",
  date_diff: "timestampdiff",
  dateadd: "timestampadd",
  datediff: "timestampdiff",
};

function callOf(expression: Call, conversion: Conversion, site: Site): ColumnExpression {
  const { args, argNames, distinct, filter, within, over } = expression;
  const [only, ...others] = expression.name;
  // Functions of databases are not followed.
  if (!only || others.length > 0) return { kind: "unknown", site };
  if (conversion.siteOf.unknownIn?.(only.span) === true) return { kind: "unknown", site };
  const go = (each: SqlExpression): ColumnExpression => converted(each, conversion);
  const call = (name: string, inner: readonly ColumnExpression[]): ColumnExpression => ({
    kind: "call",
    function: name,
    args: inner,
    site,
  });
  const word = only.text.toLowerCase();
  const placed = argumentsInPlace(word, args.map(go), argNames, site);
  if (placed === null) return { kind: "unknown", site };
  const called = args.length === 3 && Object.hasOwn(withUnits, word) ? withUnits[word] : word;
  const plain = call(`${distinct ? "distinct" : "sql"}.${called ?? word}`, placed);
  const ordered =
    within.length === 0
      ? plain
      : call("sql.within group", [plain, ...within.map((each) => sortOf(each, conversion))]);
  const filtered = filter ? call("sql.filter where", [ordered, go(filter)]) : ordered;
  return over ? call("Column.over", [filtered, windowOf(over, conversion)]) : filtered;
}

function windowOf(window: SqlWindow, conversion: Conversion): ColumnExpression {
  const site = conversion.siteOf(window.span);
  const base = window.name && conversion.windows.get(window.name.text.toLowerCase());
  if (window.name && (!base || base.name)) return { kind: "unknown", site };
  const order = window.order.length > 0 ? window.order : (base?.order ?? []);
  return {
    kind: "window",
    partition: [...(base?.partition ?? []), ...window.partition].map((each) => converted(each, conversion)),
    order: order.map((each) => sortOf(each, conversion)),
    frame: window.frame ?? base?.frame ?? null,
    site,
  };
}

function sortOf(
  { expression, descending, nulls, span }: SqlSortItem,
  conversion: Conversion,
): ColumnExpression {
  return {
    kind: "call",
    function: `Column.${descending ? "desc" : "asc"}${nulls === null ? "" : `_nulls_${nulls}`}`,
    args: [converted(expression, conversion)],
    site: conversion.siteOf(span),
  };
}

/** Operators that functions stand for. */
const functions: Readonly<Record<string, string>> = {
  "!=": "<>",
  "==": "=",
  "is null": "isnull",
  "like any": "like_any",
};

function operationOf(
  { operator, operands }: SqlOperation,
  conversion: Conversion,
  site: Site,
): ColumnExpression {
  const call = (name: string, args: readonly ColumnExpression[]): ColumnExpression => ({
    kind: "call",
    function: name,
    args,
    site,
  });
  const isQuery = operands.at(-1)?.kind === "subquery" && (operator === "in" || operator === "exists");
  const args = isQuery ? [] : operands.map((each) => converted(each, conversion));
  switch (operator) {
    case "and":
    case "or":
      return balanced(args, (left, right) => call(`sql.${operator}`, [left, right]), site);
    case "||":
      return args
        .slice(1)
        .reduce((left, right) => call("sql.concat", [left, right]), args[0] ?? { kind: "unknown", site });
    case "is true":
    case "is false":
      return call("sql.<=>", [
        ...args,
        { kind: "literal", value: operator === "is true", dataType: atomic("boolean"), site },
      ]);
    case "!=":
      return call("sql.not", [call("sql.=", args)]);
    case "between":
      return call("sql.between", args);
    case "negative":
      return call("sql.-", args);
    case "not":
      return negated(args, call);
    case "in": {
      const [value, choices] = operands;
      if (choices?.kind !== "subquery") return call("sql.in", args);
      const values = value?.kind === "tuple" ? value.items : value ? [value] : [];
      return subqueryOf(
        choices.query,
        "in",
        values.map((each) => converted(each, conversion)),
        conversion,
        site,
      );
    }
    case "exists": {
      const [rows] = operands;
      return rows?.kind === "subquery"
        ? subqueryOf(rows.query, "exists", [], conversion, site)
        : call("sql.exists", args);
    }
    default:
      return call(`sql.${functions[operator] ?? operator}`, args);
  }
}

function subqueryOf(
  query: SqlNode,
  form: Extract<ColumnExpression, { kind: "subquery" }>["form"],
  operands: readonly ColumnExpression[],
  conversion: Conversion,
  site: Site,
): ColumnExpression {
  const plan = conversion.planOf(query);
  return plan === null ? { kind: "unknown", site } : { kind: "subquery", form, plan, operands, site };
}

/** `IS NOT NULL` is a function of its own. */
function negated(
  args: readonly ColumnExpression[],
  call: (name: string, args: readonly ColumnExpression[]) => ColumnExpression,
): ColumnExpression {
  const [inner] = args;
  return inner?.kind === "call" && inner.function === "sql.isnull"
    ? call("sql.isnotnull", inner.args)
    : call("sql.not", args);
}

/** As Spark's parser builds long rows of AND and OR: halves of halves. */
function balanced(
  parts: readonly ColumnExpression[],
  join: (left: ColumnExpression, right: ColumnExpression) => ColumnExpression,
  site: Site,
): ColumnExpression {
  const build = (low: number, high: number): ColumnExpression => {
    if (low >= high) return parts[low] ?? { kind: "unknown", site };
    const middle = Math.floor((low + high) / 2);
    return join(build(low, middle), build(middle + 1, high));
  };
  return build(0, parts.length - 1);
}
