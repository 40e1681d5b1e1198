import { atomic } from "../catalog/dataType.ts";
import { readNamedWindows, type QueryReader } from "./query.ts";
import { namePart, nameParts, spanOf } from "./names.ts";
import { joinedFrom, withLateralViews } from "./relations.ts";
import type { Span, SqlExpression } from "./sqlExpression.ts";
import type { SqlBody, SqlGrouping, SqlHint, SqlRelation, SqlSelect, SqlTransform } from "./sqlQuery.ts";
import { readDefinitions } from "./tableDefinitions.ts";
import { childOf, childrenOf, hasToken, nodesBelow, type SqlNode } from "./tree.ts";

/** `SELECT … FROM … WHERE … GROUP BY … HAVING …` */
export function readSelect(node: SqlNode, reader: QueryReader): SqlBody {
  const clause = childOf(node, "fromClause");
  return readParts(node, clause === null ? null : joinedFrom(clause, reader), reader);
}

/** `FROM t SELECT a`: the same, the other way round; `FROM t` alone. Several SELECTs of one FROM are unknown. */
export function readFromStatement(node: SqlNode, reader: QueryReader): SqlBody {
  const clause = childOf(node, "fromClause");
  const bodies = childrenOf(node, "fromStatementBody");
  const [body] = bodies;
  const span = spanOf(node);
  if (clause === null || bodies.length > 1) return { kind: "unknown", span };
  if (body === undefined) return allOf(joinedFrom(clause, reader), span);
  return readParts(body, joinedFrom(clause, reader), reader);
}

/** `FROM t` alone: all columns of it. */
const allOf = (from: SqlRelation, span: Span): SqlBody => ({
  kind: "select",
  distinct: false,
  hints: [],
  items: [{ kind: "star", qualifier: [], except: [], span: { start: span.start, end: span.start } }],
  from,
  where: null,
  groupBy: null,
  having: null,
  qualify: null,
  windows: [],
  span,
});

/** The body of a query on what stands in its FROM. */
export function readParts(node: SqlNode, from: SqlRelation | null, reader: QueryReader): SqlBody {
  const span = spanOf(node);
  const transform = childOf(node, "transformClause");
  if (transform !== null) return readTransform(transform, readClauses(node, transform, from, reader), reader);
  const select = childOf(node, "selectClause");
  return select === null ? { kind: "unknown", span } : readClauses(node, select, from, reader);
}

/** `TRANSFORM (a, b) USING 'cat' AS (x INT, y)`, MAP and REDUCE. */
function readTransform(node: SqlNode, input: SqlSelect, { text, expression }: QueryReader): SqlTransform {
  const taken = childOf(node, "expressionSeq");
  const types = childOf(node, "colTypeList");
  const names = childOf(node, "identifierSeq");
  return {
    kind: "transform",
    input: { ...input, items: taken === null ? [] : childrenOf(taken, "expression").map(expression) },
    columns: types
      ? readDefinitions(types, text)
      : names &&
        childrenOf(names, "errorCapturingIdentifier", "identifier").map((each) => ({
          name: namePart(each, text),
          dataType: atomic("string"),
        })),
    span: input.span,
  };
}

function readClauses(
  node: SqlNode,
  select: SqlNode,
  from: SqlRelation | null,
  reader: QueryReader,
): SqlSelect {
  const span = spanOf(node);
  const quantifier = childOf(select, "setQuantifier");
  const items = childOf(select, "namedExpressionSeq");
  const grouping = childOf(node, "aggregationClause");
  const windows = childOf(node, "windowClause");
  return {
    kind: "select",
    distinct: quantifier !== null && hasToken(quantifier, "DISTINCT"),
    hints: childrenOf(select, "hint").flatMap((hint) => readHints(hint, reader)),
    items: items === null ? [] : readItems(items, reader),
    from: from === null ? null : withLateralViews(from, childrenOf(node, "lateralView"), reader),
    where: conditionIn(childOf(node, "whereClause"), reader),
    groupBy: grouping === null ? null : readGroupings(grouping, reader),
    having: conditionIn(childOf(node, "havingClause"), reader),
    qualify: conditionIn(childOf(node, "qualifyClause"), reader),
    windows: windows === null ? [] : readNamedWindows(windows, reader),
    span,
  };
}

/** The expressions of a list of named ones. */
export const readItems = (node: SqlNode, reader: QueryReader): readonly SqlExpression[] =>
  childrenOf(node, "namedExpression").map(reader.expression);

/** The condition of a WHERE, HAVING or QUALIFY. */
export function conditionIn(node: SqlNode | null, reader: QueryReader): SqlExpression | null {
  const condition = node === null ? null : childOf(node, "booleanExpression");
  return condition === null ? null : reader.expression(condition);
}

const readHints = (node: SqlNode, reader: QueryReader): readonly SqlHint[] =>
  childrenOf(node, "hintStatement").flatMap((each) => {
    const name = childOf(each, "simpleIdentifier", "identifier");
    if (name === null) return [];
    return [
      {
        name: namePart(name, reader.text),
        args: childrenOf(each, "primaryExpression").map(reader.expression),
        span: spanOf(each),
      },
    ];
  });

/** The entries of GROUP BY in any of its forms. */
export function readGroupings(node: SqlNode, reader: QueryReader): readonly SqlGrouping[] {
  const groupings: SqlGrouping[] = [];
  for (const child of node.children) {
    if (child.kind === "token" || child.rule === "groupingSet") continue;
    const analytics = childOf(child, "groupingAnalytics");
    groupings.push(
      analytics === null
        ? { kind: "expression", sets: [[reader.expression(child)]] }
        : readAnalytics(analytics, reader),
    );
  }
  // The old forms: GROUP BY a, b WITH ROLLUP, GROUP BY a, b GROUPING SETS (…).
  const plain = groupings.flatMap(({ sets }) => sets);
  if (hasToken(node, "ROLLUP")) return [{ kind: "rollup", sets: plain }];
  if (hasToken(node, "CUBE")) return [{ kind: "cube", sets: plain }];
  if (hasToken(node, "SETS"))
    return [
      {
        kind: "sets",
        sets: childrenOf(node, "groupingSet").map((set) => readSet(set, reader)),
        listed: plain.flat(),
      },
    ];
  return groupings;
}

function readAnalytics(node: SqlNode, reader: QueryReader): SqlGrouping {
  const sets: (readonly SqlExpression[])[] = [];
  for (const each of nodesBelow(node)) if (each.rule === "groupingSet") sets.push(readSet(each, reader));
  const kind = hasToken(node, "ROLLUP") ? "rollup" : hasToken(node, "CUBE") ? "cube" : "sets";
  return { kind, sets };
}

const readSet = (node: SqlNode, reader: QueryReader): readonly SqlExpression[] =>
  childrenOf(node, "expression").map(reader.expression);

/** Names such as `a, b.c`. */
export const readNames = (node: SqlNode, text: string) =>
  childrenOf(node, "multipartIdentifier", "errorCapturingIdentifier").map((each) => nameParts(each, text));
