import { namePart, nameParts, spanOf } from "./names.ts";
import type { QueryReader } from "./query.ts";
import type { SqlPivot, SqlRelation, SqlTableAlias, SqlUnpivot } from "./sqlQuery.ts";
import { childOf, childrenOf, hasToken, nodesBelow, type SqlNode } from "./tree.ts";

/** `PIVOT (sum(x) FOR k IN (1 AS a, 2))` behind a relation. */
export function readPivot(node: SqlNode, input: SqlRelation, reader: QueryReader): SqlPivot {
  const { text } = reader;
  const aggregates = childOf(node, "namedExpressionSeq");
  const column = childOf(node, "pivotColumn");
  return {
    kind: "pivot",
    input,
    aggregates: aggregates === null ? [] : childrenOf(aggregates, "namedExpression").map(reader.expression),
    columns: column === null ? [] : nameParts(column, text),
    values: childrenOf(node, "pivotValue").map((each) => {
      const name = childOf(each, "errorCapturingIdentifier", "identifier");
      const [value] = childrenOf(each, "expression");
      return {
        value: value === undefined ? { kind: "unknown", span: spanOf(each) } : reader.expression(value),
        name: name === null ? null : namePart(name, text),
      };
    }),
    alias: clauseAlias(node, text),
    span: { start: input.span.start, end: node.end },
  };
}

/** `UNPIVOT (v FOR k IN (a, b AS x))` behind a relation. */
export function readUnpivot(node: SqlNode, input: SqlRelation, reader: QueryReader): SqlUnpivot {
  const { text } = reader;
  const all = [...nodesBelow(node)];
  const nulls = childOf(node, "unpivotNullClause");
  const name = all.find(({ rule }) => rule === "unpivotNameColumn");
  return {
    kind: "unpivot",
    input,
    includesNulls: nulls !== null && hasToken(nulls, "INCLUDE"),
    values: all.filter(({ rule }) => rule === "unpivotValueColumn").map((each) => namePart(each, text)),
    name: name === undefined ? null : namePart(name, text),
    columns: all
      .filter(({ rule }) => rule === "unpivotColumnAndAlias" || rule === "unpivotColumnSet")
      .map((each) => {
        const alias = childOf(each, "unpivotAlias");
        const [word] = alias === null ? [] : childrenOf(alias, "errorCapturingIdentifier", "identifier");
        return {
          names: childrenOf(each, "unpivotColumn").map((column) => nameParts(column, text)),
          alias: word === undefined ? null : namePart(word, text),
        };
      }),
    alias: clauseAlias(node, text),
    span: { start: input.span.start, end: node.end },
  };
}

/** The name behind the closing parenthesis. */
function clauseAlias(node: SqlNode, text: string): SqlTableAlias | null {
  const name = childrenOf(node, "errorCapturingIdentifier").at(-1);
  return name === undefined ? null : { name: namePart(name, text), columns: [] };
}
