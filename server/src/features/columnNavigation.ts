import type { Range } from "../analysis/finding.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf, type Attribute } from "../plan/schema/schema.ts";
import type { Site } from "../syntax/module.ts";
import {
  columnIndex,
  occurrencesAt,
  placed,
  type ColumnIndex,
  type PlacedOccurrence,
} from "./columnIndex.ts";

/** A column's name in the code. */
export interface NamedColumn extends Range {
  /** What it may mean; several for a key of two frames, or code that runs on several. */
  readonly attributes: readonly Attribute[];
  readonly occurrences: readonly PlacedOccurrence[];
}

/** The column whose name an offset is in; null for none. */
export function columnAt(facts: ModuleFacts, offset: number): NamedColumn | null {
  const occurrences = occurrencesAt(facts, offset);
  const [first] = occurrences;
  if (!first) return null;
  const here = occurrences.filter(({ start, end }) => start === first.start && end === first.end);
  const attributes = new Map(here.map(({ attribute }) => [attribute.id, attribute]));
  return { start: first.start, end: first.end, attributes: [...attributes.values()], occurrences: here };
}

/** Where the column under an offset gets its name: an alias, a field of a schema, a new column's name, else what makes it. */
export function columnDefinition(
  facts: ModuleFacts,
  offset: number,
): { readonly from: Range; readonly targets: readonly Range[] } | null {
  const column = columnAt(facts, offset);
  if (!column) return null;
  const index = columnIndex(facts);
  const targets = column.attributes.flatMap((each) => definitionsOf(facts, index, each));
  return targets.length === 0 ? null : { from: column, targets: unique(targets) };
}

/** The places that give a column its name; copies under the same name are followed to where it first has it. */
export function definitionsOf(
  facts: ModuleFacts,
  index: ColumnIndex,
  attribute: Attribute,
): readonly Range[] {
  const waiting = [attribute];
  const found: Range[] = [];
  for (const each of waiting) {
    if (waiting.length > mostCopies) break;
    const own = placed(
      facts,
      index.spelled.filter(({ role, attribute: { id } }) => role === "definition" && id === each.id),
    );
    if (own.length > 0) {
      found.push(...own.map(({ start, end }) => ({ start, end })));
      continue;
    }
    const copies = each.id.reads.filter(
      (read) => read.name.toLowerCase() === each.name.toLowerCase() && !waiting.includes(read),
    );
    if (copies.length > 0) {
      waiting.push(...copies);
      continue;
    }
    const site = each.id.origin ?? each.id.expression?.site ?? stepThatBrings(index, each);
    const range = site && documentRange(facts.module, site);
    if (range) found.push(range);
  }
  return found;
}

const mostCopies = 50;

function stepThatBrings({ steps }: ColumnIndex, { id }: Attribute): Site | null {
  const step = steps.find((each) => attributesOf(schemaOf(each)).some((column) => column.id === id));
  return step?.nameSite ?? null;
}

/** A place that names a column, and whether it gives the column that name. */
export interface ColumnPlace extends Range {
  readonly role: PlacedOccurrence["role"];
}

/** All places that name the column under an offset, with its copies under the same name; null when there is no column. */
export function columnPlaces(facts: ModuleFacts, offset: number): readonly ColumnPlace[] | null {
  const column = columnAt(facts, offset);
  if (!column) return null;
  return unique(familyPlaces(facts, column).map(({ start, end, role }) => ({ start, end, role })));
}

/** The occurrences of the column and its copies under the same name, in the order of the text. */
export function familyPlaces(
  facts: ModuleFacts,
  { attributes }: Pick<NamedColumn, "attributes">,
): readonly PlacedOccurrence[] {
  const index = columnIndex(facts);
  const ids = new Set(attributes.flatMap(({ id }) => [...index.family(id)]));
  return placed(
    facts,
    index.spelled.filter(({ attribute }) => ids.has(attribute.id)),
  );
}

/** Each place once; one that defines anything counts as a definition. */
function unique<Place extends Range & { readonly role?: string }>(
  places: readonly Place[],
): readonly Place[] {
  const found = new Map<string, Place>();
  for (const place of places) {
    const key = `${place.start} ${place.end}`;
    if (found.get(key)?.role !== "definition") found.set(key, place);
  }
  return [...found.values()];
}
