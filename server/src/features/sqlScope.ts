import { unknownType } from "../catalog/dataType.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { withCtes } from "../plan/query/ctes.ts";
import { statementContext, type QueryContext } from "../plan/query/queryContext.ts";
import { bodyPlan } from "../plan/query/queryPlan.ts";
import { relationPlan } from "../plan/query/relationPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attribute, attributesOf } from "../plan/schema/schema.ts";
import type { Session } from "../plan/session.ts";
import { nameParts } from "../sql/names.ts";
import { queryReader, readBody, readCtes, type QueryReader } from "../sql/query.ts";
import { extended, joinedFrom, withLateralViews } from "../sql/relations.ts";
import type { NamePart } from "../sql/sqlExpression.ts";
import type { SqlRelation } from "../sql/sqlQuery.ts";
import { childOf, childrenOf, hasToken, type SqlNode } from "../sql/tree.ts";
import type { Site } from "../syntax/module.ts";
import type { NameableColumn } from "./columnFrames.ts";
import { groupedColumns } from "./sqlGroupedColumns.ts";
import { nameText } from "./sqlNames.ts";

/** What a place of SQL is looked at with. */
export interface SqlSurroundings {
  readonly text: string;
  readonly session: Session;
  /** The frame that a table's name stands for; null when the program has made none. */
  readonly tableNamed: (name: string) => PlanNode | null;
  /** Where the text stands: plans that are made of its parts are placed there. */
  readonly site: Site;
}

/** A relation whose columns may be named. */
export interface ScopedRelation {
  /** What qualifies its columns; null for a query without an alias. */
  readonly name: string | null;
  readonly columns: readonly NameableColumn[];
  /** Its steps; null where only its columns are known. */
  readonly plan: PlanNode | null;
  /** Whether these are all. */
  readonly closed: boolean;
}

/** What may be named at a place, by the names that the SQL itself gives. */
export interface SqlScope {
  readonly relations: readonly ScopedRelation[];
  /** Relations of the queries around, which subqueries may name too. */
  readonly outer: readonly ScopedRelation[];
  /** Columns that the list of the same SELECT gives names. */
  readonly aliases: readonly string[];
  readonly ctes: readonly { readonly name: string; readonly plan: PlanNode }[];
  readonly windows: readonly string[];
  /** Parameters of the lambdas around. */
  readonly variables: readonly string[];
}

/** What may be named at an offset. `path`: the rules around it, outermost first. */
export function sqlScopeAt(around: SqlSurroundings, path: readonly SqlNode[], offset: number): SqlScope {
  const { text, session, tableNamed, site } = around;
  const context = statementContext({ session, text, tableNamed, siteOf: () => site });
  const walk: Walk = { around, path, offset, ctes: [], context };
  const levels: ScopedRelation[][] = [];
  let aliases: readonly string[] = [];
  const windows: string[] = [];
  const variables: string[] = [];
  // Queries of WITH are known from the outside inwards, relations from the inside outwards.
  for (const node of path) for (const list of childrenOf(node, "ctes")) addCtes(walk, list);
  for (const [index, node] of [...path.entries()].toReversed()) {
    const inner = path[index + 1];
    const relations = relationsOf(walk, node, inner);
    if (relations !== null) levels.push([...relations]);
    aliases = aliases.length > 0 ? aliases : aliasesOf(walk, node, inner);
    windows.push(...windowsOf(walk, node));
    if (node.rule === "primaryExpression" && hasToken(node, "ARROW"))
      variables.push(...childrenOf(node, "identifier").map((each) => nameText(each, around.text)));
  }
  const [relations = [], ...outer] = levels;
  const { ctes } = walk;
  return { relations, outer: outer.flat(), aliases, ctes, windows, variables };
}

interface Walk {
  readonly around: SqlSurroundings;
  readonly path: readonly SqlNode[];
  readonly offset: number;
  readonly ctes: { readonly name: string; readonly plan: PlanNode }[];
  /** With the queries of WITH that are known at the place. */
  context: QueryContext;
}

const readerOf = ({ around }: Walk): QueryReader => queryReader(around.text);

/** The queries of a WITH clause before the place. */
function addCtes(walk: Walk, list: SqlNode): void {
  const recursive = hasToken(list, "RECURSIVE");
  for (const cte of readCtes(list, readerOf(walk))) {
    if (cte.span.start <= walk.offset && walk.offset <= cte.span.end) return;
    const name = cte.name.text;
    walk.context = withCtes({ ctes: [cte], recursive }, walk.context);
    const plan = walk.context.ctes.get(name.toLowerCase());
    if (plan) walk.ctes.push({ name, plan });
  }
}

/** The relations that a node lets the place within it name; null where it brings none. */
function relationsOf(
  walk: Walk,
  node: SqlNode,
  inner: SqlNode | undefined,
): readonly ScopedRelation[] | null {
  switch (node.rule) {
    case "querySpecification":
    case "fromStatement": {
      const clause = childOf(node, "fromClause");
      if (clause === null) return [];
      // A query within FROM sees its neighbours behind LATERAL alone.
      if (inner === clause && isPlainSubquery(walk, clause)) return null;
      const from = joinedFrom(clause, readerOf(walk));
      const all = flatten(walk, withLateralViews(from, childrenOf(node, "lateralView"), readerOf(walk)));
      return inner?.rule === "havingClause" ? groupedColumns(walk.around.text, walk.path, node, all) : all;
    }
    case "query": {
      const term = childOf(node, "queryTerm");
      return inner?.rule === "queryOrganization" && term !== null ? orderedBy(walk, term) : null;
    }
    case "queryTerm": {
      const [left] = node.children;
      const isStep = inner?.rule === "operatorPipeRightSide" && left?.kind === "node";
      return isStep ? pipedInto(walk, left, inner) : null;
    }
    case "dmlStatementNoWith":
      return changed(walk, node);
    default:
      return null;
  }
}

function isPlainSubquery({ path }: Walk, clause: SqlNode): boolean {
  const within = path.slice(path.indexOf(clause) + 1);
  const query = within.findIndex(({ rule }) => rule === "query");
  return (
    query >= 0 &&
    within[query - 1]?.rule === "relationPrimary" &&
    !within.slice(0, query).some((each) => hasToken(each, "LATERAL"))
  );
}

/** ORDER BY names the columns of the list, and those that it reads. */
function orderedBy(walk: Walk, term: SqlNode): readonly ScopedRelation[] {
  const primary = childOf(term, "queryPrimary");
  const select = primary && childOf(primary, "querySpecification", "fromStatement");
  const read = select ? (relationsOf(walk, select, undefined) ?? []) : [];
  const plan = bodyPlan(readBody(term, readerOf(walk)), walk.context);
  return select ? groupedColumns(walk.around.text, walk.path, select, read) : [scoped(null, plan)];
}

function pipedInto(walk: Walk, left: SqlNode, step: SqlNode): readonly ScopedRelation[] {
  const reader = readerOf(walk);
  const body = readBody(left, reader);
  const input = scoped(null, bodyPlan(body, walk.context));
  const named = body.kind === "select" && body.from ? flatten(walk, body.from) : [input];
  const join = childOf(step, "joinRelation");
  if (join === null) return named;
  const joined = extended({ kind: "input", span: left }, join, reader);
  return [...named, ...(joined.kind === "join" ? flatten(walk, joined.right) : [])];
}

/** The tables of UPDATE, DELETE and MERGE. */
function changed(walk: Walk, node: SqlNode): readonly ScopedRelation[] {
  const { text } = walk.around;
  const found: ScopedRelation[] = [];
  const parts = node.children.filter((child): child is SqlNode => child.kind === "node");
  for (const [index, child] of parts.entries()) {
    const isTable = child.rule === "identifierReference" || child.rule === "multipartIdentifier";
    if (!isTable && child.rule !== "query") continue;
    const next = parts[index + 1];
    const alias = next?.rule === "tableAlias" ? childOf(next, "strictIdentifier") : null;
    const named: SqlRelation | null = isTable
      ? { kind: "table", name: nameParts(child, text), alias: null, sampled: false, span: child }
      : {
          kind: "subquery",
          query: readerOf(walk).query(child),
          alias: null,
          sampled: false,
          lateral: false,
          span: child,
        };
    const plan = relationPlan(named, walk.context);
    const own = named.kind === "table" ? (named.name.at(-1)?.text ?? null) : null;
    found.push(scoped(alias === null ? own : nameText(alias, text), plan));
  }
  return found;
}

/** The relations of FROM, each by itself, so that a join that is still being typed hides none. */
function flatten(walk: Walk, relation: SqlRelation): readonly ScopedRelation[] {
  const found: ScopedRelation[] = [];
  const waiting: SqlRelation[] = [relation];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (next.kind === "join") waiting.unshift(next.left, next.right);
    else if (next.kind === "lateralView") {
      waiting.unshift(next.input);
      found.push(viewColumns(walk, next.table, next.columns, next));
    } else if (next.kind !== "input") {
      const name = nameOf(next);
      // What is being typed has no name yet.
      if (name !== "") found.push(scoped(name, relationPlan(next, walk.context)));
    }
  }
  return found;
}

function viewColumns(
  walk: Walk,
  table: NamePart,
  columns: readonly NamePart[],
  view: SqlRelation,
): ScopedRelation {
  const known = attributesOf(schemaOf(relationPlan(view, walk.context))).filter(({ qualifier }) =>
    qualifier.includes(table.text),
  );
  const named = columns.map(({ text }) => attribute({ name: text, dataType: unknownType, nullable: null }));
  return {
    name: table.text,
    columns: known.length > 0 ? known : named,
    plan: null,
    closed: columns.length > 0,
  };
}

/** What qualifies a relation's columns; empty while its name is missing. */
function nameOf(relation: SqlRelation): string | null {
  switch (relation.kind) {
    case "table":
      return (relation.alias?.name ?? relation.name.at(-1))?.text ?? "";
    case "subquery":
    case "function":
    case "values":
    case "aliased":
    case "pivot":
    case "unpivot":
      return relation.alias?.name.text ?? null;
    default:
      return null;
  }
}

function scoped(name: string | null, plan: PlanNode): ScopedRelation {
  const schema = schemaOf(plan);
  return { name, columns: attributesOf(schema), plan, closed: schema.kind === "closed" };
}

/** The names that a list of SELECT gives: those before the place, or all where the place is behind the list. */
function aliasesOf({ around, offset }: Walk, node: SqlNode, inner: SqlNode | undefined): readonly string[] {
  const select =
    node.rule === "querySpecification" || node.rule === "fromStatementBody"
      ? childOf(node, "selectClause")
      : inner?.rule === "queryOrganization"
        ? selectOf(node)
        : null;
  const list = select && childOf(select, "namedExpressionSeq");
  if (!list) return [];
  return childrenOf(list, "namedExpression")
    .filter((each) => each.end < offset || each.start > offset)
    .filter((each) => inner !== select || each.end < offset)
    .flatMap((each) => {
      const name = childOf(each, "errorCapturingIdentifier");
      return name === null || name.end <= name.start ? [] : [nameText(name, around.text)];
    });
}

function selectOf(query: SqlNode): SqlNode | null {
  const term = childOf(query, "queryTerm");
  const primary = term && childOf(term, "queryPrimary");
  const select = primary && childOf(primary, "querySpecification");
  return select && childOf(select, "selectClause");
}

function windowsOf({ around }: Walk, node: SqlNode): readonly string[] {
  const clause = childOf(node, "windowClause");
  return clause === null
    ? []
    : childrenOf(clause, "namedWindow").flatMap((each) => {
        const name = childOf(each, "errorCapturingIdentifier");
        return name === null ? [] : [nameText(name, around.text)];
      });
}
