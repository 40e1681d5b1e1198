import type { Analysis } from "../analysis/analyze.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import { simpleString } from "../catalog/dataTypeText.ts";
import { columnParts } from "../plan/column.ts";
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
    const end = documentRange(facts.module, {
      unit: fact.unit,
      start: fact.node.start,
      end: fact.node.end,
    })?.end;
    const here = new Map<number, Set<string>>();
    for (const step of steps) {
      const clause = step.method.startsWith("SQL.") ? clauseEnd(step) : null;
      const at = (clause && documentRange(facts.module, clause)?.end) ?? end;
      if (at === undefined) continue;
      const texts = here.get(at) ?? new Set();
      const isMoving = run.has(step) || (moving.has(step) && !isTop(step));
      for (const text of [
        ...(isMoving ? exchangeTexts(step) : []),
        ...recomputedText(again.get(step)?.again),
      ])
        texts.add(text);
      here.set(at, texts);
    }
    for (const [at, texts] of here)
      if (texts.size > 0 && !hints.has(at))
        hints.set(at, {
          at,
          text: [...texts].join(", "),
          tooltip:
            "What this step moves between executors when an action runs it, as far as sizes are known. Adaptive execution may choose otherwise.",
        });
  }
  return [...hints.values()];
}

/**
 * The end of the line on which a step's clause ends, in SQL text of several lines; null where it ends on the last one, or
 * the code does not spell it.
 */
function clauseEnd(step: PlanNode): Site | null {
  const site = lastOf(clauseSites(step));
  const literal = site && literalAround(site);
  if (!site || literal?.kind !== "String" || site.end >= literal.end) return null;
  const { text } = site.unit;
  const lineEnd = text.indexOf("\n", site.end);
  if (lineEnd < 0 || lineEnd >= literal.end) return null;
  const end = site.end + text.slice(site.end, lineEnd).trimEnd().length;
  return { unit: site.unit, start: end, end };
}

/** What a step of SQL moves rows by: the keys of GROUP BY, what is sorted by, a join as a whole, the windows. */
function clauseSites({ operator, site, columns, details }: PlanNode): readonly Site[] {
  switch (operator) {
    case "Join":
      return [site];
    case "Aggregate":
      return (details.query?.grouping ?? []).map(({ column }) => column.site);
    case "Sort":
    case "RepartitionByExpression":
      return columns.map((each) => each.site);
    case "Project":
      return columns.flatMap(columnParts).flatMap((part) => (part.kind === "window" ? [part.site] : []));
    default:
      return [];
  }
}

/** The site that ends last; null for none, or where they stand in several units. */
function lastOf(sites: readonly Site[]): Site | null {
  const [first, ...others] = sites;
  if (!first || others.some(({ unit }) => unit !== first.unit)) return null;
  return others.reduce((last, each) => (each.end > last.end ? each : last), first);
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
