import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { compareProgram, type FrameOutcome, type ProgramOutcome } from "./comparison.ts";
import { dataOf, readCorpora, type Program } from "./corpus.ts";
import { floors, goals, type Goals } from "./goals.ts";
import { sameFrame } from "./random/composedQueries.ts";
import { randomPrograms, programOf } from "./random/randomProgram.ts";
import { differenceText, exchangeTexts, falseProblemTexts, tallyOf, tallyText } from "./report.ts";
import { openTruth, restartingSpark } from "./truth.ts";

/**
 * How many random programs, and of which seed. When that number is set, PySpark's own programs are all compared too; else
 * a part of them, so that a Spark that has not been asked before answers within minutes.
 */
const { SHUFFLEWISE_PROGRAMS: programs = "", SHUFFLEWISE_SEED: seedText = "1" } = process.env;
const isFull = programs !== "";
const count = isFull ? Number(programs) : 100;
const seed = Number(seedText);

const part = (all: readonly Program[], of: number): readonly Program[] =>
  isFull ? all : all.filter((_, index) => index % of === 0);

const share = (of: number): string => (isFull ? "" : `, one of ${of},`);

const corpora: readonly (readonly [
  corpus: keyof typeof goals,
  title: string,
  programs: (own: Awaited<ReturnType<typeof readCorpora>>) => readonly Program[],
])[] = [
  ["examples", `PySpark's examples${share(3)}`, (own) => part(own.examples, 3)],
  ["examplesWithData", `PySpark's examples${share(3)} their data read`, (own) => part(own.examples, 3)],
  // Those of pyspark.ml take minutes to train models; test/spark/plans/compare.ts asks them too.
  [
    "docstrings",
    `the examples in PySpark's docstrings${share(5)}`,
    (own) =>
      part(
        own.docstrings.filter(({ name }) => name.startsWith("pyspark.sql.")),
        5,
      ),
  ],
  ["random", `${count} random programs of seed ${seed}`, () => randomPrograms(seed, count).map(programOf)],
];

/** A query and the same steps as DataFrame code: the last binding of the frame's name. */
const pairsOf = ({ frames }: ProgramOutcome): readonly (readonly [FrameOutcome, FrameOutcome])[] =>
  frames.flatMap((query) => {
    const frame = frames.findLast(({ name }) => name === sameFrame(query.name));
    return frame ? [[query, frame] as const] : [];
  });

const spark = restartingSpark();
after(() => spark.stop());

for (const [corpus, title, programsOf] of corpora)
  describe(`schemas of ${title}, against Spark's own`, function () {
    // The first run asks Spark about all of them; its answers are kept.
    this.timeout(1_800_000);
    let outcomes: readonly ProgramOutcome[] = [];
    let isNewest = false;

    before(async () => {
      const own = await readCorpora();
      const truth = await openTruth(
        corpus === "random"
          ? { ...own, spark, corpus: `random-${seed}`, exchanges: true }
          : { ...own, spark, corpus: corpus === "docstrings" ? corpus : "examples" },
      );
      isNewest = own.version.startsWith("4.3.");
      const files = corpus === "examplesWithData" ? dataOf(own.home) : undefined;
      const recordings = await truth.record(programsOf(own));
      outcomes = [...recordings].map(([program, recording]) => compareProgram(program, recording, files));
      console.log(tallyText(`    ${title}`, tallyOf(outcomes)).replaceAll("\n", "\n    "));
    });

    it("are closed as often as before", function () {
      // Other versions run the same programs, but fail at what they do not have yet.
      if (!isNewest) this.skip();
      const { closed, seen } = tallyOf(outcomes);
      atLeast(closed / seen, "closed");
    });

    it("equal Spark's where they are closed", () => {
      const { closedEqual, closed, wrong } = tallyOf(outcomes);
      atLeast(closedEqual / Math.max(closed, 1), "equal", wrong.slice(0, 5).map(differenceText).join("\n"));
    });

    it("come with as many exchanges as Spark's plans have", function () {
      const { exchangesAsked, exchangesEqual } = tallyOf(outcomes);
      if (exchangesAsked === 0) this.skip();
      atLeast(exchangesEqual / exchangesAsked, "exchanges", exchangeTexts(outcomes).slice(0, 5).join("\n"));
    });

    it("are the same for a pipeline in SQL and in DataFrame code", function () {
      const pairs = outcomes.flatMap(pairsOf);
      if (pairs.length === 0) this.skip();
      for (const [query, frame] of pairs) {
        assert.equal(query.sparks, frame.sparks, `${query.program}: ${query.name}`);
        if (query.exact && frame.exact)
          assert.equal(query.ours, frame.ours, `${query.program}: ${query.name}`);
      }
    });

    it("report no mistake where Spark raises none, and never fail", () => {
      const { falseProblems, failures } = tallyOf(outcomes);
      assert.equal(failures, 0, falseProblemTexts(outcomes).join("\n"));
      assert.ok(falseProblems <= floors[corpus].falseProblems, falseProblemTexts(outcomes).join("\n"));
    });

    it("have floors that are no higher than the goals", () => {
      assert.ok(floors[corpus].equal <= goals[corpus].equal);
      assert.ok(floors[corpus].closed <= goals[corpus].closed);
    });

    function atLeast(share: number, key: Exclude<keyof Goals, "falseProblems">, detail = ""): void {
      const least = floors[corpus][key];
      assert.ok(
        share >= least,
        `${(100 * share).toFixed(2)} % ${key}, not ${(100 * least).toFixed(2)} % (the goal is ${100 * goals[corpus][key]} %).\n${detail}`,
      );
    }
  });
