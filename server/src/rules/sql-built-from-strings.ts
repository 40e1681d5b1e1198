import type { Expression } from "../syntax/ast.ts";
import { argument } from "../plan/facts.ts";
import { sparkValue } from "../plan/value.ts";
import { defineRule } from "./rule.ts";

/** SQL text with values pasted into it. */
export const sqlBuiltFromStrings = defineRule({
  id: "sql-built-from-strings",
  summary: "SQL text put together from values",
  category: "sql",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["SparkSession.sql", "functions.expr"],
    check(call, { report }) {
      const query = argument(call, 0, "sqlQuery") ?? argument(call, 0, "str");
      if (query?.value.kind !== "string" || query.value.constant) return;
      if (!hasPastedValue(query.node)) return;
      const evidence = (call.receiver ?? sparkValue(call.result))?.evidence;
      const site = { unit: call.unit, start: query.node.start, end: query.node.end };
      report({
        site,
        message:
          "A value is pasted into this SQL text: a quote in it breaks the query, and input from outside can change what it does. Pass it with args= and a :name in the text.",
        ...(evidence ? { evidence } : {}),
      });
    },
  },
});

/** A hole where SQL expects a value: in quotes, or behind a comparison. Names of tables and columns are another matter. */
function hasPastedValue(node: Expression): boolean {
  const pieces = piecesOf(node);
  return pieces.some((piece, index) => {
    if (typeof piece === "string") return false;
    const before = textBefore(pieces, index);
    return (
      /(=|<|>|\b(like|between|and|or|in\s*\()|['"])\s*$/i.test(before) &&
      !/\b(from|join|into|table|update)\s+['"`]?$/i.test(before)
    );
  });
}

function textBefore(pieces: readonly (string | Expression)[], index: number): string {
  const piece = pieces[index - 1];
  return typeof piece === "string" ? piece : "";
}

/** The text's literal parts and its holes, in order. */
function piecesOf(node: Expression): (string | Expression)[] {
  if (node.kind === "String") return [node.value ?? ""];
  if (node.kind === "FormattedString")
    return node.parts.map((part) => (part.kind === "Text" ? part.value : part.expression));
  if (node.kind === "Binary" && node.operator === "+")
    return [...piecesOf(node.left), ...piecesOf(node.right)];
  if (node.kind === "Binary" && node.operator === "%" && node.left.kind === "String")
    return alternating((node.left.value ?? "").split(/%[sdrf]/), node.right);
  if (
    node.kind === "Call" &&
    node.callee.kind === "Attribute" &&
    node.callee.name.id === "format" &&
    node.callee.object.kind === "String"
  )
    return alternating((node.callee.object.value ?? "").split(/\{[^{}]*\}/), node);
  return [node];
}

function alternating(texts: readonly string[], hole: Expression): (string | Expression)[] {
  return texts.flatMap((text, index) => (index === 0 ? [text] : [hole, text]));
}
