import { analyze, type Engine } from "../analysis/analyze.ts";
import { convertSuppressions } from "../analysis/convertSuppressions.ts";
import { applyEdits } from "../analysis/fixAll.ts";
import { isNotebookName, readNotebook } from "../analysis/notebook.ts";
import type { Options } from "../analysis/options.ts";
import { createEngineIn } from "../host/engine.ts";
import { projectFolders } from "../host/projectFolders.ts";
import { slashed } from "../host/moduleTexts.ts";
import { analysisSpecs } from "./analyzedFiles.ts";
import { readArguments, type OptionSpecs } from "./arguments.ts";
import { fileOptions } from "./options.ts";
import { readFiles } from "./readInputs.ts";
import type { Terminal } from "./terminal.ts";
import { unifiedDiff } from "./unifiedDiff.ts";
import { UsageError } from "./usageError.ts";
import { writeSource } from "./writeSource.ts";

export const convertSpecs: OptionSpecs = {
  diff: { type: "boolean", help: "show what would change, and write nothing" },
  ...Object.fromEntries(
    Object.entries(analysisSpecs).filter(([name]) => /^(spark-version|platform|config|quiet)$/.test(name)),
  ),
};

/** `convert-suppressions PATHS…`. Returns the exit status: 1 where `--diff` has something to show. @throws {UsageError} */
export async function convertSuppressionsIn(argv: readonly string[], terminal: Terminal): Promise<number> {
  const args = readArguments(argv, convertSpecs);
  if (args.positionals.length === 0)
    throw new UsageError("`convert-suppressions` needs files or folders: it rewrites them.");
  const options = fileOptions(args, terminal.cwd);
  const input = readFiles(args.positionals, options, terminal);
  for (const { shown, problem } of input.problems) terminal.err(`${shown} is skipped: ${problem}.\n`);
  const engine = await createEngineIn(projectFolders(terminal.cwd, args.positionals));
  let failed = input.failed;
  let files = 0;
  for (const { file, source } of input.files) {
    if (!/\.(pyi?|ipynb)$/i.test(file.path)) continue;
    const text = converted(engine, file.path, source.text, options.of(file.path));
    if (text === source.text) continue;
    files++;
    if (args.flag("diff")) {
      terminal.out(unifiedDiff(file.shown, source.text, text));
      continue;
    }
    const problem = writeSource(file, text, source);
    if (problem === null) continue;
    failed = true;
    terminal.err(`${file.shown} is not written: ${problem}.\n`);
  }
  if (!args.flag("diff") && !args.flag("quiet"))
    terminal.out(
      files === 0
        ? "No suppressions of other linters that name checks of ours.\n"
        : `Suppressions converted in ${files} ${files === 1 ? "file" : "files"}.\n`,
    );
  if (failed) return 2;
  return args.flag("diff") && files > 0 ? 1 : 0;
}

/** The file's text with its suppressions made ours; unchanged where there is nothing to do. */
function converted(engine: Engine, path: string, text: string, options: Options): string {
  const notebook = isNotebookName(path) ? readNotebook(text) : null;
  if (notebook && "problem" in notebook) return text;
  const code = notebook?.text ?? text;
  if (!/noqa|pylint|NOSONAR|cy:ignore/i.test(code)) return text;
  const analysis = analyze(engine, code, options, undefined, undefined, slashed(path));
  const edits = convertSuppressions(engine, analysis);
  if (edits.length === 0) return text;
  const result = applyEdits(code, edits);
  if (!notebook) return result;
  const written = notebook.withText(result);
  return "json" in written ? written.json : text;
}
