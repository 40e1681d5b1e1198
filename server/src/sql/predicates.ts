import { atomic } from "../catalog/dataType.ts";
import { operation, type ExpressionReader } from "./expression.ts";
import { textOf } from "./literals.ts";
import { spanOf } from "./names.ts";
import type { Span, SqlExpression, SqlOperator } from "./sqlExpression.ts";
import { childOf, childrenOf, hasToken, type SqlNode } from "./tree.ts";

/** What stands behind a value: `[NOT] BETWEEN …`, `IN (…)`, `LIKE …`, `IS …`. */
export function readPredicate(value: SqlExpression, node: SqlNode, reader: ExpressionReader): SqlExpression {
  const span: Span = { start: value.span.start, end: node.end };
  const isNegated =
    hasToken(node, "NOT") ||
    node.children.some((child) => child.kind === "node" && child.rule === "errorCapturingNot");
  const [operator, operands] = plainPredicate(value, node, reader);
  if (hasToken(node, "DISTINCT")) {
    const same = operation("<=>", operands, span);
    return isNegated ? same : operation("not", [same], span);
  }
  const plain = operation(operator, operands, span);
  return isNegated ? operation("not", [plain], span) : plain;
}

function plainPredicate(
  value: SqlExpression,
  node: SqlNode,
  reader: ExpressionReader,
): readonly [SqlOperator, readonly SqlExpression[]] {
  const values = childrenOf(node, "valueExpression").map(reader.read);
  const listed = childrenOf(node, "expression").map(reader.read);
  if (hasToken(node, "BETWEEN")) return ["between", [value, ...values]];
  if (hasToken(node, "IN")) {
    const query = childOf(node, "query");
    return [
      "in",
      query === null ? [value, ...listed] : [value, { kind: "subquery", query, span: spanOf(query) }],
    ];
  }
  if (hasToken(node, "RLIKE")) return ["rlike", [value, ...values]];
  if (hasToken(node, "LIKE", "ILIKE")) {
    const like = hasToken(node, "LIKE") ? "like" : "ilike";
    if (hasToken(node, "ALL")) return [`${like} all`, [value, ...listed]];
    if (hasToken(node, "ANY", "SOME")) return [`${like} any`, [value, ...listed]];
    const escape = childOf(node, "stringLit");
    return [like, [value, ...values, ...(escape === null ? [] : [stringLiteral(escape, reader.text)])]];
  }
  if (hasToken(node, "DISTINCT")) return ["<=>", [value, ...values]];
  if (hasToken(node, "TRUE")) return ["is true", [value]];
  // A truth value that is unknown is null.
  return [hasToken(node, "FALSE") ? "is false" : "is null", [value]];
}

const stringLiteral = (node: SqlNode, text: string): SqlExpression => ({
  kind: "literal",
  value: textOf(node, text),
  dataType: atomic("string"),
  span: spanOf(node),
});
