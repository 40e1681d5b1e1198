import type { Module } from "../../server/src/syntax/module.ts";
import { parseModule } from "../../server/src/syntax/parseModule.ts";
import { checkModule } from "../syntax/checkTree.ts";
import { loadParser } from "../syntax/loadParser.ts";
import { seedText } from "../syntax/randomEdits.ts";
import type { Fuzz } from "./fuzzTarget.ts";
import { exampleTexts, libraryTexts } from "./pythonFiles.ts";

/** Code that is being typed, character by character: nothing throws, and every range is true. */
export const name = "syntax-prefixes";

export async function run({ hasTime, report }: Fuzz): Promise<void> {
  const parser = await loadParser();
  for (const text of [seedText, ...exampleTexts(), ...libraryTexts()]) {
    let previous: Module | undefined;
    for (let length = 0; length <= text.length; length++) {
      if (!hasTime()) return;
      const module = parseModule(parser, text.slice(0, length), previous === undefined ? {} : { previous });
      if (length % 10 === 0) checkModule(module);
      previous = module;
      report("prefixes", 1);
    }
    report("files", 1);
  }
}
