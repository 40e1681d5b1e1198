import type { PlanPlace } from "../../../server/src/protocol/plan.ts";

/** A change of a document's text, as the editor tells it. */
export interface TextChange {
  readonly range: { readonly start: PlanPlace; readonly end: PlanPlace };
  readonly text: string;
}

/** Where a place is after the text before it has changed; null where the change takes the place itself away. */
export function movedPlace(place: PlanPlace, { range: { start, end }, text }: TextChange): PlanPlace | null {
  if (isBefore(place, end)) return isBefore(start, place) ? null : place;
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.at(-1)?.length ?? 0;
  const line = place.line - (end.line - start.line) + lines.length - 1;
  if (place.line !== end.line) return { line, character: place.character };
  const before = lines.length === 1 ? start.character : 0;
  return { line, character: before + last + place.character - end.character };
}

const isBefore = (left: PlanPlace, right: PlanPlace): boolean =>
  left.line < right.line || (left.line === right.line && left.character < right.character);
