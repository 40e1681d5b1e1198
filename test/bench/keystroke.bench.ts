import fs from "node:fs";
import path from "node:path";
import { Edit, Language, Parser } from "web-tree-sitter";
import { analyze, type Analysis } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { createEngine } from "../../server/src/host/engine.ts";
import { median, timed, type Bench, type Figure } from "./measure.ts";
import { seededRandom } from "../syntax/randomEdits.ts";
import { sparkProgram } from "./program.ts";

/** From one keystroke to all findings, against tree-sitter's own incremental re-parse of the same file and edit. */
export const keystroke: Bench = {
  name: "keystroke",
  async run({ quick }) {
    const rounds = quick ? 40 : 200;
    const engine = await createEngine();
    const random = seededRandom(7);
    let text = sparkProgram(4551);
    let analysis: Analysis = analyze(engine, text, defaultOptions);
    const first = timed(() => analyze(engine, `${text}\n`, defaultOptions));

    const modules = path.resolve(import.meta.dirname, "../../node_modules");
    const bytes = (file: string): Uint8Array => new Uint8Array(fs.readFileSync(path.join(modules, file)));
    await Parser.init({ wasmBinary: bytes("web-tree-sitter/web-tree-sitter.wasm") });
    const parser = new Parser();
    parser.setLanguage(await Language.load(bytes("tree-sitter-python/tree-sitter-python.wasm")));
    let tree = parser.parse(text);

    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // A letter typed into a name somewhere in the middle of a line of code.
      const around = Math.floor(random() * text.length);
      const offset = text.slice(around).search(/\w\w/) + around + 1;
      const edited = `${text.slice(0, offset)}x${text.slice(offset)}`;
      const before = text.slice(0, offset);
      const row = before.split("\n").length - 1;
      const column = offset - before.lastIndexOf("\n") - 1;
      theirs.push(
        timed(() => {
          const edit = new Edit({
            startIndex: offset,
            oldEndIndex: offset,
            newEndIndex: offset + 1,
            startPosition: { row, column },
            oldEndPosition: { row, column },
            newEndPosition: { row, column: column + 1 },
          });
          tree?.edit(edit);
          const next = parser.parse(edited, tree);
          tree?.delete();
          tree = next;
        }),
      );
      ours.push(
        timed(() => {
          analysis = analyze(engine, edited, defaultOptions, analysis);
        }),
      );
      text = edited;
    }
    tree?.delete();
    parser.delete();
    const figures: Figure[] = [
      { name: "first analysis of 4,551 lines, warm", value: first, unit: "ms" },
      { name: "keystroke to findings, median", value: median(ours), unit: "ms" },
      { name: "tree-sitter's incremental re-parse, median", value: median(theirs), unit: "ms" },
      { name: "ratio of the two", value: median(ours) / median(theirs), unit: "×", goal: { most: 3 } },
    ];
    return figures;
  },
};
