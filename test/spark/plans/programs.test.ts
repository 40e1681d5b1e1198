import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { compareProgram, type ProgramOutcome } from "./comparison.ts";
import { dataOf, readCorpora, type Program } from "./corpus.ts";
import { floors, goals, type Goals } from "./goals.ts";
import { randomPrograms, programOf } from "./random/randomProgram.ts";
import { differenceText, exchangeTexts, falseProblemTexts, tallyOf, tallyText } from "./report.ts";
import { openTruth } from "./truth.ts";

/** How many random programs, and of which seed; both can be set for a longer run. */
const count = Number(process.env.SHUFFLEWISE_PROGRAMS ?? "150");
const seed = Number(process.env.SHUFFLEWISE_SEED ?? "1");

const corpora: readonly (readonly [
  corpus: keyof typeof goals,
  title: string,
  programs: (own: Awaited<ReturnType<typeof readCorpora>>) => readonly Program[],
])[] = [
  ["examples", "PySpark's examples", (own) => own.examples],
  ["examplesWithData", "PySpark's examples, their data read", (own) => own.examples],
  // Those of pyspark.ml take minutes to train models; test/spark/plans/compare.ts asks them too.
  [
    "docstrings",
    "the examples in PySpark's docstrings",
    (own) => own.docstrings.filter(({ name }) => name.startsWith("pyspark.sql.")),
  ],
  ["random", `${count} random programs of seed ${seed}`, () => randomPrograms(seed, count).map(programOf)],
];

for (const [corpus, title, programsOf] of corpora)
  describe(`schemas of ${title}, against Spark's own`, function () {
    // The first run asks Spark about all of them; its answers are kept.
    this.timeout(1_800_000);
    let outcomes: readonly ProgramOutcome[] = [];
    let stop: () => Promise<void> = () => Promise.resolve();
    let isNewest = false;

    before(async () => {
      const own = await readCorpora();
      const truth = await openTruth(
        corpus === "random"
          ? { ...own, corpus: `random-${seed}`, exchanges: true }
          : { ...own, corpus: corpus === "docstrings" ? corpus : "examples" },
      );
      stop = () => truth.stop();
      isNewest = own.version.startsWith("4.3.");
      const files = corpus === "examplesWithData" ? dataOf(own.home) : undefined;
      const recordings = await truth.record(programsOf(own));
      outcomes = [...recordings].map(([program, recording]) => compareProgram(program, recording, files));
      console.log(tallyText(`    ${title}`, tallyOf(outcomes)).replaceAll("\n", "\n    "));
    });

    after(() => stop());

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
