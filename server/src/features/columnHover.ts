import type { Analysis } from "../analysis/analyze.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import { simpleString } from "../catalog/dataTypeText.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import type { Site } from "../syntax/module.ts";
import { isOnlyDeclared, shownType, type Attribute } from "../plan/schema/schema.ts";
import { columnIndex, type ColumnIndex } from "./columnIndex.ts";
import { columnAt, definitionsOf } from "./columnNavigation.ts";
import { columnValueHover } from "./columnValueHover.ts";
import { fieldHover } from "./fieldHover.ts";
import type { HoverText } from "./hoverText.ts";
import { codeText, type PlaceText } from "./schemaTable.ts";
import { renamedFrom } from "./stepChange.ts";

/** On a column's name, a field behind one, or a name that holds a Column. */
export const columnHover = (analysis: Analysis, offset: number, placeText: PlaceText): HoverText | null =>
  nameHover(analysis, offset, placeText) ??
  fieldHover(analysis, offset) ??
  columnValueHover(analysis, offset, placeText);

/** On a column's name: its type, whether it may be null, where it comes from and how often it is used. */
function nameHover(analysis: Analysis, offset: number, placeText: PlaceText): HoverText | null {
  const { facts } = analysis;
  const column = columnAt(facts, offset);
  if (!column) return null;
  const index = columnIndex(facts);
  const texts = new Set(column.attributes.map((each) => describe(facts, index, each, placeText)));
  return { start: column.start, end: column.end, markdown: [...texts].slice(0, mostColumns).join("\n\n") };
}

/** How many columns one place is explained as. */
const mostColumns = 3;

function describe(facts: ModuleFacts, index: ColumnIndex, column: Attribute, placeText: PlaceText): string {
  const { name, nullable } = column;
  const shown = shownType(column);
  const known = shown.type === "unknown" ? "type not known" : codeText(simpleString(shown));
  const type = isOnlyDeclared(column) ? `${known} as declared` : known;
  const nulls = nullable === null ? "" : nullable ? ", may be null" : ", never null";
  return [
    `**Column** ${codeText(name)}: ${type}${nulls}`,
    originText(facts, index, column, placeText),
    usesText(facts, index, column, placeText),
  ].join("  \n");
}

const mostRenames = 20;

/** "From line 12", with the names that it had before. */
function originText(facts: ModuleFacts, index: ColumnIndex, column: Attribute, placeText: PlaceText): string {
  const places: string[] = [];
  let at: Attribute | null = column;
  while (at && places.length < mostRenames) {
    const before: Attribute | null = renamedFrom(at);
    if (before?.name !== at.name) {
      const [place] = definitionsOf(facts, index, at);
      const name = places.length === 0 ? "From" : `before that ${codeText(at.name)} from`;
      places.push(`${name} ${place ? placeText(place) : "elsewhere"}`);
    }
    at = before;
  }
  return places.join(", ");
}

/** How many of the steps that name a column are listed. */
const mostUses = 5;

/** "Named by 2 steps: line 12, line 15". */
function usesText(
  facts: ModuleFacts,
  { spelled, hidden }: ColumnIndex,
  { id }: Attribute,
  placeText: PlaceText,
): string {
  const steps = new Map<string, Site>();
  for (const { attribute, role, site } of [...spelled, ...hidden])
    if (attribute.id === id && role === "use") {
      const place = documentRange(facts.module, site);
      steps.set(place ? `${place.start}` : `elsewhere ${steps.size}`, site);
    }
  if (steps.size === 0) return "No step names it";
  const places = [...steps.values()]
    .flatMap((site) => documentRange(facts.module, site) ?? [])
    .sort((left, right) => left.start - right.start);
  // Steps of one line are told once.
  const lines = [...new Set(places.map(placeText))];
  const shown = lines.slice(0, mostUses).join(", ");
  const list = shown === "" ? "" : `: ${shown}${lines.length > mostUses ? " and others" : ""}`;
  return `Named by ${steps.size} step${steps.size === 1 ? "" : "s"}${list}`;
}
