import { documentRange } from "../analysis/resolveFinding.ts";
import type { Range } from "../analysis/finding.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf, type Attribute, type AttributeId } from "../plan/schema/schema.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { occurrencesIn, stepsOf, type ColumnOccurrence } from "./columnOccurrences.ts";

/** An occurrence whose text is known, with its place in the document. */
export interface PlacedOccurrence extends ColumnOccurrence, Range {
  readonly text: NonNullable<ColumnOccurrence["text"]>;
}

/** Where a module names its columns, and which columns must have the same name. */
export interface ColumnIndex {
  /** In the order of the text. */
  readonly occurrences: readonly PlacedOccurrence[];
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
  const placed: PlacedOccurrence[] = [];
  const hidden: ColumnOccurrence[] = [];
  for (const unit of facts.units)
    for (const occurrence of occurrencesIn(facts, unit)) {
      const { text } = occurrence;
      const range = text && documentRange(facts.module, text.site);
      if (text && range) placed.push({ ...occurrence, text, ...range });
      else hidden.push(occurrence);
    }
  placed.sort((left, right) => left.start - right.start || left.end - right.end);
  const steps = [...new Set(facts.units.flatMap(stepsOf))];
  let families: ReadonlyMap<AttributeId, ReadonlySet<AttributeId>> | null = null;
  return {
    occurrences: placed,
    hidden,
    steps,
    family: (id) => (families ??= familiesOf(placed, steps)).get(id) ?? new Set([id]),
  };
}

/** The occurrences whose name an offset is in. */
export function occurrencesAt({ occurrences }: ColumnIndex, offset: number): readonly PlacedOccurrence[] {
  const found: PlacedOccurrence[] = [];
  for (const each of occurrences) {
    if (each.start > offset) break;
    if (offset <= each.end) found.push(each);
  }
  return found;
}

function familiesOf(
  occurrences: readonly PlacedOccurrence[],
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
  let before: PlacedOccurrence | undefined;
  for (const each of occurrences) {
    if (before?.start === each.start && before.end === each.end) link(before.attribute.id, each.attribute.id);
    before = each;
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
