import type { CallFact } from "../plan/facts.ts";
import { hasComment, outerSpan, replace, siteIn } from "./edits.ts";
import { isInTest } from "./testCode.ts";
import { defineRule, type Fix, type FixSafety } from "./rule.ts";
import { frameRdd, type FrameRdd } from "./frameRdd.ts";

/** An action of a frame's RDD that the frame has itself. */
export const actionThroughRdd = defineRule({
  id: "action-through-rdd",
  summary: "Action by way of the RDD that the frame has itself",
  category: "driver-memory",
  severity: "warning",
  since: "0.1.0",
  fix: "safe",
  profiles: ["relaxed", "recommended", "strict"],
  yieldsTo: ["action-in-pipeline"],
  calls: {
    names: ["collect", "count", "isEmpty", "take", "first", "toLocalIterator"].map((name) => `RDD.${name}`),
    check(call, { report }) {
      const rdd = frameRdd(call);
      if (rdd === null || isInTest(call)) return;
      const method = call.name.slice("RDD.".length);
      const { unit } = call;
      report({
        site: siteIn(unit, rdd.name),
        message: `\`rdd.${method}()\` ${costs[method] ?? rowCost}. \`${method}()\` of the frame gives the same.`,
        ...(call.receiver && { evidence: call.receiver.evidence }),
        fix: withoutRdd(call, rdd, method === "first" ? "suggested" : "safe"),
      });
    },
  },
});

const rowCost = "has Python workers unpack and pack every row that Spark could hand over itself";
const costs: Readonly<Record<string, string>> = {
  count: "sends every row through a Python worker only to count it",
  isEmpty: "has Python workers unpack rows only to see whether there is one",
};

function withoutRdd(call: CallFact, rdd: FrameRdd, safety: FixSafety): Fix {
  const span = { start: outerSpan(rdd.object).end, end: rdd.end };
  const method = call.name.slice("RDD.".length);
  return {
    title: `Call \`${method}()\` of the frame${safety === "safe" ? "" : " (without rows: None instead of an error)"}`,
    safety,
    edits: () => (hasComment(call.unit, span) || rdd.parens ? [] : [replace(call.unit, span, "")]),
  };
}
