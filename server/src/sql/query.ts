import { readExpression, readSortItems, type ExpressionReader } from "./expression.ts";
import { namePart, nameParts, spanOf } from "./names.ts";
import { readPipeStep } from "./pipe.ts";
import { readValues } from "./relations.ts";
import { readFromStatement, readSelect } from "./select.ts";
import type { SqlExpression } from "./sqlExpression.ts";
import type {
  SqlBody,
  SqlCte,
  SqlNamedWindow,
  SqlOrganization,
  SqlPipeStep,
  SqlQuery,
  SqlSetOperator,
  SqlSetStep,
} from "./sqlQuery.ts";
import { childOf, childrenOf, hasToken, nodesBelow, tokenOf, type SqlNode } from "./tree.ts";
import { readWindow } from "./windowSpec.ts";

/** Reads queries of one text. `depth` is how many queries are open around this one. */
export interface QueryReader {
  readonly text: string;
  readonly depth: number;
  readonly expression: (node: SqlNode) => SqlExpression;
  readonly query: (node: SqlNode) => SqlQuery;
}

/** Queries that nest deeper are unknown, so that no text exhausts the stack. */
const deepest = 100;

/** The query that a node of the rule `query` stands for. It never throws. */
export const readQuery = (node: SqlNode, text: string): SqlQuery => readQueryAt(node, text, 0);

/** A reader for what stands within `depth` queries. */
export const queryReader = (text: string, depth = 0): QueryReader => ({
  text,
  depth,
  expression: (node) => readExpression(node, text),
  query: (node) => readQueryAt(node, text, depth + 1),
});

function readQueryAt(node: SqlNode, text: string, depth: number): SqlQuery {
  const reader = queryReader(text, depth);
  const term = childOf(node, "queryTerm");
  const with_ = childOf(node, "ctes");
  const organization = childOf(node, "queryOrganization");
  const isTooDeep = depth > deepest || term === null;
  return {
    kind: "query",
    recursive: with_ !== null && hasToken(with_, "RECURSIVE"),
    ctes: with_ === null || isTooDeep ? [] : readCtes(with_, reader),
    body: isTooDeep ? { kind: "unknown", span: spanOf(node) } : readBody(term, reader),
    organization: readOrganization(organization, reader, node.end),
    span: spanOf(node),
  };
}

/** The entries of WITH. */
export const readCtes = (node: SqlNode, reader: QueryReader): readonly SqlCte[] =>
  childrenOf(node, "namedQuery").flatMap((each) => {
    const name = childOf(each, "errorCapturingIdentifier");
    const query = childOf(each, "query");
    const columns = childOf(each, "identifierList");
    if (name === null || query === null) return [];
    return [
      {
        name: namePart(name, reader.text),
        columns: columns === null ? [] : nameParts(columns, reader.text),
        query: reader.query(query),
        span: spanOf(each),
      },
    ];
  });

const setOperators: Readonly<Record<string, SqlSetOperator>> = {
  UNION: "union",
  INTERSECT: "intersect",
  EXCEPT: "except",
  SETMINUS: "except",
};

/** A `queryTerm`: operations between queries and steps of a pipe nest to the left, and may be many. */
export function readBody(node: SqlNode, reader: QueryReader): SqlBody {
  const chain: SqlNode[] = [];
  let left = node;
  for (;;) {
    const [first] = left.children;
    if (first?.kind !== "node" || first.rule !== "queryTerm") break;
    chain.push(left);
    left = first;
  }
  const primary = childOf(left, "queryPrimary");
  let body: SqlBody =
    primary === null ? { kind: "unknown", span: spanOf(left) } : readPrimaryQuery(primary, reader);
  let sets: SqlSetStep[] = [];
  let steps: SqlPipeStep[] = [];
  for (const each of chain.reverse()) {
    const span = { start: node.start, end: each.end };
    const right = childOf(each, "operatorPipeRightSide");
    if (right !== null) {
      if (body.kind !== "pipe" || steps.length === 0) steps = [];
      const input: SqlBody = steps.length === 0 || body.kind !== "pipe" ? body : body.input;
      steps.push(readPipeStep(right, reader));
      body = { kind: "pipe", input, steps, span };
      sets = [];
      continue;
    }
    const first: SqlBody = sets.length === 0 || body.kind !== "setOperation" ? body : body.first;
    sets.push(readSetStep(each, reader));
    body = { kind: "setOperation", first, rest: sets, span };
    steps = [];
  }
  return body;
}

/** An operator with what stands to its right. */
export function readSetStep(node: SqlNode, reader: QueryReader): SqlSetStep {
  const quantifier = childOf(node, "setQuantifier");
  const right = childrenOf(node, "queryTerm").at(-1) ?? null;
  const primary = childOf(node, "queryPrimary");
  return {
    operator: setOperators[tokenOf(node, ...Object.keys(setOperators))?.type ?? ""] ?? "union",
    all: quantifier !== null && hasToken(quantifier, "ALL"),
    body:
      primary !== null
        ? readPrimaryQuery(primary, reader)
        : right === null
          ? { kind: "unknown", span: spanOf(node) }
          : readBody(right, reader),
  };
}

function readPrimaryQuery(node: SqlNode, reader: QueryReader): SqlBody {
  const span = spanOf(node);
  const [first] = node.children;
  if (first?.kind === "node") {
    if (first.rule === "querySpecification") return readSelect(first, reader);
    if (first.rule === "inlineTable") return readValues(first, reader);
    if (first.rule === "fromStatement") return readFromStatement(first, reader);
    return { kind: "unknown", span };
  }
  const query = childOf(node, "query");
  if (query !== null) return reader.query(query);
  const table = childOf(node, "identifierReference", "multipartIdentifier");
  return table === null
    ? { kind: "unknown", span }
    : { kind: "table", name: nameParts(table, reader.text), span };
}

/** ORDER BY and all that may stand behind a query. `end` is where it would begin. */
export function readOrganization(node: SqlNode | null, reader: QueryReader, end: number): SqlOrganization {
  const listed = { ORDER: [], SORT: [], DISTRIBUTE: [], CLUSTER: [], LIMIT: [], OFFSET: [] } as Record<
    string,
    SqlNode[]
  >;
  let clause: string | null = null;
  for (const child of node?.children ?? [])
    if (child.kind === "token") clause = child.type in listed ? child.type : clause;
    else if (child.rule === "expression" || child.rule === "sortItem") listed[clause ?? ""]?.push(child);
  const expressions = expressionReader(reader);
  const of = (name: string): readonly SqlNode[] => listed[name] ?? [];
  const only = (name: string): SqlExpression | null => of(name).map(reader.expression)[0] ?? null;
  const windows = node === null ? null : childOf(node, "windowClause");
  return {
    order: readSortItems(of("ORDER"), expressions),
    sort: readSortItems(of("SORT"), expressions),
    distribute: of("DISTRIBUTE").map(reader.expression),
    cluster: of("CLUSTER").map(reader.expression),
    windows: windows === null ? [] : readNamedWindows(windows, reader),
    limit: only("LIMIT"),
    offset: only("OFFSET"),
    span: node === null ? { start: end, end } : spanOf(node),
  };
}

export const expressionReader = (reader: QueryReader): ExpressionReader => ({
  text: reader.text,
  depth: 0,
  read: reader.expression,
});

/** The entries of a WINDOW clause. */
export const readNamedWindows = (node: SqlNode, reader: QueryReader): readonly SqlNamedWindow[] =>
  childrenOf(node, "namedWindow").flatMap((each) => {
    const name = childOf(each, "errorCapturingIdentifier");
    const window = childOf(each, "windowSpec");
    if (name === null || window === null) return [];
    return [{ name: namePart(name, reader.text), window: readWindow(window, expressionReader(reader)) }];
  });

/** The outermost query below a node; null when there is none. */
export function findQuery(node: SqlNode): SqlNode | null {
  for (const each of nodesBelow(node)) if (each.rule === "query") return each;
  return null;
}
