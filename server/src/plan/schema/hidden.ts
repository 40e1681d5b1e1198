import type { Attribute, Reason } from "./schema.ts";

/**
 * Columns that a step has left out of its output and that filters, sorts and repartitionings behind it may name all
 * the same: Spark adds them to the projections on the way (ColumnResolutionHelper, 3.4 to 4.3).
 */
export interface Hidden {
  /** What the step's input has. */
  readonly attributes: readonly Attribute[];
  /** What was left out before; searched where `attributes` have no such name. */
  readonly behind: Hidden | null;
  readonly depth: number;
  /** Why there may be further columns, here or behind; null when these are all. */
  readonly open: Reason | null;
}

/** How many steps back a name is searched. */
export const deepestHidden = 100;

/** The columns before a step, in front of those hidden already. */
export const hiddenBehind = (
  attributes: readonly Attribute[],
  behind: Hidden | null,
  open: Reason | null = null,
): Hidden => ({
  attributes,
  behind,
  depth: (behind?.depth ?? 0) + 1,
  open: open ?? behind?.open ?? null,
});

/** The lists in which a name is searched, the nearest first. */
export function* hiddenLists(
  first: readonly Attribute[],
  hidden: Hidden | null,
): Generator<readonly Attribute[]> {
  if (first.length > 0) yield first;
  let left = deepestHidden;
  for (let next = hidden; next !== null && left > 0; next = next.behind, left -= 1) yield next.attributes;
}
