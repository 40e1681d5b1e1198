import type { Analysis } from "../analysis/analyze.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import { simpleString } from "../catalog/dataTypeText.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf } from "../plan/schema/schema.ts";
import type { PlanView, PlanViewStep } from "../protocol/plan.ts";
import { lineIndex } from "../syntax/lineIndex.ts";
import { frameNameAt } from "./frameHover.ts";
import { placeSteps } from "./planPicture.ts";

/** Steps and columns that are shown. */
const mostSteps = 300;
const mostColumns = 40;

/** The plan of the DataFrame at an offset; null when there is none. */
export function planView(
  analysis: Analysis,
  offset: number,
  exchangesOf: (node: PlanNode) => readonly string[] = () => [],
): PlanView | null {
  const found = frameNameAt(analysis.facts, offset);
  const root = found?.plans[0];
  if (!found || !root) return null;
  const { steps, left } = stepsOf(root);
  const ids = new Map(steps.map((step, index) => [step, index]));
  const inputs = steps.map((step) => step.inputs.flatMap((input) => ids.get(input) ?? []));
  const { places, width, height } = placeSteps(inputs);
  const lines = lineIndex(analysis.text);
  return {
    name: found.name,
    left,
    width,
    height,
    steps: steps.map((node, id): PlanViewStep => {
      const range = documentRange(analysis.facts.module, { ...node.site, start: node.nameSite.start });
      const attributes = attributesOf(schemaOf(node));
      return {
        id,
        operator: node.operator,
        code: codeOf(node),
        place: range && { start: lines.positionAt(range.start), end: lines.positionAt(range.end) },
        exchanges: exchangesOf(node),
        notes: notesOf(node),
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

function notesOf(node: PlanNode): string[] {
  const schema = schemaOf(node);
  const count = attributesOf(schema).length;
  return [
    schema.kind === "closed"
      ? `${count} column${count === 1 ? "" : "s"}`
      : schema.kind === "open" && count > 0
        ? `${count} columns known, perhaps more`
        : "columns not known",
    ...(node.maxRows === null ? [] : [node.maxRows === 1 ? "one row" : `at most ${node.maxRows} rows`]),
    ...(node.streaming ? ["streaming"] : []),
  ];
}
