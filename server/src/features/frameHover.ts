import type { Analysis } from "../analysis/analyze.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import { callsNamed, type ModuleFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { exchangesOf } from "../plan/physical/exchanges.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import type { Evidence } from "../plan/value.ts";
import type { Expression, Identifier, Span } from "../syntax/ast.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { nodeAt } from "../syntax/walk.ts";
import { evidenceText } from "./evidenceText.ts";
import { framesOfValue, heldAt } from "./heldValues.ts";
import type { HoverText } from "./hoverText.ts";
import { schemaSummary, schemaTable, type PlaceText } from "./schemaTable.ts";
import { describeChange, stepChange } from "./stepChange.ts";
import { rowBoundText, streamingText } from "./rowBound.ts";

/** A name in the code with the frames that it may hold. */
export interface FrameName {
  /** The name, in the document. */
  readonly range: Span;
  /** The last step of each frame; several where branches meet, or a function is called with several. */
  readonly plans: readonly PlanNode[];
  /** The name of the variable, or null for a step of a chain. */
  readonly name: string | null;
  /** Why the first of them is a DataFrame. */
  readonly evidence: Evidence | null;
}

/**
 * On the name of a DataFrame, a parameter that holds one, or the method of a step in a chain: its columns, where they
 * come from, and what is known of its rows.
 */
export function frameHover({ facts }: Analysis, offset: number, placeText: PlaceText): HoverText | null {
  const found = frameNameAt(facts, offset);
  const [plan, ...others] = found?.plans ?? [];
  if (!found || !plan) return null;
  const title = found.name === null ? "After this step" : `**${found.name.replaceAll("_", "\\_")}**`;
  const markdown = [
    `${title} — ${schemaSummary(schemaOf(plan), facts.module, placeText)}`,
    schemaTable(plan, facts.module, placeText),
    rowsText(facts, plan, placeText),
    found.evidence && evidenceText(facts, found.evidence, placeText),
    others.length === 0
      ? null
      : `Other paths bring ${others.length} other frame${others.length === 1 ? "" : "s"} here.`,
  ]
    .filter((part) => part !== null)
    .join("\n\n");
  return { ...found.range, markdown };
}

/** On the method of a step in a chain: what it does to the columns; null where they are not known. */
export function stepHover({ facts }: Analysis, offset: number): HoverText | null {
  const found = frameNameAt(facts, offset);
  const [plan] = found?.plans ?? [];
  if (!found || !plan || !isStep(facts, plan, found)) return null;
  const change = stepChange(plan);
  return change && { ...found.range, markdown: describeChange(change) };
}

/** Whether the range is the method that makes the plan's last step, and not a call of a function that makes several. */
function isStep({ module }: ModuleFacts, { nameSite }: PlanNode, { range, name }: FrameName): boolean {
  const place = documentRange(module, nameSite);
  return name === null && place?.start === range.start && place.end === range.end;
}

/** The frame whose name an offset is in; null where none is known. */
export function frameNameAt(facts: ModuleFacts, offset: number): FrameName | null {
  const placed = unitAt(facts.module, offset);
  if (placed === undefined) return null;
  const at = offset - placed.offset;
  const chain = nodeAt(placed.unit, at);
  const [node, parent] = [chain.at(-1), chain.at(-2)];
  const covers = (span: Span): boolean => span.start <= at && at <= span.end;
  const found = (span: Span, holder: Expression | Identifier, name: string | null): FrameName | null => {
    const frames = framesOfValue(heldAt(facts, holder)).filter(({ type }) => type === "DataFrame");
    if (frames.length === 0) return null;
    const plans = frames.map(({ plan }) => plan);
    const range = { start: placed.offset + span.start, end: placed.offset + span.end };
    return { range, plans: [...new Set(plans)], name, evidence: frames[0]?.evidence ?? null };
  };
  if (node?.kind === "Name") {
    const isCalled = parent?.kind === "Call" && parent.callee === node;
    return found(node, isCalled ? parent : node, isCalled ? null : node.id);
  }
  if (node?.kind === "Attribute" && covers(node.name)) {
    const isCalled = parent?.kind === "Call" && parent.callee === node;
    return found(node.name, isCalled ? parent : node, isCalled ? null : node.name.id);
  }
  const definition = chain.findLast((each) => each.kind === "Function" || each.kind === "Lambda");
  const parameter = definition?.parameters.find(({ name }) => covers(name));
  if (parameter) return found(parameter.name, parameter.name, parameter.name.id);
  return null;
}

/** Whether the rows are bounded, streamed, kept, and moved: one line. */
function rowsText(facts: ModuleFacts, plan: PlanNode, placeText: PlaceText): string {
  const kept = callsNamed(facts, ["DataFrame.cache", "DataFrame.persist"]).find(
    ({ receiver }) => receiver?.plan === plan,
  );
  const keptAt = kept && documentRange(facts.module, kept.nameSite);
  const streaming = streamingText(plan);
  const text = [
    ...(streaming === null ? [] : [streaming]),
    rowBoundText(plan),
    shufflesText(plan),
    ...(kept ? [`cached${keptAt ? ` at ${placeText(keptAt)}` : ""}`] : []),
  ].join(" · ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The exchanges that rows have gone through at this step, as Spark's planner places them. */
function shufflesText(plan: PlanNode): string {
  const { hash, range, single, roundRobin, broadcast } = exchangesOf(plan);
  const shuffles = hash + range + single + roundRobin;
  const text =
    shuffles === 0 ? "no shuffle so far" : `${shuffles} shuffle${shuffles === 1 ? "" : "s"} so far`;
  return broadcast === 0 ? text : `${text}, ${broadcast} broadcast${broadcast === 1 ? "" : "s"}`;
}
