import assert from "node:assert/strict";
import fc from "fast-check";
import { applyEdits } from "../../server/src/analysis/fixAll.ts";
import { editsBetween } from "../../server/src/features/editsBetween.ts";

describe("editsBetween", () => {
  const cases: readonly (readonly [name: string, before: string, after: string, edits: number])[] = [
    ["equal texts need nothing", "a\nb\n", "a\nb\n", 0],
    ["two changes far apart are two edits", "a\nb\nc\nd\n", "A\nb\nc\nD\n", 2],
    ["a line added", "a\nc\n", "a\nb\nc\n", 1],
    ["a line removed at the end", "a\nb", "a\n", 1],
    ["from nothing", "", "a\nb", 1],
    ["to nothing", "a\r\nb", "", 1],
    ["line ends", "a\r\nb\r\n", "a\nb\n", 1],
  ];
  for (const [name, before, after, count] of cases)
    it(name, () => {
      const edits = editsBetween(before, after);
      assert.equal(applyEdits(before, edits), after);
      assert.equal(edits.length, count);
    });

  it("changes only what differs in a line", () => {
    const [edit] = editsBetween("import x\ndf.join(small)\n", "import x\ndf.join(F.broadcast(small))\n");
    assert.deepEqual(edit, { start: 17, end: 22, newText: "F.broadcast(small)" });
  });

  it("gives the other text, whatever the texts are", () => {
    const text = fc.array(fc.constantFrom("a", "b", "ab", "\r", "\n", "\r\n", "😀", "\uD83D"), {
      maxLength: 25,
    });
    fc.assert(
      fc.property(text, text, (left, right) => {
        const [before, after] = [left.join(""), right.join("")];
        assert.equal(applyEdits(before, editsBetween(before, after)), after);
      }),
      { numRuns: 500 },
    );
  });
});
