import { analyze, type Analysis, type Engine } from "../analysis/analyze.ts";
import { readNotebook } from "../analysis/notebook.ts";
import type { Options } from "../analysis/options.ts";
import { frameSchemas, type FrameSchema } from "../features/frameSchemas.ts";
import { createEngineIn } from "../host/engine.ts";
import { slashed } from "../host/moduleTexts.ts";
import { lineIndex } from "../syntax/lineIndex.ts";
import { readArguments, type OptionSpecs } from "./arguments.ts";
import { timePerFile } from "./checkText.ts";
import { fileOptions, ruleOptionSpecs } from "./options.ts";
import { askedForColour, outputSpecs } from "./output.ts";
import { readFiles, readStdin, type Input } from "./readInputs.ts";
import type { Style } from "../report/style.ts";
import { styleFor, type Terminal } from "./terminal.ts";

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

interface PlacedSchema extends Omit<FrameSchema, "start" | "reason"> {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Why the schema is not closed, and the line to mend. */
  readonly reason: { readonly text: string; readonly line: number | null } | null;
}

/** `schema PATHS…`: what is known of the columns of every named DataFrame. Returns the exit status. @throws {UsageError} */
export async function schema(argv: readonly string[], terminal: Terminal): Promise<number> {
  const args = readArguments(argv, analysisSpecs);
  const format = args.choice("output-format", ["text", "json"]);
  const options = fileOptions(args, terminal.cwd);
  const name = args.text("stdin-filename");
  const input =
    name === null ? readFiles(args.positionals, options, terminal) : await readStdin(name, terminal);
  for (const { shown, problem } of input.problems) terminal.err(`${shown} is skipped: ${problem}.\n`);
  const schemas = await schemasOf(input, terminal.cwd, (file) => options.of(file));
  if (format === "json") terminal.out(`${JSON.stringify({ version: 1, schemas }, null, 2)}\n`);
  else terminal.out(schemaText(schemas, styleFor(terminal, askedForColour(args))));
  return input.failed ? 2 : 0;
}

async function schemasOf(
  input: Input,
  cwd: string,
  optionsOf: (file: string) => Options,
): Promise<PlacedSchema[]> {
  const engine = await createEngineIn(cwd);
  return input.files.flatMap(({ file, source }) => {
    const analysis = analyzeFile(engine, file.path, source.text, optionsOf(file.path));
    if (!analysis) return [];
    const lines = lineIndex(analysis.text);
    return frameSchemas(analysis.facts).map(({ start, reason, ...rest }): PlacedSchema => {
      const { line, character } = lines.positionAt(start);
      return {
        file: file.shown,
        line: line + 1,
        column: character + 1,
        ...rest,
        reason: reason && {
          text: reason.text,
          line: reason.at === null ? null : lines.positionAt(reason.at).line + 1,
        },
      };
    });
  });
}

/** The analysis of a Python file or of a notebook's cells; null for other files. */
export function analyzeFile(engine: Engine, file: string, text: string, options: Options): Analysis | null {
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

function schemaText(schemas: readonly PlacedSchema[], style: Style): string {
  if (schemas.length === 0) return "No name is bound to a DataFrame.\n";
  return schemas
    .map(({ file, line, column, name, ddl, columns, complete, reason, streaming }) => {
      const head = `${style.bold(name)} ${style.dim(`${file}:${line}:${column}${streaming ? ", streaming" : ""}`)}`;
      const known = ddl ?? columns.join(", ");
      const why =
        complete === "closed" || reason === null
          ? ""
          : `\n  ${style.dim(`${complete}: ${reason.text}${reason.line === null ? "" : ` (line ${reason.line})`}`)}`;
      return `${head}${known === "" ? "" : `\n  ${known}`}${why}\n`;
    })
    .join("");
}
