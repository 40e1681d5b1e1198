import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { Language, Parser, type TreeCursor } from "web-tree-sitter";
import type { ConcreteNode } from "../../server/src/syntax/concreteTree.ts";
import { parseConcrete } from "../../server/src/syntax/parser.ts";
import { sparkProgram } from "../bench/program.ts";
import { loadParser } from "./loadParser.ts";

const root = path.resolve(import.meta.dirname, "../..");
const skipped = new Set(["comment", "line_continuation", "(", ")", "[", "]", "{", "}", "."]);

/** Each node's type, and each token's place, in the order of the text, as tree-sitter's own cursor tells them. */
function asTheCursorSays(cursor: TreeCursor): string[] {
  const said: string[] = [];
  const visit = (): void => {
    if (skipped.has(cursor.nodeType)) return;
    const { nodeType, startIndex, endIndex } = cursor;
    const at = said.push(nodeType) - 1;
    if (!cursor.gotoFirstChild()) {
      if (endIndex > startIndex) said[at] = `${nodeType} ${startIndex}-${endIndex}`;
      return;
    }
    const before = said.length;
    do visit();
    while (cursor.gotoNextSibling());
    cursor.gotoParent();
    if (said.length === before && endIndex > startIndex) said[at] = `${nodeType} ${startIndex}-${endIndex}`;
  };
  visit();
  return said;
}

function asRead(node: ConcreteNode): string[] {
  const type = node.type.replace("keyword:", "");
  if (node.children.length > 0) return [type, ...node.children.flatMap(asRead)];
  return [node.end > node.start ? `${type} ${node.start}-${node.end}` : type];
}

describe("reading the parser's memory", () => {
  const texts: Readonly<Record<string, string>> = {
    "a small program": sparkProgram(300, 3),
    "an example": fs.readFileSync(path.join(root, "examples/jobs/daily_revenue.py"), "utf8"),
    "names that are keywords elsewhere":
      "match = type = print = exec\nprint(match, type)\nmatch x:\n    case _: pass\n",
    "strings and their parts": 'f"{a!r:>{width}} {b=}" "c" rb\'\\x00\'\nx = f"{{}}{df.count():,}"\n',
    "patterns and stars": "a, *b = f(*c, **d)\nwith (open(x) as y, z): pass\nfor i, (j, k) in l: ...\n",
    "half-typed code": "df.select(\n  F.col(\nx = [1, 2\ndef f(:\n  return\n",
    "other scripts": 'naïve = "日本語 😀"  # ü\n変数 = naïve\n',
    "a missing token": "class A\n    def f(self) -> int\n        return 1\n",
    decorators: "@a.b(c)\n@d\nasync def e(x: int = 1, /, y=2, *, z) -> list[int]: yield x\n",
    comprehensions: "[x for x in y if z] + [*a] + [{k: v for k, v in d.items()}, {1, 2}, (i for i in j)]\n",
    "type parameters": "def f[T: int](x: T) -> T: ...\ntype A[T] = list[T]\n",
    nothing: "",
  };

  let parser: Parser;
  before(async () => {
    // The runtime is started by the first call, and shared.
    await loadParser();
    parser = new Parser().setLanguage(
      await Language.load(path.join(root, "node_modules/tree-sitter-python/tree-sitter-python.wasm")),
    );
  });

  for (const [name, text] of Object.entries(texts))
    it(`gives the nodes that the cursor gives: ${name}`, async () => {
      const tree = parser.parse(text);
      assert(tree);
      const read = parseConcrete(await loadParser(), text, [], undefined);
      assert(read);
      assert.deepEqual(asRead(read.root), asTheCursorSays(tree.walk()));
      tree.delete();
    });
});
