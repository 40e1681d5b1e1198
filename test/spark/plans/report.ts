import type { DataFiles } from "../../../server/src/plan/dataFiles/dataFiles.ts";
import { compareProgram, type FrameOutcome, type ProgramOutcome } from "./comparison.ts";
import type { Program } from "./corpus.ts";
import type { Recording } from "./truth.ts";

/** The figures of a comparison. */
export interface Tally {
  /** Places at which Spark bound a DataFrame to a name. */
  readonly seen: number;
  readonly missed: number;
  readonly unknown: number;
  readonly open: number;
  readonly closed: number;
  /** Closed, and every type and nullability known. */
  readonly exact: number;
  /** Closed and not contradicting Spark. */
  readonly closedEqual: number;
  readonly wrong: readonly FrameOutcome[];
  readonly falseProblems: number;
  /** Closed frames whose exchanges Spark was asked for, and those where ours are the same. */
  readonly exchangesAsked: number;
  readonly exchangesEqual: number;
  /** Errors of Spark's analyzer, and of them those that we report too. */
  readonly refusals: number;
  readonly refusalsSaid: number;
  readonly failures: number;
}

/** Counts the outcomes of programs, of all their frames or of some. */
export function tallyOf(
  programs: readonly ProgramOutcome[],
  counts: (frame: FrameOutcome) => boolean = () => true,
): Tally {
  const frames = programs.flatMap((program) => program.frames).filter(counts);
  const having = (verdict: FrameOutcome["verdict"]): FrameOutcome[] =>
    frames.filter((frame) => frame.verdict === verdict);
  const closed = having("closed");
  return {
    seen: frames.length,
    missed: having("missed").length,
    unknown: having("unknown").length,
    open: having("open").length,
    closed: closed.length,
    exact: closed.filter(({ exact }) => exact).length,
    closedEqual: closed.filter(({ differences }) => differences.length === 0).length,
    wrong: frames.filter(({ differences }) => differences.length > 0),
    falseProblems: programs.reduce((sum, { falseProblems }) => sum + falseProblems.length, 0),
    exchangesAsked: frames.filter(({ exchanges }) => exchanges !== null).length,
    exchangesEqual: frames.filter(({ exchanges }) => exchanges !== null && hasEqualExchanges(exchanges))
      .length,
    refusals: programs.flatMap(({ refusals }) => refusals).length,
    refusalsSaid: programs.flatMap(({ refusals }) => refusals.filter(({ isSaid }) => isSaid)).length,
    failures: programs.filter(({ failure }) => failure !== null).length,
  };
}

const hasEqualExchanges = ({ ours, sparks }: NonNullable<FrameOutcome["exchanges"]>): boolean =>
  ours === sparks;

/** Where our exchanges are not Spark's, one a line. */
export const exchangeTexts = (programs: readonly ProgramOutcome[]): readonly string[] =>
  programs.flatMap(({ frames }) =>
    frames.flatMap(({ program, line, name, exchanges }) =>
      exchanges === null || hasEqualExchanges(exchanges)
        ? []
        : [`${program}:${line} ${name} exchanges: ours ${exchanges.ours}, Spark ${exchanges.sparks}`],
    ),
  );

/** The figures in a few lines. */
export function tallyText(title: string, tally: Tally): string {
  const of = (part: number, whole: number): string =>
    `${part} (${whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`})`;
  return [
    `${title}: Spark names ${tally.seen} DataFrames`,
    `  closed   ${of(tally.closed, tally.seen)}, of which with every type and nullability known ${of(tally.exact, tally.closed)}`,
    `  equal    ${of(tally.closedEqual, tally.closed)} of the closed`,
    `  open     ${of(tally.open, tally.seen)}`,
    `  unknown  ${of(tally.unknown, tally.seen)}`,
    `  missed   ${of(tally.missed, tally.seen)} not known to be a DataFrame`,
    `  wrong    ${tally.wrong.length}: ${kindsText(tally.wrong)}`,
    `  refused  ${tally.refusals} times by Spark, of which we say ${of(tally.refusalsSaid, tally.refusals)}`,
    ...(tally.exchangesAsked > 0
      ? [`  exchanges equal ${of(tally.exchangesEqual, tally.exchangesAsked)} of the closed`]
      : []),
    `  errors where Spark raises none: ${tally.falseProblems}; analyses that failed: ${tally.failures}`,
  ].join("\n");
}

function kindsText(wrong: readonly FrameOutcome[]): string {
  const kinds = ["names", "types", "nullability"] as const;
  return kinds
    .map((kind) => `${kind} ${wrong.filter(({ differences }) => differences[0]?.kind === kind).length}`)
    .join(", ");
}

/** A contradiction, with the first differences one a line. */
export function differenceText({ program, line, name, differences, ours, sparks }: FrameOutcome): string {
  const shown = differences
    .slice(0, 3)
    .map(({ kind, path, ours: left, sparks: right }) =>
      kind === "names" && path === ""
        ? `    names: ours [${left}]\n          Spark [${right}]`
        : `    ${path} (${kind}): ours ${left}, Spark ${right}`,
    );
  const rest = differences.length > 3 ? [`    and ${differences.length - 3} more`] : [];
  const whole = [`    ours  ${shortened(ours)}`, `    Spark ${shortened(sparks)}`];
  return [`${program}:${line} ${name}`, ...shown, ...rest, ...whole].join("\n");
}

/** Mistakes that we alone report, and analyses that failed. */
export const falseProblemTexts = (programs: readonly ProgramOutcome[]): readonly string[] =>
  programs.flatMap(({ program, falseProblems, failure }) => [
    ...falseProblems.map(
      ({ line, condition, text }) => `${program.name}:${line} we say ${condition} (${text}), Spark nothing`,
    ),
    ...(failure === null ? [] : [`${program.name}: our analysis failed: ${failure}`]),
  ]);

/** A program with what both say of each name and each mistake. */
export function detailText(program: Program, recording: Recording, files?: DataFiles): string {
  const { frames, falseProblems, failure } = compareProgram(program, recording, files);
  const numbered = program.code.split("\n").map((line, index) => `${String(index + 1).padStart(4)} ${line}`);
  return [
    ...numbered,
    ...frames.map(
      ({ line, name, verdict, reason, ours, sparks }) =>
        `${line} ${name} ${verdict} ${reason ?? ""}\n    ours  ${ours}\n    Spark ${sparks}`,
    ),
    ...recording.errors.map(
      (error) => `${error.line ?? "?"} Spark ${error.class} ${error.message.split("\n")[0]}`,
    ),
    ...falseProblems.map(({ line, condition, text }) => `${line} we alone say ${condition}: ${text}`),
    ...(failure === null ? [] : [`our analysis failed: ${failure}`]),
  ].join("\n");
}

const shortened = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)} …` : text);

/** Why schemas are not closed, the most frequent first, each with places to look at. */
export function reasonsText(programs: readonly ProgramOutcome[], most = 20): string {
  const places = new Map<string, string[]>();
  for (const frame of programs.flatMap((program) => program.frames)) {
    if (frame.verdict === "closed") continue;
    const reason =
      frame.verdict === "missed" ? "not known to be a DataFrame" : (frame.reason ?? frame.verdict);
    const known = places.get(reason) ?? [];
    known.push(`${frame.program}:${frame.line} ${frame.name}`);
    places.set(reason, known);
  }
  return [...places]
    .toSorted(([, left], [, right]) => right.length - left.length)
    .slice(0, most)
    .map(([reason, where]) => `${String(where.length).padStart(5)}  ${reason}\n         ${spread(where)}`)
    .join("\n");
}

/** A few of the places, from different programs where there are. */
function spread(places: readonly string[]): string {
  const step = Math.max(1, Math.floor(places.length / 4));
  return places
    .filter((_, index) => index % step === 0)
    .slice(0, 4)
    .join("; ");
}
