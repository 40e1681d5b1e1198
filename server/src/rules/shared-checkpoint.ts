import { callEvidence } from "../plan/evidence.ts";
import {
  argument,
  callsNamed,
  constantString,
  mayBothRun,
  type CallFact,
  type ModuleFacts,
} from "../plan/facts.ts";
import { planNodes } from "../plan/logicalPlan.ts";
import { argumentSite, givenOptions, optionArgument } from "./givenOptions.ts";
import { defineRule } from "./rule.ts";
import { streamStarts } from "./writerCalls.ts";

/**
 * Two queries with one folder for their progress. Spark takes the second for the first one started anew: it stops the
 * first (`spark.sql.streaming.stopActiveRunOnRestart`), or goes on from the other's offsets and fails. Tried in 3.5 and 4.3.
 */
export const sharedCheckpoint = defineRule({
  id: "shared-checkpoint",
  summary: "Two streaming queries with one checkpoint",
  category: "streaming",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  module(facts, { report }) {
    const told = new Set<CallFact["node"]>();
    for (const [first, second] of pairs(facts)) {
      if (told.has(second.node)) continue;
      told.add(second.node);
      const { options } = givenOptions(second);
      report({
        site: argumentSite(second, optionArgument(second, "checkpointlocation")),
        message: `The query that starts here has the checkpoint \`${options.get("checkpointlocation") ?? ""}\` of another one: Spark takes it for that query, stops the other and mixes up their progress. Give each a folder of its own.`,
        evidence: callEvidence(second),
        related: [{ site: first.nameSite, message: "The other query starts here." }],
      });
    }
  },
});

/** Starts of different queries with the same checkpoint, in the order of execution. */
function pairs(facts: ModuleFacts): readonly (readonly [CallFact, CallFact])[] {
  const byPlace = new Map<string, CallFact>();
  const found: (readonly [CallFact, CallFact])[] = [];
  for (const call of callsNamed(facts, streamStarts)) {
    const place = givenOptions(call).options.get("checkpointlocation")?.replace(/\/+$/, "");
    if (place === undefined || place === "") continue;
    const other = byPlace.get(place);
    if (other === undefined) byPlace.set(place, call);
    else if (isDifferent(other, call) && mayBothRun(other.context, call.context)) found.push([other, call]);
  }
  return found;
}

/** Whether two starts are of queries that read or write different things: else one is a restart of the other. */
function isDifferent(one: CallFact, other: CallFact): boolean {
  if (isInFunctionAlone(one) || isInFunctionAlone(other)) return false;
  return sourcesOf(one) !== sourcesOf(other) || sinkOf(one) !== sinkOf(other);
}

/** A function that nothing here calls may be one of several ways to start the same query. */
const isInFunctionAlone = ({ receiver, context }: CallFact): boolean =>
  context.function !== null &&
  (!receiver?.plan || planNodes(receiver.plan).some(({ operator }) => operator === "Parameter"));

const sourcesOf = ({ receiver }: CallFact): string =>
  (receiver?.plan ? planNodes(receiver.plan) : [])
    .filter(({ inputs }) => inputs.length === 0)
    .map(({ details, site }) => details.location ?? site.unit.text.slice(site.start, site.end))
    .join("\n");

function sinkOf(call: CallFact): string {
  const { format, options } = givenOptions(call);
  const place = argument(call, 0, call.name.endsWith("toTable") ? "tableName" : "path");
  const text =
    place && (constantString(place.value) ?? call.unit.text.slice(place.node.start, place.node.end));
  return [format, text, options.get("path"), options.get("topic")].join("\n");
}
