import assert from "node:assert/strict";
import type { Module } from "../../server/src/syntax/module.ts";
import { parseModule } from "../../server/src/syntax/parseModule.ts";
import { checkModule } from "../syntax/checkTree.ts";
import { loadParser } from "../syntax/loadParser.ts";
import { randomEdit, seedText } from "../syntax/randomEdits.ts";
import type { Fuzz } from "./fuzzTarget.ts";
import { exampleTexts } from "./pythonFiles.ts";

/** After any edit the result equals that of a fresh parse. */
export const name = "syntax-edits";

export async function run({ hasTime, random, report }: Fuzz): Promise<void> {
  const parser = await loadParser();
  const starts = [seedText, "", ...exampleTexts().map((text) => text.slice(0, 3000))];
  while (hasTime()) {
    let module: Module = parseModule(parser, starts[Math.floor(random() * starts.length)] ?? "");
    for (let edit = 0; edit < 40 && hasTime(); edit++) {
      const text = randomEdit(module.text, random);
      const next = parseModule(parser, text, { previous: module });
      assert.deepEqual(
        next,
        parseModule(parser, text),
        `${JSON.stringify(module.text)} edited to ${JSON.stringify(text)}`,
      );
      assert.equal(new Set(next.units).size, next.units.length, "no unit stands in two places");
      checkEdited(next);
      module = next;
      report("edits", 1);
    }
  }
}

function checkEdited(module: Module): void {
  try {
    checkModule(module);
  } catch (error) {
    throw new Error(JSON.stringify(module.text), { cause: error });
  }
}
