import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { catalog } from "../catalog/catalogFixture.ts";
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

def refuses(made, column):
    try:
        made.transform(base.drop(column)).schema
        return False
    except Exception:
        return True

def lacking(est, made):
    for param in ("inputCol", "featuresCol", "itemsCol", "userCol", "itemCol"):
        for name in (param, param + "s"):
            if not est.hasParam(name) or not est.isDefined(name):
                continue
            value = est.getOrDefault(name)
            for column in [value] if isinstance(value, str) else value:
                if column in base.columns:
                    yield [type(est).__module__ + "." + type(est).__name__, param, refuses(made, column)]

reads = spark.sparkContext.accumulator(0)

def noted(each):
    reads.add(1)
    return each

counted = spark.createDataFrame(spark.sparkContext.parallelize(rows, 2).map(noted), schema(True))
asked = []

def passes(worker, work):
    start = reads.value
    made = work(counted)
    asked.append([type(worker).__module__ + "." + type(worker).__name__, (reads.value - start) // len(rows)])
    return made

for each in (
    evaluation.RegressionEvaluator(predictionCol="num"),
    evaluation.BinaryClassificationEvaluator(rawPredictionCol="num"),
    evaluation.MulticlassClassificationEvaluator(predictionCol="num2"),
    evaluation.ClusteringEvaluator(predictionCol="whole"),
):
    passes(each, each.evaluate)

needed = []
for stage, fits in json.loads(${JSON.stringify(JSON.stringify(mlCases.map(({ stage, fits }) => [stage, fits])))}):
    try:
        est = eval(stage)
        made = passes(est, est.fit) if fits else est
        needed += lacking(est, made)
        found.append([json.loads(made.transform(frame)._jdf.schema().json()) for frame in (base, strict)])
    except Exception as problem:
        found.append(repr(problem))
print(json.dumps([base.columns, found, needed, asked]))
`;

type Answers = readonly [
  base: readonly string[],
  found: readonly (string | readonly FrameDescription["schema"][])[],
  needed: readonly (readonly [path: string, param: string, refuses: boolean])[],
  asked: readonly (readonly [path: string, passes: number])[],
];

/** The folds of the case of CrossValidator. */
const folds = 2;

describe("the columns of stages of pyspark.ml in Spark", function () {
  this.timeout(900_000);
  let answers: Answers;

  before(async () => {
    const answer = await spark.run({ prelude: false, code: runner, timeoutMs: 880_000 });
    assert.equal(answer.error, undefined, answer.error?.message);
    answers = JSON.parse(answer.stdout.trim().split("\n").at(-1) ?? "") as Answers;
  });

  it("that they add are those of the table", () => {
    const [base, found] = answers;
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

  it("that they refuse to do without are those of the table", () => {
    const [, , needed] = answers;
    assert.ok(needed.length > 50, `${needed.length} columns asked`);
    const wrong = needed.filter(
      ([path, param, refuses]) => (catalog.mlColumns.stage(path)?.needs.includes(param) ?? false) !== refuses,
    );
    assert.deepEqual(wrong, []);
  });

  it("are read as often as the table says, at the least", () => {
    const [, , , asked] = answers;
    const told = asked.flatMap(([path, times]) => {
      const own = catalog.mlColumns.stage(path)?.passes ?? null;
      if (own === null) return [];
      return [{ path, times, least: typeof own === "number" ? own : own.times * folds }];
    });
    assert.ok(told.length > 40, `${told.length} asked`);
    assert.deepEqual(
      told.filter(({ times, least }) => times < least),
      [],
    );
  });
});
