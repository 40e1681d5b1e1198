import { childOf, childrenOf, type SqlNode } from "../sql/tree.ts";
import type { ScopedRelation } from "./sqlScope.ts";

/** Behind GROUP BY, what is neither a key nor of the list stands in functions alone: Spark refuses it elsewhere. */
export function groupedColumns(
  text: string,
  path: readonly SqlNode[],
  select: SqlNode,
  relations: readonly ScopedRelation[],
): readonly ScopedRelation[] {
  const keys = childOf(select, "aggregationClause");
  const clause = childOf(select, "selectClause");
  const list = clause && childOf(clause, "namedExpressionSeq");
  const isInCall = path
    .slice(path.findIndex(({ rule }) => rule === "havingClause" || rule === "queryOrganization"))
    .some((node) => childOf(node, "functionName") !== null || node.rule === "windowSpec");
  if (keys === null || list === null || isInCall) return relations;
  const written = (node: SqlNode): string => text.slice(node.start, node.end);
  const items = childrenOf(list, "namedExpression").map(written);
  if (items.some((each) => /\*\s*$/.test(each))) return relations;
  // A key may be an expression, and ORDER BY the same one.
  const names = new Set([...items.flatMap(namesOf), ...wordsIn(written(keys))]);
  return relations.map((relation) => ({
    ...relation,
    columns: relation.columns.filter(({ name }) => names.has(name.toLowerCase())),
  }));
}

const wordsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`|(\w+)/g)].map(([, quoted, plain]) => (quoted ?? plain ?? "").toLowerCase());

/** The column that an item of the list is and its alias, or the alias alone (tried with 4.3). */
function namesOf(item: string): readonly string[] {
  const [alias = ""] = /(?:^|[\s.])(?:`[^`]+`|\w+)\s*$/.exec(item) ?? [];
  return wordsIn(/^(?:`[^`]+`|[\w.\s])+$/.test(item) ? item : alias);
}
