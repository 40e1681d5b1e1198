import type { Span, StringExpression } from "./ast.ts";

/** Where the text between the quotes of a literal stands in its unit; null for a literal of several parts. */
export function literalText({ start, end, parts }: StringExpression, unitText: string): Span | null {
  const [part, ...others] = parts;
  if (others.length > 0) return null;
  if (part !== undefined) return { start: part.start, end: part.end };
  const opened = /^[a-zA-Z]*(?:"""|'''|"|')/.exec(unitText.slice(start, end))?.[0].length ?? 1;
  return { start: start + opened, end: start + opened };
}
