import { nameParts, unquoted } from "../sql/names.ts";
import type { NamePart } from "../sql/sqlExpression.ts";
import { childOf, childrenOf, hasToken, type SqlNode } from "../sql/tree.ts";
import {
  add,
  columnPath,
  declare,
  isNode,
  newColumns,
  qualifier,
  references,
  relations,
  table,
  usedColumns,
  visitAll,
  type NameRule,
  type Walk,
} from "./sqlNameBinding.ts";
import { nameText, openScope, windowNamed, type NameScope, type SqlName } from "./sqlNames.ts";

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

/** `a`, `t.a`, `db.t.a.field`, and what stands behind other values. */
const primary: NameRule = (node, scope, walk) => {
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
const statement: NameRule = (node, scope, walk) => {
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

const rules: Readonly<Record<string, NameRule>> = {
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
