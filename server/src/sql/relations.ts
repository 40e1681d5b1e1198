import { namePart, nameParts, spanOf } from "./names.ts";
import type { QueryReader } from "./query.ts";
import { readPivot, readUnpivot } from "./pivot.ts";
import type { NamePart, SqlExpression } from "./sqlExpression.ts";
import type { SqlJoin, SqlJoinType, SqlRelation, SqlTableAlias, SqlValues } from "./sqlQuery.ts";
import { childOf, childrenOf, hasToken, nodesBelow, tokenOf, type SqlNode } from "./tree.ts";

/** All of a FROM clause as one relation. */
export function joinedFrom(node: SqlNode, reader: QueryReader): SqlRelation {
  const relations = childrenOf(node, "relation").map((each) => readRelation(each, reader));
  const [first, ...rest] = relations;
  let all: SqlRelation = first ?? { kind: "unknown", span: spanOf(node) };
  for (const right of rest)
    all = {
      kind: "join",
      left: all,
      right,
      type: "cross",
      natural: false,
      on: null,
      using: [],
      span: { start: all.span.start, end: right.span.end },
    };
  all = withLateralViews(all, childrenOf(node, "lateralView"), reader);
  const pivot = childOf(node, "pivotClause");
  if (pivot !== null) all = readPivot(pivot, all, reader);
  const unpivot = childOf(node, "unpivotClause");
  return unpivot === null ? all : readUnpivot(unpivot, all, reader);
}

/** A relation with a LATERAL VIEW for each node. */
export function withLateralViews(
  input: SqlRelation,
  nodes: readonly SqlNode[],
  reader: QueryReader,
): SqlRelation {
  let all = input;
  for (const node of nodes) {
    const [table, ...columns] = childrenOf(node, "identifier").map((each) => namePart(each, reader.text));
    const name = childOf(node, "qualifiedName");
    if (table === undefined || name === null) return { kind: "unknown", span: spanOf(node) };
    all = {
      kind: "lateralView",
      input: all,
      outer: hasToken(node, "OUTER"),
      function: nameParts(name, reader.text),
      args: childrenOf(node, "expression").map(reader.expression),
      table,
      columns,
      span: { start: input.span.start, end: node.end },
    };
  }
  return all;
}

/** A table or query with the joins and pivots behind it. */
export function readRelation(node: SqlNode, reader: QueryReader): SqlRelation {
  const primary = childOf(node, "relationPrimary");
  let all: SqlRelation =
    primary === null
      ? { kind: "unknown", span: spanOf(node) }
      : readPrimaryRelation(primary, hasToken(node, "LATERAL"), reader);
  for (const child of node.children) {
    if (child.kind === "token" || child === primary) continue;
    const extension = child.rule === "relationExtension" ? child.children[0] : child;
    if (extension?.kind === "node") all = extended(all, extension, reader);
  }
  return all;
}

/** A relation with a join or a pivot behind it. */
export function extended(input: SqlRelation, node: SqlNode, reader: QueryReader): SqlRelation {
  switch (node.rule) {
    case "joinRelation":
      return readJoin(node, input, reader);
    case "pivotClause":
      return readPivot(node, input, reader);
    case "unpivotClause":
      return readUnpivot(node, input, reader);
    default:
      return { kind: "unknown", span: { start: input.span.start, end: node.end } };
  }
}

function readJoin(node: SqlNode, left: SqlRelation, reader: QueryReader): SqlJoin {
  const primary = childOf(node, "relationPrimary");
  const criteria =
    childOf(node, "joinCriteria", "asofJoinCriteria") ??
    childOf(childOf(node, "joinPostfix") ?? node, "joinCriteria");
  const on = criteria === null ? undefined : childrenOf(criteria, "booleanExpression").at(-1);
  const using = criteria === null ? null : childOf(criteria, "identifierList");
  return {
    kind: "join",
    left,
    right:
      primary === null
        ? { kind: "unknown", span: spanOf(node) }
        : readPrimaryRelation(primary, hasToken(node, "LATERAL"), reader),
    type: joinType(node),
    natural: hasToken(node, "NATURAL"),
    on: on === undefined ? null : reader.expression(on),
    using: using === null ? [] : nameParts(using, reader.text),
    span: { start: left.span.start, end: node.end },
  };
}

function joinType(node: SqlNode): SqlJoinType {
  if (childOf(node, "asofJoinType") !== null) return "asof";
  const words = childOf(node, "joinType");
  if (words === null) return "inner";
  if (hasToken(words, "SEMI")) return "leftsemi";
  if (hasToken(words, "ANTI")) return "leftanti";
  if (hasToken(words, "CROSS")) return "cross";
  if (hasToken(words, "LEFT")) return "left";
  if (hasToken(words, "RIGHT")) return "right";
  return hasToken(words, "FULL") ? "full" : "inner";
}

function readPrimaryRelation(node: SqlNode, lateral: boolean, reader: QueryReader): SqlRelation {
  const span = spanOf(node);
  const alias = aliasOf(node, reader.text);
  const sampled = childOf(node, "sample") !== null;
  const table = childOf(
    node,
    "identifierReference",
    "multipartIdentifier",
    "temporalTableIdentifierReference",
  );
  if (table !== null) {
    const name = childOf(table, "identifierReference") ?? table;
    return { kind: "table", name: nameParts(name, reader.text), alias, sampled, span };
  }
  const query = childOf(node, "query");
  if (query !== null) return { kind: "subquery", query: reader.query(query), alias, sampled, lateral, span };
  const relation = childOf(node, "relation");
  if (relation !== null) {
    if (reader.depth > deepest) return { kind: "unknown", span };
    const input = readRelation(relation, { ...reader, depth: reader.depth + 1 });
    return alias === null ? input : { kind: "aliased", input, alias, span };
  }
  const values = childOf(node, "inlineTable");
  if (values !== null) return readValues(values, reader);
  const call = childOf(node, "functionTable", "tableFunctionCallWithTrailingClauses");
  return call === null ? { kind: "unknown", span } : readTableFunction(call, lateral, reader);
}

/** Relations in parentheses that nest deeper are unknown. */
const deepest = 200;

function readTableFunction(node: SqlNode, lateral: boolean, reader: QueryReader): SqlRelation {
  const span = spanOf(node);
  const call = childOf(node, "tableFunctionCall") ?? node;
  const name = childOf(call, "functionName");
  if (name === null) return { kind: "unknown", span };
  const args = childrenOf(call, "functionTableArgument", "expression");
  return {
    kind: "function",
    name: nameParts(name, reader.text),
    args: args.map((each) => tableArgument(each, reader)),
    argNames: args.map((each) => argumentName(each, reader.text)),
    alias: aliasOf(node, reader.text),
    lateral,
    span,
  };
}

/** The expression that is handed over; null for a table. */
function tableArgument(node: SqlNode, reader: QueryReader): SqlExpression | null {
  if (node.rule === "expression") return reader.expression(node);
  if (childOf(node, "functionTableReferenceArgument") !== null) return null;
  for (const each of nodesBelow(node)) if (each.rule === "expression") return reader.expression(each);
  return null;
}

function argumentName(node: SqlNode, text: string): string | null {
  for (const each of nodesBelow(node)) {
    if (each.rule === "expression") return null;
    const name = tokenOf(each, "FAT_ARROW") === null ? null : childOf(each, "identifier");
    if (name !== null) return namePart(name, text).text;
  }
  return null;
}

/** Rows of VALUES: a tuple is a row, anything else a row of one. */
export function readValues(node: SqlNode, reader: QueryReader): SqlValues {
  const rows = childrenOf(node, "expression").map((each): readonly SqlExpression[] => {
    const row = reader.expression(each);
    if (row.kind === "tuple") return row.items;
    return row.kind === "call" && row.name.length === 1 && row.name[0]?.text.toLowerCase() === "struct"
      ? row.args
      : [row];
  });
  return { kind: "values", rows, alias: aliasOf(node, reader.text), span: spanOf(node) };
}

/** `AS t(a, b)`; null when there is no name. */
function aliasOf(node: SqlNode, text: string): SqlTableAlias | null {
  const alias = childOf(node, "tableAlias");
  const name = alias === null ? null : childOf(alias, "strictIdentifier");
  if (alias === null || name === null) return null;
  const list = childOf(alias, "identifierList");
  const columns: readonly NamePart[] = list === null ? [] : nameParts(list, text);
  return { name: namePart(name, text), columns };
}
