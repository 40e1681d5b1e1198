import { nameParts } from "../sql/names.ts";
import type { NamePart, Span } from "../sql/sqlExpression.ts";
import { childOf, type SqlNode, type SqlPart } from "../sql/tree.ts";
import {
  cteNamed,
  nameText,
  relationNamed,
  variableNamed,
  type NameScope,
  type SqlDeclaration,
  type SqlName,
} from "./sqlNames.ts";

/** What is done while the tree is walked; names are bound when all declarations are known. */
export interface Walk {
  readonly text: string;
  readonly names: SqlName[];
  /** Adds names once all declarations are known. */
  readonly later: (() => void)[];
  readonly visit: (part: SqlPart | null, scope: NameScope) => void;
}

/** What a node of the tree names; `scope` is where it stands. */
export type NameRule = (node: SqlNode, scope: NameScope, walk: Walk) => void;

export const visitAll: NameRule = (node, scope, walk) => {
  for (const child of node.children) walk.visit(child, scope);
};

export const references = new Set([
  "identifierReference",
  "multipartIdentifier",
  "tableIdentifier",
  // From 4.3, with the version of the table.
  "temporalTableIdentifier",
  "temporalTableIdentifierReference",
]);

/** The name alone, without a version behind it. */
const plainName = (node: SqlNode): SqlNode =>
  childOf(node, "identifierReference", "multipartIdentifier") ?? node;
export const isNode = (part: SqlPart): part is SqlNode => part.kind === "node";

export function add(walk: Walk, kind: SqlName["kind"], part: SqlPart, isNew = false): void {
  const span = { start: part.start, end: part.end };
  walk.names.push({ kind, text: nameText(part, walk.text), span, isNew, declaration: null });
}

export function declare(
  walk: Walk,
  kind: SqlDeclaration["kind"],
  part: SqlPart,
  node: SqlNode,
  scope: Span,
): SqlDeclaration {
  const span = { start: part.start, end: part.end };
  const declaration = { kind, text: nameText(part, walk.text), span, node, scope };
  walk.names.push({ kind, text: declaration.text, span, isNew: true, declaration });
  return declaration;
}

export const newColumns = (node: SqlNode | null, walk: Walk): void => {
  if (node !== null)
    for (const { text, span } of nameParts(node, walk.text))
      walk.names.push({ kind: "column", text, span, isNew: true, declaration: null });
};

export const usedColumns: NameRule = (node, _scope, walk) => {
  for (const [index, { text, span }] of nameParts(node, walk.text).entries())
    walk.names.push({ kind: index === 0 ? "column" : "field", text, span, isNew: false, declaration: null });
};

/** A table's name, or that of a query of WITH. */
export function table(reference: SqlNode, scope: NameScope, walk: Walk, isNew: boolean): void {
  const node = plainName(reference);
  if (childOf(node, "expression") !== null) {
    visitAll(node, scope, walk);
    return;
  }
  const parts = nameParts(node, walk.text);
  const [first] = parts;
  const last = parts.at(-1);
  if (!first || !last) return;
  const span = { start: first.span.start, end: last.span.end };
  const text = parts.map((part) => part.text).join(".");
  walk.later.push(() => {
    const declaration = parts.length > 1 || isNew ? null : cteNamed(scope, text, span.start);
    walk.names.push({ kind: declaration ? "cte" : "table", text, span, isNew, declaration });
  });
}

/** Tables with their aliases, side by side: what stands in FROM, and the two of MERGE. */
export const relations: NameRule = (node, scope, walk) => {
  let named: SqlNode | null = null;
  const close = (): void => {
    if (named !== null) implicitly(named, scope, walk);
    named = null;
  };
  for (const child of node.children) {
    if (!isNode(child)) continue;
    if (references.has(child.rule)) {
      close();
      table(child, scope, walk, false);
      named = child;
    } else if (child.rule === "tableAlias") {
      const name = childOf(child, "strictIdentifier", "identifier");
      if (name === null) close();
      else {
        const alias = declare(walk, "alias", name, node, scope.span);
        scope.relations.set(alias.text.toLowerCase(), { alias, table: null });
        newColumns(childOf(child, "identifierList"), walk);
      }
      named = null;
    } else walk.visit(child, scope);
  }
  close();
};

/** A table without an alias qualifies its columns itself. */
function implicitly(reference: SqlNode, scope: NameScope, walk: Walk): void {
  const node = plainName(reference);
  const parts = nameParts(node, walk.text);
  const last = parts.at(-1);
  const [first] = parts;
  if (!first || !last || childOf(node, "expression") !== null) return;
  const span = { start: first.span.start, end: last.span.end };
  const text = parts.map((part) => part.text).join(".");
  scope.relations.set(last.text.toLowerCase(), { alias: null, table: { text, span } });
}

/** A qualifier: an alias, or the name of a table. */
export function qualifier(parts: readonly NamePart[], scope: NameScope, walk: Walk): boolean {
  const last = parts.at(-1);
  const [first] = parts;
  if (!first || !last) return false;
  const relation = relationNamed(scope, last.text);
  if (!relation) return false;
  const span = { start: first.span.start, end: last.span.end };
  if (relation.alias !== null) {
    if (parts.length > 1) return false;
    walk.names.push({ kind: "alias", text: last.text, span, isNew: false, declaration: relation.alias });
    return true;
  }
  const named = relation.table?.text ?? "";
  const written = parts.map((part) => part.text).join(".");
  if (!`.${named}`.toLowerCase().endsWith(`.${written}`.toLowerCase())) return false;
  const cte = named.includes(".") ? null : cteNamed(scope, named, relation.table?.span.start ?? span.start);
  walk.names.push({ kind: cte ? "cte" : "table", text: named, span, isNew: false, declaration: cte });
  return true;
}

export function columnPath(parts: readonly NamePart[], scope: NameScope, walk: Walk): void {
  const [first] = parts;
  const variable = first ? variableNamed(scope, first.text) : null;
  const qualifiers = [2, 1].find(
    (count) => parts.length > count && variable === null && qualifier(parts.slice(0, count), scope, walk),
  );
  for (const [index, { text, span }] of parts.slice(qualifiers ?? 0).entries()) {
    const kind = index > 0 ? "field" : variable ? "variable" : "column";
    walk.names.push({ kind, text, span, isNew: false, declaration: index === 0 ? variable : null });
  }
}
