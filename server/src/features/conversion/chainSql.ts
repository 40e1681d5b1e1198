import type { ColumnExpression } from "../../plan/column.ts";
import type { CallFact } from "../../plan/facts.ts";
import type { PlanNode } from "../../plan/logicalPlan.ts";
import { schemaOf } from "../../plan/schema/analysis.ts";
import type { Session } from "../../plan/session.ts";
import { sparkValue } from "../../plan/value.ts";
import type { Expression } from "../../syntax/ast.ts";
import type { Unit } from "../../syntax/module.ts";
import { NotConverted } from "./columnCode.ts";
import { columnSql, nameSql } from "./columnSql.ts";

/** What a chain is written with, and what it turns out to need. */
export interface ChainContext {
  readonly unit: Unit;
  readonly session: Session;
  readonly calls: ReadonlyMap<Expression, CallFact>;
  /** Variables of frames that the text names. */
  readonly frames: Set<string>;
  /** Expressions of the session, as the chain has them. */
  readonly sessions: string[];
}

/** What stands for `{name}` in the text before it is laid out. */
export const frameMark = "__frame_";

/** The clauses of a query, in the order in which they may be added. */
const stages = ["from", "where", "select", "distinct", "order", "offset", "limit", "body"] as const;
type Stage = (typeof stages)[number];

/** A query that is being put together. */
interface Query {
  readonly stage: Stage;
  readonly from: string;
  readonly where: readonly string[];
  readonly select: string;
  readonly groupBy: string;
  readonly distinct: boolean;
  /** ORDER BY, LIMIT and OFFSET as text. */
  readonly order: string;
  readonly limit: string;
  readonly offset: string;
  /** A set operation: all there is. */
  readonly body: string | null;
  /** Columns come from one relation alone. */
  readonly isOneFrame: boolean;
}

const over = (from: string, isOneFrame = true): Query => ({
  stage: "from",
  from,
  where: [],
  select: "*",
  groupBy: "",
  distinct: false,
  order: "",
  limit: "",
  offset: "",
  body: null,
  isOneFrame,
});

/** A query's text. */
export function finished({
  body,
  from,
  where,
  select,
  groupBy,
  distinct,
  order,
  limit,
  offset,
}: Query): string {
  if (body !== null) return body;
  const condition =
    where.length === 0
      ? ""
      : ` WHERE ${where.length === 1 ? (where[0] ?? "") : where.map((each) => `(${each})`).join(" AND ")}`;
  return `SELECT ${distinct ? "DISTINCT " : ""}${select} FROM ${from}${condition}${groupBy}${order}${limit}${offset}`;
}

const rank = (stage: Stage): number => stages.indexOf(stage);

/** A query to which a clause may be added: the same, or one around it. */
const open = (query: Query, before: Stage): Query =>
  rank(query.stage) < rank(before) ? query : over(`(${finished(query)})`);

/** A chain of methods as a query. Throws `NotConverted` for what has no equal. */
export function chainSql(expression: Expression, context: ChainContext): Query {
  if (expression.kind === "Name") {
    context.frames.add(expression.id);
    return over(`${frameMark}${expression.id}`);
  }
  const fact = context.calls.get(expression);
  if (expression.kind !== "Call" || expression.callee.kind !== "Attribute" || fact === undefined)
    throw new NotConverted("Only chains that start from a table or a variable are converted.");
  const { object } = expression.callee;
  const plan = sparkValue(fact.result)?.plan ?? null;
  if (plan === null) throw new NotConverted(`${fact.name} is not converted.`);
  const location = plan.details.location ?? null;
  if (/^(?:SparkSession|SQLContext|DataFrameReader)\.table$/.test(fact.name) && location !== null) {
    const { start, end } = object;
    const source = context.unit.text.slice(start, end);
    context.sessions.push(fact.name.startsWith("DataFrameReader") ? source.replace(/\.read$/, "") : source);
    return over(location);
  }
  if (fact.name === "GroupedData.agg" || fact.name === "GroupedData.count")
    return grouped(object, fact, plan, context);
  return step(chainSql(object, context), fact, plan, context);
}

const textOf = (column: ColumnExpression, query: Query, { session }: ChainContext): string =>
  columnSql(column, { session, isOneFrame: query.isOneFrame });

const requireAtMost = (fact: CallFact, count: number): void => {
  if (fact.args.length > count || fact.args.some(({ unpack }) => unpack !== ""))
    throw new NotConverted(`These arguments of ${fact.name} are not converted.`);
};

function step(input: Query, fact: CallFact, plan: PlanNode, context: ChainContext): Query {
  const method = fact.name.replace(/^DataFrame\./, "");
  const [first] = plan.columns;
  switch (method) {
    case "filter":
    case "where": {
      const query = rank(input.stage) <= rank("where") ? input : open(input, "where");
      const given = fact.args[0]?.value;
      requireAtMost(fact, 1);
      if (given?.kind === "string" ? given.value === null : first === undefined)
        throw new NotConverted("This condition is not known.");
      const condition =
        given?.kind === "string"
          ? (given.value ?? "")
          : first === undefined
            ? ""
            : textOf(first, query, context);
      return { ...query, stage: "where", where: [...query.where, condition] };
    }
    case "select": {
      const query = open(input, "select");
      return { ...query, stage: "select", select: itemsSql(plan.columns, plan, query, context) };
    }
    case "selectExpr":
      return { ...open(input, "select"), stage: "select", select: expressionTexts(fact).join(", ") };
    case "distinct": {
      const query = rank(input.stage) <= rank("select") ? input : open(input, "distinct");
      return { ...query, stage: "distinct", distinct: true };
    }
    case "orderBy":
    case "sort": {
      if (fact.args.some(({ name }) => name !== null)) throw new NotConverted("ascending= is not converted.");
      const query = open(input, "order");
      const items = plan.columns.flatMap((each) => (each.kind === "list" ? each.items : [each]));
      if (items.some(({ kind }) => kind === "literal"))
        throw new NotConverted("Sorting by places is not converted.");
      return {
        ...query,
        stage: "order",
        order: ` ORDER BY ${items.map((each) => textOf(each, query, context)).join(", ")}`,
      };
    }
    case "limit":
    case "offset": {
      const count = fact.args[0]?.value;
      requireAtMost(fact, 1);
      if (count?.kind !== "number" || count.value === null)
        throw new NotConverted(`${method}() needs a number that is known.`);
      const query = open(input, method);
      const text = ` ${method.toUpperCase()} ${count.value}`;
      if (method === "limit") return { ...query, stage: "limit", limit: text };
      return { ...query, stage: "offset", offset: text };
    }
    case "alias": {
      const name = fact.args[0]?.value;
      if (name?.kind !== "string" || name.value === null)
        throw new NotConverted("An alias that is not known is not converted.");
      const from =
        input.stage === "from" && input.isOneFrame && !/ AS /.test(input.from)
          ? input.from
          : `(${finished(input)})`;
      return over(`${from} AS ${nameSql(name.value)}`);
    }
    case "union":
    case "unionAll":
    case "intersect":
    case "intersectAll":
    case "subtract":
    case "exceptAll":
      return setSql(input, method, fact, context);
    case "join":
    case "crossJoin":
      return joinSql(input, fact, plan, context);
    default:
      throw new NotConverted(`DataFrame.${method} is not converted.`);
  }
}

/** The expressions of selectExpr(), which are SQL as they stand. */
function expressionTexts({ args }: CallFact): readonly string[] {
  const values = args.flatMap(({ value, unpack }) => {
    if (unpack !== "") throw new NotConverted("These expressions are not converted.");
    return value.kind === "sequence" && value.exact ? value.elements : [value];
  });
  return values.map((value) => {
    if (value.kind !== "string" || value.value === null)
      throw new NotConverted("An expression is not known.");
    return value.value;
  });
}

/** The items of a SELECT; those that would have another name in SQL get theirs. */
function itemsSql(
  columns: readonly ColumnExpression[],
  plan: PlanNode,
  query: Query,
  context: ChainContext,
  from = 0,
): string {
  const items = columns.flatMap((each) => (each.kind === "list" ? each.items : [each]));
  const schema = schemaOf(plan);
  const names = schema.kind === "unknown" ? [] : schema.attributes.map(({ name }) => name);
  const hasStar = items.some(({ kind }) => kind === "star");
  return items
    .map((item, at) => {
      const text = textOf(item, query, context);
      const isNamed =
        item.kind === "star" ||
        item.kind === "reference" ||
        (item.kind === "call" && /^Column\.(?:alias|name)$/.test(item.function));
      if (isNamed) return text;
      const name = hasStar ? undefined : names[from + at];
      if (item.kind === "sql" || name === undefined || name === "?")
        throw new NotConverted("The name of a column is not known. Give it one with alias().");
      return `${text} AS ${nameSql(name)}`;
    })
    .join(", ");
}

function grouped(object: Expression, fact: CallFact, plan: PlanNode, context: ChainContext): Query {
  const grouping = context.calls.get(object);
  if (object.kind !== "Call" || object.callee.kind !== "Attribute" || grouping?.name !== "DataFrame.groupBy")
    throw new NotConverted("This grouping is not converted.");
  const input = chainSql(object.callee.object, context);
  const query = open(input, "select");
  const keys = grouping.args.flatMap(({ value, unpack }) => {
    if (unpack !== "") throw new NotConverted("These keys are not converted.");
    return value.kind === "sequence" && value.exact ? value.elements : [value];
  });
  const names = keys.map((value) => {
    if (value.kind !== "string" || value.value === null || /[.`]/.test(value.value))
      throw new NotConverted("Only keys that are names of columns are converted.");
    return nameSql(value.value);
  });
  const schema = schemaOf(plan);
  const made = schema.kind === "unknown" ? [] : schema.attributes;
  if (names.length === 0 || made.length === 0) throw new NotConverted("This grouping is not converted.");
  const isCount = fact.name === "GroupedData.count";
  const aggregates = plan.columns.slice(names.length);
  const isPlain = fact.args.every(({ value, unpack }) => unpack === "" && value.kind === "spark");
  if (!isCount && (!isPlain || aggregates.length !== fact.args.length))
    throw new NotConverted("These aggregates are not converted.");
  const items = isCount ? "count(1) AS `count`" : itemsSql(aggregates, plan, query, context, names.length);
  return {
    ...query,
    stage: "select",
    select: [...names, items].join(", "),
    groupBy: ` GROUP BY ${names.join(", ")}`,
  };
}

const setOperators: Readonly<Record<string, string>> = {
  union: "UNION ALL",
  unionAll: "UNION ALL",
  intersect: "INTERSECT",
  intersectAll: "INTERSECT ALL",
  subtract: "EXCEPT",
  exceptAll: "EXCEPT ALL",
};

function setSql(input: Query, method: string, fact: CallFact, context: ChainContext): Query {
  const [other] = fact.args;
  requireAtMost(fact, 1);
  if (other === undefined) throw new NotConverted("This chain is not converted.");
  const right = chainSql(other.node, context);
  const side = (query: Query): string =>
    rank(query.stage) <= rank("distinct") ? finished(query) : `(${finished(query)})`;
  return {
    ...over(""),
    stage: "body",
    body: `${side(input)} ${setOperators[method] ?? "UNION ALL"} ${side(right)}`,
  };
}

const joinWords: Readonly<Record<string, string>> = {
  inner: "JOIN",
  left_outer: "LEFT JOIN",
  right_outer: "RIGHT JOIN",
  full_outer: "FULL JOIN",
  left_semi: "LEFT SEMI JOIN",
  left_anti: "LEFT ANTI JOIN",
};

function joinSql(input: Query, fact: CallFact, plan: PlanNode, context: ChainContext): Query {
  const [other, on] = fact.args;
  if (other === undefined) throw new NotConverted("This join is not converted.");
  const right = chainSql(other.node, context);
  const relation = (query: Query): string => (query.stage === "from" ? query.from : `(${finished(query)})`);
  if (right.stage === "from" && !right.isOneFrame)
    throw new NotConverted("A join on the right is not converted.");
  const sides = `${relation(input)} `;
  if (fact.name === "DataFrame.crossJoin") return over(`${sides}CROSS JOIN ${relation(right)}`, false);
  const words = joinWords[plan.details.joinType ?? ""];
  if (words === undefined || on === undefined) throw new NotConverted("This join is not converted.");
  const names = on.value.kind === "sequence" ? on.value.elements : [on.value];
  if (names.every((each) => each.kind === "string" && each.value !== null)) {
    const using = names.map((each) => (each.kind === "string" ? nameSql(each.value ?? "") : "")).join(", ");
    return over(`${sides}${words} ${relation(right)} USING (${using})`, false);
  }
  const [condition, more] = plan.columns;
  if (condition === undefined || more !== undefined) throw new NotConverted("This join is not converted.");
  const text = columnSql(condition, { session: context.session, isOneFrame: false });
  return over(`${sides}${words} ${relation(right)} ON ${text}`, false);
}
