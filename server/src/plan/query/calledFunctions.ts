import { nodesBelow } from "../../sql/tree.ts";
import type { Span } from "../../sql/sqlExpression.ts";
import type { EmbeddedSql } from "./embeddedSql.ts";

/** A function that SQL calls by a plain name. */
interface CalledFunction {
  readonly name: string;
  readonly span: Span;
}

/** The functions that a text calls, those with a database in front and those of unknown names left out. */
export function calledFunctions({ text, tree, isRead, placeOf }: EmbeddedSql): readonly CalledFunction[] {
  if (!isRead || tree.root === null) return [];
  const found: CalledFunction[] = [];
  for (const { rule, start, end } of nodesBelow(tree.root)) {
    const span = { start, end };
    const name = text.slice(start, end);
    if (rule === "functionName" && /^\w+$/.test(name) && placeOf.unknownIn?.(span) !== true)
      found.push({ name, span });
  }
  return found;
}
