import { childOf, nodesBelow, tokenOf, type SqlNode, type SqlToken } from "./tree.ts";

const setOperators = ["UNION", "INTERSECT", "EXCEPT", "SETMINUS"];

/**
 * Before 3.5 Spark's parser reads the operator in `SELECT 1 UNION SELECT 2` as a name for the column and stops at the
 * second SELECT: where the column has no name and the second SELECT no FROM. Asked of 3.3.4 and 3.4.4; 3.5.9 takes it.
 * Gives the operator and the SELECT.
 */
export function operatorReadAsAlias(
  root: SqlNode,
): { readonly operator: SqlToken; readonly select: SqlNode } | null {
  for (const node of nodesBelow(root)) {
    if (node.rule !== "queryTerm") continue;
    const [left, operator, right] = node.children;
    if (left?.kind !== "node" || operator?.kind !== "token" || right?.kind !== "node") continue;
    if (!setOperators.includes(operator.type)) continue;
    const select = firstSelect(right);
    if (select === null || select.start !== right.start || childOf(select, "fromClause") !== null) continue;
    if (endsWithBareItem(left)) return { operator, select };
  }
  return null;
}

/** The SELECT that a query begins with. */
function firstSelect(term: SqlNode): SqlNode | null {
  for (const node of nodesBelow(term))
    if (node.rule === "querySpecification") return childOf(node, "selectClause") === null ? null : node;
  return null;
}

/** Whether the last thing in a query is a column of its SELECT, without a name. */
function endsWithBareItem(term: SqlNode): boolean {
  let bare = false;
  for (const node of nodesBelow(term)) {
    if (node.rule === "fromStatement") return false;
    if (node.rule === "namedExpression" && node.end === term.end) bare ||= isBare(node);
    if (node.rule === "queryPrimary" && node.end === term.end && tokenOf(node, "LEFT_PAREN") !== null)
      return false;
  }
  return bare;
}

const isBare = (item: SqlNode): boolean => item.children.length === 1;
