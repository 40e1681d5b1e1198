import { childOf, childrenOf, nodesBelow, tokenOf, type SqlNode } from "../tree.ts";
import { isSince, refused, sourceOf, type Check } from "./check.ts";
import { literalValue } from "./tableSample.ts";

/**
 * VALUES whose rows are constants: since 4.0 the parser computes them, and says when they are of different lengths or
 * cannot be computed.
 */
export const checkInlineTable: Check = (node, { text, version }) => {
  if (!isSince(version, "4.0")) return null;
  const rows = childrenOf(node, "expression");
  if (!rows.every(isConstant)) return null;
  const names = childOf(childOf(node, "tableAlias") ?? node, "identifierList");
  const seq = names === null ? null : childOf(names, "identifierSeq");
  const widths = rows.map(widthOf);
  const first = seq === null ? (widths[0] ?? 1) : childrenOf(seq, "errorCapturingIdentifier").length;
  if (widths.some((width) => width !== first))
    return refused(
      node,
      "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH",
      seq === null
        ? `All rows of VALUES have the same number of columns. The first one has ${first}.`
        : `The alias names ${first} columns, and a row of VALUES has another number.`,
    );
  for (const row of rows)
    for (const each of nodesBelow(row))
      if (isBadCast(each, text))
        return refused(
          node,
          "INVALID_INLINE_TABLE.FAILED_SQL_EXPRESSION_EVALUATION",
          `${sourceOf(text, each)} cannot be computed. Write try_cast, which gives NULL.`,
        );
  return null;
};

/** Whether nothing but literals, operators and casts is in an expression. */
function isConstant(row: SqlNode): boolean {
  for (const { rule, children } of nodesBelow(row)) {
    if (rule === "functionName" || rule === "query" || rule === "identifier" || rule === "qualifiedName")
      return false;
    const [first] = children;
    if (
      rule === "primaryExpression" &&
      first?.kind === "token" &&
      /^(?:CURRENT_|LOCALTIME|USER|SESSION_)/.test(first.type)
    )
      return false;
    if (rule === "namedParameterMarker" || rule === "parameterMarker") return false;
    if (rule === "constant" && first?.kind === "token" && first.type === "QUESTION") return false;
  }
  return true;
}

/** How many columns a row has: the items between its brackets or of its struct, or one. */
function widthOf(row: SqlNode): number {
  let node: SqlNode = row;
  for (;;) {
    const items = node.children.filter((child) => child.kind === "node");
    const [first] = node.children;
    const [inner] = items;
    const mark = node.rule === "primaryExpression" && first?.kind === "token" ? first.type : "";
    if (mark === "STRUCT" || (mark === "LEFT_PAREN" && items.length > 1)) return items.length;
    if (inner === undefined || (mark === "" ? node.children.length > 1 : mark !== "LEFT_PAREN")) return 1;
    node = inner;
  }
}

const wholeTypes = /^(?:tinyint|byte|smallint|short|int|integer|bigint|long)$/i;

/** `cast('nan' as int)`: text that is no number. */
function isBadCast(node: SqlNode, text: string): boolean {
  if (node.rule !== "primaryExpression" || tokenOf(node, "CAST") === null) return false;
  const [value, type] = [childOf(node, "expression"), childOf(node, "dataType")];
  if (value === null || type === null || !wholeTypes.test(sourceOf(text, type).trim())) return false;
  if (!/^(['"]).*\1$/s.test(sourceOf(text, value))) return false;
  return !/^\s*[+-]?\d+\s*$/.test(literalValue(value, text));
}
