import assert from "node:assert/strict";
import { keptSteps } from "../../../server/src/plan/effects.ts";
import { exchangesOf } from "../../../server/src/plan/physical/exchanges.ts";
import { evaluated } from "../evaluated.ts";
import { casePrelude, countsText, exchangeCases, newest, type ExchangeCase } from "./exchangeCases.ts";

/** Our answer for a case, as the table writes it. */
function answer({ before, frame }: ExchangeCase, version: string): string {
  const facts = evaluated(
    `${casePrelude}${[...before, `out = ${frame}`].join("\n")}\n`,
    undefined,
    "structural",
    version,
  );
  const plan = facts.units.flatMap(({ frames }) => frames).findLast(({ name }) => name === "out")?.value.plan;
  return plan ? countsText(exchangesOf(plan, keptSteps(facts))) : "no plan";
}

describe("exchanges of plans", function () {
  this.timeout(30_000);
  const cases = exchangeCases();

  for (const section of new Set(cases.map((each) => each.section)))
    it(section, () => {
      const own = cases.filter((each) => each.section === section);
      const found = own.map((each) => `${each.frame}  # ${answer(each, newest)}`);
      assert.deepEqual(
        found,
        own.map((each) => `${each.frame}  # ${each.exchanges.get(newest)}`),
      );
    });

  it("differ between versions", () => {
    const own = cases.filter(({ exchanges }) => exchanges.has("3.5"));
    assert.ok(own.length > 10);
    for (const each of own)
      if (!each.frame.includes("rollup()"))
        assert.equal(answer(each, "3.5"), each.exchanges.get("3.5"), each.frame);
  });
});
