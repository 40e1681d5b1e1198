import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { shellWord } from "../../client/src/shellWord.ts";

describe("a word for a shell", () => {
  const words = [
    "spark.executor.memory=2g",
    "spark.executor.extraJavaOptions=-Da=b -Dc=d",
    'spark.sql.x=it\'s $HOME `ls` "quoted"',
    "spark.jars=*.jar;a&b",
    "local[*]",
    "C:\\spark",
    "",
  ];
  for (const word of words) {
    it(`is read by it as ${JSON.stringify(word)}`, () => {
      assert.equal(execFileSync("sh", ["-c", `printf %s ${shellWord(word)}`], { encoding: "utf8" }), word);
    });
  }
});
