import { readSortItems, type ExpressionReader } from "./expression.ts";
import { namePart, spanOf } from "./names.ts";
import type { SqlExpression, SqlWindow, SqlWindowFrame } from "./sqlExpression.ts";
import { childOf, childrenOf, hasToken, type SqlNode } from "./tree.ts";

/** A window as OVER and the WINDOW clause have it. */
export function readWindow(node: SqlNode, reader: ExpressionReader): SqlWindow {
  const name = childOf(node, "errorCapturingIdentifier");
  const frame = childOf(node, "windowFrame");
  return {
    name: name === null ? null : namePart(name, reader.text),
    partition: childrenOf(node, "expression").map(reader.read),
    order: readSortItems(childrenOf(node, "sortItem"), reader),
    frame: frame === null ? null : readFrame(frame, reader),
    span: spanOf(node),
  };
}

function readFrame(node: SqlNode, reader: ExpressionReader): SqlWindowFrame {
  const [lower, upper] = childrenOf(node, "frameBound");
  return {
    type: hasToken(node, "ROWS") ? "rows" : "range",
    lower: lower === undefined ? null : readBound(lower, reader),
    // `ROWS 2 PRECEDING` ends at the current row.
    upper: upper === undefined ? 0 : readBound(upper, reader),
  };
}

function readBound(node: SqlNode, reader: ExpressionReader): number | null {
  if (hasToken(node, "CURRENT")) return 0;
  const sign = hasToken(node, "PRECEDING") ? -1 : 1;
  if (hasToken(node, "UNBOUNDED")) return sign * Infinity;
  const expression = childOf(node, "expression");
  const distance = expression === null ? null : numberOf(reader.read(expression));
  return distance === null ? null : sign * distance;
}

const numberOf = (expression: SqlExpression): number | null =>
  expression.kind === "literal" && typeof expression.value === "number" ? expression.value : null;
