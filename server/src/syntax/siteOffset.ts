import type { Module, Site, Unit } from "./module.ts";
import { sideTable } from "./sideTable.ts";

/** The unit at a document offset, and where it starts. */
export interface PlacedUnit {
  readonly unit: Unit;
  readonly index: number;
  /** The document offset at which the unit starts. */
  readonly offset: number;
}

/** The document offset at which a site's unit starts; undefined when the unit is not in this version. */
export function documentOffset(module: Module, site: Pick<Site, "unit">): number | undefined {
  let known = unitOffsets.get(module);
  if (known === undefined) {
    known = new Map(module.units.map((unit, index) => [unit, module.offsets[index] ?? 0]));
    unitOffsets.set(module, known);
  }
  return known.get(site.unit);
}

const unitOffsets = sideTable<Module, ReadonlyMap<Unit, number>>();

/** The unit that holds the offset; the last one at the end of the text; undefined in an empty text. */
export function unitAt(module: Module, offset: number): PlacedUnit | undefined {
  let low = 0;
  let high = module.units.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((module.offsets[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const unit = module.units[low];
  return unit === undefined ? undefined : { unit, index: low, offset: module.offsets[low] ?? 0 };
}
