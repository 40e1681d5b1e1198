import assert from "node:assert/strict";
import { readExpression } from "../../server/src/sql/expression.ts";
import { readStatement } from "../../server/src/sql/statement.ts";
import { portion } from "../portion.ts";
import { parseSql } from "./sqlFixture.ts";
import { entryOf, readTruth, sameCondition, type TruthRow, type Verdict } from "./truthRows.ts";

const rows = portion(readTruth(), 25);
const verdicts: Readonly<Record<string, (row: TruthRow) => Verdict | null>> = {
  "3.5": ({ v35 }) => v35,
  "4.1": (row) => row,
  "4.3": ({ v43 }) => v43,
};
describe("the texts of Spark's own tests", function () {
  this.timeout(240_000);
  for (const [version, verdictOf] of Object.entries(verdicts))
    it(`are taken and refused as Spark ${version} does`, () => {
      const wrong: string[] = [];
      let [refused, same, near] = [0, 0, 0];
      for (const row of rows) {
        const verdict = verdictOf(row);
        if (verdict === null) continue;
        const condition = verdict.accept ? null : (verdict.errorClass ?? "");
        const tree = parseSql(row.sql, entryOf[row.kind], version);
        const ours = tree.problems[0] ?? null;
        if (!sameCondition(ours?.condition ?? null, condition))
          wrong.push(`${condition} / ${ours?.condition}: ${row.sql.slice(0, 200)}`);
        if (ours === null) assert.notEqual(tree.root, null, row.sql);
        if (condition === "PARSE_SYNTAX_ERROR") {
          refused++;
          const spark = tree.tokens.findIndex(({ start }) => start >= (verdict.position ?? 0));
          const own = tree.tokens.findIndex(({ start }) => start === ours?.start);
          if (own === spark) same++;
          if (Math.abs(own - spark) <= 1) near++;
        }
      }
      assert.deepEqual(wrong.slice(0, 5), []);
      assert.ok(same / refused > 0.97, `${same} of ${refused} errors are at Spark's token`);
      assert.ok(near / refused > 0.975, `${near} of ${refused} errors are within one token of Spark's`);
    });

  it("are read without a throw, whole or repaired", () => {
    for (const { sql, kind } of rows) {
      const { root, text } = parseSql(sql, entryOf[kind], "4.3");
      if (root === null) continue;
      if (kind === "plan") readStatement(root, text);
      else if (kind === "expr") readExpression(root, text);
    }
  });

  it("are mended mostly when Spark refuses them", () => {
    const refused = rows.filter(({ grammarAccept }) => !grammarAccept);
    const mended = refused.filter(({ sql, kind }) => parseSql(sql, entryOf[kind], "4.1").root !== null);
    assert.ok(mended.length / refused.length > 0.9, `${mended.length} of ${refused.length}`);
  });
});
