import type { CallExpression } from "../syntax/ast.ts";
import type { CallFact } from "../plan/facts.ts";
import { hasComment, outerSpan, replace, siteIn } from "./edits.ts";
import { defineRule, type Edit } from "./rule.ts";
import { receiverOf } from "./surroundings.ts";

/** Values gathered by key over the network, to make one number of them. */
export const groupByKeyReduced = defineRule({
  id: "group-by-key-reduced",
  summary: "groupByKey() and then one number for each key",
  category: "partitioning",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["RDD.mapValues"],
    check(call, { report }) {
      const grouping = receiverOf(call.node);
      const called = call.receiver?.state?.calls.at(-1)?.method ?? "groupByKey";
      if (grouping?.kind !== "Call" || grouping.callee.kind !== "Attribute") return;
      if (grouping.callee.name.id !== "groupByKey" || called !== "groupByKey") return;
      const [given, ...others] = call.args;
      if (given?.node.kind !== "Name" || given.value.kind === "function" || others.length > 0) return;
      const builtin = given.node.id;
      const instead = Object.hasOwn(replacements, builtin) ? replacements[builtin] : undefined;
      if (instead === undefined) return;
      report({
        site: siteIn(call.unit, grouping.callee.name),
        message: `\`groupByKey()\` sends every value over the network and keeps those of a key in memory, for one \`${builtin}\` each. \`reduceByKey()\` combines them before they are sent.`,
        ...(call.receiver && { evidence: call.receiver.evidence }),
        fix: {
          title: `Use \`reduceByKey()\` (${instead.difference})`,
          safety: "suggested",
          edits: () => reduced(call, grouping, instead.text),
        },
      });
    },
  },
});

interface Replacement {
  readonly text: string;
  /** Where results may differ. */
  readonly difference: string;
}

/** Python's functions over all values of a key, and what makes the same of two at a time. */
const replacements: Readonly<Record<string, Replacement>> = {
  sum: {
    text: "reduceByKey(lambda left, right: left + right)",
    difference: "floats are added in another order",
  },
  max: { text: "reduceByKey(max)", difference: "NaN may come out otherwise" },
  min: { text: "reduceByKey(min)", difference: "NaN may come out otherwise" },
  len: {
    text: "mapValues(lambda value: 1).reduceByKey(lambda left, right: left + right)",
    difference: "the keys come in another order",
  },
};

function reduced(call: CallFact, grouping: CallExpression, text: string): Edit[] {
  const { unit, node } = call;
  if (grouping.callee.kind !== "Attribute" || grouping.args.length > 0) return [];
  const span = { start: grouping.callee.name.start, end: node.end };
  return hasComment(unit, span) || outerSpan(grouping) !== grouping ? [] : [replace(unit, span, text)];
}
