import type { Span } from "../sql/sqlExpression.ts";
import { unquoted } from "../sql/names.ts";
import type { SqlTree } from "../sql/parse.ts";
import type { SqlNode, SqlPart } from "../sql/tree.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { readNames } from "./sqlNameRules.ts";

/** What a name in SQL text is the name of. */
export type SqlNameKind =
  /** A table or a view: anything that the text itself does not declare. */
  | "table"
  /** A query of WITH. */
  | "cte"
  /** What FROM calls a relation. */
  | "alias"
  | "column"
  /** A part behind a column or another value. */
  | "field"
  | "window"
  | "function"
  /** A parameter of a lambda. */
  | "variable"
  /** `:name` */
  | "parameter"
  | "hint"
  | "namespace"
  /** A data source behind USING. */
  | "format"
  /** A configuration behind SET and RESET. */
  | "setting";

/** Something that the text gives a name, for other places of the same text. */
export interface SqlDeclaration {
  readonly kind: "cte" | "alias" | "window" | "variable";
  readonly text: string;
  /** The name's place. */
  readonly span: Span;
  /** What has the name: the `namedQuery`, the relation, the `namedWindow`, the lambda. */
  readonly node: SqlNode;
  /** Where the name is known. */
  readonly scope: Span;
}

/** A name in SQL text. */
export interface SqlName {
  readonly kind: SqlNameKind;
  /** Without quotes; a table's with dots between its parts. */
  readonly text: string;
  readonly span: Span;
  /** Whether it comes to be here: a declaration, an alias of a column, a view that is created. */
  readonly isNew: boolean;
  /** What the text declares under this name; null for what comes from elsewhere. */
  readonly declaration: SqlDeclaration | null;
}

/** Where names are looked up, from the innermost query outwards. */
export interface NameScope {
  readonly parent: NameScope | null;
  readonly span: Span;
  readonly ctes: NamedCte[];
  readonly relations: Map<string, NamedRelation>;
  readonly windows: Map<string, SqlDeclaration>;
  readonly variables: Map<string, SqlDeclaration>;
}

/** A query of WITH; a recursive one knows itself. */
export interface NamedCte {
  readonly declaration: SqlDeclaration;
  readonly recursive: boolean;
}

/** A relation of FROM by the name that qualifies its columns. */
export interface NamedRelation {
  readonly alias: SqlDeclaration | null;
  /** Without an alias: the table's own name, and its place. */
  readonly table: { readonly text: string; readonly span: Span } | null;
}

export const openScope = (parent: NameScope | null, span: Span): NameScope => ({
  parent,
  span,
  ctes: [],
  relations: new Map(),
  windows: new Map(),
  variables: new Map(),
});

const known = sideTable<SqlTree, readonly SqlName[]>();

/** All names of a text in order, each with what it means as far as the text tells. Empty where there is no tree. */
export function sqlNamesIn(tree: SqlTree): readonly SqlName[] {
  let names = known.get(tree);
  if (names === undefined) {
    names = tree.root === null ? [] : readNames(tree.root, tree.text);
    known.set(tree, names);
  }
  return names;
}

/** The name that an offset is in; null where there is none. */
export const sqlNameAt = (tree: SqlTree, offset: number): SqlName | null =>
  sqlNamesIn(tree).findLast(({ span }) => span.start <= offset && offset <= span.end) ?? null;

/** All names that mean the same as one; only itself where the text does not tell. */
export function sameSqlNames(tree: SqlTree, name: SqlName): readonly SqlName[] {
  const all = sqlNamesIn(tree);
  if (name.declaration !== null) return all.filter((each) => each.declaration === name.declaration);
  if (name.kind !== "table" && name.kind !== "parameter") return [name];
  return all.filter((each) => each.kind === name.kind && sameText(each.text, name.text));
}

export const sameText = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** The unquoted text of a piece of the tree. */
export const nameText = ({ start, end }: SqlPart, text: string): string => unquoted(text.slice(start, end));

/** The query of WITH that a name means at a place, from the innermost WITH outwards. */
export function cteNamed(scope: NameScope, text: string, at: number): SqlDeclaration | null {
  for (let each: NameScope | null = scope; each !== null; each = each.parent) {
    const found = each.ctes.findLast(
      ({ declaration, recursive }) =>
        sameText(declaration.text, text) &&
        (recursive ? declaration.span.start <= at : declaration.node.end <= at),
    );
    if (found) return found.declaration;
  }
  return null;
}

/** The relation that a qualifier means, from the innermost query outwards. */
export function relationNamed(scope: NameScope, text: string): NamedRelation | null {
  for (let each: NameScope | null = scope; each !== null; each = each.parent) {
    const found = each.relations.get(text.toLowerCase());
    if (found) return found;
  }
  return null;
}

/** The parameter of a lambda that a name means. */
export function variableNamed(scope: NameScope, text: string): SqlDeclaration | null {
  for (let each: NameScope | null = scope; each !== null; each = each.parent) {
    const found = each.variables.get(text.toLowerCase());
    if (found) return found;
  }
  return null;
}

/** The window that a name means. */
export function windowNamed(scope: NameScope, text: string): SqlDeclaration | null {
  for (let each: NameScope | null = scope; each !== null; each = each.parent) {
    const found = each.windows.get(text.toLowerCase());
    if (found) return found;
  }
  return null;
}
