import type { Analysis } from "../analysis/analyze.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import { simpleString } from "../catalog/dataTypeText.ts";
import type { ColumnExpression } from "../plan/column.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { analysisOf, schemaOf } from "../plan/schema/analysis.ts";
import { resolveColumn } from "../plan/schema/resolveColumn.ts";
import { attributesOf } from "../plan/schema/schema.ts";
import { openness } from "../plan/schema/step.ts";
import { sparkAlternatives } from "../plan/value.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { nodeAt } from "../syntax/walk.ts";
import { columnIndex } from "./columnIndex.ts";
import { partsOf } from "./columnOccurrences.ts";
import { heldAt } from "./heldValues.ts";
import type { HoverText } from "./hoverText.ts";
import { codeText, type PlaceText } from "./schemaTable.ts";

/** On a name that holds a Column: its type where it is used, what it reads, and where that is. */
export function columnValueHover(
  { facts }: Analysis,
  offset: number,
  placeText: PlaceText,
): HoverText | null {
  const placed = unitAt(facts.module, offset);
  if (placed === undefined) return null;
  const node = nodeAt(placed.unit, offset - placed.offset).at(-1);
  if (node?.kind !== "Name") return null;
  const held = heldAt(facts, node);
  const column = held && sparkAlternatives(held).find((each) => each.type === "Column")?.column;
  const step = column && columnIndex(facts).steps.find((each) => uses(each, column));
  if (!column || !step) return null;
  const inputs = step.inputs.map(schemaOf);
  const resolved = resolveColumn(column, {
    session: step.session,
    attributes: inputs.flatMap(attributesOf),
    open: inputs.map(openness).find((reason) => reason !== null) ?? null,
  });
  const [only] = resolved.columns;
  if (!only) return null;
  const type = only.dataType.type === "unknown" ? "type not known" : codeText(simpleString(only.dataType));
  const nulls = only.nullable === null ? "" : only.nullable ? ", may be null" : ", never null";
  const place = documentRange(facts.module, step.nameSite);
  const lines = [
    `**Column** ${codeText(node.id)}: ${type}${nulls}`,
    resolved.reads.length === 0
      ? null
      : `Reads ${resolved.reads
          .slice(0, mostNames)
          .map(({ name }) => codeText(name))
          .join(", ")}${resolved.reads.length > mostNames ? " and others" : ""}`,
    place ? `As used at ${placeText(place)}` : null,
  ];
  return {
    start: placed.offset + node.start,
    end: placed.offset + node.end,
    markdown: lines.filter((line) => line !== null).join("  \n"),
  };
}

/** How many columns read are named. */
const mostNames = 8;

const uses = (step: PlanNode, column: ColumnExpression): boolean =>
  analysisOf(step).resolved.some(({ expression }) => partsOf(expression, step.session).includes(column));
