import assert from "node:assert/strict";
import type { Finding } from "../../server/src/analysis/finding.ts";
import { rules } from "../../server/src/rules/registry.ts";
import { portion } from "../portion.ts";
import { readCases, readPage } from "./blocks.ts";
import { checked } from "./checked.ts";

/**
 * Pairs of rules that may speak of one place, since each says another thing and mending one leaves the other. All other
 * pairs are one cause: there the more general rule names the other in `yieldsTo`.
 */
const twoCauses: Readonly<Record<string, string>> = {};

describe("one cause gives one finding", () => {
  for (const { id } of rules)
    it(`${id}: no place of its page has two findings`, () => {
      const pairs = new Map<string, string>();
      for (const page of [readPage(`server/src/rules/${id}.md`), readCases(id)])
        for (const block of portion(page?.blocks ?? [], 9))
          for (const [left, right] of overlapping(checked(block.text, "strict").findings)) {
            const pair = [left.rule, right.rule].sort().join(" and ");
            pairs.set(pair, `${block.file}:${block.line}`);
          }
      const undeclared = [...pairs].filter(([pair]) => twoCauses[pair] === undefined);
      assert.deepEqual(undeclared, []);
    });
});

/** Pairs of findings by different rules whose places overlap. */
function overlapping(findings: readonly Finding[]): (readonly [Finding, Finding])[] {
  return findings.flatMap((left, index) =>
    findings
      .slice(index + 1)
      .filter((right) => right.rule !== left.rule && right.start < left.end && left.start < right.end)
      .map((right) => [left, right] as const),
  );
}
