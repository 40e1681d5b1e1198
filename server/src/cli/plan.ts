import { framePlans, type FramePlan } from "../features/framePlans.ts";
import { lineName, placeJson, placeName, type PlaceInFile } from "../report/placeInFile.ts";
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

type Operator = Omit<FramePlan["operators"][number], "at"> & { readonly at: PlaceInFile | null };

interface PlacedPlan {
  readonly file: string;
  readonly place: PlaceInFile;
  readonly name: string;
  readonly function: string | null;
  readonly operators: readonly Operator[];
  readonly exchanges: FramePlan["exchanges"];
  readonly actions: readonly { readonly method: string; readonly at: PlaceInFile | null }[];
}

/** `plan FILE [--line N]`: what Spark would execute for the named DataFrames. Returns the exit status. @throws {UsageError} */
export async function plan(argv: readonly string[], terminal: Terminal): Promise<number> {
  const args = readArguments(argv, planSpecs);
  const format = args.choice("output-format", ["text", "json"]);
  const wanted = lineOf(args.text("line"));
  const { files, failed } = await analyzedFiles(args, terminal);
  const plans = files.flatMap(({ file, analysis, place }) => {
    const placed = <T extends { readonly at: number | null }>(
      part: T,
    ): Omit<T, "at"> & { readonly at: PlaceInFile | null } => ({
      ...part,
      at: part.at === null ? null : place(part.at),
    });
    return framePlans(analysis.facts).map(
      ({ start, operators, exchanges, actions, ...rest }): PlacedPlan => ({
        file,
        place: place(start),
        name: rest.name,
        function: rest.function,
        operators: operators.map(placed),
        exchanges,
        actions: actions.map(placed),
      }),
    );
  });
  const shown = plans.filter(({ place }) => wanted === null || place.line === wanted);
  if (format === "json")
    terminal.out(`${JSON.stringify({ version: 1, plans: shown.map(planJson) }, null, 2)}\n`);
  else terminal.out(planText(shown, styleFor(terminal, askedForColour(args))));
  return failed ? 2 : 0;
}

function lineOf(given: string | null): number | null {
  if (given === null) return null;
  if (!/^[1-9]\d{0,7}$/.test(given)) throw new UsageError(`--line is a line\'s number, not "${given}".`);
  return Number(given);
}

function planJson({ place, file, operators, actions, ...rest }: PlacedPlan): object {
  return {
    file,
    ...placeJson(place),
    name: rest.name,
    function: rest.function,
    operators: operators.map(({ at, ...operator }) => ({ ...operator, line: at?.line ?? null })),
    exchanges: rest.exchanges,
    actions: actions.map(({ at, method }) => ({ method, line: at?.line ?? null })),
  };
}

function planText(plans: readonly PlacedPlan[], style: Style): string {
  if (plans.length === 0) return "No name is bound to a DataFrame here.\n";
  return plans
    .map(({ file, place, name, operators, actions }) => {
      const used =
        actions.length === 0
          ? "no action computes it"
          : `computed by ${actions.map(({ method, at }) => `${method.split(".").at(-1) ?? method}${at === null ? "" : ` (${lineName(at)})`}`).join(", ")}`;
      const head = `${style.bold(name)} ${style.dim(`${placeName(file, place)}, ${used}`)}`;
      return [head, ...operators.map((operator) => operatorText(operator, style)), ""].join("\n");
    })
    .join("\n");
}

function operatorText({ depth, operator, details, exchange, at, assumes }: Operator, style: Style): string {
  const name = exchange === null ? operator : style.bold(operator);
  const notes = [at === null ? null : lineName(at), assumes].filter((note) => note !== null).join("; ");
  return `${"  ".repeat(depth + 1)}${name}${details === "" ? "" : ` ${details}`}${notes === "" ? "" : ` ${style.dim(`(${notes})`)}`}`;
}
