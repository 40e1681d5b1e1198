/**
 * Compares our schemas and mistakes with Spark's over random programs:
 * `node --import=tsx test/spark/plans/random/random.ts [--seed N] [--count N] [--only INDEX] [--reasons] [--wrong N] [--shrink]
 * [--exchanges] [--silent]`.
 * Answers of a seed are kept in .cache/plans. With `--shrink` the first of each kind of contradiction is made small,
 * which asks Spark; with `--silent` each line is shown that Spark refuses and we do not.
 */
import { parseArgs } from "node:util";
import { compareProgram, type ProgramOutcome } from "../comparison.ts";
import { readCorpora } from "../corpus.ts";
import {
  detailText,
  differenceText,
  exchangeTexts,
  falseProblemTexts,
  reasonsText,
  tallyOf,
  tallyText,
} from "../report.ts";
import { openTruth, type Truth } from "../truth.ts";
import { programOf, randomPrograms, type RandomProgram } from "./randomProgram.ts";
import { shrunk } from "./shrink.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "200" },
    only: { type: "string" },
    reasons: { type: "boolean", default: false },
    wrong: { type: "string", default: "10" },
    exchanges: { type: "boolean", default: false },
    shrink: { type: "boolean", default: false },
    silent: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const { home, version } = await readCorpora();
  const spark = await openTruth({
    home,
    version,
    corpus: `random-${values.seed}`,
    exchanges: values.exchanges,
  });
  const { only } = values;
  const randoms = randomPrograms(Number(values.seed), Number(values.count)).filter(
    (_, index) => only === undefined || index === Number(only),
  );
  const programs = new Map(randoms.map((random) => [programOf(random), random]));
  const truth = await spark.record([...programs.keys()], (done, total) => {
    if (done % 50 === 0) process.stderr.write(`asking Spark ${done}/${total}\n`);
  });
  const outcomes = [...truth].map(([program, recording]) => compareProgram(program, recording));
  console.log(tallyText(`${randoms.length} random programs of seed ${values.seed}`, tallyOf(outcomes)));
  console.log(silenceText(outcomes));
  if (only !== undefined)
    for (const [program, recording] of truth) console.log(detailText(program, recording));
  if (values.silent) for (const line of silentLines(outcomes)) console.log(line);
  if (values.reasons) console.log(`Why schemas are not closed:\n${reasonsText(outcomes)}`);
  for (const text of exchangeTexts(outcomes)) console.log(text);
  const failing = firstOfEachKind(outcomes).slice(0, Number(values.wrong));
  for (const outcome of failing) {
    const random = programs.get(outcome.program);
    const small = random && values.shrink ? await smallest(random, outcome, spark) : outcome;
    console.log(
      `\n${contradictions(small).join("\n")}\n${small.program.code.replace(/^[^]*getOrCreate\(\)\n/, "")}`,
    );
  }
  await spark.stop();
}

/** What is wrong in our answer, by kinds that a smaller program must keep. */
const kindsOf = ({ frames, falseProblems, failure }: ProgramOutcome): readonly string[] => [
  ...frames.flatMap(({ differences }) =>
    differences
      .slice(0, 1)
      .map(({ kind, ours, sparks }) => (kind === "names" ? kind : `${kind} ${ours} ${sparks}`)),
  ),
  ...falseProblems.map(({ condition }) => condition),
  ...(failure === null ? [] : ["failure"]),
];

/** One program for each kind of contradiction. */
function firstOfEachKind(outcomes: readonly ProgramOutcome[]): readonly ProgramOutcome[] {
  const seen = new Set<string>();
  return outcomes.filter((outcome) => {
    const fresh = kindsOf(outcome).filter((kind) => !seen.has(kind));
    for (const kind of fresh) seen.add(kind);
    return fresh.length > 0;
  });
}

function contradictions(outcome: ProgramOutcome): readonly string[] {
  const wrong = outcome.frames.filter(({ differences }) => differences.length > 0);
  return [...wrong.slice(0, 1).map(differenceText), ...falseProblemTexts([outcome])];
}

async function smallest(
  random: RandomProgram,
  outcome: ProgramOutcome,
  spark: Truth,
): Promise<ProgramOutcome> {
  const [kind] = kindsOf(outcome);
  let best = outcome;
  await shrunk(random, async (smaller) => {
    const program = programOf(smaller);
    const recording = (await spark.record([program])).get(program);
    if (recording === undefined) return false;
    const found = compareProgram(program, recording);
    const fails = kind !== undefined && kindsOf(found).includes(kind);
    if (fails) best = found;
    return fails;
  });
  return best;
}

/** What Spark refuses and we do not, by condition. */
function silenceText(outcomes: readonly ProgramOutcome[]): string {
  const counts = new Map<string, number>();
  for (const { condition, isSaid } of outcomes.flatMap(({ refusals }) => refusals))
    if (!isSaid) counts.set(condition, (counts.get(condition) ?? 0) + 1);
  const lines = [...counts].toSorted(([, left], [, right]) => right - left);
  return `  silent   ${lines.map(([condition, count]) => `${condition} ${count}`).join(", ")}`;
}

const silentLines = (outcomes: readonly ProgramOutcome[]): readonly string[] =>
  outcomes.flatMap(({ program, refusals }) =>
    refusals
      .filter(({ isSaid }) => !isSaid)
      .map(
        ({ condition, line }) => `${program.name}:${line} ${condition} ${program.code.split("\n")[line - 1]}`,
      ),
  );

await main();
