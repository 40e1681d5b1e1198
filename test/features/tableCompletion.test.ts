import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { tableCompletion } from "../../server/src/features/tableCompletion.ts";
import { testEngine } from "../analysis/analyzed.ts";
import { catalog } from "../catalog/catalogFixture.ts";

const program = `from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
spark.range(3).createOrReplaceTempView("numbers")
spark.range(3).toDF("a").write.saveAsTable("kept.letters")
`;

describe("completion of tables", () => {
  const all = ["numbers", "kept.letters"];
  const cases: readonly (readonly [marked: string, expected: readonly string[]])[] = [
    ['spark.table("|")', all],
    ['spark.read.table("nu|")', all],
    ['spark.sql("SELECT * FROM |")', all],
    ['spark.sql("SELECT * FROM numbers JOIN k|")', all],
    ['spark.sql("SELECT |")', []],
    ['spark.sql("SELECT * FROM numbers WHERE |")', []],
    ['spark.range(3).write.saveAsTable("|")', []],
    ['print("|")', []],
  ];
  for (const [marked, expected] of cases)
    it(`${marked}: ${expected.length}`, () => {
      const text = program + marked.replace("|", "");
      const offset = program.length + marked.indexOf("|");
      const { choices } = tableCompletion(catalog.api, analyze(testEngine, text, defaultOptions), offset);
      assert.deepEqual(
        choices.map(({ text: name }) => name),
        expected,
      );
      for (const { detail } of choices) assert.equal(detail, "1 column");
    });
});
