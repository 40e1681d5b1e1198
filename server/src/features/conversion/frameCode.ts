import type { Span, SqlExpression } from "../../sql/sqlExpression.ts";
import type { SqlBody, SqlOrganization, SqlQuery, SqlRelation, SqlSelect } from "../../sql/sqlQuery.ts";
import { literal, NotConverted, sortCode, valueCode, type CodeContext } from "./columnCode.ts";
import { chained, then, type Chain, type PythonCode } from "./pythonCode.ts";
import { relationCode } from "./relationCode.ts";
import { selectCode } from "./selectCode.ts";

/** What queries are written with. */
export interface FrameContext extends CodeContext {
  /** The session's expression in the code. */
  readonly sessionCode: string;
  /** A variable that holds the frame of a view; null where there is none. */
  readonly variableOf: (relation: Span) => string | null;
  /** The name that Spark gives the column of an item of a SELECT that has none; null where it is not known. */
  readonly nameOf: (select: SqlSelect, item: number) => string | null;
  /** Whether what a SELECT reads has a column of that name; null where that is not known. */
  readonly hasColumn: (select: SqlSelect, name: string) => boolean | null;
  /** Queries by name, of the WITH clauses around. */
  readonly ctes: ReadonlyMap<string, Chain>;
}

/** A query as a chain of DataFrame methods. Throws `NotConverted` for what has no equal. */
export function queryCode(query: SqlQuery, outer: FrameContext): Chain {
  let context = outer;
  if (query.recursive) throw new NotConverted("A recursive query is not converted.");
  for (const { name, columns, query: inner } of query.ctes) {
    const chain = renamed(queryCode(inner, context), columns);
    context = { ...context, ctes: new Map(context.ctes).set(name.text.toLowerCase(), chain) };
  }
  return bodyCode(query.body, query.organization, context);
}

/** With other names for the columns, where some are given. */
export const renamed = (chain: Chain, columns: readonly { readonly text: string }[]): Chain =>
  columns.length === 0 ? chain : then(chain, "toDF", ...columns.map(({ text }) => literal(text)));

function bodyCode(body: SqlBody, organization: SqlOrganization, context: FrameContext): Chain {
  switch (body.kind) {
    case "select":
      return cut(selectCode(body, organization.order, context), organization, context);
    case "setOperation": {
      const none = { ...organization, order: [], limit: null, offset: null };
      const sides = [body.first, ...body.rest.map((step) => step.body)].map((side) =>
        bodyCode(side, none, context),
      );
      const [first, ...rest] = sides;
      if (first === undefined) throw new NotConverted("This query is not converted.");
      const chain = rest.reduce((left, right, at) => {
        const step = body.rest[at];
        return step === undefined ? left : setCode(left, chained(right), step);
      }, first);
      return cut(sorted(chain, organization, context), organization, context);
    }
    case "query":
      return cut(sorted(queryCode(body, context), organization, context), organization, context);
    case "table": {
      const relation: SqlRelation = { ...body, alias: null, sampled: false };
      return cut(
        sorted(
          relationCode(relation, { ...context, qualifiers: new Set(), hints: new Map() }),
          organization,
          context,
        ),
        organization,
        context,
      );
    }
    case "values":
      throw new NotConverted("VALUES is not converted.");
    case "pipe":
      throw new NotConverted("A query with |> is not converted.");
    default:
      throw new NotConverted("This query is not converted.");
  }
}

function setCode(
  left: Chain,
  right: PythonCode,
  { operator, all }: { readonly operator: "union" | "intersect" | "except"; readonly all: boolean },
): Chain {
  if (operator === "union")
    return all ? then(left, "union", right) : then(then(left, "union", right), "distinct");
  if (operator === "intersect") return then(left, all ? "intersectAll" : "intersect", right);
  return then(left, all ? "exceptAll" : "subtract", right);
}

/** ORDER BY behind what is no SELECT. */
function sorted(chain: Chain, { order }: SqlOrganization, context: FrameContext): Chain {
  if (order.length === 0) return chain;
  if (order.some(({ expression }) => isOrdinal(expression)))
    throw new NotConverted("ORDER BY with the number of a column is not converted here.");
  return then(chain, "orderBy", ...order.map((item) => sortCode(item, context)));
}

export const isOrdinal = (expression: SqlExpression): boolean =>
  expression.kind === "literal" && typeof expression.value === "number";

/** What stands behind ORDER BY. */
function cut(
  chain: Chain,
  { sort, distribute, cluster, limit, offset }: SqlOrganization,
  context: FrameContext,
): Chain {
  if (sort.length + distribute.length + cluster.length > 0)
    throw new NotConverted("SORT BY, DISTRIBUTE BY and CLUSTER BY are not converted.");
  const count = (expression: SqlExpression): PythonCode => {
    const value = valueCode(expression);
    if (value === null || !isOrdinal(expression))
      throw new NotConverted("A LIMIT that is no number is not converted.");
    return value;
  };
  let result = chain;
  if (offset !== null) {
    if (context.session.version.startsWith("3.3"))
      throw new NotConverted("OFFSET has no method before Spark 3.4.");
    result = then(result, "offset", count(offset));
  }
  return limit === null ? result : then(result, "limit", count(limit));
}
