import type { Analysis } from "../analysis/analyze.ts";
import type { Range } from "../analysis/finding.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import { simpleString } from "../catalog/dataTypeText.ts";
import { keptSteps } from "../plan/effects.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf, type Schema } from "../plan/schema/schema.ts";
import type { PlanView, PlanViewStep } from "../protocol/plan.ts";
import { inputExchangeTexts, withoutLeftOut } from "./exchangeText.ts";
import { frameAround } from "./frameAround.ts";
import { frameNameAt } from "./frameHover.ts";
import { placeSteps } from "./planPicture.ts";
import { rowBoundText } from "./rowBound.ts";
import { columnCount } from "./schemaTable.ts";

/** Steps and columns that are shown. */
const mostSteps = 300;
const mostColumns = 40;

/** A plan on the screen, and how it and the cursor belong together. */
export interface ShownPlan {
  readonly plan: PlanView;
  /** The offset of the name that the plan is of. */
  readonly at: number;
  /** The step that the cursor is on, by id; null when it is on none of the plan. */
  readonly current: number | null;
}

/**
 * The plan of the DataFrame at or around an offset; null when there is none. The plan that is `shown`, given by the
 * offset of its frame's name, stays while the offset is on one of its steps, or on no frame at all. `placeOf` tells where
 * the editor shows a step.
 */
export function planView(
  analysis: Analysis,
  offset: number,
  shown: number | null,
  placeOf: (range: Range) => PlanViewStep["place"],
): ShownPlan | null {
  const { facts } = analysis;
  const here = frameAround(facts, offset);
  const last = shown === null ? null : frameNameAt(facts, shown);
  const [step] = here?.plans ?? [];
  const [lastRoot] = last?.plans ?? [];
  const stays = lastRoot && (step === undefined || planNodes(lastRoot).includes(step));
  const found = stays ? last : here;
  const [root] = found?.plans ?? [];
  if (!found || !root) return null;
  const { steps, left } = stepsOf(root);
  const current = step === undefined ? -1 : steps.indexOf(step);
  return {
    plan: viewOf(analysis, found.name, steps, left, placeOf),
    at: found.range.start,
    current: current < 0 ? null : current,
  };
}

function viewOf(
  { facts }: Analysis,
  name: string | null,
  steps: readonly PlanNode[],
  left: number,
  placeOf: (range: Range) => PlanViewStep["place"],
): PlanView {
  const ids = new Map(steps.map((step, index) => [step, index]));
  const moving = withoutLeftOut(steps);
  const inputs = steps.map((step) => {
    const exchanges = moving.has(step) ? inputExchangeTexts(step) : [];
    return step.inputs.flatMap((input, index) => {
      const id = ids.get(input);
      return id === undefined ? [] : [{ step: id, exchange: exchanges[index] ?? "" }];
    });
  });
  const { places, width, height } = placeSteps(inputs.map((each) => each.map(({ step }) => step)));
  const kept = keptSteps(facts);
  return {
    name,
    left,
    width,
    height,
    steps: steps.map((node, id): PlanViewStep => {
      const range = documentRange(facts.module, { ...node.site, start: node.nameSite.start });
      const attributes = attributesOf(schemaOf(node));
      return {
        id,
        operator: node.operator,
        code: codeOf(node),
        place: range && placeOf(range),
        notes: notesOf(node, kept.has(node)),
        columns: attributes.slice(0, mostColumns).map(({ name, dataType, nullable }) => ({
          name,
          type: `${simpleString(dataType)}${nullable === false ? " not null" : ""}`,
        })),
        columnsLeft: Math.max(0, attributes.length - mostColumns),
        inputs: inputs[id] ?? [],
        column: places[id]?.column ?? 0,
        row: places[id]?.row ?? id,
      };
    }),
  };
}

/** The steps in the order of reading: each before its inputs, the left input's first. */
function stepsOf(root: PlanNode): { readonly steps: readonly PlanNode[]; readonly left: number } {
  const seen = new Set<PlanNode>();
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    waiting.push(...node.inputs.toReversed());
  }
  const steps = [...seen];
  return { steps: steps.slice(0, mostSteps), left: Math.max(0, steps.length - mostSteps) };
}

const longestCode = 90;

/** The call as it is written, without line breaks. */
function codeOf({ site, nameSite, operator }: PlanNode): string {
  const start = nameSite.unit === site.unit && nameSite.start >= site.start ? nameSite.start : site.start;
  const text = site.unit.text.slice(start, site.end).replace(/\s+/g, " ").trim();
  if (text === "") return operator;
  return text.length > longestCode ? `${text.slice(0, longestCode - 1)}…` : text;
}

function notesOf(node: PlanNode, isKept: boolean): string[] {
  const schema = schemaOf(node);
  const count = attributesOf(schema).length;
  return [
    schema.kind === "closed"
      ? columnCount(count)
      : schema.kind === "open" && count > 0
        ? `${columnCount(count)} known, perhaps more`
        : `columns not known${whyHere(node, schema)}`,
    ...(node.maxRows === null ? [] : [rowBoundText(node)]),
    ...(node.streaming ? ["streaming"] : []),
    ...(isKept ? ["cached"] : []),
  ];
}

/** Why a step's columns are not known, at the step where that begins. */
function whyHere(node: PlanNode, schema: Schema): string {
  if (schema.kind === "closed") return "";
  const { text } = schema.reason;
  const isBelow = node.inputs.some((input) => {
    const below = schemaOf(input);
    return below.kind !== "closed" && below.reason.text === text;
  });
  return isBelow ? "" : `: ${text}`;
}
