import { documentRange } from "../analysis/resolveFinding.ts";
import type { Range } from "../analysis/finding.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf, type Attribute, type AttributeId } from "../plan/schema/schema.ts";
import type { Unit } from "../syntax/module.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { bareOccurrences, occurrencesIn, stepsOf, type ColumnOccurrence } from "./columnOccurrences.ts";

/** An occurrence whose text is known. */
export interface SpelledOccurrence extends ColumnOccurrence {
  readonly text: NonNullable<ColumnOccurrence["text"]>;
}

/** An occurrence with its place in the document. */
export interface PlacedOccurrence extends SpelledOccurrence, Range {}

/** Where a module names its columns, and which columns must have the same name. */
export interface ColumnIndex {
  readonly spelled: readonly SpelledOccurrence[];
  /** Names that the code puts together. */
  readonly hidden: readonly ColumnOccurrence[];
  readonly steps: readonly PlanNode[];
  /**
   * Columns under one name: a column with what replaces it, its partners in unions and its copies under the same
   * name, and all that one text in the code names.
   */
  readonly family: (id: AttributeId) => ReadonlySet<AttributeId>;
}

const indexes = sideTable<ModuleFacts, ColumnIndex>();

/** The index of a module, made when it is first asked for. */
export function columnIndex(facts: ModuleFacts): ColumnIndex {
  let index = indexes.get(facts);
  if (!index) indexes.set(facts, (index = makeIndex(facts)));
  return index;
}

function makeIndex(facts: ModuleFacts): ColumnIndex {
  const spelled: SpelledOccurrence[] = [];
  const hidden: ColumnOccurrence[] = [];
  for (const unit of facts.units)
    for (const occurrence of occurrencesIn(facts, unit))
      if (isSpelled(occurrence)) spelled.push(occurrence);
      else hidden.push(occurrence);
  const places = new Map<Unit, Set<number>>();
  for (const { text } of spelled)
    places.set(text.site.unit, (places.get(text.site.unit) ?? new Set()).add(text.site.start));
  for (const unit of facts.units)
    for (const occurrence of bareOccurrences(facts, unit))
      if (
        isSpelled(occurrence) &&
        places.get(occurrence.text.site.unit)?.has(occurrence.text.site.start) !== true
      )
        spelled.push(occurrence);
  let steps: readonly PlanNode[] | null = null;
  let families: ReadonlyMap<AttributeId, ReadonlySet<AttributeId>> | null = null;
  const index: ColumnIndex = {
    spelled,
    hidden,
    get steps() {
      return (steps ??= [...new Set(facts.units.flatMap(stepsOf))]);
    },
    family: (id) => (families ??= familiesOf(spelled, index.steps)).get(id) ?? new Set([id]),
  };
  return index;
}

const isSpelled = (occurrence: ColumnOccurrence): occurrence is SpelledOccurrence => occurrence.text !== null;

/** The occurrences whose name an offset is in, in the order of the text. */
export function occurrencesAt(facts: ModuleFacts, offset: number): readonly PlacedOccurrence[] {
  const place = unitAt(facts.module, offset);
  if (!place) return [];
  const at = offset - place.offset;
  const found = columnIndex(facts).spelled.filter(
    ({ text: { site } }) => site.unit === place.unit && site.start <= at && at <= site.end,
  );
  return placed(facts, found);
}

/** Occurrences with their places in the document, in the order of the text. */
export function placed(
  facts: ModuleFacts,
  occurrences: readonly SpelledOccurrence[],
): readonly PlacedOccurrence[] {
  return occurrences
    .flatMap((each) => {
      const range = documentRange(facts.module, each.text.site);
      return range ? [{ ...each, ...range }] : [];
    })
    .sort((left, right) => left.start - right.start || left.end - right.end);
}

function familiesOf(
  occurrences: readonly SpelledOccurrence[],
  steps: readonly PlanNode[],
): ReadonlyMap<AttributeId, ReadonlySet<AttributeId>> {
  const families = new Map<AttributeId, Set<AttributeId>>();
  const familyOf = (id: AttributeId): Set<AttributeId> => {
    let family = families.get(id);
    if (!family) families.set(id, (family = new Set([id])));
    return family;
  };
  const link = (left: AttributeId, right: AttributeId): void => {
    const [one, other] = [familyOf(left), familyOf(right)];
    if (one === other) return;
    const [small, large] = one.size < other.size ? [one, other] : [other, one];
    for (const id of small) {
      large.add(id);
      families.set(id, large);
    }
  };
  const texts = new Map<Unit, Map<number, AttributeId>>();
  for (const { attribute, text } of occurrences) {
    const { unit, start } = text.site;
    const ofUnit = texts.get(unit) ?? new Map<number, AttributeId>();
    const other = ofUnit.get(start);
    if (other) link(other, attribute.id);
    else texts.set(unit, ofUnit.set(start, attribute.id));
  }
  const seen = new Set<AttributeId>();
  const waiting: Attribute[] = steps.flatMap((step) => [...attributesOf(schemaOf(step))]);
  for (const attribute of waiting) {
    if (seen.has(attribute.id)) continue;
    seen.add(attribute.id);
    for (const read of attribute.id.reads) {
      waiting.push(read);
      if (read.name.toLowerCase() === attribute.name.toLowerCase()) link(attribute.id, read.id);
    }
  }
  for (const step of steps) for (const [left, right] of partnersIn(step)) link(left.id, right.id);
  return families;
}

/** The columns that meet under one name where rows of two frames are put together. */
function partnersIn({ method, inputs }: PlanNode): readonly (readonly [Attribute, Attribute])[] {
  if (!/^DataFrame\.(union|intersect|except|subtract)/.test(method)) return [];
  const [left = [], right = []] = inputs.map((input) => attributesOf(schemaOf(input)));
  const others = new Map(right.map((each) => [each.name.toLowerCase(), each]));
  return left.flatMap((each, index) => {
    const other = method === "DataFrame.unionByName" ? others.get(each.name.toLowerCase()) : right[index];
    return other && other.name.toLowerCase() === each.name.toLowerCase() ? [[each, other] as const] : [];
  });
}
