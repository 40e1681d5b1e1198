/**
 * Compares our schemas with Spark's over the programs that PySpark brings along:
 * `node --import=tsx test/spark/plans/compare.ts [examples|docstrings] [--only NAME] [--reasons] [--wrong N] [--errors]
 * [--frames] [--code]`.
 * Spark's answers are kept in .cache/plans; only the first run asks Spark.
 */
import { parseArgs } from "node:util";
import { compareProgram, type FrameOutcome, type ProgramOutcome } from "./comparison.ts";
import { readCorpora, type Program } from "./corpus.ts";
import { differenceText, reasonsText, tallyOf, tallyText } from "./report.ts";
import { openTruth, type Recording } from "./truth.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string" },
    reasons: { type: "boolean", default: false },
    wrong: { type: "string", default: "10" },
    errors: { type: "boolean", default: false },
    frames: { type: "boolean", default: false },
    code: { type: "boolean", default: false },
  },
});

await main();

async function main(): Promise<void> {
  const corpora = await readCorpora();
  for (const kind of ["examples", "docstrings"] as const) {
    if (positionals.length > 0 && !positionals.includes(kind)) continue;
    const { only } = values;
    const programs = corpora[kind].filter(({ name }) => only === undefined || name.includes(only));
    if (programs.length === 0) continue;
    const spark = await openTruth({ ...corpora, corpus: kind });
    const truth = await spark.record(programs, (done, total, name) => {
      if (process.stderr.isTTY || done % 50 === 0)
        process.stderr.write(`asking Spark ${done}/${total} ${name}\n`);
    });
    await spark.stop();
    const started = performance.now();
    const outcomes = [...truth].map(([program, recording]) => compareProgram(program, recording));
    const elapsed = performance.now() - started;
    report(kind, outcomes, truth);
    console.log(`analysed ${outcomes.length} programs in ${Math.round(elapsed)} ms\n`);
  }
}

function report(
  kind: string,
  outcomes: readonly ProgramOutcome[],
  truth: ReadonlyMap<Program, Recording>,
): void {
  const isShown = ({ name }: FrameOutcome): boolean => /^shown_\d+$/.test(name);
  console.log(
    tallyText(
      kind,
      tallyOf(outcomes, (frame) => !isShown(frame)),
    ),
  );
  if (outcomes.some(({ frames }) => frames.some(isShown)))
    console.log(tallyText(`${kind}, chains that are only shown`, tallyOf(outcomes, isShown)));
  const { wrong } = tallyOf(outcomes);
  for (const frame of spaced(wrong, Number(values.wrong))) console.log(differenceText(frame));
  if (values.reasons) console.log(`Why schemas are not closed:\n${reasonsText(outcomes)}`);
  for (const { program, frames, falseProblems, failure } of outcomes) {
    if (failure !== null) console.log(`${program.name}: our analysis failed: ${failure}`);
    for (const { line, condition, text } of falseProblems)
      console.log(`${program.name}:${line} we say ${condition} (${text}), Spark nothing`);
    if (values.code) console.log(numbered(program.code));
    if (values.frames)
      for (const frame of frames)
        console.log(
          `${program.name}:${frame.line} ${frame.name} ${frame.verdict}: ${frame.reason ?? ""}\n    ours  ${frame.ours}\n    Spark ${frame.sparks}`,
        );
    if (values.errors)
      for (const error of truth.get(program)?.errors ?? [])
        console.log(
          `${program.name}:${error.line ?? "?"} Spark ${error.class} ${error.message.split("\n")[0]}`,
        );
  }
}

const numbered = (code: string): string =>
  code
    .split("\n")
    .map((line, index) => `${String(index + 1).padStart(4)} ${line}`)
    .join("\n");

/** A few of many, from everywhere. */
function spaced<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return items.filter(
    (_, index) =>
      Math.floor((index * most) / items.length) !== Math.floor(((index - 1) * most) / items.length),
  );
}
