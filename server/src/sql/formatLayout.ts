import { expressionLayouts } from "./formatExpressions.ts";
import { queryLayouts } from "./formatQueries.ts";
import { writeParts, writePlainly, type Layout, type Scribe } from "./formatScribe.ts";
import { statementLayouts } from "./formatStatements.ts";
import type { Writer } from "./formatWriter.ts";
import type { SqlNode, SqlPart } from "./tree.ts";

/** By the grammar's rules. */
const layouts: Readonly<Record<string, Layout>> = {
  ...expressionLayouts,
  ...queryLayouts,
  ...statementLayouts,
};

/** Deeper pieces are written as a row of tokens. */
const deepest = 600;

/** Writes a node and all below it. It never throws. */
export function writeTree(root: SqlNode, writer: Writer): void {
  let depth = 0;
  const write = (node: SqlNode): void => {
    depth++;
    if (depth > deepest) writeTokens(node, writer);
    else (layouts[node.rule] ?? writePlainly)(node, scribe);
    depth--;
  };
  const scribe: Scribe = {
    ...writer,
    part(part, owner, at) {
      if (part?.kind === "token") writer.token(part, owner, at ?? owner.children.indexOf(part));
      else if (part !== undefined && part.end > part.start) write(part);
    },
    parts: (owner, from = 0, until = owner.children.length) => {
      writeParts(owner, scribe, from, until);
    },
  };
  write(root);
}

/** A row of tokens, each with the rule that it belongs to. */
function writeTokens(node: SqlNode, writer: Writer): void {
  const waiting: { readonly part: SqlPart; readonly owner: SqlNode; readonly at: number }[] = [
    { part: node, owner: node, at: 0 },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { part, owner, at } = next;
    if (part.kind === "token") writer.token(part, owner, at);
    else
      for (let each = part.children.length - 1; each >= 0; each--)
        waiting.push({ part: part.children[each] ?? part, owner: part, at: each });
  }
}
