import assert from "node:assert/strict";
import { analyze, type Analysis } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { sqlColours } from "../../server/src/features/sqlColours.ts";
import { sqlCompletion } from "../../server/src/features/sqlCompletion.ts";
import { sqlDefinition, sqlPlaces } from "../../server/src/features/sqlNavigation.ts";
import { testEngine } from "../analysis/analyzed.ts";
import { catalog } from "../catalog/catalogFixture.ts";

/** A file of SQL with a mark. */
function at(marked: string): { readonly analysis: Analysis; readonly offset: number } {
  const offset = marked.indexOf("‸");
  const analysis = analyze(
    testEngine,
    marked.replace("‸", ""),
    { ...defaultOptions, sparkVersion: "4.1" },
    undefined,
    undefined,
    "/jobs/queries.sql",
  );
  return { analysis, offset };
}

const view = "CREATE TEMP VIEW v AS SELECT 1 AS a, 'x' AS b;\n";

describe("files of SQL in the editor", () => {
  it("have colours", () => {
    const { analysis } = at(`${view}SELECT a FROM v‸`);
    const kinds = sqlColours(analysis.facts).map(({ kind }) => kind);
    assert.deepEqual(kinds.slice(-4), ["keyword", "column", "keyword", "table"]);
  });

  const completions: readonly (readonly [marked: string, first: readonly string[]])[] = [
    [`${view}SELECT ‸ FROM v;`, ["a", "b", "v"]],
    [`${view}SELECT v.‸ FROM v`, ["a", "b"]],
    [`${view}SELECT * FROM ‸`, ["v"]],
    [`${view}SELECT * FROM v WHERE ‸;\nSELECT 1;`, ["a", "b", "v"]],
    ["SEL‸", ["SELECT"]],
  ];
  for (const [marked, first] of completions)
    it(marked, () => {
      const { analysis, offset } = at(marked);
      const found = sqlCompletion(catalog, analysis, offset, () => analysis);
      assert.deepEqual(
        found?.choices.slice(0, first.length).map(({ text }) => text),
        first,
      );
    });

  it("lead from a view to the statement that makes it", () => {
    const { analysis, offset } = at(`${view}SELECT a FROM ‸v;`);
    const found = sqlDefinition(catalog, analysis, offset);
    assert.deepEqual(found?.targets, [{ start: 17, end: 18 }]);
    assert.equal(sqlPlaces(catalog, analysis, offset)?.length, 2);
  });
});
