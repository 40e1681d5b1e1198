import assert from "node:assert/strict";
import { goldenFiles, goldenReleases } from "./goldenFiles.ts";
import { outcomesOf } from "./goldenOutcome.ts";
import { isAnalysed, tallyOf, verdictOf } from "./goldenTally.ts";

/** What is reached today; figures only ever get better. */
interface Floor {
  /** Of the closed schemas: those that are Spark's in names and types. */
  readonly equal: number;
  /** Of all statements that give a schema: those whose schema we know. */
  readonly known: number;
  /** Of the statements that Spark's analyzer refuses: those of which we say so. */
  readonly refused: number;
}

const floors: Readonly<Record<string, Floor>> = {
  "3.5": { equal: 0.997, known: 0.917, refused: 0.729 },
  "4.2": { equal: 0.996, known: 0.87, refused: 0.6 },
};

describe("Spark's own SQL tests", function () {
  this.timeout(600_000);

  for (const [line, release] of Object.entries(goldenReleases))
    it(`of ${release} are answered as Spark answers them`, async () => {
      const floor = floors[line];
      assert.ok(floor !== undefined);
      const files = (await goldenFiles(line)).filter(({ name }) => isAnalysed(name));
      const outcomes = files.flatMap((file) => outcomesOf(file, line));
      const tally = tallyOf(outcomes);
      const count = (verdict: Parameters<typeof tally.get>[0]): number => tally.get(verdict) ?? 0;
      const [same, other] = [count("same schema"), count("other schema")];
      const said = count("same error") + count("other error");
      assert.ok(same / (same + other) >= floor.equal, `equal: ${same} of ${same + other}`);
      const all = same + other + count("not known");
      assert.ok((same + other) / all >= floor.known, `known: ${same + other} of ${all}`);
      const refusals = said + count("missed error");
      assert.ok(said / refusals >= floor.refused, `refused: ${said} of ${refusals}`);
      const wrong = outcomes.filter((each) => verdictOf(each) === "false error");
      assert.deepEqual(
        wrong.map(({ file, statement }) => `${file}: ${statement.sql}`),
        [],
      );
    });
});
