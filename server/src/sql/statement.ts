import { parseDataType } from "../catalog/dataTypeText.ts";
import { readExpression } from "./expression.ts";
import { nameParts, spanOf } from "./names.ts";
import { findQuery, queryReader, readCtes, readOrganization, readQuery } from "./query.ts";
import { joinedFrom } from "./relations.ts";
import { readRowChange } from "./rowChanges.ts";
import type { NamePart } from "./sqlExpression.ts";
import { readParts } from "./select.ts";
import type { SqlCte, SqlQuery, SqlRelation } from "./sqlQuery.ts";
import { readScript } from "./script.ts";
import type { SqlInsert, SqlStatement } from "./sqlStatement.ts";
import { readDefinitions, readPartitioning, readTableChange } from "./tableDefinitions.ts";
import { childOf, childrenOf, hasToken, nodesBelow, type SqlNode } from "./tree.ts";

/** What the tree of a statement does. It never throws. */
export function readStatement(root: SqlNode, text: string): SqlStatement {
  for (const node of nodesBelow(root)) {
    if (node.rule === "statement") return readAt(node, text);
    if (node.rule === "setResetStatement") return readSetting(node, text);
    if (node.rule === "singleCompoundStatement") return readScript(node, text, (each) => readAt(each, text));
  }
  return command(root, text);
}

const command = (node: SqlNode, text: string): SqlStatement => ({
  kind: "command",
  word: /^\w*/.exec(text.slice(node.start, node.end))?.[0].toLowerCase() ?? "",
  span: spanOf(node),
});

const references = [
  "identifierReference",
  "multipartIdentifier",
  "tableIdentifier",
  "multipartIdentifierPropertyList",
];

/** The first name of a statement; empty when it has none. */
function nameOf(node: SqlNode, text: string): readonly NamePart[] {
  const name = childOf(node, ...references);
  return name === null ? [] : nameParts(name, text);
}

function readAt(node: SqlNode, text: string): SqlStatement {
  const span = spanOf(node);
  const [first] = node.children;
  const queryNode = childOf(node, "query");
  const query = queryNode === null ? null : readQuery(queryNode, text);
  if (first?.kind === "node") {
    if (first.rule === "query") return { kind: "query", query: readQuery(first, text), span };
    if (first.rule === "setResetStatement") return readSetting(first, text);
    if (first.rule === "createTableHeader" || first.rule === "replaceTableHeader")
      return readTable(node, first, query, text);
    if (first.rule === "executeImmediate") return readExecute(first, text);
    const changes = childOf(node, "dmlStatementNoWith");
    return changes === null ? command(node, text) : readChange(changes, childOf(node, "ctes"), text);
  }
  const name = nameOf(node, text);
  switch (first?.type) {
    case "ALTER":
      if (hasToken(node, "VIEW") && query !== null)
        return { ...readView(node, name, query, text), scope: "existing", replaces: true };
      return hasToken(node, "TABLE")
        ? { kind: "alterTable", name, change: readTableChange(node, text), span }
        : command(node, text);
    case "DECLARE": {
      const type = childOf(node, "dataType");
      const start = childOf(node, "variableDefaultExpression");
      const value = start === null ? null : childOf(start, "expression");
      return {
        kind: "declare",
        names: childrenOf(node, ...references).map((each) => nameParts(each, text)),
        dataType: type === null ? null : parseDataType(text.slice(type.start, type.end)),
        value: value === null ? null : readExpression(value, text),
        span,
      };
    }
    case "CREATE": {
      const [target, like] = childrenOf(node, ...references).map((each) => nameParts(each, text));
      if (hasToken(node, "TABLE") && hasToken(node, "LIKE") && target && like)
        return {
          kind: "createTable",
          name: target,
          replaces: false,
          query: null,
          columns: null,
          partitions: [],
          like,
          ifNotExists: hasToken(node, "EXISTS"),
          provider: null,
          span,
        };
      return hasToken(node, "VIEW") && !hasToken(node, "MATERIALIZED")
        ? readView(node, name, query, text)
        : command(node, text);
    }
    case "CACHE":
      return { kind: "cache", name, lazy: hasToken(node, "LAZY"), query, span };
    case "UNCACHE":
      return { kind: "uncache", name, span };
    case "CLEAR":
      return { kind: "clearCache", span };
    case "USE":
      return { kind: "use", name, span };
    case "DROP": {
      const words = text.slice(first.end, node.end).trim().split(/\s+/);
      const what = words.find((word) => !/^temp(?:orary)?$/i.test(word))?.toLowerCase() ?? "";
      return { kind: "drop", what, name, ifExists: hasToken(node, "EXISTS"), span };
    }
    case "EXPLAIN": {
      const inner = childOf(node, "statement");
      return inner === null ? command(node, text) : { kind: "explain", statement: readAt(inner, text), span };
    }
    case "SET":
    case "RESET":
      return readSetting(node, text);
    default:
      return command(node, text);
  }
}

function readView(
  node: SqlNode,
  name: readonly NamePart[],
  query: SqlQuery | null,
  text: string,
): Extract<SqlStatement, { kind: "createView" }> {
  const list = childOf(node, "identifierCommentList");
  const scope = hasToken(node, "GLOBAL")
    ? "global temporary"
    : hasToken(node, "TEMPORARY")
      ? "temporary"
      : "permanent";
  return {
    kind: "createView",
    name,
    columns:
      list === null
        ? []
        : childrenOf(list, "identifierComment").flatMap((each) => nameParts(each, text).slice(0, 1)),
    scope,
    replaces: hasToken(node, "REPLACE"),
    ifNotExists: hasToken(node, "EXISTS"),
    changes:
      childOf(node, "collationSpec") !== null ||
      hasToken(childOf(node, "schemaBinding") ?? node, "EVOLUTION"),
    query,
    span: spanOf(node),
  };
}

const columnLists = [
  "tableElementList",
  "colDefinitionList",
  "createOrReplaceTableColTypeList",
  "colTypeList",
];

function readTable(node: SqlNode, header: SqlNode, query: SqlQuery | null, text: string): SqlStatement {
  const list = childOf(node, ...columnLists);
  const partitioning = readPartitioning(node, text);
  const provider =
    childOf(node, "tableProvider") ?? childOf(childOf(node, "createTableClauses") ?? node, "tableProvider");
  return {
    kind: "createTable",
    name: nameOf(header, text),
    replaces: header.rule === "replaceTableHeader",
    query,
    columns:
      list === null && partitioning.defined.length === 0
        ? null
        : [...(list === null ? [] : readDefinitions(list, text)), ...partitioning.defined],
    partitions: partitioning.names,
    like: null,
    ifNotExists: hasToken(header, "EXISTS"),
    provider:
      provider === null
        ? null
        : nameParts(provider, text)
            .map((part) => part.text)
            .join("."),
    span: spanOf(node),
  };
}

function readChange(node: SqlNode, ctes: SqlNode | null, text: string): SqlStatement {
  const span = spanOf(node);
  const [first] = node.children;
  if (first?.kind === "token") {
    const word = first.type.toLowerCase();
    const operation = word === "delete" || word === "update" ? word : "merge";
    return readRowChange(node, operation, text);
  }
  const reader = queryReader(text);
  const read = ctes === null ? [] : readCtes(ctes, reader);
  if (first?.rule !== "fromClause")
    return readInsert(first ?? null, childOf(node, "query") ?? findQuery(node), read, text);
  const from: SqlRelation = { kind: "input", span: spanOf(first) };
  const inserts = childrenOf(node, "multiInsertQueryBody").map((each): SqlInsert => {
    const body = childOf(each, "fromStatementBody");
    const insert = readInsert(childOf(each, "insertInto"), null, read, text);
    const organization = body && childOf(body, "queryOrganization");
    const query: SqlQuery | null = body && {
      kind: "query",
      recursive: false,
      ctes: [],
      body: readParts(body, from, reader),
      organization: readOrganization(organization, reader, each.end),
      span: spanOf(body),
    };
    return { ...insert, query, span: spanOf(each) };
  });
  return { kind: "inserts", from: joinedFrom(first, reader), inserts, span };
}

function readInsert(
  first: SqlNode | null,
  source: SqlNode | null,
  ctes: readonly SqlCte[],
  text: string,
): SqlInsert {
  const target = first?.rule === "insertInto" ? first : null;
  const list = target && childOf(target, "identifierList");
  const partition = target && childOf(target, "partitionSpec");
  const where = target && childOf(target, "booleanExpression");
  return {
    kind: "insert",
    table: target === null ? [] : nameOf(target, text),
    overwrite: target !== null && hasToken(target, "OVERWRITE"),
    byName: target !== null && hasToken(target, "NAME"),
    columns: list === null ? [] : nameParts(list, text),
    fixed: partition === null ? [] : fixedIn(partition, text),
    ctes,
    query: target === null || source === null ? null : readQuery(source, text),
    where: where && readExpression(where, text),
    span: first === null ? { start: 0, end: 0 } : { start: first.start, end: source?.end ?? first.end },
  };
}

/** `PARTITION (a = 1, b)` gives `a` a value. */
const fixedIn = (node: SqlNode, text: string): readonly NamePart[] =>
  childrenOf(node, "partitionVal")
    .filter((each) => each.children.length > 1)
    .flatMap((each) => nameParts(each, text).slice(0, 1));

function readExecute(node: SqlNode, text: string): SqlStatement {
  const sql = childOf(node, "expression");
  return {
    kind: "execute",
    sql: sql === null ? null : readExpression(sql, text),
    hasTargets: hasToken(node, "INTO"),
    hasValues: childOf(node, "executeImmediateUsing") !== null,
    span: spanOf(node),
  };
}

/** `SET a.b = c` is read from the text: the grammar takes any tokens there. */
function readSetting(node: SqlNode, text: string): SqlStatement {
  const span = spanOf(node);
  const source = text.slice(node.start, node.end).replace(/[;\s]+$/, "");
  const [word = "", rest = ""] = /^(\w+)\s*([^]*)$/.exec(source)?.slice(1) ?? [];
  if (hasToken(node, "PATH")) return { kind: "command", word: "set", span };
  const bare = (part: string): string => part.trim().replace(/^`([^]*)`$/, "$1");
  if (/^reset$/i.test(word)) return { kind: "reset", key: rest === "" ? null : bare(rest), span };
  if (/^(?:role|time\s+zone|catalog|path|var|variable)\b/i.test(rest) && !/^\w+\s*[.=]/.test(rest))
    return { kind: "command", word: "set", span };
  const at = rest.indexOf("=");
  if (rest === "" || rest === "-v") return { kind: "set", key: null, value: null, span };
  return {
    kind: "set",
    key: bare(at < 0 ? rest : rest.slice(0, at)),
    value: at < 0 ? null : bare(rest.slice(at + 1)),
    span,
  };
}
