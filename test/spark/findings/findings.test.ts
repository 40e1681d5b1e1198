import assert from "node:assert/strict";
import { after, describe, it } from "mocha";
import { createEngine } from "../../../server/src/host/engine.ts";
import { readCorpora } from "../plans/corpus.ts";
import { openTruth, restartingSpark } from "../plans/truth.ts";
import {
  falseErrors,
  findingsIn,
  findingsInFiles,
  standardLibrary,
  type CorpusFinding,
} from "./corpusFindings.ts";

/** At the recommended profile, for 100 lines of code in PySpark's own programs. */
const mostPerHundred = 1;

const listed = (findings: readonly CorpusFinding[]): readonly string[] =>
  findings.map(({ program, first, finding }) => `${program}:${first} ${finding.rule}: ${finding.message}`);

describe("findings in code that nobody wrote for us", function () {
  this.timeout(600_000);
  const spark = restartingSpark();
  after(() => spark.stop());

  it("none in Python's standard library", async () => {
    const found = findingsInFiles(await createEngine(), await standardLibrary(false));
    assert.ok(found.programs > 400, `only ${found.programs} files`);
    assert.deepEqual(listed(found.findings), []);
  });

  for (const corpus of ["examples", "docstrings"] as const)
    it(`few in PySpark's ${corpus}, and none of severity error where Spark raises nothing`, async () => {
      const corpora = await readCorpora();
      const programs = corpora[corpus];
      const found = findingsIn(
        await createEngine(),
        programs,
        corpora.version.split(".").slice(0, 2).join("."),
      );
      const share = (100 * found.findings.length) / found.lines;
      assert.ok(share <= mostPerHundred, `${share.toFixed(2)} findings for 100 lines`);
      const truth = await openTruth({ ...corpora, corpus, spark });
      assert.deepEqual(listed(await falseErrors(found, programs, truth)).filter(mayRun), []);
    });
});

/** A method that the docstring defines and nothing calls: Spark is never asked, though it would raise. */
const mayRun = (finding: string): boolean =>
  !finding.startsWith("pyspark.sql.datasource.DataSource.schema:7 value-refused");
