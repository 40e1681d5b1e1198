import assert from "node:assert/strict";
import { after, describe, it } from "mocha";
import { createEngine } from "../../../server/src/host/engine.ts";
import { readCorpora } from "../plans/corpus.ts";
import { openTruth, restartingSpark } from "../plans/truth.ts";
import { findingsOfJob, jobFindingText, untrueErrors } from "./random/jobFindings.ts";
import { randomJobs } from "./random/randomJobs.ts";

const { SHUFFLEWISE_JOBS: count = "12", SHUFFLEWISE_SEED: seed = "1" } = process.env;

describe(`${count} random jobs of seed ${seed}`, function () {
  // Spark's answers are kept: only the first run asks.
  this.timeout(900_000);
  const spark = restartingSpark();
  after(() => spark.stop());

  it("have no finding of severity error where Spark raises nothing", async () => {
    const engine = await createEngine();
    const jobs = randomJobs(Number(seed), Number(count)).filter(({ runs }) => runs);
    const truth = await openTruth({ ...(await readCorpora()), corpus: `jobs-${seed}`, spark });
    const recordings = await truth.record(jobs.map(({ program }) => program));
    const wrong = jobs.flatMap((job) => {
      const recording = recordings.get(job.program);
      return recording ? untrueErrors(findingsOfJob(engine, job), recording) : [];
    });
    assert.deepEqual(wrong.map(jobFindingText), []);
  });
});
