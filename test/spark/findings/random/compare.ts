/**
 * What the rules say of random jobs: `node --import=tsx test/spark/findings/random/compare.ts [--seed N] [--count N]
 * [--spark] [--rule ID]`. Counts each rule's findings and names the rules that say nothing; with `--spark` the jobs run, and
 * each error is shown that Spark does not raise; with `--rule` that rule's findings are shown.
 */
import { parseArgs } from "node:util";
import { createEngine } from "../../../../server/src/host/engine.ts";
import { rules } from "../../../../server/src/rules/registry.ts";
import { readCorpora } from "../../plans/corpus.ts";
import { openTruth } from "../../plans/truth.ts";
import { findingsOfJob, jobFindingText, untrueErrors } from "./jobFindings.ts";
import { randomJobs } from "./randomJobs.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "200" },
    rule: { type: "string", default: "" },
    spark: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const engine = await createEngine();
  const jobs = randomJobs(Number(values.seed), Number(values.count));
  const found = new Map(jobs.map((job) => [job, findingsOfJob(engine, job)]));
  const all = [...found.values()].flat();
  const counts = new Map<string, number>();
  for (const { finding } of all) counts.set(finding.rule, (counts.get(finding.rule) ?? 0) + 1);
  for (const [rule, count] of [...counts].sort((left, right) => right[1] - left[1]))
    console.log(`${String(count).padStart(6)} ${rule}`);
  const silent = rules.filter(({ id }) => !counts.has(id)).map(({ id }) => id);
  console.log(`${silent.length} say nothing: ${silent.join(", ")}`);
  for (const each of all) if (each.finding.rule === values.rule) console.log(`\n${jobFindingText(each)}`);
  if (!values.spark) return;
  const truth = await openTruth({ ...(await readCorpora()), corpus: `jobs-${values.seed}` });
  const runnable = jobs.filter(({ runs }) => runs);
  const recordings = await truth.record(
    runnable.map(({ program }) => program),
    (done, total) => done % 20 === 0 && process.stderr.write(`asking Spark ${done}/${total}\n`),
  );
  await truth.stop();
  let errors = 0;
  let untrue = 0;
  for (const job of runnable) {
    const recording = recordings.get(job.program);
    if (!recording) continue;
    const own = found.get(job) ?? [];
    errors += own.filter(({ finding }) => finding.severity === "error").length;
    const wrong = untrueErrors(own, recording);
    untrue += wrong.length;
    for (const each of wrong) console.log(`\n${jobFindingText(each)}`);
  }
  console.log(`${errors} errors, of which Spark does not raise ${untrue}`);
}

await main();
