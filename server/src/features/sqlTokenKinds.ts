import type { SqlTree } from "../sql/parse.ts";
import { nodesBelow, type SqlToken } from "../sql/tree.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { sqlNamesIn, type SqlName, type SqlNameKind } from "./sqlNames.ts";

/** What a piece of SQL text is, for colours. */
export type SqlTokenKind =
  | "keyword"
  | "function"
  | "type"
  | "table"
  | "column"
  | "variable"
  | "parameter"
  | "namespace"
  | "hint"
  | "string"
  | "number"
  | "operator"
  | "comment";

/** A piece of SQL text and what it is. */
export interface SqlTokenSpan {
  readonly start: number;
  readonly end: number;
  readonly kind: SqlTokenKind;
  /** It comes to be here: an alias, a query of WITH, a view that is created. */
  readonly isNew: boolean;
}

const known = sideTable<SqlTree, readonly SqlTokenSpan[]>();

/** The pieces of a text in order, without marks such as commas; pieces never overlap. */
export function sqlTokenKinds(tree: SqlTree): readonly SqlTokenSpan[] {
  let spans = known.get(tree);
  if (spans === undefined) known.set(tree, (spans = tokenKinds(tree)));
  return spans;
}

function tokenKinds(tree: SqlTree): readonly SqlTokenSpan[] {
  const { text, tokens, comments, root } = tree;
  const names = sqlNamesIn(tree);
  const { types, calls } = root === null ? { types: [], calls: new Set<number>() } : markedPlaces(tree);
  const found: SqlTokenSpan[] = comments.map(({ start, end }) => ({
    start,
    end: start + text.slice(start, end).trimEnd().length,
    kind: "comment",
    isNew: false,
  }));
  let nextName = 0;
  let nextType = 0;
  let name: SqlName | null = null;
  for (const token of tokens) {
    const { start, end } = token;
    if (end <= start) continue;
    for (let each = names[nextName]; each && each.span.start <= start; each = names[++nextName]) name = each;
    while ((types[nextType]?.end ?? Infinity) <= start) nextType++;
    const isNamed = name !== null && start >= name.span.start && end <= name.span.end;
    const isType = (types[nextType]?.start ?? Infinity) <= start;
    const kind =
      isNamed && name ? nameKind(name, token, text) : plainKind(token, text, root !== null, isType, calls);
    if (kind !== null) found.push({ start, end, kind, isNew: isNamed && name?.isNew === true });
  }
  return found.sort((left, right) => left.start - right.start);
}

/** Where types stand, and the words that are called like functions. */
function markedPlaces({ root }: SqlTree): {
  readonly types: readonly { readonly start: number; readonly end: number }[];
  readonly calls: ReadonlySet<number>;
} {
  const types: { start: number; end: number }[] = [];
  const calls = new Set<number>();
  if (root !== null)
    for (const node of nodesBelow(root)) {
      if (node.rule === "dataType" && node.start >= (types.at(-1)?.end ?? 0))
        types.push({ start: node.start, end: node.end });
      const [first, second] = node.children;
      if (node.rule !== "primaryExpression" || first?.kind !== "token") continue;
      const isCalled = second?.kind === "token" && second.type === "LEFT_PAREN";
      if (isCalled ? first.type !== "LEFT_PAREN" : node.children.length === 1 && first.type !== "ASTERISK")
        calls.add(first.start);
    }
  return { types, calls };
}

const kindOfName: Readonly<Record<SqlNameKind, SqlTokenKind>> = {
  table: "table",
  cte: "table",
  alias: "variable",
  column: "column",
  field: "column",
  window: "variable",
  function: "function",
  variable: "parameter",
  parameter: "parameter",
  hint: "hint",
  namespace: "namespace",
  format: "namespace",
  setting: "column",
};

const nameKind = (name: SqlName, token: SqlToken, text: string): SqlTokenKind | null =>
  // GROUP BY ALL and ORDER BY ALL read as columns.
  name.kind === "column" && token.type === "ALL"
    ? "keyword"
    : /[\w`"]/.test(text.charAt(token.start)) || text.charCodeAt(token.start) > 127
      ? kindOfName[name.kind]
      : null;

function plainKind(
  { type, start, end }: SqlToken,
  text: string,
  isRead: boolean,
  isType: boolean,
  calls: ReadonlySet<number>,
): SqlTokenKind | null {
  if (/STRING_LITERAL|QUOTED_STRING|DOLLAR/.test(type)) return "string";
  if (/_VALUE$|_LITERAL$/.test(type) && /[\d.]/.test(text.charAt(start))) return "number";
  const first = text.charAt(start);
  if (/[A-Za-z]/.test(first)) {
    if (!isRead || type === "IDENTIFIER") return null;
    return isType ? "type" : calls.has(start) ? "function" : "keyword";
  }
  const mark = text.slice(start, end);
  if (isType || mark === ":" || mark === "/*+" || mark === "*/") return null;
  return /^[<>=!*/%+\-|&^~:?]/.test(first) ? "operator" : null;
}
