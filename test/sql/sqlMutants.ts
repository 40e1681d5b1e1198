import assert from "node:assert/strict";
import { caretAt } from "../../server/src/sql/caret.ts";
import { readExpression } from "../../server/src/sql/expression.ts";
import type { SqlEntry, SqlTree } from "../../server/src/sql/parse.ts";
import { readStatement } from "../../server/src/sql/statement.ts";
import { nodesBelow } from "../../server/src/sql/tree.ts";
import { parseSql } from "./sqlFixture.ts";

/** A text with a word or mark left out, doubled, moved or replaced by one of another text. */
export function mutant(text: string, other: string, random: () => number): string {
  const pieces = piecesOf(text);
  const below = (count: number): number => Math.floor(random() * count);
  const [at, to] = [below(pieces.length), below(pieces.length)];
  const others = piecesOf(other);
  switch (below(5)) {
    case 0:
      pieces.splice(at, 1);
      break;
    case 1:
      pieces.splice(at, 0, pieces[to] ?? "");
      break;
    case 2:
      [pieces[at], pieces[to]] = [pieces[to] ?? "", pieces[at] ?? ""];
      break;
    case 3:
      pieces[at] = others[below(others.length)] ?? "";
      break;
    default:
      pieces.splice(at, pieces.length, ...others.slice(below(others.length)));
  }
  return pieces.join("");
}

const piecesOf = (text: string): string[] => text.match(/\w+|\s+|[^\w\s]/g) ?? [""];

/** Parses a text and reads what comes of it; fails when a promise of the parser is broken. */
export function checkParse(text: string, entry: SqlEntry, version: string): SqlTree {
  const tree = parseSql(text, entry, version);
  checkSpans(tree);
  if (tree.root !== null && entry === "statement") readStatement(tree.root, text);
  else if (tree.root !== null && entry === "expression") readExpression(tree.root, text);
  return tree;
}

/** As `checkParse`, and asks what may stand at a caret. */
export function checkCaret(text: string, entry: SqlEntry, version: string, offset: number): void {
  const { word } = caretAt(checkParse(text, entry, version), offset);
  assert.ok(word.start <= offset && offset <= word.end, text);
}

/** Tokens stand in order, nodes hold their children, problems lie in the text. */
function checkSpans({ text, tokens, root, problems }: SqlTree): void {
  let end = 0;
  for (const token of tokens) {
    assert.ok(token.start >= end && token.end >= token.start && token.end <= text.length, text);
    ({ end } = token);
  }
  for (const problem of problems) {
    assert.ok(0 <= problem.start && problem.start <= problem.end && problem.end <= text.length, text);
    const { fix } = problem;
    assert.ok(fix === null || (fix.start <= fix.end && fix.end <= text.length), text);
  }
  if (root === null) {
    assert.ok(problems.length > 0, text);
    return;
  }
  for (const node of nodesBelow(root))
    for (const child of node.children)
      assert.ok(node.start <= child.start && child.end <= node.end, `${node.rule} of ${text}`);
}
