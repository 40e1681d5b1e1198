import { callEvidence } from "../plan/evidence.ts";
import type { Loop } from "../plan/facts.ts";
import { framesOf } from "../plan/facts.ts";
import { siteIn } from "./edits.ts";
import { loopedQuestions } from "./loopedQuestions.ts";
import { defineRule } from "./rule.ts";
import { isInTest } from "./testCode.ts";

/** A loop that asks one number of a frame in every round, each with a job of its own. */
export const jobForEachQuestion = defineRule({
  id: "job-for-each-question",
  summary: "Loop that reads a frame anew for each number",
  category: "caching",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  frames(facts, { report }) {
    const told = new Set<Loop["node"]>();
    for (const { call, loop, frame } of loopedQuestions(facts)) {
      if (told.has(loop.node) || isInTest(call)) continue;
      told.add(loop.node);
      const name = framesOf(facts, frame).at(-1)?.name;
      report({
        site: call.nameSite,
        message: `Each round of the loop reads ${name === undefined ? "the whole frame" : `all of \`${name}\``} for one number. Ask for all of them in one \`agg()\`, a column for each, or in one \`groupBy()\`.`,
        evidence: callEvidence(call),
        related: [
          {
            site: siteIn(loop.unit, { start: loop.node.start, end: loop.node.start + 3 }),
            message: "The loop starts here.",
          },
        ],
      });
    }
  },
});
