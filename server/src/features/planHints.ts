import type { Analysis } from "../analysis/analyze.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import { simpleString } from "../catalog/dataTypeText.ts";
import { effectsOf, recomputations } from "../plan/effects.ts";
import { allFacts, type CallFact } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { sparkAlternatives } from "../plan/value.ts";
import type { Site } from "../syntax/module.ts";
import { nodeAt, type AstNode } from "../syntax/walk.ts";
import { exchangeTexts, withoutLeftOut } from "./exchangeText.ts";

/** What is written into the editor beside the code. */
export interface PlanHint {
  /** The offset behind which it stands. */
  readonly at: number;
  readonly text: string;
  /** Told when the pointer rests on it. */
  readonly tooltip: string;
}

/** Which hints the user wants. */
export type HintKind = "off" | "shuffles" | "schemas";

/** The hints of a range of the document, in order. */
export function planHints(
  analysis: Analysis,
  kind: HintKind,
  range: { readonly start: number; readonly end: number },
): readonly PlanHint[] {
  if (kind === "off" || !analysis.facts.usesSpark) return [];
  const hints = kind === "shuffles" ? shuffleHints(analysis) : schemaHints(analysis);
  return hints
    .filter(({ at }) => at >= range.start && at <= range.end)
    .sort((left, right) => left.at - right.at);
}

/** Behind each step that moves rows between executors. */
function shuffleHints({ facts }: Analysis): PlanHint[] {
  const hints = new Map<number, PlanHint>();
  const again = recomputations(facts);
  const calls = [...allFacts(facts)].flatMap((fact) =>
    fact.kind === "call" ? [{ fact, steps: stepsOf(fact) }] : [],
  );
  const moving = withoutLeftOut(calls.flatMap(({ steps }) => steps));
  const run = new Set(effectsOf(facts).flatMap(({ plan, limited }) => (limited ? [] : [plan])));
  const read = new Set(calls.flatMap(({ steps }) => steps.flatMap(({ inputs }) => inputs)));
  const peeked = new Set(effectsOf(facts).flatMap(({ plan, limited }) => (limited ? [plan] : [])));
  // An action that wants few rows of a sorted frame takes the first ones of each partition.
  const isTop = (step: PlanNode): boolean => step.operator === "Sort" && peeked.has(step) && !read.has(step);
  for (const { fact, steps } of calls) {
    const texts = new Set(
      steps.flatMap((step) => [
        ...(run.has(step) || (moving.has(step) && !isTop(step)) ? exchangeTexts(step) : []),
        ...recomputedText(again.get(step)),
      ]),
    );
    const place = documentRange(facts.module, {
      unit: fact.unit,
      start: fact.node.start,
      end: fact.node.end,
    });
    if (texts.size === 0 || place === null || hints.has(place.end)) continue;
    hints.set(place.end, {
      at: place.end,
      text: [...texts].join(", "),
      tooltip:
        "What this step moves between executors when an action runs it, as far as sizes are known. Adaptive execution may choose otherwise.",
    });
  }
  return [...hints.values()];
}

/** How often a step is computed again because nothing keeps it. */
function recomputedText(times: number | undefined): readonly string[] {
  if (times === undefined || times < 1) return [];
  return [
    Number.isFinite(times)
      ? `recomputed ${times === 1 ? "once" : `${times} times`}`
      : "recomputed in each round",
  ];
}

/** The steps that this very call makes: the last one of its frame, or all those of a query in SQL text. */
function stepsOf({ result, unit, node }: CallFact): readonly PlanNode[] {
  return sparkAlternatives(result).flatMap(({ type, plan }) =>
    type === "DataFrame" &&
    plan?.site.unit === unit &&
    plan.site.start === node.start &&
    plan.site.end === node.end
      ? [...queryNodes(plan), plan]
      : [],
  );
}

/** The steps of a query's text, what is computed first before the others; views that it reads are other calls'. */
function queryNodes({ operator, inputs }: PlanNode): readonly PlanNode[] {
  const last = operator === "SqlQuery" ? inputs[0] : undefined;
  if (!last) return [];
  const text = literalAround(last.site);
  const found = new Set([last]);
  for (const step of found)
    for (const input of step.inputs)
      if (input.method.startsWith("SQL.") && literalAround(input.site) === text) found.add(input);
  return [...found].toReversed();
}

/** The literal that a piece of SQL text stands in. */
const literalAround = ({ unit, start }: Site): AstNode | undefined => nodeAt(unit, start).at(-1);

/** Columns that a hint names. */
const mostColumns = 6;

/** Behind the name of each assigned frame. */
function schemaHints({ facts }: Analysis): PlanHint[] {
  const hints = new Map<number, PlanHint>();
  for (const { frames } of facts.units)
    for (const { nameSite, value } of frames) {
      const place = documentRange(facts.module, nameSite);
      const schema = value.plan && schemaOf(value.plan);
      if (!place || schema?.kind !== "closed" || hints.has(place.end)) continue;
      const columns = schema.attributes.map(({ name, dataType }) => `${name}: ${simpleString(dataType)}`);
      const rest = columns.length - mostColumns;
      hints.set(place.end, {
        at: place.end,
        text: `${columns.slice(0, mostColumns).join(", ")}${rest > 0 ? `, … ${rest} more` : ""}`,
        tooltip: columns.join("\n"),
      });
    }
  return [...hints.values()];
}
