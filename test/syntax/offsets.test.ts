import assert from "node:assert/strict";
import fc from "fast-check";
import { lineIndex } from "../../server/src/syntax/lineIndex.ts";
import { parseModule } from "../../server/src/syntax/parseModule.ts";
import { documentOffset, unitAt } from "../../server/src/syntax/siteOffset.ts";
import { nodeAt, walkExpressions } from "../../server/src/syntax/walk.ts";
import { loadParser } from "./loadParser.ts";
import { printTree } from "./printTree.ts";

const parser = await loadParser();

describe("line index", () => {
  it("counts LF, CRLF and CR as ends of lines and UTF-16 code units as characters", () => {
    const index = lineIndex("a\r\n😀b\rc\n");
    assert.equal(index.lineCount, 4);
    assert.deepEqual(index.positionAt(5), { line: 1, character: 2 });
    assert.deepEqual(index.positionAt(99), { line: 3, character: 0 });
    assert.equal(index.offsetAt({ line: 1, character: 2 }), 5);
    assert.equal(index.offsetAt({ line: 0, character: 99 }), 1);
    assert.equal(index.offsetAt({ line: 9, character: 9 }), 9);
    assert.equal(index.offsetAt({ line: -1, character: 3 }), 0);
    assert.equal(index.lineStart(2), 7);
  });

  it("finds its way back from every offset outside a line break", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "\r", "\n", "😀", " ") }),
        fc.nat(40),
        (text, offset) => {
          const index = lineIndex(text);
          const at = Math.min(offset, text.length);
          if (text.charAt(at - 1) === "\r" && text.charAt(at) === "\n") return;
          assert.equal(index.offsetAt(index.positionAt(at)), at);
        },
      ),
    );
  });
});

describe("places in a module", () => {
  const module = parseModule(parser, "a = 1\n\nb.c(d, e=f.g)\n");

  it("finds the unit at an offset and the offset of a unit", () => {
    assert.deepEqual(
      [0, 5, 6, 20, 99].map((offset) => unitAt(module, offset)?.index),
      [0, 0, 1, 1, 1],
    );
    assert.equal(documentOffset(module, { unit: module.units[1]! }), 6);
    const next = parseModule(parser, "x\na = 1\n\nb.c(d, e=f.g)\n", { previous: module });
    assert.equal(documentOffset(next, { unit: module.units[1]! }), 8);
    assert.equal(documentOffset(parseModule(parser, ""), { unit: module.units[1]! }), undefined);
    assert.equal(unitAt(parseModule(parser, ""), 0), undefined);
  });

  it("finds the nodes at an offset, outermost first", () => {
    const unit = module.units[1]!;
    const chain = nodeAt(unit, unit.text.indexOf("g)"));
    assert.deepEqual(chain.map(printTree), ["b.c(d, e=f.g)", "b.c(d, e=f.g)", "f.g"]);
  });

  it("visits expressions in the order of the text", () => {
    const seen: string[] = [];
    walkExpressions(module.units[1]!.body[0]!, (expression) => seen.push(printTree(expression)));
    assert.deepEqual(seen, ["b.c(d, e=f.g)", "b.c", "b", "d", "f.g", "f"]);
  });
});
