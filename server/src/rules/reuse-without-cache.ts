import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import { columnParts } from "../plan/column.ts";
import { keptSteps, recomputations, recomputedSteps, type Recomputation } from "../plan/effects.ts";
import { callEvidence } from "../plan/evidence.ts";
import { framesOf, type ModuleFacts } from "../plan/facts.ts";
import { isBatchOfStream, planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import type { Site } from "../syntax/module.ts";
import { insert } from "./edits.ts";
import { loopedQuestions } from "./loopedQuestions.ts";
import { isRandomSplit } from "./randomSplits.ts";
import { defineRule } from "./rule.ts";
import { thrownAwayActions } from "./thrownAwayActions.ts";

/** A frame with costly steps that several actions compute, each from the start. */
export const reuseWithoutCache = defineRule({
  id: "reuse-without-cache",
  summary: "Several actions compute the same costly frame",
  category: "caching",
  severity: "info",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  frames(facts, context) {
    const found = recomputations(facts);
    if (found.size === 0) return;
    const kept = keptSteps(facts);
    const all = recomputedSteps(facts);
    const told = new Set<string>();
    const questions = new Set(loopedQuestions(facts).map(({ call }) => call));
    // A frame that is told is taken for kept in those that are made of it: one cause is one finding.
    const causes = new Set<PlanNode>();
    const thrownAway = thrownAwayActions(facts, context.catalog.api);
    for (const [last, { again, calls }] of inputsFirst(found)) {
      const [first] = calls;
      const step = sharedStep(last);
      if (step !== last && found.has(step)) continue;
      // What the program keeps at some time is its author's choice.
      if (!first || kept.has(step) || !isCostly(step, kept, causes, all, context.catalog.api)) continue;
      // Where an action is to be left out, one that needs the frame remains: `unused-action` tells it, and
      // `pivot-without-values` that of a pivot which looks for its values.
      const needed = calls.filter((call) => !thrownAway.has(call) && call.name !== "GroupedData.pivot");
      if (again < calls.length && needed.length < 2) continue;
      causes.add(step);
      // That a loop asks one by one is told where it asks.
      if (calls.every((call) => questions.has(call))) continue;
      const name = nameOf(facts, step);
      // A variable that is one of several frames, or made in several calls of its function, is one cause.
      const place = placeKey(facts, name?.site ?? step.nameSite);
      const made = `made at ${placeKey(facts, step.site)}`;
      if (told.has(place) || told.has(made)) continue;
      told.add(place).add(made);
      const places = [...new Map(calls.map((call) => [call.node, call])).values()];
      const methods = [...new Set(places.map((call) => `\`${methodOf(call.name)}\``))].join(", ");
      const times =
        places.length > 1
          ? `${places.length} actions (${methods})`
          : first.context.loops.length > 0
            ? `every round of a loop (${methods})`
            : calls.length > 1
              ? `${again + 1} runs of ${methods}`
              : `${methods}, at least ${again + 1} times`;
      context.report({
        site: name?.site ?? step.nameSite,
        message: `${name ? `\`${name.text}\`` : "This frame"} is computed anew by ${times}. \`cache()\` it before the first use and \`unpersist()\` it after the last.`,
        evidence: callEvidence(first),
        related: places.map(({ nameSite }) => ({ site: nameSite, message: "Computed here." })),
        ...(!isBatchOfStream(step) &&
          step.operator !== "Either" && {
            fix: {
              title: `Cache ${name ? `\`${name.text}\`` : "the frame"}`,
              safety: "suggested",
              edits: () => [insert(step.site.unit, step.site.end, ".cache()")],
            },
          }),
      });
    }
  },
});

const placeKey = ({ units }: ModuleFacts, { unit, start }: Site): string =>
  `${units.findIndex((each) => each.unit === unit)}:${start}`;

const inputsFirst = (
  found: ReadonlyMap<PlanNode, Recomputation>,
): readonly (readonly [PlanNode, Recomputation])[] =>
  [...found]
    .map((entry) => ({ entry, size: planNodes(entry[0]).length }))
    .sort((left, right) => left.size - right.size)
    .map(({ entry }) => entry);

/** What a sample of `randomSplit()` is taken from: the call gives a list, which cannot be cached. */
const sharedStep = (step: PlanNode): PlanNode => (isRandomSplit(step) ? (step.inputs[0] ?? step) : step);

/** Whether computing a step again costs a shuffle or Python's work on every row; `again` is what is computed again. */
function isCostly(
  step: PlanNode,
  kept: ReadonlySet<PlanNode>,
  causes: ReadonlySet<PlanNode>,
  again: ReadonlyMap<PlanNode, Recomputation>,
  api: ApiCatalog,
): boolean {
  let readsData = false;
  let hasCostlyStep = false;
  const below = new Set([step]);
  for (const node of below) {
    for (const input of node.inputs) {
      readsData ||= causes.has(input);
      if (!kept.has(input) && !causes.has(input)) below.add(input);
    }
    if (!again.has(node)) continue;
    readsData ||=
      node.operator === "Relation" || node.operator === "SqlQuery" || node.operator === "Parameter";
    hasCostlyStep ||= shuffles(node, api) || runsPython(node) || isBatchOfStream(node);
  }
  return readsData && hasCostlyStep;
}

function shuffles(node: PlanNode, api: ApiCatalog): boolean {
  if (node.operator === "Limit") return false;
  if (node.operator === "Join")
    return !node.inputs.some((input) => input.operator === "Hint" && input.details.hint === "broadcast");
  return api.operationNamed(node.method)?.wide === true || isDeduplication(node);
}

/** `row_number().over(…)` and a filter on it: the window's shuffle is needed by all that comes behind the filter. */
function isDeduplication(node: PlanNode): boolean {
  if (node.operator !== "Filter") return false;
  const [input] = node.inputs;
  return (
    input !== undefined &&
    input.columns.some((column) => columnParts(column).some((part) => part.kind === "window"))
  );
}

function runsPython(node: PlanNode): boolean {
  return (
    node.operator === "MapInPython" ||
    node.columns.some((column) =>
      columnParts(column).some((part) => part.kind === "call" && part.function === "udf"),
    )
  );
}

/** The variable that the step was made for, else one elsewhere that holds it. */
function nameOf(facts: ModuleFacts, step: PlanNode): { text: string; site: Site } | null {
  const frames = step.operator === "Either" ? [...step.inputs, step] : [step];
  const names = frames
    .flatMap((frame) => framesOf(facts, frame))
    .map(({ name, nameSite }) => ({ text: name, site: nameSite }));
  return (
    names
      .filter(({ site }) => site.unit === step.site.unit && site.start < step.site.start)
      .sort((left, right) => right.site.start - left.site.start)[0] ??
    names.find(({ site }) => site.unit !== step.site.unit) ??
    null
  );
}

function methodOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
