import { nodeAt } from "../syntax/walk.ts";
import type { ComparisonExpression, Expression } from "../syntax/ast.ts";
import type { OperationFact } from "../plan/facts.ts";
import { sparkAlternatives } from "../plan/value.ts";
import { asPrimary, replace } from "./edits.ts";
import { isNullValue } from "./nullLiteral.ts";
import { defineRule, type Edit } from "./rule.ts";
import { reportNullComparisons } from "./sqlNullComparisons.ts";

/** `column == None` is null for every row. */
export const columnComparedToNone = defineRule({
  id: "column-compared-to-none",
  summary: "Column compared with None or NULL",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  frames: reportNullComparisons,
  operations(operation, { report }) {
    const { node, unit } = operation;
    if (operation.operation !== "comparison" || node.kind !== "Comparison" || node.operands.length !== 1)
      return;
    const operator = node.operators[0]?.operator;
    const noneAt = operation.operands.findIndex(isNullValue);
    const subject = operation.operands[1 - noneAt];
    const evidence = subject
      ? sparkAlternatives(subject).find((each) => each.type === "Column")?.evidence
      : undefined;
    if (noneAt < 0 || !evidence) return;
    const isIdentity = operator === "is" || operator === "is not";
    if (operator !== "==" && operator !== "!=" && !(isIdentity && isColumnExpected(operation, node))) return;
    const method = operator === "==" || operator === "is" ? "isNull()" : "isNotNull()";
    const what = isIdentity
      ? `\`${operator} None\` is answered by Python, once, before Spark sees a row`
      : `\`${operator} None\` gives null for every row, so that no row passes`;
    report({
      site: { unit, start: node.start, end: node.end },
      message: `${what}. Use \`.${method}\`.`,
      evidence,
      fix: {
        title: `Use \`${method}\` (the result changes)`,
        safety: "suggested",
        edits: () => nullTest(operation, node, noneAt === 0 ? node.operands[0] : node.first, method),
      },
    });
  },
});

/** Whether the comparison's result goes to Spark: an argument of a call, or one side of `&` and `|`. Python's own `if c is None` is fine. */
function isColumnExpected(operation: OperationFact, node: ComparisonExpression): boolean {
  const chain = nodeAt(operation.unit, node.start);
  const parent = chain[chain.indexOf(node) - 1];
  if (parent?.kind === "Binary") return parent.operator === "&" || parent.operator === "|";
  if (parent?.kind === "Unary") return parent.operator === "~";
  if (parent?.kind !== "Call" || parent.callee.kind !== "Attribute") return false;
  return /^(filter|where|when)$/.test(parent.callee.name.id);
}

function nullTest(
  operation: OperationFact,
  node: ComparisonExpression,
  subject: Expression | undefined,
  method: string,
): Edit[] {
  if (!subject) return [];
  const { unit } = operation;
  return [replace(unit, node, `${asPrimary(unit, subject)}.${method}`)];
}
