import { nameParts, unquoted } from "../sql/names.ts";
import type { NamePart, Span } from "../sql/sqlExpression.ts";
import { childOf, childrenOf, hasToken, type SqlNode, type SqlPart } from "../sql/tree.ts";
import {
  cteNamed,
  nameText,
  openScope,
  relationNamed,
  variableNamed,
  windowNamed,
  type NameScope,
  type SqlDeclaration,
  type SqlName,
} from "./sqlNames.ts";

/** What is done while the tree is walked; names are bound when all declarations are known. */
interface Walk {
  readonly text: string;
  readonly names: SqlName[];
  /** Adds names once all declarations are known. */
  readonly later: (() => void)[];
  readonly visit: (part: SqlPart | null, scope: NameScope) => void;
}

type Rule = (node: SqlNode, scope: NameScope, walk: Walk) => void;

/** Walks a tree, without recursion however deep it nests. */
export function readNames(root: SqlNode, text: string): readonly SqlName[] {
  const waiting: [SqlNode, NameScope][] = [];
  const walk: Walk = {
    text,
    names: [],
    later: [],
    visit: (part, scope) => {
      if (part?.kind === "node") waiting.push([part, scope]);
    },
  };
  waiting.push([root, openScope(null, root)]);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, scope] = next;
    const rule = Object.hasOwn(rules, node.rule) ? rules[node.rule] : undefined;
    if (rule) rule(node, scope, walk);
    else visitAll(node, scope, walk);
  }
  for (const bind of walk.later) bind();
  return walk.names
    .filter(({ span }) => span.end > span.start)
    .sort((left, right) => left.span.start - right.span.start || right.span.end - left.span.end);
}

const visitAll: Rule = (node, scope, walk) => {
  for (const child of node.children) walk.visit(child, scope);
};

const references = new Set([
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
const isNode = (part: SqlPart): part is SqlNode => part.kind === "node";

function add(walk: Walk, kind: SqlName["kind"], part: SqlPart, isNew = false): void {
  const span = { start: part.start, end: part.end };
  walk.names.push({ kind, text: nameText(part, walk.text), span, isNew, declaration: null });
}

function declare(
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

const newColumns = (node: SqlNode | null, walk: Walk): void => {
  if (node !== null)
    for (const { text, span } of nameParts(node, walk.text))
      walk.names.push({ kind: "column", text, span, isNew: true, declaration: null });
};

const usedColumns: Rule = (node, _scope, walk) => {
  for (const [index, { text, span }] of nameParts(node, walk.text).entries())
    walk.names.push({ kind: index === 0 ? "column" : "field", text, span, isNew: false, declaration: null });
};

/** A table's name, or that of a query of WITH. */
function table(reference: SqlNode, scope: NameScope, walk: Walk, isNew: boolean): void {
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
const relations: Rule = (node, scope, walk) => {
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
function qualifier(parts: readonly NamePart[], scope: NameScope, walk: Walk): boolean {
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

/** `a`, `t.a`, `db.t.a.field`, and what stands behind other values. */
const primary: Rule = (node, scope, walk) => {
  const parts: NamePart[] = [];
  let base = node;
  for (;;) {
    const [left, dot, name] = base.children;
    if (base.children.length !== 3 || left?.kind !== "node" || left.rule !== "primaryExpression") break;
    if (dot?.kind !== "token" || dot.type !== "DOT" || name?.kind !== "node") break;
    parts.unshift({ text: nameText(name, walk.text), span: { start: name.start, end: name.end } });
    base = left;
  }
  const [only] = base.children;
  if (base.children.length === 1 && only?.kind === "node" && only.rule === "identifier") {
    parts.unshift({ text: nameText(only, walk.text), span: { start: only.start, end: only.end } });
    walk.later.push(() => {
      columnPath(parts, scope, walk);
    });
    return;
  }
  for (const { text, span } of parts)
    walk.names.push({ kind: "field", text, span, isNew: false, declaration: null });
  if (hasToken(base, "ARROW")) lambda(base, scope, walk);
  else if (hasToken(base, "EXTRACT", "TIMESTAMPADD", "TIMESTAMPDIFF"))
    for (const child of base.children) {
      if (isNode(child) && child.rule !== "identifier") walk.visit(child, scope);
    }
  else visitAll(base, scope, walk);
};

function columnPath(parts: readonly NamePart[], scope: NameScope, walk: Walk): void {
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

function lambda(node: SqlNode, scope: NameScope, walk: Walk): void {
  const inner = openScope(scope, node);
  for (const parameter of childrenOf(node, "identifier")) {
    const declaration = declare(walk, "variable", parameter, node, node);
    inner.variables.set(declaration.text.toLowerCase(), declaration);
  }
  for (const child of node.children)
    if (isNode(child) && child.rule !== "identifier") walk.visit(child, inner);
}

/** A statement that is no query: words before a name tell what it names. */
const statement: Rule = (node, scope, walk) => {
  const [first] = node.children;
  // Before 4.0 it has no rule of its own.
  if (first?.kind === "token" && (first.type === "SET" || first.type === "RESET")) {
    setting(node, scope, walk);
    return;
  }
  const inner = openScope(scope, node);
  const words = new Set<string>();
  for (const child of node.children)
    if (!isNode(child)) words.add(child.type);
    else if (!references.has(child.rule)) walk.visit(child, inner);
    else if (words.has("COLUMN")) usedColumns(child, inner, walk);
    else if (words.has("FUNCTION")) add(walk, "function", child, words.has("CREATE"));
    else if (
      ["TABLE", "VIEW", "INTO", "DESCRIBE", "DESC", "COLUMNS", "PARTITIONS"].some((word) => words.has(word))
    )
      table(child, inner, walk, words.has("CREATE"));
    else add(walk, "namespace", child);
};

const rules: Readonly<Record<string, Rule>> = {
  query: (node, scope, walk) => {
    visitAll(node, openScope(scope, node), walk);
  },
  queryTerm: (node, scope, walk) => {
    // The sides of UNION do not see each other's relations.
    const joins = hasToken(node, "UNION", "INTERSECT", "EXCEPT", "SETMINUS");
    for (const child of node.children) walk.visit(child, joins ? openScope(scope, child) : scope);
  },
  statement,
  dmlStatementNoWith: relations,
  relationPrimary: relations,
  streamRelationPrimary: relations,
  functionTable: relations,
  tableFunctionCallWithTrailingClauses: relations,
  inlineTable: relations,
  queryPrimary: relations,
  insertInto: (node, scope, walk) => {
    for (const child of node.children)
      if (!isNode(child)) continue;
      else if (references.has(child.rule)) table(child, scope, walk, false);
      else if (child.rule === "identifierList") usedEach(child, walk);
      else walk.visit(child, scope);
  },
  createTableHeader: (node, scope, walk) => {
    for (const child of childrenOf(node, ...references)) table(child, scope, walk, true);
  },
  replaceTableHeader: (node, scope, walk) => {
    for (const child of childrenOf(node, ...references)) table(child, scope, walk, true);
  },
  identifierReference: (node, scope, walk) => {
    table(node, scope, walk, false);
  },
  multipartIdentifier: usedColumns,
  // A table's name by itself, as `spark.table` takes it.
  singleMultipartIdentifier: (node, scope, walk) => {
    for (const child of childrenOf(node, "multipartIdentifier")) table(child, scope, walk, false);
  },
  ctes: (node, scope, walk) => {
    for (const each of childrenOf(node, "namedQuery")) {
      const name = childOf(each, "errorCapturingIdentifier");
      if (name !== null)
        scope.ctes.push({
          declaration: declare(walk, "cte", name, each, scope.span),
          recursive: hasToken(node, "RECURSIVE"),
        });
      newColumns(childOf(each, "identifierList"), walk);
      walk.visit(childOf(each, "query"), scope);
    }
  },
  lateralView: (node, scope, walk) => {
    const [view, ...columns] = childrenOf(node, "identifier");
    if (view) {
      const alias = declare(walk, "alias", view, node, scope.span);
      scope.relations.set(alias.text.toLowerCase(), { alias, table: null });
    }
    for (const column of columns) add(walk, "column", column, true);
    const called = childOf(node, "qualifiedName");
    if (called !== null) add(walk, "function", called);
    for (const child of childrenOf(node, "expression")) walk.visit(child, scope);
  },
  namedExpression: (node, scope, walk) => {
    walk.visit(childOf(node, "expression"), scope);
    newColumns(childOf(node, "errorCapturingIdentifier", "identifierList"), walk);
  },
  identifierCommentList: (node, _scope, walk) => {
    for (const each of childrenOf(node, "identifierComment"))
      newColumns(childOf(each, "identifier", "errorCapturingIdentifier"), walk);
  },
  colType: newColumn,
  colDefinition: newColumn,
  createOrReplaceTableColType: newColumn,
  complexColType: newColumn,
  primaryExpression: primary,
  qualifiedName: (node, scope, walk) => {
    // `t.*`
    const parts = nameParts(node, walk.text);
    walk.later.push(() => {
      qualifier(parts, scope, walk);
    });
  },
  functionName: (node, _scope, walk) => {
    add(walk, "function", node);
  },
  namedWindow: (node, scope, walk) => {
    const name = childOf(node, "errorCapturingIdentifier");
    if (name !== null) {
      const declaration = declare(walk, "window", name, node, scope.span);
      scope.windows.set(declaration.text.toLowerCase(), declaration);
    }
    walk.visit(childOf(node, "windowSpec"), scope);
  },
  windowSpec: (node, scope, walk) => {
    const name = childOf(node, "errorCapturingIdentifier", "identifier");
    if (name !== null)
      walk.later.push(() => {
        const text = nameText(name, walk.text);
        const declaration = windowNamed(scope, text);
        const span = { start: name.start, end: name.end };
        walk.names.push({ kind: "window", text, span, isNew: false, declaration });
      });
    for (const child of node.children) if (child !== name) walk.visit(child, scope);
  },
  hintStatement: (node, scope, walk) => {
    const [name, ...args] = node.children.filter(isNode);
    if (name) add(walk, "hint", name);
    for (const arg of args) {
      const parts = nameParts(arg, walk.text);
      walk.later.push(() => {
        if (parts.length > 0 && !qualifier(parts, scope, walk)) columnPath(parts, scope, walk);
      });
    }
  },
  joinCriteria: (node, scope, walk) => {
    const using = childOf(node, "identifierList");
    if (using !== null) usedEach(using, walk);
    for (const child of node.children) if (child !== using) walk.visit(child, scope);
  },
  pivotColumn: (node, _scope, walk) => {
    usedEach(node, walk);
  },
  tableProvider: (node, _scope, walk) => {
    const name = childOf(node, "multipartIdentifier");
    if (name !== null) add(walk, "format", name);
  },
  setResetStatement: setting,
  namedParameterMarker: parameter,
  constant: (node, scope, walk) => {
    if (hasToken(node, "COLON")) parameter(node, scope, walk);
    else visitAll(node, scope, walk);
  },
};

/** The grammar takes any words behind SET; the key ends at white space or `=`. */
function setting(node: SqlNode, scope: NameScope, walk: Walk): void {
  const [word, next] = node.children;
  if (word?.kind !== "token" || next === undefined) return;
  const key = /^[\w.:$-]+\.[\w.:$-]*|^`[^`]*`/.exec(walk.text.slice(next.start, node.end))?.[0] ?? "";
  if (key === "") visitAll(node, scope, walk);
  else {
    const span = { start: next.start, end: next.start + key.length };
    walk.names.push({
      kind: "setting",
      text: unquoted(key),
      span,
      isNew: false,
      declaration: null,
    });
  }
}

function newColumn(node: SqlNode, scope: NameScope, walk: Walk): void {
  const [name, ...others] = node.children;
  if (name) add(walk, "column", name, true);
  for (const child of others) walk.visit(child, scope);
}

function usedEach(node: SqlNode, walk: Walk): void {
  for (const { text, span } of nameParts(node, walk.text))
    walk.names.push({ kind: "column", text, span, isNew: false, declaration: null });
}

function parameter(node: SqlNode, _scope: NameScope, walk: Walk): void {
  const name = node.children.find(isNode);
  if (name) add(walk, "parameter", name);
}
