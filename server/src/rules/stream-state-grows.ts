import { memberName } from "../catalog/memberName.ts";
import { columnParts } from "../plan/column.ts";
import { callEvidence } from "../plan/evidence.ts";
import { callsNamed, constantString, type CallFact } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { boundednessOf } from "../plan/boundedness.ts";
import type { Site } from "../syntax/module.ts";
import { callsInEveryWay } from "./everyWay.ts";
import { defineRule } from "./rule.ts";
import { outputModeArgument, streamStarts } from "./writerCalls.ts";

/** A step of a stream that remembers rows for ever, since no watermark says when they may be forgotten. */
export const streamStateGrows = defineRule({
  id: "stream-state-grows",
  summary: "Stream that remembers rows for ever",
  category: "streaming",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  yieldsTo: ["stream-refused"],
  frames(facts, { report }) {
    const starts = new Set(callsInEveryWay(facts, streamStarts, isFollowed).map(({ node }) => node));
    // A function that starts streams starts one for each frame that it is given.
    const told = new Map<Site["unit"], Set<string>>();
    for (const call of callsNamed(facts, streamStarts)) {
      if (call.isUnreached || !starts.has(call.node)) continue;
      for (const node of planNodes(call.receiver?.plan as PlanNode)) {
        const { unit, start, end } = node.site;
        const places = told.get(unit) ?? new Set();
        const why = node.streaming && !places.has(`${start}:${end}`) ? growth(node, call) : null;
        if (why === null) continue;
        told.set(unit, places.add(`${start}:${end}`));
        report({
          site: node.nameSite,
          message: why,
          evidence: callEvidence(call),
          related: [{ site: call.nameSite, message: "The stream starts here." }],
        });
      }
    }
  },
});

/** Steps of which it is not known what is in them. */
const unclear = /^(Either|Unknown|SqlQuery|Parameter)$/;

function isFollowed({ receiver }: CallFact): boolean {
  const plan = receiver?.plan;
  return (
    plan !== null &&
    plan !== undefined &&
    boundednessOf(plan).streaming === true &&
    !planNodes(plan).some(({ operator }) => unclear.test(operator))
  );
}

/** Why a step's state has no end; null where it has one. */
function growth(node: PlanNode, call: CallFact): string | null {
  const watermarks = watermarksBelow(node);
  switch (node.operator) {
    case "Deduplicate":
      return duplicates(node, watermarks);
    case "Join":
      return joined(node);
    case "Aggregate":
      return watermarks.length === 0 && modeOf(call) === "update" && node.columns.some(isWindow)
        ? "Spark keeps every window of this aggregation for ever, as nothing says how late rows may come. Add `withWatermark()` before it."
        : null;
    default:
      return null;
  }
}

function duplicates(
  { method, args, inputs }: PlanNode,
  watermarks: readonly (string | null)[],
): string | null {
  if (method === "DataFrame.dropDuplicatesWithinWatermark") return null;
  if (inputs.some((input) => planNodes(input).some(({ operator }) => operator === "Limit"))) return null;
  const name = memberName(method);
  if (watermarks.length === 0)
    return `\`${name}()\` keeps every key that it has ever seen, so the state of the stream grows without end. Add \`withWatermark()\`, and use \`dropDuplicatesWithinWatermark()\` (from 3.5).`;
  const keys = keysOf(args);
  if (keys === null || watermarks.some((column) => column === null || keys.includes(column.toLowerCase())))
    return null;
  return `The watermark's column \`${watermarks[0] ?? ""}\` is none of the keys of \`${name}()\`, so no key is ever forgotten. Use \`dropDuplicatesWithinWatermark()\` (from 3.5), or add the column to the keys.`;
}

/** The names given to `dropDuplicates`, in lower case; null for all columns, or where the code does not tell. */
function keysOf(args: PlanNode["args"]): readonly string[] | null {
  const [given] = args;
  if (given?.value.kind !== "sequence" || !given.value.exact) return null;
  const names = given.value.elements.map((each) => constantString(each)?.toLowerCase() ?? null);
  return names.every((name) => name !== null) ? names : null;
}

function joined({ inputs, details }: PlanNode): string | null {
  const [left, right] = inputs;
  if (!left?.streaming || !right?.streaming) return null;
  const type = details.joinType ?? "inner";
  // Spark refuses outer joins without watermarks.
  if (type !== "inner" || [left, right].every((side) => watermarksBelow(side).length > 0)) return null;
  return "The join keeps all rows of both streams for ever, in case a match still comes. Give both sides `withWatermark()`, and the condition a bound on the time between them.";
}

/** The columns of the watermarks below a step; null for one that the code does not tell. */
const watermarksBelow = (node: PlanNode): readonly (string | null)[] =>
  planNodes(node)
    .filter(({ method }) => method === "DataFrame.withWatermark")
    .map(({ args }) => constantString(args[0]?.value));

const isWindow = (column: PlanNode["columns"][number]): boolean =>
  columnParts(column).some(
    (part) => part.kind === "call" && /^functions\.(window|session_window)$/.test(part.function),
  );

const modeOf = (call: CallFact): string | null =>
  constantString(outputModeArgument(call)?.value)?.toLowerCase() ?? null;
