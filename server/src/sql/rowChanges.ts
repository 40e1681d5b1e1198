import { readExpression } from "./expression.ts";
import { namePart, nameParts, spanOf } from "./names.ts";
import { readQuery } from "./query.ts";
import type { NamePart, Span, SqlExpression } from "./sqlExpression.ts";
import type { SqlRelation, SqlTableAlias } from "./sqlQuery.ts";
import { childOf, childrenOf, nodesBelow, type SqlNode } from "./tree.ts";

/** What UPDATE, DELETE and MERGE do to the rows of a table. */
export interface SqlRowChange {
  readonly kind: "change";
  readonly operation: "delete" | "update" | "merge";
  readonly table: readonly NamePart[];
  readonly alias: SqlTableAlias | null;
  /** What MERGE reads; null for the others. */
  readonly source: SqlRelation | null;
  /** The columns of the table that are set. */
  readonly targets: readonly SqlExpression[];
  /** Conditions and new values, with the rows that they may name columns of. */
  readonly values: readonly { readonly value: SqlExpression; readonly of: "target" | "source" | "both" }[];
  readonly span: Span;
}

/** Reads a `dmlStatementNoWith` that begins with UPDATE, DELETE or MERGE. */
export function readRowChange(
  node: SqlNode,
  operation: SqlRowChange["operation"],
  text: string,
): SqlRowChange {
  const [table, source] = childrenOf(node, "identifierReference", "multipartIdentifier");
  const [alias, sourceAlias] = childrenOf(node, "tableAlias").map((each) => aliasOf(each, text));
  const query = childOf(node, "query");
  const targets: SqlExpression[] = [];
  const values: SqlRowChange["values"][number][] = [];
  const add = (value: SqlNode | null, of: "target" | "source" | "both"): void => {
    if (value !== null) values.push({ value: readExpression(value, text), of });
  };
  const where = childOf(node, "whereClause");
  add(where && childOf(where, "booleanExpression"), "target");
  add(childOf(node, "booleanExpression"), "both");
  for (const each of nodesBelow(node)) {
    const of = clauses[each.rule];
    if (of === undefined) continue;
    add(childOf(each, "booleanExpression"), of);
    for (const inner of nodesBelow(each)) {
      if (inner.rule === "assignment") {
        const [key] = childrenOf(inner, "multipartIdentifier");
        if (key) targets.push({ kind: "name", parts: nameParts(key, text), span: spanOf(key) });
        add(childOf(inner, "expression"), of);
      } else if (inner.rule === "notMatchedAction") {
        const columns = childOf(inner, "multipartIdentifierList");
        for (const key of columns === null ? [] : childrenOf(columns, "multipartIdentifier"))
          targets.push({ kind: "name", parts: nameParts(key, text), span: spanOf(key) });
        for (const value of childrenOf(inner, "expression")) add(value, of);
      }
    }
  }
  return {
    kind: "change",
    operation,
    table: table === undefined ? [] : nameParts(table, text),
    alias: alias ?? null,
    source:
      query !== null
        ? {
            kind: "subquery",
            query: readQuery(query, text),
            alias: sourceAlias ?? null,
            sampled: false,
            lateral: false,
            span: spanOf(query),
          }
        : source === undefined || operation !== "merge"
          ? null
          : {
              kind: "table",
              name: nameParts(source, text),
              alias: sourceAlias ?? null,
              sampled: false,
              span: spanOf(source),
            },
    targets,
    values,
    span: spanOf(node),
  };
}

/** The clauses that change rows, and the rows that their expressions may name columns of. */
const clauses: Readonly<Record<string, "target" | "source" | "both">> = {
  setClause: "target",
  matchedClause: "both",
  notMatchedClause: "source",
  notMatchedBySourceClause: "target",
};

function aliasOf(node: SqlNode, text: string): SqlTableAlias | null {
  const name = childOf(node, "strictIdentifier");
  return name === null ? null : { name: namePart(name, text), columns: [] };
}
