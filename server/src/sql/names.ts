import type { NamePart, Span } from "./sqlExpression.ts";
import { literalText } from "./stringLiteral.ts";
import { childOf, hasToken, nodesBelow, tokensBelow, type SqlNode, type SqlPart } from "./tree.ts";

export const spanOf = ({ start, end }: Span): Span => ({ start, end });

/** The name that an identifier of any rule spells, without its quotes. */
export function namePart(part: SqlPart, text: string): NamePart {
  const tokens = tokensBelow(part);
  const [first] = tokens;
  const span = spanOf(part);
  const named = part.kind === "node" && first?.type === "IDENTIFIER_KW" ? clauseName(part) : null;
  if (named !== null) return { text: unquoted(named), span };
  if (first?.type === "IDENTIFIER_KW" && tokens.length > 1) {
    const literal = tokens.find(({ type }) => type === "STRING_LITERAL" || type === "DOUBLEQUOTED_STRING");
    if (literal !== undefined)
      return { text: literalText(text.slice(literal.start, literal.end), true), span };
  }
  return { text: unquoted(text.slice(span.start, span.end)), span };
}

/** A name without backquotes or double quotes. */
export function unquoted(name: string): string {
  const quote = name.charAt(0);
  if ((quote !== "`" && quote !== '"') || name.length < 2 || !name.endsWith(quote)) return name;
  return name.slice(1, -1).replaceAll(quote + quote, quote);
}

const partRules = new Set(["errorCapturingIdentifier", "identifier", "strictIdentifier", "simpleIdentifier"]);

/** The parts of `a.b.c` below a node, in order; none for `IDENTIFIER(…)` of what is no literal. */
export function nameParts(node: SqlNode, text: string): readonly NamePart[] {
  if (hasToken(node, "IDENTIFIER_KW") && childOf(node, "expression") !== null) return namedByText(node, text);
  const parts: NamePart[] = [];
  let behind = -1;
  for (const each of nodesBelow(node))
    if (partRules.has(each.rule) && each.start >= behind && each.end > each.start) {
      parts.push(namePart(each, text));
      behind = each.end;
    }
  return parts;
}

/** The name that the one clause below a part stands for. */
function clauseName(node: SqlNode): string | null {
  for (const each of nodesBelow(node)) if (each.named !== undefined) return each.named;
  return null;
}

/** The parts of a name in a text, the whole clause the place of each. */
export const namedParts = (name: string, node: SqlNode): readonly NamePart[] =>
  (name.match(/`(?:[^`]|``)*`|[^.]+/g) ?? []).map((part) => ({ text: unquoted(part), span: spanOf(node) }));

/** `IDENTIFIER('a.b')` */
function namedByText(node: SqlNode, text: string): readonly NamePart[] {
  if (node.named !== undefined) return namedParts(node.named, node);
  const inner = childOf(node, "expression");
  const tokens = inner === null ? [] : tokensBelow(inner);
  const [only] = tokens;
  if (only === undefined || tokens.length > 1 || !literals.has(only.type)) return [];
  return namedParts(literalText(text.slice(only.start, only.end), true), node);
}

const literals: ReadonlySet<string> = new Set(["STRING_LITERAL", "DOUBLEQUOTED_STRING"]);
