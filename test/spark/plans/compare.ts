/**
 * Compares our schemas with Spark's over the programs that PySpark brings along:
 * `node --import=tsx test/spark/plans/compare.ts [examples|docstrings] [--only NAME] [--reasons] [--wrong N] [--detail]
 * [--files]`.
 * With `--files` our engine reads the examples' data, as in a workspace; with `--detail` each program is shown with what both say. Spark's answers are kept in .cache/plans; only the first
 * run asks Spark.
 */
import { parseArgs } from "node:util";
import { compareProgram, type FrameOutcome } from "./comparison.ts";
import { dataOf, readCorpora } from "./corpus.ts";
import { detailText, differenceText, falseProblemTexts, reasonsText, tallyOf, tallyText } from "./report.ts";
import { openTruth } from "./truth.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "" },
    reasons: { type: "boolean", default: false },
    wrong: { type: "string", default: "10" },
    files: { type: "boolean", default: false },
    detail: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const corpora = await readCorpora();
  for (const kind of ["examples", "docstrings"] as const) {
    if (positionals.length > 0 && !positionals.includes(kind)) continue;
    const programs = corpora[kind].filter(({ name }) => name.includes(values.only));
    if (programs.length === 0) continue;
    const spark = await openTruth({ ...corpora, corpus: kind });
    const truth = await spark.record(programs, (done, total, name) => {
      if (process.stderr.isTTY || done % 50 === 0)
        process.stderr.write(`asking Spark ${done}/${total} ${name}\n`);
    });
    await spark.stop();
    const started = performance.now();
    const files = values.files ? dataOf(corpora.home) : undefined;
    const outcomes = [...truth].map(([program, recording]) => compareProgram(program, recording, files));
    const elapsed = Math.round(performance.now() - started);
    const isShown = ({ name }: FrameOutcome): boolean => /^shown_\d+$/.test(name);
    const isNamed = (frame: FrameOutcome): boolean => !isShown(frame);
    console.log(tallyText(kind, tallyOf(outcomes, isNamed)));
    if (outcomes.some(({ frames }) => frames.some(isShown)))
      console.log(tallyText(`${kind}, chains that are only shown`, tallyOf(outcomes, isShown)));
    const { wrong } = tallyOf(outcomes);
    for (const frame of spaced(wrong, Number(values.wrong))) console.log(differenceText(frame));
    for (const text of falseProblemTexts(outcomes)) console.log(text);
    if (values.reasons) console.log(`Why schemas are not closed:\n${reasonsText(outcomes)}`);
    if (values.detail)
      for (const [program, recording] of truth)
        console.log(`\n${program.name}\n${detailText(program, recording, files)}`);
    console.log(`analysed ${outcomes.length} programs in ${elapsed} ms\n`);
  }
}

/** A few of many, from everywhere. */
function spaced<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const share = (index: number): number => Math.floor((index * most) / items.length);
  return items.filter((_, index) => share(index) !== share(index - 1));
}

await main();
