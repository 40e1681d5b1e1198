import { boundednessOf } from "../plan/boundedness.ts";
import { columnParts } from "../plan/column.ts";
import { constantString, type CallFact } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { callsInEveryWay } from "./everyWay.ts";
import { defineRule } from "./rule.ts";
import { outputModeArgument, streamStarts } from "./writerCalls.ts";

/**
 * A step that Spark refuses in a stream, or an output mode that does not go with the query
 * (UnsupportedOperationChecker, tried in 3.5 to 4.3): it raises when the query starts.
 */
export const streamRefused = defineRule({
  id: "stream-refused",
  summary: "Step or output mode that Spark refuses in a stream",
  category: "streaming",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, { report }) {
    for (const call of callsInEveryWay(facts, streamStarts, isJudged)) {
      const plan = call.receiver?.plan;
      const mode = modeOf(call);
      if (!plan || mode === null) continue;
      const nodes = planNodes(plan);
      const { evidence } = call.receiver;
      const aggregates = nodes.filter(({ operator, streaming }) => operator === "Aggregate" && streaming);
      const started = [{ site: call.nameSite, message: "The stream starts here." }];
      for (const node of nodes) {
        const why = node.streaming ? refusal(node, mode, aggregates.length > 0) : null;
        if (why !== null)
          report({
            site: node.nameSite,
            message: `${why} when the query starts.`,
            related: started,
            evidence,
          });
      }
      const modeProblem = refusedMode(mode, nodes, aggregates);
      if (modeProblem !== null) report({ site: call.nameSite, message: modeProblem, evidence });
    }
  },
});

function isJudged(call: CallFact): boolean {
  const plan = call.receiver?.plan;
  return (
    plan !== null &&
    plan !== undefined &&
    modeOf(call) !== null &&
    boundednessOf(plan).streaming === true &&
    !planNodes(plan).some(({ operator }) => unclear.has(operator))
  );
}

type Mode = "append" | "complete" | "update";

/** Steps of which it is not known what is in them. */
const unclear: ReadonlySet<string> = new Set(["Either", "Unknown", "MapInPython", "SqlQuery"]);

/** The output mode, in lower case; append where none is given. Null where the code does not tell. */
function modeOf(call: CallFact): Mode | null {
  const given = outputModeArgument(call);
  if (call.args.some(({ name, unpack }) => unpack !== "" || (name === null && call.args.length > 2)))
    return null;
  if (!given) return "append";
  const mode = constantString(given.value)?.toLowerCase();
  return mode === "append" || mode === "complete" || mode === "update" ? mode : null;
}

/** Why Spark refuses the step in a stream; null where it does not. */
function refusal(node: PlanNode, mode: Mode, aggregates: boolean): string | null {
  const { operator, method, inputs } = node;
  switch (operator) {
    case "Sort":
      return mode === "complete" && aggregates
        ? null
        : "A stream cannot be sorted, unless it is aggregated and written in complete mode: Spark refuses it";
    case "Sample":
      return "A stream cannot be sampled: Spark refuses it";
    case "Limit":
      if (method === "DataFrame.offset") return "A stream has no offset: Spark refuses it";
      return mode === "update" ? "`limit()` does not go with output mode `update`: Spark refuses it" : null;
    case "SetOperation":
      return /intersect/i.test(method) ? "Streams cannot be intersected: Spark refuses it" : null;
    case "Union":
      return inputs.some((input) => boundednessOf(input).streaming === false)
        ? "A stream and a frame that is none cannot be united: Spark refuses it"
        : null;
    case "Join":
      return refusedJoin(node);
    case "Aggregate":
      return node.columns.some((column) =>
        columnParts(column).some(
          (part) =>
            part.kind === "call" && /^functions\.(count_?[dD]istinct|sum_?[dD]istinct)$/.test(part.function),
        ),
      )
        ? "A stream has no distinct counts; use `approx_count_distinct()`. Spark refuses it"
        : null;
    default:
      return null;
  }
}

/** Outer joins whose unmatched rows would only be known at the stream's end. */
function refusedJoin({ inputs: [left, right], details }: PlanNode): string | null {
  const [one, other] = [left, right].map((side) => side && boundednessOf(side).streaming);
  const type = (details.joinType ?? "").replace("outer", "").replace("_", "");
  if (one === true && other === false && (type === "full" || type === "" || type === "right"))
    return details.joinType && details.joinType !== "inner"
      ? `A stream on the left cannot keep all rows of the right side (\`${details.joinType}\`): Spark refuses it`
      : null;
  if (one === false && other === true && /^(full|left|leftsemi|leftanti)$/.test(type))
    return `A stream on the right does not go with a \`${details.joinType ?? ""}\` join: Spark refuses it`;
  return null;
}

function refusedMode(mode: Mode, nodes: readonly PlanNode[], aggregates: readonly PlanNode[]): string | null {
  if (
    mode === "complete" &&
    aggregates.length === 0 &&
    !nodes.some(({ operator }) => operator === "Deduplicate")
  )
    return "Output mode `complete` writes all groups anew, but nothing is aggregated: Spark refuses to start. Use `append`.";
  const hasWatermark = nodes.some(({ method }) => method === "DataFrame.withWatermark");
  return mode === "append" && aggregates.length > 0 && !hasWatermark
    ? "Output mode `append` writes a group once it is complete, which needs a watermark: Spark refuses to start. Add `withWatermark()`, or use `update`."
    : null;
}
