import assert from "node:assert/strict";
import fc from "fast-check";
import type { Module } from "../../server/src/syntax/module.ts";
import { parseModule } from "../../server/src/syntax/parseModule.ts";
import { anyText } from "../anyText.ts";
import { checkModule } from "./checkTree.ts";
import { loadParser } from "./loadParser.ts";
import { randomEdit, seededRandom, seedText } from "./randomEdits.ts";
import { size } from "../portion.ts";

const parser = await loadParser();

describe("parsing after an edit", () => {
  it("equals a fresh parse, for any chain of edits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), fc.integer({ min: 1, max: 12 }), (seed, count) => {
        const random = seededRandom(seed);
        let module = parseModule(parser, seedText);
        for (let edit = 0; edit < count; edit++) {
          const text = randomEdit(module.text, random);
          module = parseModule(parser, text, { previous: module });
          assert.deepEqual(module, parseModule(parser, text), JSON.stringify(text));
          checkModule(module);
        }
      }),
      { numRuns: size(60, 15) },
    );
  });

  it("equals a fresh parse, for any two texts", () => {
    fc.assert(
      fc.property(anyText({ maxLength: 40 }), fc.string({ unit: "grapheme" }), (before, after) => {
        const previous = parseModule(parser, before);
        assert.deepEqual(parseModule(parser, after, { previous }), parseModule(parser, after));
      }),
      { numRuns: size(100, 25) },
    );
  });

  const before = parseModule(parser, "a = 1\n\n# b\nb = 2\n\ndef c():\n    d\n\ne = 3\n");
  const changes: readonly (readonly [what: string, from: string, to: string, kept: readonly number[]])[] = [
    ["no edit", "", "", [0, 1, 2, 3]],
    ["an edit in the first unit", "a = 1", "a = 11", [1, 2, 3]],
    ["an edit in a later unit", "    d\n", "    dd\n", [0, 1, 3]],
    ["a new statement between two", "\ndef", "\nx = 1\n\ndef", [0, 1, 2, 3]],
    ["a comment of a statement", "# b", "# bb", [0, 2, 3]],
    ["a bracket left open", "b = 2", "b = (2", [0, 2, 3]],
    ["a string left open", "b = 2", "b = '''2", [0]],
    ["text behind the last statement", "e = 3\n", "e = 3\n\n# f\n", [0, 1, 2, 3]],
  ];
  for (const [what, from, to, kept] of changes) {
    it(`keeps the units that ${what} does not touch`, () => {
      const module = parseModule(parser, before.text.replace(from, to), { previous: before });
      const same = before.units.flatMap((unit, index) => (module.units.includes(unit) ? [index] : []));
      assert.deepEqual(same, kept);
    });
  }

  it("keeps the units between several edits, wherever they have moved to", () => {
    const text = before.text.replace("a = 1", "a = 1\nx = 2").replace("e = 3", "e = 4");
    const module = parseModule(parser, text, { previous: before });
    assert.deepEqual(module, parseModule(parser, text));
    const same = before.units.flatMap((unit, index) => (module.units.includes(unit) ? [index] : []));
    assert.deepEqual(same, [0, 1, 2]);
  });

  it("keeps equal statements apart", () => {
    const twice = parseModule(parser, "a = 1\na = 1\n");
    const thrice = parseModule(parser, "a = 1\na = 1\na = 1\n", { previous: twice });
    assert.equal(new Set(thrice.units).size, 3);
  });

  it("parses what an ended budget left, once there is time again", () => {
    const text = "a = 1\nb = 2\nc = 3\nd = 4\n";
    let questions = 0;
    const cut: Module = parseModule(parser, text, { budget: { expired: () => ++questions > 2 } });
    assert.equal(cut.complete, false);
    assert.deepEqual(cut.units.map(({ text: unitText }) => unitText).join(""), text);
    assert.deepEqual(cut.units.at(-1)?.body, []);
    const whole = parseModule(parser, text, { previous: cut });
    assert.deepEqual(whole, parseModule(parser, text));
    assert.equal(whole.units[0], cut.units[0]);
  });
});
