import type { Value } from "../plan/value.ts";
import type { OperationFact } from "../plan/facts.ts";
import { siteIn } from "./edits.ts";
import { missingParentheses, shownArguments } from "./missingParentheses.ts";
import { defineRule } from "./rule.ts";
import type { Expression } from "../syntax/ast.ts";

/** A method without its parentheses: compared, tested, or standing as a statement, it does nothing. */
export const methodNotCalled = defineRule({
  id: "method-not-called",
  summary: "Method of Spark's without its parentheses",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  operations(operation, { report, catalog, sparkVersion }) {
    const uses = usesOf(operation);
    for (const { value, node } of uses) {
      if (value?.kind !== "method" || node.kind !== "Attribute") continue;
      const { receiver, name } = value;
      const form = catalog.api.signature(receiver.type, name, sparkVersion)?.form;
      report({
        site: siteIn(operation.unit, node.name),
        message: `\`${name}\` is not called here: ${effect(operation)}. Write \`${name}(${shownArguments(form)})\`.`,
        evidence: receiver.evidence,
        ...missingParentheses(operation.unit, { named: name, end: node.end, form, safety: "suggested" }),
      });
    }
  },
});

/** The places where a method's truth or value counts. */
function usesOf({
  operation,
  node,
  operands,
}: OperationFact): readonly { readonly value: Value | undefined; readonly node: Expression }[] {
  switch (operation) {
    case "alone":
    case "test":
      return [{ value: operands[0], node }];
    case "not":
      return node.kind === "Unary" ? [{ value: operands[0], node: node.operand }] : [];
    case "and":
    case "or":
      return node.kind === "Boolean"
        ? [
            { value: operands[0], node: node.left },
            { value: operands[1], node: node.right },
          ]
        : [];
    case "comparison":
      return node.kind === "Comparison" && !node.operators.some(({ operator }) => operator.startsWith("is"))
        ? [node.first, ...node.operands].map((each, index) => ({ value: operands[index], node: each }))
        : [];
    default:
      return [];
  }
}

function effect({ operation }: OperationFact): string {
  if (operation === "alone") return "the statement does nothing";
  return operation === "comparison"
    ? "the method itself is compared, not what it gives"
    : "the method itself is always true";
}
