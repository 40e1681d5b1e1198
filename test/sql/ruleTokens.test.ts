import assert from "node:assert/strict";
import { createGrammar } from "../../server/src/sql/grammar.ts";
import { createRuleTokens, spellRuleTokens } from "../../server/src/sql/ruleTokens.ts";
import { tokensIn } from "../../server/src/sql/tokenSet.ts";
import { catalog } from "../catalog/catalogFixture.ts";

describe("the tokens around rules", () => {
  for (const version of ["3.3", "3.4", "3.5", "4.0", "4.1", "4.2", "4.3"])
    it(`are in the tables as the networks of ${version} have them`, () => {
      const grammar = createGrammar(catalog.sqlGrammars(version), {});
      assert.deepEqual(grammar.ruleTokens, spellRuleTokens(grammar));
      const told = createRuleTokens(grammar);
      const workedOut = createRuleTokens({ ...grammar, ruleTokens: null });
      for (let state = 0; state < grammar.stateCount; state++) {
        assert.deepEqual(told.firstOf(state), workedOut.firstOf(state), `state ${state}`);
        assert.equal(told.nullable(state), workedOut.nullable(state), `state ${state}`);
      }
      for (const [rule, name] of grammar.ruleNames.entries())
        assert.deepEqual(told.followOf(rule), workedOut.followOf(rule), name);
    });

  it("are worked out under settings, for which the tables were not made", () => {
    const plain = createGrammar(catalog.sqlGrammars("4.3"), { reservedKeywords: false });
    const strict = createGrammar(catalog.sqlGrammars("4.3"), { reservedKeywords: true });
    assert.notEqual(plain.ruleTokens, null);
    assert.equal(strict.ruleTokens, null);
    const begins = (grammar: typeof plain): readonly string[] => {
      const start = grammar.starts[grammar.ruleNumbers.get("identifier") ?? -1] ?? -1;
      return tokensIn(createRuleTokens(grammar).firstOf(start)).map((each) => grammar.tokenNames[each] ?? "");
    };
    assert.ok(begins(plain).includes("CURRENT_DATE"));
    assert.ok(!begins(strict).includes("CURRENT_DATE"));
  });
});
