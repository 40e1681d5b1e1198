import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { mlCases, preamble } from "../plan/schema/ml/mlCases.ts";
import { schemaText } from "../plan/schemaText.ts";
import { fieldsOfJson } from "./plans/sparkFields.ts";
import type { FrameDescription } from "./session/protocol.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();

const runner = `${preamble}
import json, logging
logging.disable(logging.CRITICAL)
spark.conf.set("spark.sql.shuffle.partitions", "1")
found = []
for stage, fits in json.loads(${JSON.stringify(JSON.stringify(mlCases.map(({ stage, fits }) => [stage, fits])))}):
    try:
        made = eval(stage)
        made = made.fit(base) if fits else made
        found.append([json.loads(made.transform(frame)._jdf.schema().json()) for frame in (base, strict)])
    except Exception as problem:
        found.append(repr(problem))
print(json.dumps([base.columns, found]))
`;

describe("the columns that stages of pyspark.ml add in Spark", function () {
  this.timeout(900_000);

  it("are those of the table", async () => {
    const answer = await spark.run({ prelude: false, code: runner, timeoutMs: 880_000 });
    assert.equal(answer.error, undefined, answer.error?.message);
    const [base, found] = JSON.parse(answer.stdout.trim().split("\n").at(-1) ?? "") as readonly [
      readonly string[],
      readonly (string | readonly FrameDescription["schema"][])[],
    ];
    const wrong = mlCases.flatMap(({ stage, adds, addsStrict }, index) => {
      const theirs = found[index] ?? "no answer";
      const said =
        typeof theirs === "string"
          ? [theirs]
          : theirs.map((schema) =>
              schemaText(fieldsOfJson(schema).filter(({ name }) => !base.includes(name))),
            );
      const expected = [adds, addsStrict ?? adds];
      return said.join(" | ") === expected.join(" | ")
        ? []
        : [`${stage}: ${said.join(" | ")}, not ${expected.join(" | ")}`];
    });
    assert.deepEqual(wrong, []);
  });
});
