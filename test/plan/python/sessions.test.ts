import assert from "node:assert/strict";
import { evaluated } from "../evaluated.ts";
import { isAnsi } from "../../../server/src/plan/session.ts";

const header =
  "import sys\nfrom pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n";
const set = (value: string): string => `spark.conf.set("spark.sql.ansi.enabled", ${value})`;

/** Whether the last frame of a program is read under ANSI; null when the code does not tell. */
const cases: Readonly<Record<string, readonly [program: string, ansi: boolean | null]>> = {
  "nothing set": ["", true],
  "set in a straight line": [set("False"), false],
  "set in a branch": [`if len(sys.argv) > 1:\n    ${set("False")}`, null],
  "set alike in both branches": [
    `if len(sys.argv) > 1:\n    ${set("False")}\nelse:\n    ${set("False")}`,
    false,
  ],
  "set in a branch that is known to run": [`if True:\n    ${set("False")}`, false],
  "set in a branch that is known not to run": [`if False:\n    ${set("False")}`, true],
  "set in a loop over known settings": [
    `for key, value in {"spark.sql.ansi.enabled": "false", "spark.x": "y"}.items():\n    spark.conf.set(key, value)`,
    false,
  ],
  "set in a loop that may not run": [`for each in sys.argv:\n    ${set("False")}`, null],
  "set in a function, behind an early return": [
    `def prepare(on):\n    if on:\n        return\n    ${set("False")}\nprepare(False)`,
    false,
  ],
};

describe("what a program sets for its session", () => {
  for (const [name, [program, expected]] of Object.entries(cases))
    it(name, () => {
      const facts = evaluated(`${header}${program}\ndf = spark.range(1)\n`);
      const frame = facts.units.flatMap((unit) => unit.frames).at(-1);
      assert.ok(frame?.value.plan);
      assert.equal(isAnsi(frame.value.plan.session), expected);
    });
});
