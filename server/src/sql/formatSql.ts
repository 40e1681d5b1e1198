import { layOut, type FormattedPiece } from "./formatDocument.ts";
import { writeTree } from "./formatLayout.ts";
import { createWriter, type KeywordCase } from "./formatWriter.ts";
import type { SqlTree } from "./parse.ts";

export type { FormattedPiece } from "./formatDocument.ts";
export type { KeywordCase } from "./formatWriter.ts";

/** How SQL is to look. */
export interface SqlStyle {
  readonly keywordCase: KeywordCase;
  /** The most characters on a line. */
  readonly width: number;
}

/**
 * The text of a tree laid out anew: the same tokens in other white space, and keywords in the style's case. Text that was
 * on several lines stays so; text on one line stays there where it fits. Null for text that Spark does not take.
 */
export function formatSql(tree: SqlTree, style: SqlStyle): readonly FormattedPiece[] | null {
  const { root, text, tokens, problems } = tree;
  if (root === null || problems.length > 0) return null;
  const writer = createWriter(tree, style.keywordCase);
  writeTree(root, writer);
  const end = tokens.at(-1);
  if (end !== undefined) writer.token(end, root, root.children.length);
  const first = tokens[0]?.start ?? 0;
  const last = tokens.at(-2)?.end ?? first;
  if (tree.entry === "statement" && text.slice(first, last).includes("\n") && hasLineBetween(tree))
    writer.root.broken = true;
  return layOut(writer.root, { width: style.width, indent: 2, column: 0 });
}

/** The text that pieces make. */
export const textOfPieces = (pieces: readonly FormattedPiece[]): string =>
  pieces.map(({ text }) => text).join("");

/** Whether a line ends between two tokens. */
function hasLineBetween({ tokens, text }: SqlTree): boolean {
  for (let at = 1; at < tokens.length - 1; at++)
    if (text.slice(tokens[at - 1]?.end, tokens[at]?.start).includes("\n")) return true;
  return false;
}
