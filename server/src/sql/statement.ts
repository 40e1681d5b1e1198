import { parseColumns } from "../catalog/dataTypeText.ts";
import type { Field } from "../catalog/dataType.ts";
import { nameParts, spanOf } from "./names.ts";
import { findQuery, queryReader, readCtes, readQuery } from "./query.ts";
import { joinedFrom } from "./relations.ts";
import type { NamePart, Span } from "./sqlExpression.ts";
import type { SqlCte, SqlQuery, SqlRelation } from "./sqlQuery.ts";
import { childOf, childrenOf, hasToken, nodesBelow, type SqlNode } from "./tree.ts";

/** What a statement does. */
export type SqlStatement =
  | { readonly kind: "query"; readonly query: SqlQuery; readonly span: Span }
  | {
      readonly kind: "createView";
      readonly name: readonly NamePart[];
      readonly columns: readonly NamePart[];
      readonly scope: "temporary" | "global temporary" | "permanent";
      readonly replaces: boolean;
      /** Null for a view over a data source. */
      readonly query: SqlQuery | null;
      readonly span: Span;
    }
  | {
      readonly kind: "createTable";
      readonly name: readonly NamePart[];
      readonly replaces: boolean;
      /** `CREATE TABLE … AS query`; null otherwise. */
      readonly query: SqlQuery | null;
      /** As written; null where none are, or where one cannot be read. */
      readonly columns: readonly Field[] | null;
      /** The data source behind USING. */
      readonly provider: string | null;
      readonly span: Span;
    }
  | {
      readonly kind: "insert";
      /** Empty for a directory. */
      readonly table: readonly NamePart[];
      readonly overwrite: boolean;
      readonly byName: boolean;
      readonly columns: readonly NamePart[];
      readonly ctes: readonly SqlCte[];
      /** Null where several inserts share one FROM. */
      readonly query: SqlQuery | null;
      /** What several inserts read. */
      readonly from: SqlRelation | null;
      readonly span: Span;
    }
  | {
      readonly kind: "change";
      readonly operation: "delete" | "update" | "merge";
      readonly table: readonly NamePart[];
      readonly span: Span;
    }
  | {
      readonly kind: "cache";
      readonly name: readonly NamePart[];
      readonly lazy: boolean;
      readonly query: SqlQuery | null;
      readonly span: Span;
    }
  | { readonly kind: "uncache"; readonly name: readonly NamePart[]; readonly span: Span }
  | { readonly kind: "clearCache"; readonly span: Span }
  /** `SET key = value`; the value is null where it is only asked for, the key where all are. */
  | { readonly kind: "set"; readonly key: string | null; readonly value: string | null; readonly span: Span }
  | { readonly kind: "reset"; readonly key: string | null; readonly span: Span }
  | { readonly kind: "use"; readonly name: readonly NamePart[]; readonly span: Span }
  | {
      readonly kind: "drop";
      /** "table", "view", "database", "function" … */
      readonly what: string;
      readonly name: readonly NamePart[];
      readonly ifExists: boolean;
      readonly span: Span;
    }
  | { readonly kind: "explain"; readonly statement: SqlStatement; readonly span: Span }
  /** Anything else, by its first word: "show", "describe", "alter", "begin". */
  | { readonly kind: "command"; readonly word: string; readonly span: Span };

/** What the tree of a statement does. It never throws. */
export function readStatement(root: SqlNode, text: string): SqlStatement {
  for (const node of nodesBelow(root)) {
    if (node.rule === "statement") return readAt(node, text);
    if (node.rule === "setResetStatement") return readSetting(node, text);
    if (node.rule === "singleCompoundStatement") return command(node, text);
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
    const changes = childOf(node, "dmlStatementNoWith");
    return changes === null ? command(node, text) : readChange(changes, childOf(node, "ctes"), text);
  }
  const name = nameOf(node, text);
  switch (first?.type) {
    case "CREATE":
      return hasToken(node, "VIEW") && !hasToken(node, "MATERIALIZED")
        ? readView(node, name, query, text)
        : command(node, text);
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
): SqlStatement {
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
  const provider =
    childOf(node, "tableProvider") ?? childOf(childOf(node, "createTableClauses") ?? node, "tableProvider");
  return {
    kind: "createTable",
    name: nameOf(header, text),
    replaces: header.rule === "replaceTableHeader",
    query,
    columns: list === null ? null : parseColumns(text.slice(list.start, list.end)),
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
    return { kind: "change", operation, table: nameOf(node, text), span };
  }
  const reader = queryReader(text);
  const target = first?.rule === "insertInto" ? first : null;
  const source = target === null ? null : (childOf(node, "query") ?? findQuery(node));
  const list = target === null ? null : childOf(target, "identifierList");
  return {
    kind: "insert",
    table: target === null ? [] : nameOf(target, text),
    overwrite: target !== null && hasToken(target, "OVERWRITE"),
    byName: target !== null && hasToken(target, "NAME"),
    columns: list === null ? [] : nameParts(list, text),
    ctes: ctes === null ? [] : readCtes(ctes, reader),
    query: source === null ? null : readQuery(source, text),
    from: first?.rule === "fromClause" ? joinedFrom(first, reader) : null,
    span,
  };
}

/** `SET a.b = c` is read from the text: the grammar takes any tokens there. */
function readSetting(node: SqlNode, text: string): SqlStatement {
  const span = spanOf(node);
  const source = text.slice(node.start, node.end).replace(/[;\s]+$/, "");
  const [word = "", rest = ""] = /^(\w+)\s*([^]*)$/.exec(source)?.slice(1) ?? [];
  const bare = (part: string): string => part.trim().replace(/^`([^]*)`$/, "$1");
  if (/^reset$/i.test(word)) return { kind: "reset", key: rest === "" ? null : bare(rest), span };
  if (/^(?:role|time\s+zone|path|var|variable)\b/i.test(rest) && !/^\w+\s*[.=]/.test(rest))
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
