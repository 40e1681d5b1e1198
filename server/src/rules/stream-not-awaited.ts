import { callEvidence } from "../plan/evidence.ts";
import { callsNamed, type CallFact, type ModuleFacts } from "../plan/facts.ts";
import { fileConventions } from "../plan/conventions/fileConventions.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { childrenOf, type AstNode } from "../syntax/walk.ts";
import { indentationAt, insert, newlineOf } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";
import { streamStarts } from "./writerCalls.ts";

/** A script that starts a stream and ends: Spark ends with the script, and the stream with Spark. */
export const streamNotAwaited = defineRule({
  id: "stream-not-awaited",
  summary: "Script that ends while its stream runs",
  category: "streaming",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  yieldsTo: ["action-in-pipeline", "stream-refused", "stream-without-checkpoint"],
  module(facts, { report }) {
    const starts = callsNamed(facts, streamStarts).filter(isOfScript);
    const [first] = starts;
    if (!first || isHosted(facts) || callsNamed(facts, waits).length > 0) return;
    if (facts.units.some(({ unit }) => unit.body.some(mayWait))) return;
    const fix = starts.length === 1 ? waiting(first) : null;
    report({
      site: first.nameSite,
      message:
        "`start()` returns at once, and the script ends: Spark is stopped with it, and the stream with Spark. Wait with `awaitTermination()`.",
      evidence: callEvidence(first),
      ...(fix && { fix }),
    });
  },
});

/** What waits for queries, ends them in the code, or asks them for something meanwhile. */
const waits = [
  "StreamingQuery.awaitTermination",
  "StreamingQuery.processAllAvailable",
  "StreamingQuery.stop",
  "StreamingQueryManager.awaitAnyTermination",
];

/** A stream for certain, started at the module's own level or in its `main`. */
const isOfScript = ({ receiver, context }: CallFact): boolean =>
  isStream(receiver?.plan ?? null) &&
  (context.function === null ||
    (context.function.kind === "Function" && context.function.name.id === "main"));

const isStream = (plan: PlanNode | null): boolean =>
  plan !== null && planNodes(plan).some(({ inputs, streaming }) => inputs.length === 0 && streaming);

/** Where somebody else runs the session on: notebooks, platforms, tests. A script makes its own. */
const isHosted = (facts: ModuleFacts): boolean =>
  fileConventions(facts.module, facts.imports).isNotebook ||
  fileConventions(facts.module, facts.imports).takesFixtures ||
  callsNamed(facts, ["Builder.getOrCreate"]).length === 0;

/** What may keep the script alive: a loop, a pause, a method of that name on something that is not followed. */
function mayWait(root: AstNode): boolean {
  const waiting: AstNode[] = [root];
  for (const node of waiting) {
    if (node.kind === "While") return true;
    if (node.kind === "Attribute" && waitingNames.test(node.name.id)) return true;
    if (node.kind === "Name" && /^(sleep|input)$/.test(node.id)) return true;
    waiting.push(...childrenOf(node));
  }
  return false;
}

const waitingNames = /^(await\w*|sleep|wait|join|run_forever|processAllAvailable|pause|serve_forever)$/;

/** Waits behind the start, by the query's name where it has one. */
function waiting({ unit, node, context }: CallFact): Fix | null {
  const { statement } = context;
  const title = "Wait for the stream with `awaitTermination()`";
  if (statement.kind === "Expression" && statement.value === node)
    return { title, safety: "suggested", edits: () => [insert(unit, node.end, ".awaitTermination()")] };
  if (statement.kind !== "Assign" || statement.value !== node) return null;
  const [target, ...others] = statement.targets;
  if (target?.kind !== "Name" || others.length > 0) return null;
  const newline = `${newlineOf(unit.text)}${indentationAt(unit, statement.start)}`;
  return {
    title,
    safety: "suggested",
    edits: () => [insert(unit, statement.end, `${newline}${target.id}.awaitTermination()`)],
  };
}
