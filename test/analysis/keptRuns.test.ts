import assert from "node:assert/strict";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { testEngine } from "./analyzed.ts";

const using = `from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
`;

/** What stands before and after an edit, and the statements about frames that are evaluated again. */
const cases: readonly {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly again: readonly string[];
}[] = [
  {
    name: "what nobody reads leaves the others alone",
    before: 'a = spark.range(1)\nb = spark.range(2)\nc = a.select("id")\n',
    after: 'a = spark.range(1)\nb = spark.range(3)\nc = a.select("id")\n',
    again: ["b = spark.range(3)"],
  },
  {
    name: "who reads what has changed, and who reads that",
    before: 'a = spark.range(1)\nb = spark.range(2)\nc = a.select("id")\nd = c.limit(1)\n',
    after: 'a = spark.range(9)\nb = spark.range(2)\nc = a.select("id")\nd = c.limit(1)\n',
    again: ["a = spark.range(9)", 'c = a.select("id")', "d = c.limit(1)"],
  },
  {
    name: "nobody behind a binding that is as it was",
    before: "a = spark.range(1)\nb = a.limit(1)\na = spark.range(2)\nc = a.limit(2)\n",
    after: "a = spark.range(9)\nb = a.limit(1)\na = spark.range(2)\nc = a.limit(2)\n",
    again: ["a = spark.range(9)", "b = a.limit(1)"],
  },
  {
    name: "who reads a name that is bound no longer",
    before: "n = 5\na = spark.range(n)\nb = spark.range(2)\n",
    after: "a = spark.range(n)\nb = spark.range(2)\n",
    again: ["a = spark.range(n)"],
  },
  {
    name: "who reads a name that a new statement binds",
    before: "n = 5\na = spark.range(n)\nb = spark.range(2)\n",
    after: "n = 5\nn = 6\na = spark.range(n)\nb = spark.range(2)\n",
    again: ["a = spark.range(n)"],
  },
  {
    name: "who reads an object that is changed otherwise",
    before: "names = []\nnames.append('x')\na = spark.range(1).toDF(*names)\nb = spark.range(2)\n",
    after: "names = []\nnames.append('y')\na = spark.range(1).toDF(*names)\nb = spark.range(2)\n",
    again: ["a = spark.range(1).toDF(*names)"],
  },
  {
    name: "who reads a view of the name",
    before: "spark.range(1).createTempView('v')\na = spark.table('v')\nb = spark.range(2)\n",
    after: "spark.range(3).createTempView('v')\na = spark.table('v')\nb = spark.range(2)\n",
    again: ["spark.range(3).createTempView('v')", "a = spark.table('v')"],
  },
  {
    name: "a function that nothing calls, when a name that it reads is bound otherwise at the end",
    before: "n = 5\ndef f():\n    return spark.range(n)\n\nb = spark.range(2)\n",
    after: "n = 6\ndef f():\n    return spark.range(n)\n\nb = spark.range(2)\n",
    again: ["def f():\n    return spark.range(n)"],
  },
];

describe("after an edit are evaluated again", () => {
  for (const { name, before, after, again } of cases)
    it(name, () => {
      const old = analyze(testEngine, using + before, defaultOptions);
      const now = analyze(testEngine, using + after, defaultOptions, old);
      const known = new Set(old.facts.units.flatMap(({ mentions }) => mentions));
      const evaluated = now.facts.units.filter(
        ({ mentions, facts }) =>
          mentions.length + facts.length > 0 && !mentions.some((each) => known.has(each)),
      );
      assert.deepEqual(
        evaluated.map(({ unit }) => unit.text.trim()),
        again,
      );
    });
});
