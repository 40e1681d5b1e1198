import { analyze, type Analysis, type Engine } from "../analysis/analyze.ts";
import { isNotebookName, readNotebook, type Notebook } from "../analysis/notebook.ts";
import type { Options } from "../analysis/options.ts";
import { createEngineIn } from "../host/engine.ts";
import { projectFolders } from "../host/projectFolders.ts";
import { slashed } from "../host/moduleTexts.ts";
import type { PlaceInFile } from "../report/placeInFile.ts";
import { lineIndex, type LineIndex } from "../syntax/lineIndex.ts";
import type { Arguments, OptionSpecs } from "./arguments.ts";
import { isConfigurationName, timePerFile } from "./checkText.ts";
import { fileOptions, ruleOptionSpecs } from "./options.ts";
import { outputSpecs } from "./output.ts";
import { readInput } from "./readInputs.ts";
import type { Terminal } from "./terminal.ts";

/** Options of commands that analyse files without checking them. */
export const analysisSpecs: OptionSpecs = Object.fromEntries(
  Object.entries({ ...ruleOptionSpecs, ...outputSpecs })
    .filter(([name]) =>
      /^(evidence|spark-version|platform|config|output-format|color|no-color|quiet)$/.test(name),
    )
    .concat([
      ["stdin-filename", { type: "string", value: "NAME", help: "standard input as the file of this name" }],
    ]),
);

/** A file that was analysed. */
export interface AnalyzedFile {
  /** As people know it. */
  readonly file: string;
  readonly analysis: Analysis;
  /** Where an offset of the analysed text stands in the file. */
  readonly place: (offset: number) => PlaceInFile;
}

/** The Python files and notebooks that a command names, analysed; `failed` when one that was named cannot be read. */
export async function analyzedFiles(
  args: Arguments,
  terminal: Terminal,
): Promise<{ readonly files: readonly AnalyzedFile[]; readonly failed: boolean }> {
  const options = fileOptions(args, terminal.cwd);
  const name = args.text("stdin-filename");
  const input = await readInput(name, args, options, terminal);
  for (const { shown, problem } of input.problems) terminal.err(`${shown} is skipped: ${problem}.\n`);
  const engine = await createEngineIn(projectFolders(terminal.cwd, args.positionals));
  let failed = input.failed;
  const files = input.files.flatMap(({ file, source }): AnalyzedFile[] => {
    const analyzed = analyzeFile(engine, file.path, source.text, options.of(file.path));
    if (!("problem" in analyzed)) return [{ file: file.shown, ...analyzed }];
    if (file.isNamed || isNotebookName(file.path))
      terminal.err(`${file.shown} is skipped: ${analyzed.problem}.\n`);
    failed ||= file.isNamed;
    return [];
  });
  return { files, failed };
}

/** The analysis of a program or of a notebook's cells, or why there is none, as half a sentence. */
function analyzeFile(
  engine: Engine,
  file: string,
  text: string,
  options: Options,
): Omit<AnalyzedFile, "file"> | { readonly problem: string } {
  const deadline = performance.now() + timePerFile;
  const budget = { expired: () => performance.now() > deadline };
  if (isConfigurationName(file)) return { problem: "it is no program" };
  const notebook = isNotebookName(file) ? readNotebook(text) : null;
  if (notebook && "problem" in notebook) return notebook;
  const analysis = analyze(engine, notebook?.text ?? text, options, undefined, budget, slashed(file));
  return { analysis, place: notebook ? placesIn(notebook, text) : placesOf(text) };
}

function placesOf(text: string): AnalyzedFile["place"] {
  const index = lineIndex(text);
  return (offset) => ({ ...fromOne(index, offset), cell: null });
}

function placesIn(notebook: Notebook, json: string): AnalyzedFile["place"] {
  const inFile = lineIndex(json);
  const inText = lineIndex(notebook.text);
  return (offset) => {
    const found = notebook.place(offset);
    if (!found) return { ...fromOne(inFile, 0), cell: null };
    const column = fromOne(inText, offset).column - found.marked;
    return { ...fromOne(inFile, found.offset), cell: { cell: found.cell, line: found.line, column } };
  };
}

function fromOne(index: LineIndex, offset: number): { readonly line: number; readonly column: number } {
  const { line, character } = index.positionAt(offset);
  return { line: line + 1, column: character + 1 };
}
