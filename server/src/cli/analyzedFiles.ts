import { analyze, type Analysis, type Engine } from "../analysis/analyze.ts";
import { readNotebook } from "../analysis/notebook.ts";
import type { Options } from "../analysis/options.ts";
import { createEngineIn } from "../host/engine.ts";
import { projectFolders } from "../host/projectFolders.ts";
import { slashed } from "../host/moduleTexts.ts";
import { lineIndex, type LineIndex } from "../syntax/lineIndex.ts";
import type { Arguments, OptionSpecs } from "./arguments.ts";
import { timePerFile } from "./checkText.ts";
import { fileOptions, ruleOptionSpecs } from "./options.ts";
import { outputSpecs } from "./output.ts";
import { readFiles, readStdin } from "./readInputs.ts";
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
  readonly lines: LineIndex;
}

/** The Python files and notebooks that a command names, analysed; `failed` when one that was named cannot be read. */
export async function analyzedFiles(
  args: Arguments,
  terminal: Terminal,
): Promise<{ readonly files: readonly AnalyzedFile[]; readonly failed: boolean }> {
  const options = fileOptions(args, terminal.cwd);
  const name = args.text("stdin-filename");
  const input =
    name === null ? readFiles(args.positionals, options, terminal) : await readStdin(name, terminal);
  for (const { shown, problem } of input.problems) terminal.err(`${shown} is skipped: ${problem}.\n`);
  const engine = await createEngineIn(projectFolders(terminal.cwd, args.positionals));
  const files = input.files.flatMap(({ file, source }): AnalyzedFile[] => {
    const analysis = analyzeFile(engine, file.path, source.text, options.of(file.path));
    return analysis ? [{ file: file.shown, analysis, lines: lineIndex(analysis.text) }] : [];
  });
  return { files, failed: input.failed };
}

/** The analysis of a Python file or of a notebook's cells; null for other files. */
function analyzeFile(engine: Engine, file: string, text: string, options: Options): Analysis | null {
  const deadline = performance.now() + timePerFile;
  const budget = { expired: () => performance.now() > deadline };
  if (/\.ipynb$/i.test(file)) {
    const notebook = readNotebook(text);
    return "problem" in notebook
      ? null
      : analyze(engine, notebook.text, options, undefined, budget, slashed(file));
  }
  return /\.pyi?$/i.test(file) ? analyze(engine, text, options, undefined, budget, slashed(file)) : null;
}
