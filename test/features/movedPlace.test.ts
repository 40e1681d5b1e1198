import assert from "node:assert/strict";
import { movedPlace } from "../../client/src/planView/movedPlace.ts";

/** A range by its lines and characters. */
const range = (line: number, character: number, endLine = line, endCharacter = character) => ({
  start: { line, character },
  end: { line: endLine, character: endCharacter },
});

describe("places in a text that changes", () => {
  const cases: readonly (readonly [
    title: string,
    change: Parameters<typeof movedPlace>[1],
    moved: string | null,
  ])[] = [
    ["a change behind it", { range: range(5, 9), text: "x" }, "5:8"],
    ["typing before it", { range: range(5, 2), text: "abc" }, "5:11"],
    ["typing at it", { range: range(5, 8), text: "a" }, "5:9"],
    ["taking away before it", { range: range(5, 0, 5, 4), text: "" }, "5:4"],
    ["a line above", { range: range(2, 0), text: "new\n" }, "6:8"],
    ["lines above gone", { range: range(1, 3, 4, 0), text: "" }, "2:8"],
    ["its line joined to the one above", { range: range(4, 10, 5, 0), text: "" }, "4:18"],
    ["its line broken", { range: range(5, 4), text: "\r\n  " }, "6:6"],
    ["taken away", { range: range(5, 4, 5, 12), text: "y" }, null],
  ];
  for (const [title, change, moved] of cases)
    it(title, () => {
      const place = movedPlace({ line: 5, character: 8 }, change);
      assert.equal(place && `${place.line}:${place.character}`, moved);
    });
});
