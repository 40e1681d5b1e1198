import type { BinaryExpression, ComparisonExpression, Expression, Span } from "../syntax/ast.ts";
import type { OperationFact } from "../plan/facts.ts";
import type { Unit } from "../syntax/module.ts";
import { isBareLogic } from "./bareLogic.ts";
import { certainly } from "./columnOperands.ts";
import { insert, siteIn, sourceOf } from "./edits.ts";
import { defineRule, type Edit, type Fix } from "./rule.ts";
import { parentOf } from "./surroundings.ts";

/**
 * `0 < column < 5`, and `a > 1 & b < 2`, which Python reads as `a > (1 & b) < 2`: each asks the first comparison for
 * its truth.
 */
export const chainedColumnComparison = defineRule({
  id: "chained-column-comparison",
  summary: "Chain of comparisons of Columns",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "safe",
  profiles: ["relaxed", "recommended", "strict"],
  operations(operation, { report }) {
    const { node, unit, operands } = operation;
    if (operation.operation !== "comparison" || node.kind !== "Comparison") return;
    if (node.operators.length < 2 || node.operators.some(({ operator }) => !orders.has(operator))) return;
    // Only the first comparison's truth is asked for certain: where it is false the rest is left out.
    const column = certainly(operands[0], "Column") ?? certainly(operands[1], "Column");
    if (!column) return;
    const middle = node.operands.slice(0, -1);
    const hasLogic = middle.some(isBareLogic);
    const fix = hasLogic ? withParentheses(node, unit) : asBothConditions(node, operation);
    report({
      site: siteIn(unit, node),
      message: hasLogic
        ? "`&` and `|` bind tighter than comparisons: Python reads a chain of comparisons here, which Spark refuses. Put each comparison into parentheses."
        : "Python joins a chain of comparisons by `and`, which Spark refuses for Columns. Write two comparisons with `&`, or `between()`.",
      evidence: column.evidence,
      ...(fix && { fix }),
    });
  },
});

const orders: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);

/** The outermost operator that splits a middle operand: a chain of `&` and `|` without parentheses. */
function splits(node: BinaryExpression): readonly BinaryExpression[] {
  const inner = [node.left, node.right].filter(isBareLogic).flatMap(splits);
  return [node, ...inner];
}

/** `a > 1 & b < 2` → `(a > 1) & (b < 2)`, where each part between the operators holds one comparison. */
function withParentheses(node: ComparisonExpression, unit: Unit): Fix | null {
  const cuts = node.operands.slice(0, -1).flatMap((each) => (isBareLogic(each) ? splits(each) : []));
  // One cut in each middle operand makes parts of one comparison each.
  if (
    cuts.length !== node.operands.length - 1 ||
    [node.first, node.operands.at(-1)].some((each) => each && isBareLogic(each))
  )
    return null;
  const starts = [
    node.first.parens?.start ?? node.first.start,
    ...cuts.map(({ right }) => (right.parens ?? right).start),
  ];
  const last = node.operands.at(-1);
  if (!last) return null;
  const ends = [...cuts.map(({ left }) => (left.parens ?? left).end), (last.parens ?? last).end];
  return {
    title: "Put each comparison into parentheses",
    safety: "safe",
    edits: () =>
      starts.flatMap((start, index): Edit[] => [
        insert(unit, start, "("),
        insert(unit, ends[index] ?? start, ")"),
      ]),
  };
}

/** `0 < c < 5` → `(0 < c) & (c < 5)`, where naming the middle twice changes nothing. */
function asBothConditions(node: ComparisonExpression, { unit, context }: OperationFact): Fix | null {
  const [middle, last, ...others] = node.operands;
  if (!middle || !last || others.length > 0 || !isName(middle)) return null;
  const between: Span = { start: (middle.parens ?? middle).end, end: (middle.parens ?? middle).end };
  const parent = parentOf(context.statement, node)?.kind;
  const whole = node.parens || (parent ?? "Call") === "Call" ? "" : "(";
  return {
    title: "Write two comparisons with `&`",
    safety: "safe",
    edits: () => [
      insert(unit, node.start, `${whole}(`),
      insert(unit, between.start, `) & (${sourceOf(unit, middle)}`),
      insert(unit, node.end, `)${whole && ")"}`),
    ],
  };
}

/** A column by its name: `col("a")`, `df.a`, `df["a"]`, or a variable. */
function isName(node: Expression): boolean {
  switch (node.kind) {
    case "Name":
      return true;
    case "Attribute":
      return isName(node.object);
    case "Subscript":
      return isName(node.object) && node.indices.every(({ kind }) => kind === "String");
    case "Call":
      return (
        /^(\w+\.)?col(umn)?$/.test(nameOf(node.callee)) &&
        node.args.every(({ value }) => value.kind === "String")
      );
    default:
      return false;
  }
}

function nameOf(node: Expression): string {
  if (node.kind === "Name") return node.id;
  return node.kind === "Attribute" ? `${nameOf(node.object)}.${node.name.id}` : "";
}
