import type { Analysis } from "../analysis/analyze.ts";
import type { Range, TextEdit } from "../analysis/finding.ts";
import { documentRange, orderEdits } from "../analysis/resolveFinding.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf } from "../plan/schema/schema.ts";
import { sameName } from "../plan/session.ts";
import { columnIndex, type PlacedOccurrence } from "./columnIndex.ts";
import { columnAt, familyPlaces } from "./columnNavigation.ts";
import { renameObstacle } from "./renameObstacles.ts";
import type { RenamedFamily } from "./renamedFamily.ts";
import type { PlaceText } from "./schemaTable.ts";

/** What renaming gives: edits, or why it is not done, as a sentence. */
export type ColumnRename =
  | {
      readonly edits: readonly TextEdit[];
      /** Those of other files, by their paths with `/` between the parts. */
      readonly elsewhere?: readonly { readonly path: string; readonly edits: readonly TextEdit[] }[];
    }
  | { readonly refusal: string };

/** The column under an offset as it may be renamed, or why it may not; null where there is no column. */
export function prepareColumnRename(
  { facts }: Analysis,
  offset: number,
  placeText: PlaceText,
): (Range & { readonly name: string }) | { readonly refusal: string } | null {
  const found = familyAt(facts, offset);
  if (!found) return null;
  const { column, family } = found;
  const obstacle = renameObstacle(family);
  if (!obstacle) return { start: column.start, end: column.end, name: family.name };
  const place = documentRange(facts.module, obstacle.site);
  return {
    refusal: `The column ${family.name} cannot be renamed everywhere: ${place ? placeText(place) : "another file"} ${obstacle.text}.`,
  };
}

/** Renames the column under an offset wherever the module names it; null where there is no column. */
export function columnRename(
  catalog: Catalog,
  analysis: Analysis,
  offset: number,
  newName: string,
  placeText: PlaceText,
): ColumnRename | null {
  const prepared = prepareColumnRename(analysis, offset, placeText);
  const found = familyAt(analysis.facts, offset);
  if (prepared === null || found === null) return null;
  if ("refusal" in prepared) return prepared;
  const wrong = wrongName(newName, "quotes") ?? clashing(found.family, newName, placeText);
  if (wrong !== null) return { refusal: wrong };
  const { text } = analysis.facts.module;
  const edits: TextEdit[] = [];
  for (const occurrence of found.family.occurrences) {
    const edit = editOf(catalog, text, occurrence, newName);
    if (edit === null)
      return { refusal: `The column is named at ${placeText(occurrence)} in a form that cannot be changed.` };
    edits.push(edit);
  }
  const ordered = orderEdits(edits, text);
  return ordered ? { edits: ordered } : { refusal: `The column is called ${newName} already.` };
}

function familyAt(
  facts: Analysis["facts"],
  offset: number,
): { readonly column: Range; readonly family: RenamedFamily } | null {
  const column = columnAt(facts, offset);
  const name = column?.attributes[0]?.name;
  if (!column || name === undefined) return null;
  const index = columnIndex(facts);
  const ids = new Set(column.attributes.flatMap(({ id }) => [...index.family(id)]));
  const occurrences = familyPlaces(facts, column);
  return { column, family: { facts, index, ids, name, occurrences } };
}

/** Why a new name cannot be written everywhere; in SQL a point ends a name. */
export const wrongName = (name: string, refused: "quotes" | "quotes, points"): string | null =>
  name === "" || /["'`\\\r\n{}]/.test(name) || (refused !== "quotes" && name.includes("."))
    ? `The new name must have at least one character, and no ${refused}, backslashes, braces or line breaks.`
    : null;

/** Why the new name is taken: another column of a frame that has the renamed one has it. */
function clashing(
  { facts, index, ids }: RenamedFamily,
  newName: string,
  placeText: PlaceText,
): string | null {
  for (const step of index.steps) {
    const columns = attributesOf(schemaOf(step));
    if (!columns.some(({ id }) => ids.has(id))) continue;
    const other = columns.find(({ id, name }) => !ids.has(id) && sameName(step.session, name, newName));
    const place = other && documentRange(facts.module, step.nameSite);
    if (other) return `There is a column ${other.name} already${place ? `, at ${placeText(place)}` : ""}.`;
  }
  return null;
}

function editOf(
  { api }: Catalog,
  text: string,
  { start, end, text: { form } }: PlacedOccurrence,
  newName: string,
): TextEdit | null {
  const isWord = /^[A-Za-z_]\w*$/.test(newName);
  const inPath = newName.includes(".") ? `\`${newName}\`` : newName;
  switch (form) {
    case "name":
      return { start, end, newText: newName };
    case "path":
      return { start, end, newText: inPath };
    case "sql":
      return { start, end, newText: isWord ? newName : `\`${newName}\`` };
    case "attribute":
      if (isWord && !newName.startsWith("_") && api.member("DataFrame", newName) === null)
        return { start, end, newText: newName };
      return text.charAt(start - 1) === "." ? { start: start - 1, end, newText: `["${inPath}"]` } : null;
  }
}
