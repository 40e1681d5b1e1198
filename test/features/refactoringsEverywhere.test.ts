import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import type { Analysis } from "../../server/src/analysis/analyze.ts";
import { applyEdits } from "../../server/src/analysis/fixAll.ts";
import { refactoringsAt } from "../../server/src/features/refactorings.ts";
import { portion } from "../portion.ts";
import { checked, syntaxErrors } from "../rules/checked.ts";
import { checkTitle } from "../rules/titleStyle.ts";

const folder = path.resolve(import.meta.dirname, "../../examples/jobs");

const errorsOf = ({ findings }: Analysis): number =>
  findings.filter(({ severity }) => severity === "error").length;

/** Every word as the cursor's place, and every one to three lines as a selection. */
function selectionsOf(text: string): (readonly [start: number, end: number])[] {
  const lines = [...text.matchAll(/.+/g)].map(({ index, 0: line }) => [index, index + line.length] as const);
  return [
    ...[...text.matchAll(/\w+/g)].map(({ index }) => [index, index] as const),
    ...lines.flatMap(([start], index) =>
      lines.slice(index, index + 3).map(([, end]) => [start, end] as const),
    ),
  ];
}

describe("refactorings at every word, and of all lines, of the examples", function () {
  this.timeout(60_000);
  for (const name of fs.readdirSync(folder).filter((each) => each.endsWith(".py")))
    it(`leave ${name} as correct as it was`, () => {
      const text = fs.readFileSync(path.join(folder, name), "utf8");
      const analysis = checked(text);
      const results = new Map<string, string>();
      for (const [start, end] of portion(selectionsOf(text), 4))
        for (const { title, edits } of refactoringsAt(analysis.facts, start, end)) {
          checkTitle(title);
          results.set(applyEdits(text, edits), title);
        }
      for (const [result, title] of results) {
        const changed = checked(result);
        assert.equal(syntaxErrors(changed), 0, `${title}:\n${result}`);
        assert.ok(errorsOf(changed) <= errorsOf(analysis), `${title} brings an error:\n${result}`);
      }
    });
});
