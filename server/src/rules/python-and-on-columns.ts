import type { BooleanExpression, Expression, UnaryExpression } from "../syntax/ast.ts";
import { walkExpressions } from "../syntax/walk.ts";
import type { OperationFact } from "../plan/facts.ts";
import { sparkAlternatives, type SparkValue, type Value } from "../plan/value.ts";
import { isPrimary } from "./edits.ts";
import { defineRule, type Edit, type RuleContext } from "./rule.ts";

type Logic = BooleanExpression | UnaryExpression;

/** Python's own logic on a Column: it asks the Column for its truth, which Spark refuses. */
export const pythonAndOnColumns = defineRule({
  id: "python-and-on-columns",
  summary: "and, or, not, in or if applied to a Column",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "safe",
  profiles: ["relaxed", "recommended", "strict"],
  operations(operation, context) {
    switch (operation.operation) {
      case "and":
      case "or":
      case "not":
        checkLogic(operation, context);
        return;
      case "test":
        checkTest(operation, context);
        return;
      case "comparison":
        checkMembership(operation, context);
        return;
      default:
        return;
    }
  },
});

const column = (value: Value | undefined): SparkValue | null =>
  value && sparkAlternatives(value).length > 0 && isColumn(value)
    ? (sparkAlternatives(value)[0] ?? null)
    : null;

/** Whether every alternative is a Column: only then does Spark raise for certain. */
function isColumn(value: Value): boolean {
  if (value.kind === "union") return value.values.every(isColumn);
  return value.kind === "spark" && value.type === "Column";
}

const replacements = { and: "&", or: "|", not: "~" } as const;

function checkLogic(operation: OperationFact, { report }: RuleContext): void {
  const { node, unit } = operation;
  if (node.kind !== "Boolean" && node.kind !== "Unary") return;
  const subject = column(operation.operands[0]);
  const outermost = outermostLogic(operation.context.statement, node);
  if (!subject || outermost !== node) return;
  const word = node.operator === "or" ? "or" : node.operator === "and" ? "and" : "not";
  const span =
    node.kind === "Boolean" ? node.operatorSpan : { start: node.start, end: node.start + word.length };
  const raises = "asks for the truth of a Column, which Spark refuses with an error";
  report({
    site: { unit, start: span.start, end: span.end },
    message: `\`${word}\` ${raises}. Use \`${replacements[word]}\`${node.kind === "Boolean" ? " and put each side into parentheses" : ""}.`,
    evidence: subject.evidence,
    fix: {
      title: `Use \`${replacements[word]}\` instead of \`${word}\``,
      safety: "safe",
      edits: () => logicEdits(node, unit),
    },
  });
}

/** The outermost `and`/`or`/`not` that the node is part of, by way of others only. */
function outermostLogic(statement: OperationFact["context"]["statement"], node: Logic): Logic {
  let outermost: Logic = node;
  walkExpressions(statement, (candidate) => {
    if (isLogic(candidate) && candidate !== outermost && outermost === node && reaches(candidate, node))
      outermost = candidate;
  });
  return outermost;
}

function isLogic(node: Expression): node is Logic {
  return node.kind === "Boolean" || (node.kind === "Unary" && node.operator === "not");
}

function reaches(from: Expression, to: Logic): boolean {
  if (from === to) return true;
  if (from.kind === "Boolean") return reaches(from.left, to) || reaches(from.right, to);
  return isLogic(from) && reaches(from.operand, to);
}

/** Rewrites the whole chain. `&`, `|` and `~` bind among themselves as `and`, `or` and `not` do, but tighter than comparisons. */
function logicEdits(node: Logic, unit: OperationFact["unit"]): Edit[] {
  const replace = (start: number, end: number, newText: string): Edit => ({
    site: { unit, start, end },
    newText,
  });
  const operand = (part: Expression): Edit[] => {
    const inner = isLogic(part) ? logicEdits(part, unit) : [];
    const needsParens = !part.parens && ["Comparison", "Conditional", "Lambda"].includes(part.kind);
    return needsParens
      ? [replace(part.start, part.start, "("), ...inner, replace(part.end, part.end, ")")]
      : inner;
  };
  if (node.kind === "Unary") {
    const start = node.operand.parens?.start ?? node.operand.start;
    return [replace(node.start, start, "~"), ...operand(node.operand)];
  }
  const { start, end } = node.operatorSpan;
  return [...operand(node.left), replace(start, end, replacements[node.operator]), ...operand(node.right)];
}

function checkTest(operation: OperationFact, { report }: RuleContext): void {
  const subject = column(operation.operands[0]);
  if (!subject) return;
  report({
    site: { unit: operation.unit, start: operation.node.start, end: operation.node.end },
    message:
      "A Column has no truth value of its own: it holds one value a row, and Spark raises here. Use F.when(…).otherwise(…), or filter() the rows.",
    evidence: subject.evidence,
  });
}

function checkMembership(operation: OperationFact, { report }: RuleContext): void {
  const { node, unit } = operation;
  if (node.kind !== "Comparison") return;
  const [operator, ...others] = node.operators;
  const [container] = node.operands;
  if (!operator || !container || others.length > 0) return;
  if (operator.operator !== "in" && operator.operator !== "not in") return;
  const subject = column(operation.operands[0]);
  if (!subject || operation.operands[1]?.kind !== "sequence") return;
  const isNegated = operator.operator === "not in";
  const name = unit.text.slice(node.first.start, node.first.end);
  report({
    site: { unit, start: operator.start, end: operator.end },
    message: `\`${operator.operator}\` compares a Column with each element by truth, which Spark refuses with an error. Use \`.isin(…)\`${isNegated ? " behind a `~`" : ""}.`,
    evidence: subject.evidence,
    fix: {
      title: `Use \`isin()\` on ${name.length > 30 ? "the column" : `\`${name}\``}`,
      safety: "safe",
      edits: () => {
        const inner = node.first.parens ?? node.first;
        const needsParens = !isPrimary(node.first);
        const end = container.parens?.end ?? container.end;
        const start = container.parens?.start ?? container.start;
        return [
          {
            site: { unit, start: inner.start, end: inner.start },
            newText: `${isNegated ? "~" : ""}${needsParens ? "(" : ""}`,
          },
          { site: { unit, start: inner.end, end: start }, newText: `${needsParens ? ")" : ""}.isin(` },
          { site: { unit, start: end, end }, newText: ")" },
        ];
      },
    },
  });
}
