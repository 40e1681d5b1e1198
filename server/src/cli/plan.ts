import { framePlans, type FramePlan } from "../features/framePlans.ts";
import type { Style } from "../report/style.ts";
import { analysisSpecs, analyzedFiles } from "./analyzedFiles.ts";
import { readArguments, type OptionSpecs } from "./arguments.ts";
import { askedForColour } from "./output.ts";
import { styleFor, type Terminal } from "./terminal.ts";
import { UsageError } from "./usageError.ts";

export const planSpecs: OptionSpecs = {
  ...analysisSpecs,
  line: { type: "string", value: "N", help: "only the DataFrames that this line names" },
};

type Operator = Omit<FramePlan["operators"][number], "at"> & { readonly line: number | null };

interface PlacedPlan {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly name: string;
  readonly function: string | null;
  readonly operators: readonly Operator[];
  readonly exchanges: FramePlan["exchanges"];
  readonly actions: readonly { readonly method: string; readonly line: number | null }[];
}

/** `plan FILE [--line N]`: what Spark would execute for the named DataFrames. Returns the exit status. @throws {UsageError} */
export async function plan(argv: readonly string[], terminal: Terminal): Promise<number> {
  const args = readArguments(argv, planSpecs);
  const format = args.choice("output-format", ["text", "json"]);
  const wanted = lineOf(args.text("line"));
  const { files, failed } = await analyzedFiles(args, terminal);
  const plans = files.flatMap(({ file, analysis, lines }) => {
    const lineAt = (at: number | null): number | null => (at === null ? null : lines.positionAt(at).line + 1);
    return framePlans(analysis.facts).map(
      ({ name, start, function: enclosing, operators, exchanges, actions }): PlacedPlan => {
        const { line, character } = lines.positionAt(start);
        return {
          file,
          line: line + 1,
          column: character + 1,
          name,
          function: enclosing,
          operators: operators.map(({ at, ...operator }) => ({ ...operator, line: lineAt(at) })),
          exchanges,
          actions: actions.map(({ method, at }) => ({ method, line: lineAt(at) })),
        };
      },
    );
  });
  const shown = plans.filter(({ line }) => wanted === null || line === wanted);
  if (format === "json") terminal.out(`${JSON.stringify({ version: 1, plans: shown }, null, 2)}\n`);
  else terminal.out(planText(shown, styleFor(terminal, askedForColour(args))));
  return failed ? 2 : 0;
}

function lineOf(given: string | null): number | null {
  if (given === null) return null;
  if (!/^[1-9]\d{0,7}$/.test(given)) throw new UsageError(`--line is a line\'s number, not "${given}".`);
  return Number(given);
}

function planText(plans: readonly PlacedPlan[], style: Style): string {
  if (plans.length === 0) return "No name is bound to a DataFrame here.\n";
  return plans
    .map(({ file, line, column, name, operators, actions }) => {
      const used =
        actions.length === 0
          ? "no action computes it"
          : `computed by ${actions.map(({ method, line: at }) => `${method.split(".").at(-1) ?? method}${at === null ? "" : ` (line ${at})`}`).join(", ")}`;
      const head = `${style.bold(name)} ${style.dim(`${file}:${line}:${column}, ${used}`)}`;
      return [head, ...operators.map((operator) => operatorText(operator, style)), ""].join("\n");
    })
    .join("\n");
}

function operatorText({ depth, operator, details, exchange, line, assumes }: Operator, style: Style): string {
  const name = exchange === null ? operator : style.bold(operator);
  const notes = [line === null ? null : `line ${line}`, assumes].filter((note) => note !== null).join("; ");
  return `${"  ".repeat(depth + 1)}${name}${details === "" ? "" : ` ${details}`}${notes === "" ? "" : ` ${style.dim(`(${notes})`)}`}`;
}
