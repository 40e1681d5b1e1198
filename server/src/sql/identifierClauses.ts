import { readExpression } from "./expression.ts";
import { readConstant } from "./literals.ts";
import type { Span, SqlExpression } from "./sqlExpression.ts";
import { childOf, hasToken, type SqlNode, type SqlPart } from "./tree.ts";

/** What the text does not tell by itself. */
export interface KnownTexts {
  /** The text that a parameter stands for; null where it is not known. */
  readonly ofParameter: (name: string | null, span: Span) => string | null;
  /** Whether the program decides what a span spells. */
  readonly isUnknown: (span: Span) => boolean;
}

/**
 * A tree in which every `IDENTIFIER(…)` whose text is known says the name that it stands for (from 3.5). The same tree
 * where there is none.
 */
export function withIdentifiers(root: SqlNode, text: string, known: KnownTexts): SqlNode {
  return /\bidentifier\b/i.test(text) ? rewritten(root, text, known) : root;
}

function rewritten(node: SqlNode, text: string, known: KnownTexts): SqlNode {
  const named = isClause(node) ? nameIn(node, text, known) : null;
  let changed: SqlPart[] | null = null;
  for (const [at, child] of node.children.entries()) {
    if (child.kind === "token") continue;
    const other = rewritten(child, text, known);
    if (other !== child) (changed ??= [...node.children])[at] = other;
  }
  if (named === null && changed === null) return node;
  return { ...node, children: changed ?? node.children, ...(named !== null && { named }) };
}

/** A name, a function's name, a part of a name, or a column: `IDENTIFIER(x)` is read as a call there. */
function isClause(node: SqlNode): boolean {
  if (node.rule !== "primaryExpression") return hasToken(node, "IDENTIFIER_KW", "IDENTIFIER");
  const name = childOf(node, "functionName");
  return name !== null && name.children.length === 1 && hasToken(name, "IDENTIFIER_KW");
}

function nameIn(node: SqlNode, text: string, known: KnownTexts): string | null {
  const argument = childOf(node, "functionArgument");
  const inner = childOf(argument ?? node, "expression");
  if (inner !== null) return constantText(readExpression(inner, text), known);
  const literal = childOf(node, "stringLit");
  return literal && constantText(readConstant({ ...node, children: [literal] }, text), known);
}

/** The text that an expression of literals and parameters comes to. */
function constantText(expression: SqlExpression, known: KnownTexts): string | null {
  const joined = (parts: readonly SqlExpression[]): string | null => {
    const texts = parts.map((each) => constantText(each, known));
    return texts.includes(null) ? null : texts.join("");
  };
  if (known.isUnknown(expression.span)) return null;
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "string" ? expression.value : null;
    case "parameter":
      return known.ofParameter(expression.name, expression.span);
    case "operation":
      return expression.operator === "||" ? joined(expression.operands) : null;
    case "call": {
      const name = expression.name.map((part) => part.text.toLowerCase()).join(".");
      if (name === "concat") return joined(expression.args);
      const [only, ...others] = expression.args;
      const inner = only === undefined || others.length > 0 ? null : constantText(only, known);
      if (name === "lower" || name === "lcase") return inner?.toLowerCase() ?? null;
      return name === "upper" || name === "ucase" ? (inner?.toUpperCase() ?? null) : null;
    }
    default:
      return null;
  }
}
