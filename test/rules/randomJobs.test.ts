import assert from "node:assert/strict";
import { createEngine } from "../../server/src/host/engine.ts";
import { rules } from "../../server/src/rules/registry.ts";
import { isWhole, size } from "../portion.ts";
import { findingsOfJob } from "../spark/findings/random/jobFindings.ts";
import { randomJobs } from "../spark/findings/random/randomJobs.ts";
import { unreachedRules } from "../spark/findings/random/unreachedRules.ts";

/** Seeds that are tried, and jobs of each; what is rare needs more than one. */
const seeds = size(24, 1);
const jobsOfASeed = 80;

describe("random jobs", function () {
  this.timeout(300_000);

  it("reach every rule but those that say why not, and crash none", async () => {
    const engine = await createEngine();
    const missing = new Set(rules.map(({ id }) => id).filter((id) => unreachedRules[id] === undefined));
    const spoken = new Set<string>();
    for (let seed = 1; seed <= seeds && missing.size > 0; seed += 1)
      for (const job of randomJobs(seed, jobsOfASeed))
        for (const { finding } of findingsOfJob(engine, job)) {
          assert.notEqual(finding.rule, "rule-crashed", `${job.program.name}: ${finding.message}`);
          spoken.add(finding.rule);
          missing.delete(finding.rule);
        }
    if (isWhole)
      assert.deepEqual([...missing], [], "add a habit to test/spark/findings/random, or say why not");
    assert.deepEqual(
      Object.keys(unreachedRules).filter((id) => spoken.has(id)),
      [],
    );
  });
});
